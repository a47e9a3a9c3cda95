"""What an ODS file has beside its cells' texts: numbers, hidden rows and columns, merged cells."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from html import unescape

from lib.sheets.format_codes import BOOLEAN, GENERAL, ISO_DATE
from lib.sheets.number_cells import Place, number_cells
from lib.sheets.xlsx_cells import column_letters
from lib.sheets.xlsx_xml import CellRange, SheetXml

_TOKEN = re.compile(rb"<table:(table|table-column|table-row|table-cell|covered-table-cell)(?=[\s/>])([^>]*)>")
_ATTRIBUTE = re.compile(rb'\b(?:table|office):([\w-]+)="([^"]*)"')
_FORMATS = {"percentage": "0%", "boolean": BOOLEAN, "time": "[h]:mm:ss", "date": ISO_DATE, "currency": "#,##0.00"}
_DURATION = re.compile(r"(-?)PT(\d+)H(\d+)M(\d+(?:[.,]\d+)?)S")
_MOST_REPEATED = 10_000
"""The most times that a cell or a row counts that is written once: beyond it, it fills the rest of the sheet."""


class _TableScan:
    """The cells of one worksheet, added in their order."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._row, self._rows, self._column = 0, 0, 0
        self._width = 0
        self._numbers: dict[Place, tuple[float, str]] = {}
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._merged: list[CellRange] = []
        self._uncalculated: list[str] = []

    def add(self, tag: str, attributes: dict[str, str]) -> None:
        """Adds a column, a row or a cell."""
        if tag == "table-column":
            repeated = _repeated(attributes, "number-columns-repeated")
            if _is_hidden(attributes):
                self._hidden_columns.update(range(self._width, self._width + repeated))
            self._width += repeated
        elif tag == "table-row":
            self._row, self._column = self._row + self._rows, 0
            self._rows = _repeated(attributes, "number-rows-repeated")
            if _is_hidden(attributes):
                self._hidden_rows.update(range(self._row, self._row + self._rows))
        else:
            repeated = _repeated(attributes, "number-columns-repeated")
            self._add_number(attributes, repeated)
            self._add_merged(attributes)
            if "formula" in attributes and "value-type" not in attributes:
                self._uncalculated.append(f"{column_letters(self._column)}{self._row + 1}")
            self._column += repeated

    def _add_number(self, attributes: dict[str, str], repeated: int) -> None:
        number = _number(attributes)
        if number is None:
            return
        for row in range(self._row, self._row + self._rows):
            for column in range(self._column, self._column + repeated):
                self._numbers[row, column] = number

    def _add_merged(self, attributes: dict[str, str]) -> None:
        rows, columns = (_repeated(attributes, f"number-{lines}-spanned") for lines in ("rows", "columns"))
        if rows > 1 or columns > 1:
            last = (self._row + rows - 1, self._column + columns - 1)
            self._merged.append(((self._row, self._column), last))

    def finish(self) -> SheetXml:
        """What the worksheet has beside its values."""
        values = [value for value, _ in self._numbers.values()]
        codes = [code for _, code in self._numbers.values()]
        numbers = replace(number_cells(list(self._numbers), values, codes), shown=True)
        return SheetXml(
            self._name,
            numbers=numbers,
            hidden_rows=frozenset(self._hidden_rows),
            hidden_columns=frozenset(self._hidden_columns),
            merged=tuple(self._merged),
            uncalculated=self._uncalculated,
        )


def scan_ods(content: bytes) -> Iterator[SheetXml]:
    """What each worksheet of an ODS file's content has beside the texts of its cells."""
    table = None
    for token in _TOKEN.finditer(content):
        tag, attributes = token[1].decode(), dict(ods_attributes(token[2]))
        if tag == "table":
            if table:
                yield table.finish()
            table = _TableScan(attributes.get("name", ""))
        elif table:
            table.add(tag, attributes)
    if table:
        yield table.finish()


def ods_attributes(tag: bytes) -> Iterator[tuple[str, str]]:
    """The names, without their prefixes, and the values of a tag's attributes."""
    return ((name.decode(), unescape(value.decode("utf-8", "replace"))) for name, value in _ATTRIBUTE.findall(tag))


def _repeated(attributes: dict[str, str], name: str) -> int:
    return min(int(attributes[name]), _MOST_REPEATED) if attributes.get(name, "").isdecimal() else 1


def _is_hidden(attributes: dict[str, str]) -> bool:
    return attributes.get("visibility") in ("collapse", "filter")


def _number(attributes: dict[str, str]) -> tuple[float, str] | None:
    """A cell's number and a format of its kind; None for a text, and for a number in a form that Excel has not."""
    kind = attributes.get("value-type", "string")
    try:
        if kind == "boolean":
            return float(attributes["boolean-value"] == "true"), BOOLEAN
        if kind == "date":
            moment = datetime.fromisoformat(attributes["date-value"])
            days = (moment - datetime(1899, 12, 30)).total_seconds() / 86_400
            return days, ISO_DATE if days == int(days) else f"{ISO_DATE} hh:mm:ss"
        if kind == "time" and (duration := _DURATION.fullmatch(attributes["time-value"])):
            hours, minutes, seconds = (float(part.replace(",", ".")) for part in duration.groups()[1:])
            days = (hours * 3600 + minutes * 60 + seconds) / 86_400
            return -days if duration[1] else days, _FORMATS[kind]
        return float(attributes["value"]), _FORMATS.get(kind, GENERAL)
    except (KeyError, ValueError, TypeError, OverflowError):
        return None
