"""A text file's bytes to rows: JSON records, a table of a web page, or delimited text."""

from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from dataclasses import replace

from lib.common import Problem, unreadable
from lib.common.byte_search import has_controls
from lib.common.encodings import DecodedText, decode, sample_words
from lib.common.phrasing import counted
from lib.common.text_formats import text_format
from lib.sheets.delimited import DelimitedTable, line_ends, read_delimited
from lib.sheets.delimiter import describe_delimiter
from lib.sheets.delimiter_detection import ask_delimiter
from lib.sheets.html_table import read_html_table
from lib.sheets.json_records import read_json_records
from lib.sheets.raw_table import ImportOptions, RawTable


def read_text_file(data: bytes, name: str, options: ImportOptions) -> RawTable:
    """The rows of a text file, by the reader for the way it begins.

    Raises:
        Unreadable: the file has no text, or no table.
    """
    text = decode(data, options.encoding)
    start = text.text[:1000].lstrip().lower()
    if not start and not text.text.strip():
        raise unreadable("empty-file", "the file is empty.", "Save the sheet again and load that file.", name)
    if options.delimiter is None and (other := text_format(text.text)):
        raise unreadable("not-a-sheet", f"this is {other.what}, not a sheet.", other.hint, name)
    for openings, read in _READERS:
        if start.startswith(openings) and options.delimiter is None:
            table = read(text, name)
            if table is not None:
                return replace(table, options=replace(options, encoding=text.codec))
    return _delimited(data, text, options)


def _delimited(data: bytes, text: DecodedText, options: ImportOptions) -> RawTable:
    utf8 = _without_marks(data) if text.codec == "utf-8" and not text.replaced else b""
    table = read_delimited(text.text, options.delimiter, options.quotes, utf8)
    used = replace(options, encoding=text.codec, delimiter=table.delimiters[0], quotes=table.quotes)
    notes = (*_encoding_notes(text), *ask_delimiter(text.text, table.delimiters, options), *table.problems)
    return RawTable(table.rows, _description(text, table), used, notes=notes, controls=has_controls(data))


def _description(text: DecodedText, table: DelimitedTable) -> str:
    """`UTF-8 text, separated by commas`, and what is unusual."""
    parts = [
        f"{'Probably ' if text.probably else ''}{text.encoding} text",
        describe_delimiter(table.delimiters[0]),
        "" if table.quotes else "quotation marks are text",
        line_ends(text.text, table.quotes),
    ]
    return ", ".join(filter(None, parts))


def _without_marks(data: bytes) -> bytes:
    """The bytes without the byte order mark; careless joining puts two of them there."""
    while data.startswith(BOM_UTF8):
        data = data[len(BOM_UTF8) :]
    return data


def _encoding_notes(text: DecodedText) -> Iterator[Problem]:
    """Questions about an uncertain encoding, with a few words to look at."""
    if text.replaced:
        message = (
            f"{counted(text.replaced, 'character is', 'characters are')} not valid in {text.encoding}, shown as \ufffd."
        )
        yield Problem("undecodable", message, "Choose another encoding, or save the file again.", "ask")
    if text.probably and (words := sample_words(text.text)):
        message = f"the file does not name its encoding; {text.encoding} is the most likely one."
        hint = f"Do these look right: {', '.join(words)}? If not, choose another encoding."
        yield Problem("probable-encoding", message, hint, "ask")


def _json(text: DecodedText, name: str) -> RawTable | None:
    """The records, or None if the text is not JSON: a delimited table may also begin with a bracket."""
    return read_json_records(text.text.encode("utf-8", "replace"), name)


def _html(text: DecodedText, name: str) -> RawTable:
    rows, other_tables = read_html_table(text.text)
    if not rows:
        hint = "The download probably gave an error or sign-in page: open it in a browser, then download it again."
        raise unreadable("web-page", "this is a web page without a table, not a spreadsheet.", hint, name)
    notes = tuple(_unread_tables(other_tables))
    return RawTable(rows, f"A table in a web page, {text.encoding}", notes=notes)


def _unread_tables(rows: list[int]) -> Iterator[Problem]:
    """A question about the page's other tables, by how many rows each has."""
    if rows:
        unread = f"{counted(sum(rows), 'row')} of {counted(len(rows), 'other table')}"
        message = f"only the largest table of the page is read; {unread} {'is' if sum(rows) == 1 else 'are'} not."
        yield Problem("other-tables", message, "Save the other tables as sheets of their own.", "ask")


def _xml(text: DecodedText, name: str) -> RawTable:
    if "<html" in text.text[:2000].lower():
        return _html(text, name)
    message = "this is an XML file; Batchdesk cannot read it as a spreadsheet."
    raise unreadable("xml", message, "Open it in Excel, save it as .xlsx and load that.", name)


_READERS: tuple[tuple[tuple[str, ...], Callable[[DecodedText, str], RawTable | None]], ...] = (
    (("{", "["), _json),
    (("<!doctype html", "<html", "<table", "<head", "<meta", "<style", "<body"), _html),
    (("<?xml",), _xml),
)
"""The reader for each way that text can begin, unless it is delimited."""
