"""The errors for a workbook that cannot be read, and the notes on cells that are not what they seem."""

from collections.abc import Iterator, Sequence

from lib.common import Problem, Unreadable, unreadable
from lib.common.archives import MAX_RATIO
from lib.common.phrasing import counted, listed
from lib.sheets.xlsx_xml import MOST_WORKBOOK_BYTES, SheetXml


def bomb(name: str) -> Unreadable:
    size = f"{MOST_WORKBOOK_BYTES / 1e9:,.0f} GB, or to more than {MAX_RATIO} times its size"
    message = f"the workbook unpacks to more than {size}."
    return unreadable("bomb", message, "Save the sheet you need as CSV and load that.", name)


def too_sparse(name: str) -> Unreadable:
    message = "the workbook takes too much memory to read: one cell may be far away from all others."
    hint = "Copy the rows you need into a new workbook, or save the sheet as CSV, and load that."
    return unreadable("too-large", message, hint, name)


def needs_password(name: str) -> Unreadable:
    hint = "Open it in Excel, remove the password (File, Info, Protect workbook), save it and load it again."
    return unreadable("password", "the workbook is protected by a password.", hint, name)


def broken_workbook(name: str) -> Unreadable:
    hint = "Download it again, or save it again in Excel as .xlsx or CSV, and load that."
    return unreadable("broken-workbook", "the workbook is damaged, or not whole.", hint, name)


def broken_worksheet(worksheet: str, name: str) -> Unreadable:
    message = f'the worksheet "{worksheet}" is damaged.'
    return unreadable("broken-worksheet", message, "Save the workbook again in Excel and load that.", name)


def skipped_cells(worksheet: str, name: str) -> Unreadable:
    message = f'the worksheet "{worksheet}" has cells in a form that Batchdesk cannot read.'
    return unreadable("broken-worksheet", message, "Save the workbook as .xlsx in Excel, and load that.", name)


def no_cells(worksheets: Sequence[str | None], name: str) -> Unreadable:
    """The error for a workbook in which these worksheets are empty."""
    empty = f'the worksheet "{worksheets[0]}" is empty.' if len(worksheets) == 1 else "all worksheets are empty."
    return unreadable("no-cells", empty, "Choose another worksheet or file.", name)


def cell_notes(scan: SheetXml) -> Iterator[Problem]:
    """Questions about cells that are not what they seem."""
    if scan.linked:
        has = counted(scan.linked, "cell shows", "cells show")
        message = f"{has} a picture or a linked data type, which Batchdesk does not read."
        yield Problem("linked-cells", message, "Put the picture's address or the text into the cell.", "ask")
    if len(scan.errors) > scan.linked:
        yield from error_notes(len(scan.errors) - scan.linked, f" ({', '.join(dict.fromkeys(scan.errors.values()))})")
    if scan.uncalculated:
        formulas = counted(len(scan.uncalculated), "formula has", "formulas have")
        message = f"{formulas} no value: {listed(scan.uncalculated, 5)}."
        hint = "Open the workbook in Excel, let it calculate, save it, and load it again."
        yield Problem("uncalculated", message, hint, "ask")
    if inexact := scan.numbers.doubtful():
        message = f"{counted(len(inexact), 'number has', 'numbers have')} more than 15 digits, such as {inexact[0]}."
        hint = "Excel keeps 15 digits and may have rounded the rest; format such columns as text before typing them."
        yield Problem("rounded", message, hint, "warn")


def error_notes(count: int, shown: str = "") -> Iterator[Problem]:
    """A warning about error cells, which keep the text that Excel shows."""
    if count:
        message = f"{counted(count, 'cell has', 'cells have')} a formula error{shown}, kept as text."
        yield Problem("error-cells", message, "Fix the formulas if you need these rows.", "warn")


def damaged_notes(rows: Sequence[list[str]]) -> Iterator[Problem]:
    """A question about characters, such as some emoji, that the reader of old XLS files cannot decode."""
    count = sum("\ufffd" in cell for row in rows for cell in row)
    if count:
        message = f"{counted(count, 'cell has', 'cells have')} unreadable characters, shown as \ufffd."
        yield Problem("undecodable", message, "Save the workbook as .xlsx in Excel, and load that.", "ask")
