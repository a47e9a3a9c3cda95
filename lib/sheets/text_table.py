"""A text file's bytes to rows: JSON records, a table of a web page, or delimited text."""

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from lib.common import Problem, unreadable
from lib.common.byte_search import has_controls, has_pair, is_utf8
from lib.common.encodings import DecodedText, decode, decode_by_declaration, utf8_start
from lib.common.phrasing import listed_rows
from lib.common.text_formats import text_format
from lib.sheets.delimited import DelimitedTable, line_ends, read_delimited, read_even
from lib.sheets.delimiter import describe_delimiter
from lib.sheets.delimiter_detection import ask_delimiter
from lib.sheets.drawn_table import DrawnTable, has_drawn_line, read_drawn_table
from lib.sheets.encoding_question import ask_encoding
from lib.sheets.json_records import read_json_records
from lib.sheets.question import Question, Reading, first_rows
from lib.sheets.quote_question import ask_quotes
from lib.sheets.raw_table import ImportOptions, RawTable
from lib.sheets.web_page import is_web_page, read_web_page
from lib.sheets.xml_file import is_xml, rejected_xml

_START = 250_000
"""Characters that show what a text is: more than any of the readers looks at before it reads the whole."""


def read_text_file(data: bytes, name: str, options: ImportOptions) -> RawTable:
    """The rows of a text file, by the reader for its content; a chosen delimiter makes it delimited text.

    Raises:
        Unreadable: the file has no text, or no table.
    """
    if (table := _well_formed(data, options)) is not None:
        return table
    text = decode(data, options.encoding)
    if not text.text[:1000].strip() and not text.text.strip():
        message = "the file has only blanks." if text.text else "the file is empty."
        raise unreadable("empty-file", message, "Save the sheet again and load that file.", name)
    if options.delimiter is not None:
        return _delimited(data, text, options)
    if other := text_format(text.text):
        raise unreadable("not-a-sheet", f"this is {other.what}, not a sheet.", other.hint, name)
    return _marked_up(data, text, name, options) or _drawn(data, text, options) or _delimited(data, text, options)


def _well_formed(data: bytes, options: ImportOptions) -> RawTable | None:
    """The rows of delimited text in UTF-8 without a fault, from its bytes; None for any other text."""
    utf8 = _without_marks(data)
    start = utf8_start(utf8, _START) if options.encoding is None else ""
    if not start[:1000].strip() or (options.delimiter is None and not _is_delimited(start, len(start) == len(utf8))):
        return None
    with ThreadPoolExecutor(1) as beside:
        fault = beside.submit(_has_fault, utf8, marked=utf8 is not data)
        controls = beside.submit(has_controls, data)
        table = read_even(start, utf8, options.delimiter, options.quotes)
        if table is None or fault.result():
            return None
        return _delimited_table(data, DecodedText(start, "utf-8", "UTF-8"), table, options, controls.result())


def _is_delimited(start: str, is_whole: bool) -> bool:
    """Whether the start of a text shows that it is a delimited one."""
    if start.lstrip()[:1] in ("{", "[", "<") or _ASSIGNED.match(start) or text_format(start, is_whole):
        return False
    return is_web_page(start) is False and not has_drawn_line(start)


def _has_fault(utf8: bytes, marked: bool) -> bool:
    """Whether bytes are not UTF-8, or U+FFFD is in a text with a byte order mark, which counts as such."""
    return not is_utf8(utf8) or (marked and has_pair(utf8, b"\xbf\xbd"))


def _marked_up(data: bytes, text: DecodedText, name: str, options: ImportOptions) -> RawTable | None:
    """The rows of JSON, a web page or XML; None for delimited text."""
    start = text.text[:1000].lstrip()
    table = None
    assigned = _ASSIGNED.match(text.text)
    if assigned or start.startswith(("{", "[")):
        json = text.text[assigned.end() :].rstrip("; \r\n") if assigned else text.text
        table = read_json_records(json.encode("utf-8", "replace"), name, options)
        if table is None and _OBJECT.match(json):
            message = "this looks like JSON or Python data, but it is not valid JSON."
            hint = "Save it again as JSON (in Python: json.dump), or its table as CSV, and load that file."
            raise unreadable("not-json", message, hint, name)
    elif (is_page := is_web_page(text.text)) is not False:
        text = decode_by_declaration(data, text) if options.encoding is None else text
        table = read_web_page(text.text, name, options)
        table = replace(table, description=f"{table.description}, {text.encoding}")
        table = table if is_page or options.worksheet else _page_or_text(table, text.text, options)
    elif start.startswith("<") and is_xml(text.text):
        raise rejected_xml(text.text, name)
    if table is None:
        return None
    used = replace(table.options, encoding=text.codec)
    return replace(table, options=used, notes=(*ask_encoding(data, text, table.rows, options), *table.notes))


_ASSIGNED = re.compile(r"\s*(?:(?:var|let|const) )?[A-Za-z_$][\w.$]*\s*=\s*(?=[\[{])")
"""What an archive of Twitter and other web programs write before their JSON."""


_OBJECT = re.compile(r"\s*\[?\s*\{\s*(?:'[^'\n]{0,100}'|\"[^\"\n]{0,100}\"|[A-Za-z_]\w*)\s*:")
"""The start of an object with a key, whatever quotation marks are around the key."""


def _page_or_text(table: RawTable, text: str, options: ImportOptions) -> RawTable | None:
    """The table of a page, with the question whether the file is a delimited text with HTML in its cells.

    None if the page would have a single row: then it is delimited text. No question if the text would.
    """
    if sum(map(any, table.rows)) < 2:
        return None
    delimited = read_delimited(text)
    if sum(map(any, delimited.rows)) < 2:
        return table
    worksheet = table.options.worksheet or "Table 1"
    readings = (
        Reading("The table of a web page", replace(options, worksheet=worksheet), first_rows(table.rows)),
        Reading("The text as it is", replace(options, delimiter=delimited.delimiters[0]), first_rows(delimited.rows)),
    )
    message = "the file has a table of a web page, which may also be text inside the cells of a sheet."
    question = Question("page-or-text", message, "What should Batchdesk read?", "ask", readings=readings)
    return replace(table, notes=(question, *table.notes))


def _drawn(data: bytes, text: DecodedText, options: ImportOptions) -> RawTable | None:
    """The rows of a table that is drawn with lines; None for other text."""
    table = read_drawn_table(text.text)
    if table is None:
        return None
    message = "the table is drawn with lines; Batchdesk reads the rows between them, without spaces around cells."
    below = _below(table) if table.below else ()
    notes = (*ask_encoding(data, text, table.rows, options), Problem("drawn-table", message), *below)
    used = replace(options, encoding=text.codec)
    return RawTable(table.rows, f"A table drawn with lines, {text.encoding}", used, notes=notes)


def _below(table: DrawnTable) -> Iterator[Problem]:
    """A question about lines below a drawn table, which may be its last rows, or a remark."""
    last = len(table.rows)
    rows = listed_rows(list(range(last - table.below + 1, last + 1)))
    are = "is" if table.below == 1 else "are"
    message = f"{rows} {are} below the lines of the table, and may not belong to it."
    hint = "Delete such lines in the file if they are not data."
    yield Problem("below-table", message, hint, "ask")


def _delimited(data: bytes, text: DecodedText, options: ImportOptions) -> RawTable:
    table = read_delimited(text.text, options.delimiter, options.quotes)
    return _delimited_table(data, text, table, options, has_controls(data))


def _delimited_table(
    data: bytes, text: DecodedText, table: DelimitedTable, options: ImportOptions, controls: bool
) -> RawTable:
    used = replace(options, encoding=text.codec, delimiter=table.delimiters[0], quotes=table.quotes)
    notes = (
        *ask_encoding(data, text, table.rows, options),
        *ask_delimiter(text.text, table.delimiters, options),
        *ask_quotes(text.text, table, options),
    )
    return RawTable(table.rows, _description(text, table), used, notes=notes, controls=controls)


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
