"""The rows that the user's filters and search leave, in the chosen order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from lib.analysis.filters import rows_in_states, search_pattern, search_text, sort_rows
from lib.analysis.value_counts import ColumnValue, column_values, rows_with_values
from lib.common import Problem
from lib.common.own_columns import Cell
from lib.review.marks import rows_marked
from pages.parts.results.table_data import TableData
from pages.parts.results.value_filter import ColumnFilter
from pages.parts.shared.session import FILES, derived


@dataclass(frozen=True, slots=True)
class TableSettings:
    """How the table is searched, sorted and cut into pages."""

    is_pattern: bool
    """Whether the search text is a regular expression."""

    sort: str
    """The column to sort by; empty for the sheet's order."""

    descending: bool
    columns: tuple[str, ...]
    """The columns to show, in that order; empty for all."""

    page_size: int


@dataclass(frozen=True, slots=True)
class TableView:
    """What the user wants to see of the table; an empty filter leaves all rows."""

    states: tuple[str, ...]
    cause: str
    verdicts: tuple[str, ...]
    flags: tuple[str, ...]
    column_filters: tuple[ColumnFilter, ...]
    text: str
    """The search text."""

    settings: TableSettings


@dataclass(frozen=True, slots=True)
class ShownRows:
    """The rows that a view shows, as indexes into the joined table."""

    view: TableView
    rows: Sequence[int]
    digest: str
    """Digest of the rows and their order."""

    is_narrowed: bool
    """Whether the rows or their order differ from the whole table's."""


def searched_rows(table: TableData, view: TableView) -> Sequence[int] | Problem:
    """The rows that have the search text in a column other than the marks, which change often."""
    settings = view.settings
    key = (table.digest, view.text, settings.is_pattern)
    columns = {**table.joined.columns, **table.extra_columns}
    return derived("search", key, lambda: _search(columns, view, len(table.joined.rows)), owner=FILES)


def shown_rows(table: TableData, view: TableView, searched: Sequence[int]) -> ShownRows:
    """The rows that pass all filters, in order; made again only when something they depend on changed."""
    used = {view.settings.sort, *(wanted.column for wanted in view.column_filters)}
    depends_on_marks = view.verdicts or view.text or used & table.review_columns.keys()
    key = (table.digest, view, table.version if depends_on_marks else ())
    return derived("shown", key, lambda: _shown_rows(table, view, searched), owner=FILES)


def values_to_choose(table: TableData, view: TableView, searched: Sequence[int], column: str) -> Sequence[ColumnValue]:
    """The values of a column, counted in the rows that all filters but its own leave."""
    others = tuple(wanted for wanted in view.column_filters if wanted.column != column)
    view = replace(view, column_filters=others, settings=replace(view.settings, sort=""))
    key = (table.digest, table.version, column, view)
    cells = table.columns[column]
    return derived("values", key, lambda: column_values(cells, _shown_rows(table, view, searched).rows), owner=FILES)


def _search(columns: Mapping[str, Sequence[Cell]], view: TableView, row_count: int) -> Sequence[int] | Problem:
    return (search_pattern if view.settings.is_pattern else search_text)(columns, view.text, range(row_count))


def _shown_rows(table: TableData, view: TableView, searched: Sequence[int]) -> ShownRows:
    row_count = len(table.joined.rows)
    rows = _with_marked(table, view, searched)
    for wanted in _filters(table, view):
        rows = _both(rows, wanted)
    for column, texts in view.column_filters:
        rows = rows_with_values(table.columns[column], rows, texts)
    if view.settings.sort:
        rows = sort_rows(table.columns[view.settings.sort], rows, view.settings.descending)
    is_narrowed = bool(view.settings.sort) or len(rows) < row_count
    return ShownRows(view, rows, sha256(repr(rows).encode()).hexdigest()[:6], is_narrowed)


def _with_marked(table: TableData, view: TableView, searched: Sequence[int]) -> Sequence[int]:
    """The rows found by the search, and those found in their marks."""
    if not view.text or not table.review_columns:
        return searched
    marked = _search(table.review_columns, view, len(table.joined.rows))
    return searched if isinstance(marked, Problem) else sorted({*searched, *marked})


def _filters(table: TableData, view: TableView) -> Iterator[Sequence[int]]:
    """The rows that each filter leaves."""
    yield rows_in_states(table.joined, view.states)
    if view.cause:
        yield next(cause.rows for cause in table.causes if cause.key == view.cause)
    if view.flags:
        yield [row for name in view.flags for row in table.answer_columns.flagged[name]]
    if view.verdicts:
        yield rows_marked(table.joined, table.review.marks, view.verdicts)


def _both(rows: Sequence[int], wanted: Sequence[int]) -> Sequence[int]:
    """The rows that are also wanted, in their order."""
    if isinstance(wanted, range):
        return rows
    among = set(wanted)
    return [row for row in rows if row in among]
