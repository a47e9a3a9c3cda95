"""Exports of a joined table with marks and corrections, as the page writes them."""

from collections.abc import Callable, Mapping, Sequence

from lib.analysis import json_answers
from lib.analysis.structured_answers import answer_fields
from lib.common.own_columns import CHECK_KEY, Cell
from lib.export import Selection, select
from lib.join import Joined
from lib.review import RowKeys, key_column
from lib.review.corrections import Corrected, corrected_cells, mark_columns
from lib.review.marks import RowMarks
from lib.sheets import Sheet, read_sheet


def fields_in(joined: Joined) -> Mapping[str, Sequence[Cell]]:
    """The columns made from JSON answers, without the one that checks them."""
    found = json_answers(joined)
    return {name: cells for name, cells in found.columns.items() if name != found.check} if found else {}


def corrected(joined: Joined, marks: RowMarks) -> Corrected:
    """The table's cells with the corrections among these marks."""
    return corrected_cells(joined, fields_in(joined), marks, lambda text: answer_fields(joined, text))


def marked_selection(joined: Joined, marks: RowMarks, has_keys: bool = True) -> Selection:
    """Everything that an export has, without the column of keys if `has_keys` is false."""
    cells, fields = corrected(joined, marks), fields_in(joined)
    more = {name: cells.cells.get(name, column) for name, column in fields.items()}
    more |= mark_columns(joined, fields, marks, cells)
    if has_keys:
        more |= key_column(RowKeys(joined))
    return select(cells.applied_to(joined), more=more, fields=fields, technical={CHECK_KEY})


def marked_export(joined: Joined, marks: RowMarks, write: Callable[[Selection], bytes], has_keys: bool = True) -> Sheet:
    """An export with marks, loaded as a sheet."""
    return read_sheet(write(marked_selection(joined, marks, has_keys)), "export")
