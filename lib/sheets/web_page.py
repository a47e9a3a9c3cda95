"""The tables of a web page, or of several in a zip, as worksheets.

Google Sheets, Excel and many reporting systems save web pages. What begins like a page is one; a fragment differs
from a CSV with HTML in its cells by whether its tags go across the records.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import PurePath
from typing import NamedTuple

from lib.common import Problem, Unreadable, unreadable
from lib.common.encodings import DecodedText, decode, decode_by_declaration
from lib.common.phrasing import counted
from lib.sheets.encoding_question import ask_encoding
from lib.sheets.html_table import HtmlTable, read_html_tables
from lib.sheets.question import Question, Reading, first_rows
from lib.sheets.raw_table import ImportOptions, RawTable

_SAMPLE = 100_000
_READINGS = 3
"""The most tables that a question offers."""

_FORM = 20
"""The most cells of a table that arranges the fields of a sign-in page."""

_BEFORE = r"(?:\s|<!--.*?-->|<\?xml.*?\?>)*+"
_PAGE = re.compile(
    rf"{_BEFORE}<(?:!doctype html|(?:html|head|body|meta|title|style|link|script|base|tbody|thead|tr)[\s>/])",
    re.I | re.S,
)
_WORKBOOK = re.compile(r"(?:\s|<!--.*?-->|<\?.*?\?>)*+<(?:\w+:)?Workbook[\s>]", re.S)
"""The start of a workbook in Excel's XML of 2003, whose tables are not those of a page."""

_TAG = re.compile(r"<(/?)(table|tr)\b", re.I)
_WHOLE_TABLE = re.compile(r"<table\b.*?</table\s*>", re.I | re.S)
_MARKUP = re.compile(r"<[^>]*>")
_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.I | re.S)
_NUMBER = re.compile("[1-9][0-9]{0,6}")
_PASSWORD = re.compile(r"type\s*=\s*[\"']?password", re.I)


class WebTable(NamedTuple):
    """A table of a page under the name of its worksheet."""

    name: str
    rows: list[list[str]]
    hidden: frozenset[int]
    """The numbers, from 1, of rows that the page does not show."""


def is_web_page(text: str) -> bool | None:
    """Whether a text is a web page with a table, not a delimited text; None if it may be either."""
    sample = text[:_SAMPLE]
    if _PAGE.match(sample):
        return True
    if _WORKBOOK.match(sample):
        return False
    if not _TAG.search(sample):
        return False
    records = [_records_with_tags(text[: 2 * _SAMPLE], delimiter) for delimiter in ",;\t|"]
    if not any(all(map(_is_balanced, tagged)) for tagged in records):
        return True
    if not sample.lstrip().startswith("<"):
        return False if len(records[0]) > 1 or any(len(record) > 1 for tagged in records for record in tagged) else None
    around, tables = _WHOLE_TABLE.subn("", text)
    return True if tables == 1 and not _MARKUP.sub("", around).strip() else None


def _records_with_tags(text: str, delimiter: str) -> list[list[str]]:
    """The records of a sample that have tags of tables, without the last one, which may be cut."""
    records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    whole = records[:-1] if len(text) == 2 * _SAMPLE else records
    return [record for record in whole if any(map(_TAG.search, record))]


def _is_balanced(record: Sequence[str]) -> bool:
    """Whether each cell closes the tables and rows that it opens."""
    return all(
        len(re.findall(rf"<{tag}\b", cell, re.I)) == len(re.findall(f"</{tag}", cell, re.I))
        for cell in record
        for tag in ("table", "tr")
    )


def read_web_page(text: str, name: str, options: ImportOptions) -> RawTable:
    """The largest table of a page, or the chosen one; its worksheets are all tables, the largest first.

    Raises:
        Unreadable: the page has no table.
    """
    tables = _named_tables(text)
    if not tables or (_PASSWORD.search(text) and max(map(_size, tables)) <= _FORM):
        raise _without_table(text, name)
    return _chosen(tables, options, tuple(_other_tables(tables, options)))


def read_web_pages(pages: Sequence[tuple[str, bytes]], name: str, options: ImportOptions) -> RawTable:
    """The first table of several pages, or the chosen one, as Google Sheets saves the sheets of a workbook.

    Args:
        pages: the name and bytes of each page.

    Raises:
        Unreadable: no page has a table.
    """
    tables: list[WebTable] = []
    sources: dict[str, tuple[bytes, DecodedText]] = {}
    for page, data in pages:
        text = decode(data, options.encoding)
        text = text if options.encoding else decode_by_declaration(data, text)
        sheet, found = PurePath(page).stem, _named_tables(text.text)
        named = [table._replace(name=sheet if len(found) == 1 else f"{sheet}, {table.name}") for table in found]
        tables += named
        sources.update((table.name, (data, text)) for table in named)
    if not tables:
        raise _without_table(text.text, name)
    chosen = _chosen(tables, options, ())
    data, text = sources[chosen.options.worksheet or tables[0].name]
    used = replace(chosen.options, encoding=text.codec)
    return replace(chosen, options=used, notes=tuple(ask_encoding(data, text, chosen.rows, options)))


def _named_tables(text: str) -> list[WebTable]:
    """The tables of a page, the largest first; their numbers say their order in the page."""
    numbered = enumerate(map(_without_furniture, read_html_tables(text)), 1)
    named = [WebTable(f"Table {n} ({counted(len(rows), 'row')})", rows, hidden) for n, (rows, hidden) in numbered]
    return sorted(named, key=_size, reverse=True)


def _size(table: WebTable) -> int:
    """Its number of cells."""
    return sum(map(len, table.rows))


def _chosen(tables: list[WebTable], options: ImportOptions, notes: tuple[Problem, ...]) -> RawTable:
    table = next((table for table in tables if table.name == options.worksheet), tables[0])
    several = len(tables) > 1
    return RawTable(
        table.rows,
        f'"{table.name}" in a web page' if several else "A table in a web page",
        replace(options, worksheet=table.name if several else None),
        worksheets=tuple(table.name for table in tables) if several else (),
        hidden_rows=table.hidden,
        notes=notes,
    )


def _other_tables(tables: Sequence[WebTable], options: ImportOptions) -> Iterator[Problem]:
    """A question if a second table is half as large as the first one, else a note."""
    if len(tables) == 1 or any(table.name == options.worksheet for table in tables):
        return
    largest, second = map(_size, tables[:2])
    message = f"the page has {counted(len(tables), 'table')}; only one of them is used."
    if second * 2 < largest:
        yield Problem("other-tables", message, "Choose another one under Table if you need it.")
        return
    readings = tuple(
        Reading(f"Use {table.name}", replace(options, worksheet=table.name), first_rows(table.rows))
        for table in tables[:_READINGS]
    )
    yield Question("other-tables", message, "Which table do you need?", "ask", readings=readings)


def _without_furniture(table: HtmlTable) -> tuple[list[list[str]], frozenset[int]]:
    """The rows without the letters and numbers that Google Sheets puts around them, and the numbers of hidden ones."""
    as_they_are = table.rows, frozenset(row + 1 for row in table.hidden)
    if not table.is_numbered:
        return as_they_are
    first, *others = [row for row in table.rows if any(row)]
    letters = [_letters(column) for column in range(len(first) - 1)]
    numbers = [row[0] for row in others]
    if len(first) < 2 or first != ["", *letters] or not numbers or not all(map(_NUMBER.fullmatch, numbers)):
        return as_they_are
    if any(above >= below for above, below in pairwise(map(int, numbers))):
        return as_they_are
    hidden = frozenset(int(cells[0]) for row in table.hidden if (cells := table.rows[row]) and cells[0] in numbers)
    by_number = {int(row[0]): row[1:] for row in others}
    return [by_number.get(number, []) for number in range(1, int(numbers[-1]) + 1)], hidden


def _letters(column: int) -> str:
    """The letters of a column, from 0: `A`, `Z`, `AA`."""
    letters = ""
    while column >= 0:
        column, letter = divmod(column, 26)
        letters = chr(65 + letter) + letters
        column -= 1
    return letters


def _without_table(text: str, name: str) -> Unreadable:
    """The error for a page without a table, by what the page is."""
    if _PASSWORD.search(text):
        hint = "Sign in to the site in a browser, download the sheet there, and load that file."
        return unreadable("web-page", "this is a sign-in page, not a spreadsheet.", hint, name)
    if "<frameset" in text[:_SAMPLE].lower():
        hint = "Its sheets are in the folder beside it: load the file sheet001.htm, or save the workbook as .xlsx."
        return unreadable("web-page", "this is only the frame of a workbook saved as a web page.", hint, name)
    title = _TITLE.search(text[:_SAMPLE])
    titled = f' with the title "{" ".join(title[1].split())[:60]}"' if title and title[1].strip() else ""
    hint = "The download probably gave an error or sign-in page: open it in a browser, then download it again."
    return unreadable("web-page", f"this is a web page without a table{titled}, not a spreadsheet.", hint, name)
