"""A workbook's bytes to rows of text cells, as Excel's own reader of values would say them."""

import io
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from lib.problems import unreadable

Row = list[str]

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The stream of a protected workbook. Calamine names the password for a file on disk, not for bytes."""


def open_workbook(data: bytes, name: str) -> CalamineWorkbook:
    """The workbook in the data.

    Raises:
        Unreadable: it has a password, or is no workbook, or only a part of one.
    """
    try:
        return load_workbook(io.BytesIO(data))
    except (CalamineError, OSError, ValueError) as error:
        if isinstance(error, PasswordError) or _ENCRYPTED in data:
            raise unreadable(
                "password",
                "the workbook is protected by a password.",
                "Open it in Excel, remove the password (File, Info, Protect workbook), save it and load it again.",
                name,
            ) from None
        raise unreadable(
            "broken-workbook",
            f"the workbook cannot be opened ({error}).",
            "It may be incomplete: save it again in Excel as .xlsx, or save it as CSV, and load that.",
            name,
        ) from None


def worksheets(workbook: CalamineWorkbook) -> list[str]:
    """The names of the sheets that hold cells, the visible ones first, each in the workbook's order."""
    tabs = [tab for tab in workbook.sheets_metadata if tab.typ == SheetTypeEnum.WorkSheet]
    return [tab.name for tab in sorted(tabs, key=lambda tab: tab.visible != SheetVisibleEnum.Visible)]


def read_worksheet(workbook: CalamineWorkbook, worksheet: str, name: str) -> list[Row]:
    """The worksheet's rows from row 1 on, every cell as text; row n of the sheet is item n - 1.

    Raises:
        Unreadable: the worksheet's part of the file is damaged.
    """
    try:
        cells = workbook.get_sheet_by_name(worksheet).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError) as error:
        raise unreadable(
            "broken-worksheet",
            f'the worksheet "{worksheet}" cannot be read ({error}).',
            "Save the workbook again in Excel and load that.",
            name,
        ) from None
    return [[cell if type(cell) is str else text_of(cell) for cell in row] for row in cells]


def text_of(value: Any) -> str:
    """A cell's value as text: whole numbers without `.0`, dates ISO, yes and no as Excel writes them.

    Numbers have the 15 digits that Excel keeps and shows: 0.1 + 0.2 is `0.3` there, so it is here.
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return _number(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return _duration(value)
    return str(value)


def _number(value: int | float) -> str:
    written = f"{value:.15g}"
    if "e" not in written:
        return written
    whole = float(written)
    return str(int(whole)) if whole.is_integer() and abs(whole) < 1e21 else written.replace("e", "E")


def _duration(value: timedelta) -> str:
    """Hours, minutes and seconds, the hours beyond 24 if need be: `36:00:00`."""
    sign, whole = ("-", -value) if value < timedelta() else ("", value)
    minutes, seconds = divmod(whole.days * 86400 + whole.seconds, 60)
    fraction = f".{whole.microseconds:06d}".rstrip("0") if whole.microseconds else ""
    return f"{sign}{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}{fraction}"
