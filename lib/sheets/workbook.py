"""A workbook's bytes to rows of text cells, as Excel's own reader of values would say them."""

import io
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import chain
from typing import Any, TypeVar

from python_calamine import (
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from lib.common import Problem, Unreadable, unreadable
from lib.common.archives import MAX_RATIO, max_unpacked
from lib.common.phrasing import counted, listed
from lib.sheets.cell_text import masked, rounded_text
from lib.sheets.ods_xml import with_errors
from lib.sheets.raw_table import ImportOptions, RawTable
from lib.sheets.sandbox import survives
from lib.sheets.workbook_fallback import read_again, xls_looks
from lib.sheets.xlsx_xml import MOST_UNPACKED, Range, SheetXml, is_xlsx, scan_sheet_xml, unpacked_size

Row = list[str]
Read = TypeVar("Read")

MOST_PLACES = 5_000_000
"""The most places that a thinly filled worksheet may span to be read whole; else only its filled cells are."""

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The stream of a protected workbook. Calamine names the password for a file on disk, not for bytes."""

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an old XLS begins."""


def read_workbook(data: bytes, name: str, options: ImportOptions) -> RawTable:
    """The worksheet asked for, else the first visible one with cells in it.

    Raises:
        Unreadable: it has a password, is damaged, unpacks to an absurd size, or has no filled cell.
    """
    if unpacked_size(data) > min(MOST_UNPACKED, max_unpacked(len(data))):
        raise _bomb(name)
    old = xls_looks(data) if data.startswith(_COMPOUND) else {}
    if any(map(_far_apart, old.values())) or (not is_xlsx(data) and not survives(data)):
        return _second_try(data, name, options, _too_spread(name))
    data, errors = with_errors(data)
    try:
        workbook, looked = _opened(data, options)
    except Exception as error:
        return _second_try(data, name, options, error)
    tabs, hidden = _worksheets(workbook)
    alone: RawTable | None = None
    for tab in [options.worksheet] if options.worksheet in tabs else tabs:
        looked = old.get(str(tab)) or (looked if looked.worksheet == tab else scan_sheet_xml(data, str(tab)))
        rows, notes, controls = _read_worksheet(data, workbook, looked, name, options)
        if any(map(any, rows)):
            used = ImportOptions(tab, header_row=options.header_row, fill_merged=options.fill_merged)
            notes = [*notes, *_errors(errors), *(_damaged(rows) if data.startswith(_COMPOUND) else ())]
            grid = RawTable(rows, f'Worksheet "{tab}"', used, False, tabs, hidden, controls, tuple(notes))
            if sum(map(any, rows)) > 1:
                return grid
            alone = alone or grid  # a title or a note on a worksheet of its own
    if alone is not None:
        return alone
    which = f'the worksheet "{tabs[0] if len(tabs) == 1 else options.worksheet}" has'
    which = which if len(tabs) == 1 or options.worksheet in tabs else "the workbook's worksheets have"
    raise unreadable("no-cells", f"{which} no filled cell.", "Choose another worksheet or file.", name)


def _opened(data: bytes, options: ImportOptions) -> tuple[CalamineWorkbook, SheetXml]:
    """The workbook, and beside that, on another processor, a look at the worksheet that is likely read."""
    with ThreadPoolExecutor(1) as beside:
        looked = beside.submit(scan_sheet_xml, data, options.worksheet)
        return _calm(lambda: load_workbook(io.BytesIO(data))), looked.result()


def _second_try(data: bytes, name: str, options: ImportOptions, error: Exception) -> RawTable:
    """Another reader's turn; the first one's complaint if that fails too."""
    if isinstance(error, PasswordError) or _ENCRYPTED in data:
        hint = "Open it in Excel, remove the password (File, Info, Protect workbook), save it and load it again."
        raise unreadable("password", "the workbook is protected by a password.", hint, name) from None
    rounded: list[str] = []
    grid = read_again(data, options, lambda value: rounded_text(value, rounded))
    if grid is not None:
        return replace(grid, notes=_notes_of_second(data, grid, rounded, options))
    if isinstance(error, Unreadable):
        raise error
    message = f"the workbook cannot be opened ({error})."
    hint = "It may be incomplete: save it again in Excel as .xlsx, or save it as CSV, and load that."
    raise unreadable("broken-workbook", message, hint, name) from None


def _notes_of_second(data: bytes, grid: RawTable, rounded: list[str], options: ImportOptions) -> tuple[Problem, ...]:
    """What the second reader does not say by itself; zeros of formats and merged cells are put here too."""
    tab = grid.options.worksheet or ""
    looked = xls_looks(data).get(tab, SheetXml(tab)) if data.startswith(_COMPOUND) else scan_sheet_xml(data, tab)
    _put_zeros(grid.rows, looked)
    return (*_merged(grid.rows, looked.merged, options), *_notes(looked, rounded))


def _worksheets(workbook: CalamineWorkbook) -> tuple[tuple[str, ...], frozenset[str]]:
    """The worksheets' names, the visible ones first, and which are hidden. Charts and macros are none."""
    tabs = [tab for tab in workbook.sheets_metadata if tab.typ == SheetTypeEnum.WorkSheet]
    hidden = frozenset(tab.name for tab in tabs if tab.visible != SheetVisibleEnum.Visible)
    return tuple(sorted((tab.name for tab in tabs), key=hidden.__contains__)), hidden


def _read_worksheet(
    data: bytes, workbook: CalamineWorkbook, looked: SheetXml, name: str, options: ImportOptions
) -> tuple[list[Row], list[Problem], bool]:
    """The worksheet's rows from row 1 on, every cell as text; row n of the sheet is item n - 1.

    Also the notes, and whether there may be control characters in the cells.
    """
    if looked.held > MOST_UNPACKED:
        raise _bomb(name)
    rounded: list[str] = []
    rows, merged = _rows_and_merged(data, workbook, looked, name, rounded)
    _put_zeros(rows, looked)
    return rows, [*_merged(rows, merged, options), *_notes(looked, rounded)], looked.controls


def _rows_and_merged(
    data: bytes, workbook: CalamineWorkbook, looked: SheetXml, name: str, rounded: list[str]
) -> tuple[list[Row], Sequence[Range]]:
    """The rows, by the reader that can take them, and the merged cells."""
    tab = looked.worksheet
    if looked.wide or _far_apart(looked) or (is_xlsx(data) and not looked.plain and not survives(data, tab)):
        return _streamed(data, tab, name, rounded), looked.merged
    try:
        sheet = _calm(lambda: workbook.get_sheet_by_name(tab))
        cells = _calm(lambda: sheet.to_python(skip_empty_area=False))
    except Exception as error:
        if _UNKNOWN_ERROR not in str(error):
            raise _broken(tab, name, error) from None
        return _streamed(data, tab, name, rounded), looked.merged
    rows = _texts(cells, rounded)
    for (row, column), error_text in looked.errors.items():
        _put(rows, row, column, error_text)
    return rows, _calm(lambda: sheet.merged_cell_ranges) or []


def _texts(cells: list[list[Any]], rounded: list[str]) -> list[Row]:
    if set(map(type, chain.from_iterable(cells))) <= {str}:
        return cells
    return [[cell if type(cell) is str else rounded_text(cell, rounded) for cell in row] for row in cells]


def _far_apart(looked: SheetXml) -> bool:
    """Whether a few cells span so many places that memory would be wasted on the room between them."""
    return looked.places > MOST_PLACES and looked.cells * 10 < looked.places


def _put_zeros(rows: list[Row], looked: SheetXml) -> None:
    """Gives numbers the zeros that their format shows."""
    for (row, column), mask in looked.masks.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = masked(rows[row][column], mask)


_UNKNOWN_ERROR = "Unsupported cell error value"
"""What calamine says of newer errors, as `#SPILL!` and `#GETTING_DATA`, and of those of other programs."""


def _streamed(data: bytes, tab: str, name: str, rounded: list[str]) -> list[Row]:
    """The rows by the reader that leaves out the room between far cells."""
    sparse = read_again(data, ImportOptions(tab), lambda value: rounded_text(value, rounded))
    if sparse is None:
        raise _too_spread(name)
    return sparse.rows


def _too_spread(name: str) -> Unreadable:
    message = "the workbook takes too much memory to read: a cell may stand far from all others."
    hint = "Copy the rows you need into a new workbook, or save the sheet as CSV, and load that."
    return unreadable("too-large", message, hint, name)


def _bomb(name: str) -> Unreadable:
    message = f"the workbook unpacks to absurdly much: {MOST_UNPACKED / 1e9:,.0f} GB, or {MAX_RATIO} times its size."
    return unreadable("bomb", message, "Save the sheet you need as CSV and load that.", name)


def _calm(read: Callable[[], Read]) -> Read:
    """What calamine reads; its panics, which are no Exception in Python, become one."""
    try:
        return read()
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ != "PanicException":
            raise
        raise ValueError(str(error)) from None


def _broken(tab: str, name: str, error: Exception) -> Unreadable:
    message = f'the worksheet "{tab}" cannot be read ({error}).'
    return unreadable("broken-worksheet", message, "Save the workbook again in Excel and load that.", name)


def _put(rows: list[Row], row: int, column: int, text: str) -> None:
    """Sets a cell, which may lie beyond what the reader took for the end."""
    while len(rows) <= row:
        rows.append([])
    rows[row].extend([""] * (column + 1 - len(rows[row])))
    rows[row][column] = text


def _merged(rows: list[Row], merged: Iterable[Range], options: ImportOptions) -> list[Problem]:
    """Fills merged cells if that was asked for; else offers it."""
    ranges = [found for found in merged if found[0][0] < len(rows)]
    if not ranges:
        return []
    if not options.fill_merged:
        message = f"{counted(len(ranges), 'group')} of merged cells: the text is in the first cell of each."
        return [Problem("merged", message, "Fill them under Import options if every row needs the text.", "ask")]
    for (top, left), (bottom, right) in ranges:
        text = rows[top][left] if left < len(rows[top]) else ""
        for row in range(top, min(bottom + 1, len(rows))):
            for column in range(left, min(right + 1, 16_384)):
                _put(rows, row, column, text)
    return [Problem("merged", f"{counted(len(ranges), 'group')} of merged cells filled with their text.")]


def _notes(looked: SheetXml, rounded: list[str]) -> list[Problem]:
    """What in the cells is not what it seems."""
    notes = []
    if looked.errors:
        shown = ", ".join(dict.fromkeys(looked.errors.values()))
        notes.extend(_errors(len(looked.errors), f" ({shown})"))
    if looked.uncalculated:
        message = f"{counted(len(looked.uncalculated), 'formula')} without a value: {listed(looked.uncalculated, 5)}."
        hint = "Open the workbook in Excel, let it calculate, save it, and load it again."
        notes.append(Problem("uncalculated", message, hint, "ask"))
    if rounded:
        message = f"{counted(len(rounded), 'number')} of more than 15 digits, such as {rounded[0]}."
        hint = "Excel keeps 15 digits and may have rounded them; format such columns as text before typing them."
        notes.append(Problem("rounded", message, hint, "ask"))
    return notes


def _damaged(rows: list[Row]) -> list[Problem]:
    """A note of letters that the reader of old XLS files could not put together, such as some emoji."""
    count = sum("\ufffd" in cell for row in rows for cell in row)
    if not count:
        return []
    message = f"{counted(count, 'cell')} with letters that could not be read, shown as \ufffd."
    return [Problem("undecodable", message, "Save the workbook as .xlsx in Excel, and load that.", "ask")]


def _errors(count: int, shown: str = "") -> list[Problem]:
    """A note of error cells, which are kept as the text that they show."""
    if not count:
        return []
    message = f"{counted(count, 'cell')} with an error of a formula{shown}, kept as that text."
    return [Problem("error-cells", message, "Mend the formulas if their rows matter.", "ask")]
