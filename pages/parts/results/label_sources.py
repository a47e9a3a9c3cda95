"""Where labels come from: a column of the batch's sheet, a person here, or a column of any other loaded sheet."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd
import streamlit as st

from lib.analysis.other_sheet import SheetMatch, agree, settled_match, sheet_matches
from lib.analysis.row_labels import RowLabels, several_labels, single_labels
from lib.common.own_columns import LABEL_PREFIX, Cell, numbered_name
from lib.common.phrasing import counted
from lib.sheets import Sheet
from pages.parts.results.inputs import LoadedInputs
from pages.parts.results.table_data import TableData
from pages.parts.shared.column_picker import choose_column, wanted_column
from pages.parts.shared.formatting import plain, truncated
from pages.parts.shared.session import FILES, derived

_MATCH_KEY = "quality_match"
_EXAMPLES = 3
_TEXT_CHARACTERS = 120


@dataclass(frozen=True, slots=True)
class LabelSource:
    """One choice of labels."""

    digest: str
    """Digest of the labels, and of how they reach their rows, beside the table's own."""

    cells: Callable[[], Sequence[Cell]]
    """A cell for each row of the table; empty where the row has no label."""

    sheet: Sheet | None = None
    """The other sheet that the column is of."""

    column: str = ""
    """The column of the answers that a reader labelled, as `bare_name` gives it."""

    def labels(self, are_several: bool, known: Iterable[str] = ()) -> list[RowLabels]:
        """The labels of each row.

        Args:
            known: labels that are whole though they look like several.
        """
        return several_labels(self.cells(), known) if are_several else single_labels(self.cells())


def label_sources(table: TableData, inputs: LoadedInputs) -> dict[str, LabelSource]:
    """Every choice by its name: columns of the batch's sheet under their own names, people's labels, other sheets."""
    sources: dict[str, LabelSource] = {}
    for name in table.joined.sheet.columns if table.joined.sheet is not None else ():
        sources[name] = column_source(table, name)
    for (_, column), name in zip(table.labels.cells, table.label_columns, strict=True):
        shown = labels_name(name)
        digest = f"{name} {table.labels.version}"
        sources[numbered_name(shown, sources)] = LabelSource(digest, partial(_cells_of, table, name), column=column)
    for other in _other_sheets(table, inputs):
        for name in other.columns:
            sources[numbered_name(f"{name} ({other.name})", sources)] = _of_other_sheet(table, other, name)
    return sources


def labels_name(column: str) -> str:
    """The name of the choice of a reader's labels, from that of their column.

    >>> labels_name("Label by Ana")
    'Labels by Ana'
    """
    return column.replace(LABEL_PREFIX, "Labels by ", 1)


def column_source(table: TableData, name: str) -> LabelSource:
    """A column of the table."""
    return LabelSource(name, partial(_cells_of, table, name))


def _cells_of(table: TableData, name: str) -> Sequence[Cell]:
    return table.columns[name]


def _other_sheets(table: TableData, inputs: LoadedInputs) -> list[Sheet]:
    own = table.joined.sheet
    return [sheet for sheet in (*inputs.sheets, *inputs.exports) if own is None or sheet.digest != own.digest]


def _of_other_sheet(table: TableData, other: Sheet, name: str) -> LabelSource:
    wanted = st.session_state.get(f"{_MATCH_KEY} wanted", "")

    def cells() -> Sequence[Cell]:
        match = _chosen_match(table, other)
        count = len(table.joined.rows)
        return match.cells(other.column(name), count) if match else [""] * count

    return LabelSource(f"{other.digest} {name} {wanted}", cells, other)


def _matches(table: TableData, other: Sheet) -> list[SheetMatch]:
    key = (table.layout, other.digest)
    return derived("label matches", key, lambda: sheet_matches(table.joined, other), owner=FILES)


def _chosen_match(table: TableData, other: Sheet) -> SheetMatch | None:
    """The way that a person chose, else the one that needs no question."""
    matches = {match.name: match for match in _matches(table, other)}
    wanted = wanted_column(_MATCH_KEY, matches)
    return matches[wanted] if wanted else settled_match(list(matches.values()))


def show_sheet_match(table: TableData, other: Sheet) -> None:
    """How the rows of another sheet were found: in a sentence, or as a question where nothing proves it."""
    matches = {match.name: match for match in _matches(table, other)}
    name = plain(truncated(other.name, 60))
    if not matches:
        st.warning(
            f"No column of {name} says which row a label belongs to. Add one that both sheets have, such as an id.",
            icon=":material/link_off:",
        )
        return
    chosen, settled = _chosen_match(table, other), settled_match(list(matches.values()))
    if chosen is None:
        st.warning(f"Which column says to which row a label of {name} belongs?", icon=":material/help:")
    if chosen is not settled or settled is None or not all(agree(settled, each) for each in matches.values()):
        others = [each for each in matches if settled is None or each != settled.name]
        choose_column(_MATCH_KEY, "Match labels by", others, settled.name if settled else "Choose a column")
    if chosen is None:
        _show_examples(table, other, next(iter(matches.values())))
    else:
        lost = len(other) - len(chosen.rows)
        left = f" {counted(lost, 'row of it is', 'rows of it are')} not in this table." if lost else ""
        st.caption(f"{counted(len(chosen.rows), 'row')} of {name} matched by {plain(chosen.name)}.{left}")


def _show_examples(table: TableData, other: Sheet, match: SheetMatch) -> None:
    """Some rows beside those that the best way finds for them."""
    joined = table.joined
    own = joined.sheet.columns if joined.sheet else ()
    rows = list(match.rows.items())[:_EXAMPLES]
    frame = pd.DataFrame(
        {
            "Row of this table": [_joined_text([table.columns[name][row] for name in own]) for row, _ in rows],
            f"Row by {truncated(match.name, 40)}": [_joined_text(other.row(place)) for _, place in rows],
        }
    )
    st.dataframe(frame, hide_index=True, alt="Rows of this table beside rows of the other sheet")


def _joined_text(cells: Sequence[Cell]) -> str:
    return truncated(" · ".join(str(cell) for cell in cells if cell not in ("", None)), _TEXT_CHARACTERS)
