"""The joined table to CSV and XLSX, and problems to CSV: whole, and safe to open in Excel.

No cell runs as a formula, nothing is cut without a mark and a count, text stays text.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from lib.join import Joined
from lib.problems import Problem
from lib.table import Cell

EXCEL_CELL = 32_767
"""The most characters an Excel cell holds (a character beyond U+FFFF counts as two)."""

EXCEL_ROWS = 1_048_576
"""The most rows an Excel sheet holds, the header's included."""

_CUT = "… [cut here: {more:,} more characters; the CSV has them all]"
_FORMULA_START = ("=", "+", "@", "\t", "\r")
_PLAIN_NUMBER = re.compile(r"-(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Survey:
    """How many cells a download cannot hold as they are."""

    guarded: int = 0
    """Get a leading apostrophe, so that Excel does not run them (CSV)."""

    replaced: int = 0
    """Hold control characters, which become U+FFFD (XLSX)."""

    cut: int = 0
    """Are longer than Excel's limit and end in a mark (XLSX)."""


def survey(joined: Joined) -> Survey:
    """What the downloads will have to do to the table's cells."""
    guarded = replaced = cut = 0
    for cell in _texts(joined):
        guarded += guard(cell) is not cell
        replaced += _NOT_IN_XML.search(cell) is not None
        cut += _units(cell) > EXCEL_CELL
    return Survey(guarded, replaced, cut + _cut_vectors(joined))


def _cut_vectors(joined: Joined) -> int:
    """How many vectors are too long for Excel once they are written out.

    Only those in long lines are looked at: no vector grows to three times its line.
    """
    cut = 0
    for at, row in enumerate(joined.rows):
        result = joined.result(at)
        if row.result and result and result.vectors:
            file, line = row.result
            start, stop, _ = joined.results[file].places[line]
            cut += (stop - start) * 3 > EXCEL_CELL and len(joined.full_answer(at)) > EXCEL_CELL
    return cut


def write_csv(joined: Joined, rows: Sequence[int] | None = None) -> bytes:
    """The table as CSV: UTF-8 with a byte order mark, so that Excel reads its letters right.

    Args:
        rows: indexes of the rows to write; None writes all.
    """
    return _csv([guard(cell) if isinstance(cell, str) else cell for cell in cells] for cells in _table(joined, rows))


def _csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Rows as CSV that Excel opens right, encoded as they come: a big table is never one big text."""
    data = io.BytesIO()
    text = io.TextIOWrapper(data, "utf-8-sig", errors="replace", newline="")
    csv.writer(text).writerows(rows)
    text.flush()
    return data.getvalue()


def guard(cell: str) -> str:
    """The cell with an apostrophe before it if Excel would take it for a formula; numbers are left alone.

    >>> guard("=1+1"), guard("-5"), guard("- milk")
    ("'=1+1", '-5', "'- milk")
    """
    if cell.startswith(_FORMULA_START):
        return "'" + cell
    return "'" + cell if cell.startswith("-") and not _PLAIN_NUMBER.fullmatch(cell) else cell


def write_xlsx(joined: Joined, rows: Sequence[int] | None = None, sheet_rows: int = EXCEL_ROWS) -> bytes:
    """The table as a workbook: text as text, counts as numbers; rows beyond `sheet_rows` on further sheets."""
    data = io.BytesIO()
    as_text = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    header, body = list(joined.columns), islice(_table(joined, rows), 1, None)
    left = len(joined.rows) if rows is None else len(rows)
    with xlsxwriter.Workbook(data, {"constant_memory": True, **as_text}) as book:
        bold = book.add_format({"bold": True})
        while True:
            sheet = book.add_worksheet()
            sheet.freeze_panes(1, 0)
            _write_row(sheet, 0, header, bold)
            for at, cells in enumerate(islice(body, sheet_rows - 1), 1):
                _write_row(sheet, at, cells)
            left -= sheet_rows - 1
            if left <= 0:
                break
    return data.getvalue()


def _write_row(sheet: Worksheet, at: int, cells: Iterable[Cell], style: Format | None = None) -> None:
    for column, cell in enumerate(cells):
        if isinstance(cell, str):
            if cell:
                sheet.write_string(at, column, excel_text(cell), style)
        elif cell is not None:
            sheet.write_number(at, column, cell, style)


def excel_text(cell: str) -> str:
    """The cell as Excel can hold it: control characters as U+FFFD, beyond the limit a mark."""
    cell = _NOT_IN_XML.sub("\ufffd", cell)
    if _units(cell) <= EXCEL_CELL:
        return cell
    room = EXCEL_CELL - len(_CUT) - 20
    kept = cell.encode("utf-16-le")[: room * 2].decode("utf-16-le", "ignore")
    return kept + _CUT.format(more=len(cell) - len(kept))


def _units(cell: str) -> int:
    """The cell's length as Excel counts it, in UTF-16 units."""
    return len(cell) if len(cell) * 2 <= EXCEL_CELL else len(cell.encode("utf-16-le", "replace")) // 2


def write_problems(problems: Iterable[Problem]) -> bytes:
    """Problems as CSV, a line each: what kind, where, what, and what to do."""
    rows: list[Sequence[Cell]] = [("kind", "file", "row", "line", "column", "problem", "what_to_do")]
    for problem in problems:
        place = (problem.file, problem.row, problem.line, problem.column)
        cells = (problem.kind, *place, problem.message, problem.hint)
        rows.append([guard(cell) if isinstance(cell, str) else cell for cell in cells])
    return _csv(rows)


def _table(joined: Joined, rows: Sequence[int] | None) -> Iterator[Sequence[Cell]]:
    """The header, then the rows, with vectors written out."""
    yield list(joined.columns)
    columns: list[Callable[[int], Cell]] = [
        joined.full_answer if name == joined.answer_column else column.__getitem__
        for name, column in joined.columns.items()
    ]
    for at in range(len(joined.rows)) if rows is None else rows:
        yield [cell(at) for cell in columns]


def _texts(joined: Joined) -> Iterator[str]:
    """Every text cell of the table, the header's included; vectors only as they are described."""
    yield from joined.columns
    for column in joined.columns.values():
        yield from (cell for cell in column if isinstance(cell, str) and cell)
