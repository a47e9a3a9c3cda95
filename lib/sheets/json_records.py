"""JSON Lines, or the tables in a JSON file, as rows of text with the keys as the header."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from lib.common import Problem, unreadable
from lib.common.phrasing import counted, listed
from lib.json import Line, lossless, read_lines, to_utf8
from lib.json.line_kind import BATCH_LINES, common_kind
from lib.json.wrapper import unwrapped
from lib.sheets.cell_text import exact_text
from lib.sheets.json_tables import (
    COLUMN_FOR_EACH_KEY,
    KEY_AND_VALUE,
    ONE_ROW,
    JsonTable,
    find_tables,
    key_and_value,
    one_row,
    record_table,
    value_table,
)
from lib.sheets.question import Question, Reading, first_rows
from lib.sheets.raw_table import ImportOptions, RawTable

_SAMPLE = 50
"""Records that decide whether a file is one of a batch."""

_MOST_READINGS = 5
_SHOWN = 4
_DETECT = ImportOptions()

_LINK_KEYS = frozenset(("", "url", "doc_id", "resource_id", "resource_key", "email", "account_email"))
"""The keys of a `.gsheet` file, which Google Drive keeps on the disk instead of the sheet."""

_PHPMYADMIN = ("header", "database", "table")
"""The types of the objects that phpMyAdmin exports of a database."""

_ERROR = """
error errors error_description error_message exception fault message detail details title type code status statuscode
errorcode success path timestamp instance documentation_url request_id requestid trace_id data"""
_ERROR_KEYS = frozenset(_ERROR.split())
"""The keys, in small letters, that the error messages of web services have."""


def read_json_records(data: bytes, name: str, options: ImportOptions = _DETECT) -> RawTable | None:
    """The records of JSON Lines or of a JSON file as rows, by the shapes of `json_tables`.

    A record's number is its position in the file, from 1. Where a file has several tables, or its shape may mean
    several things, all are worksheets and a question asks for the right one. A note lists the lines that are not
    of the usual kind. None if the text is not JSON: it has no object, and most lines are not lists.

    Raises:
        Unreadable: JSON without a record, a batch file, an error message, or a link.
    """
    data = unwrapped(to_utf8(data))
    lines = list(read_lines(data))
    kinds = Counter(type(line.value) for line in lines)
    kind = list if kinds[list] > kinds[dict] else dict
    if not kinds[kind] or (kind is list and kinds[list] * 2 <= len(lines)):
        return None
    exact = exact_records(data, [line for line in lines if isinstance(line.value, kind)])
    _reject_other_kinds(exact.records, name)
    tables = _tables(exact.records, in_list=data.lstrip().startswith(b"["))
    if not tables:
        hint = "Save the table as CSV or XLSX, or as JSON with an object for each row."
        raise unreadable("no-records", "the JSON in this file is not a list of records.", hint, name)
    table = next((table for table in tables if table.name == options.worksheet), tables[0])
    _reject_other_kinds([dict(zip(table.columns or (), row, strict=False)) for row in table.rows[:_SAMPLE]], name)
    notes = (*_which_table(table, tables, options), *_bad_lines(lines, kind), *_inexact(exact), *_repaired(lines))
    return _raw_table(table, tables, options, notes)


def _tables(values: list[Any], in_list: bool) -> list[JsonTable]:
    """The tables of a file, the largest first; an object alone may also be one row, or a list of its keys.

    Args:
        in_list: whether a list is around the values, so that an object in it is a row.
    """
    if len(values) > 1:
        kinds = [value.get("type") if isinstance(value, dict) else None for value in values]
        if "table" in kinds and all(kind in _PHPMYADMIN for kind in kinds):
            exported = [value for value in values if value["type"] == "table"]
            return [table for value in exported for table in find_tables(value.get("data"), str(value.get("name")))]
        return [record_table(values) if isinstance(values[0], dict) else value_table(values)]
    if not values or not values[0]:
        return []
    found = sorted(find_tables(values[0]), key=lambda table: -len(table.rows))
    found += _inside_one_row(found)
    if not isinstance(values[0], dict) or len(found) > 1 or (found and not found[0].doubtful):
        return found
    return [*found, one_row(values[0]), *([] if found or in_list else [key_and_value(values[0])])]


def _inside_one_row(tables: list[JsonTable]) -> list[JsonTable]:
    """The tables of several rows inside a table of one row, which may be what a person needs."""
    if len(tables) != 1 or len(tables[0].rows) != 1 or not tables[0].columns:
        return []
    (table,) = tables
    record = dict(zip(table.columns or (), table.rows[0], strict=True))
    inside = list(find_tables(record, table.name, lists=False))
    return [other for other in inside if len(other.rows) > 1] or _inside_one_row(inside)


def _raw_table(
    table: JsonTable, tables: Sequence[JsonTable], options: ImportOptions, notes: tuple[Problem, ...]
) -> RawTable:
    several = len(tables) > 1
    place = f' of "{table.name}"' if several else ""
    return RawTable(
        _texts(table),
        f"JSON, {counted(len(table.rows), 'record' if table.columns else 'row')}{place}",
        replace(options, worksheet=table.name if several else None),
        records=table.columns is not None,
        worksheets=tuple(table.name for table in tables) if several else (),
        notes=notes,
    )


def _texts(table: JsonTable, most: int | None = None) -> list[list[str]]:
    """The rows as text, under the names if they are known."""
    rows = [list(map(exact_text, row)) for row in table.rows[:most]]
    return rows if table.columns is None else [table.columns, *rows]


def _which_table(table: JsonTable, tables: Sequence[JsonTable], options: ImportOptions) -> Iterator[Problem]:
    """The question which of several tables is right, unless it is chosen; a note on what is beside a single one."""
    beside = listed([f'"{key}"' for key in table.beside], 5)
    if len(tables) == 1 and beside:
        yield Problem("beside-the-rows", f'"{table.name}" has the rows; the file also has {beside}, which is not used.')
    if len(tables) == 1 or table.name == options.worksheet:
        return
    readings = tuple(
        Reading(_label(other), replace(options, worksheet=other.name), first_rows(_texts(other, _SHOWN)))
        for other in tables[:_MOST_READINGS]
    )
    message = "the JSON in this file may be read in more than one way."
    if beside:
        message = f'"{table.name}" has the rows; the file also has {beside}.'
    yield Question("json-tables", message, "Which rows do you need?", "ask", readings=readings)


def _label(table: JsonTable) -> str:
    if table.name in (ONE_ROW, KEY_AND_VALUE, COLUMN_FOR_EACH_KEY):
        return table.name
    return f'The {counted(len(table.rows), "row")} of "{table.name}"'


def _reject_other_kinds(records: Sequence[Any], name: str) -> None:
    """Rejects files of a batch, and JSON that only says where a sheet is or why it is missing."""
    records = [record for record in records[:_SAMPLE] if isinstance(record, dict)]
    kind = common_kind(records)
    if kind in BATCH_LINES:
        hint = "Load batch files and their results on the Results page."
        raise unreadable("batch-file", "this is a file of a batch, not a spreadsheet.", hint, name)
    if kind == "batch-status":
        hint = "Load the batch's output and error files on the Results page."
        raise unreadable("batch-status", "this is the status of a batch job, not a spreadsheet.", hint, name)
    only = records[0] if len(records) == 1 else {}
    if kind == "error-message" or _is_error(only):
        hint = "Download the file again, and load the new one."
        raise unreadable("error-message", "this is the error message of a failed download.", hint, name)
    if "doc_id" in only and only.keys() <= _LINK_KEYS:
        hint = "Open it in Google Sheets, choose File > Download > Comma-separated values, and load that file."
        raise unreadable("link", "this is only a link to a Google sheet, not the sheet itself.", hint, name)
    if "nbformat" in only:
        hint = "Save the table in the notebook as CSV (pandas: to_csv), and load that file."
        raise unreadable("not-a-sheet", "this is a Jupyter notebook, not a sheet.", hint, name)


def _is_error(record: Mapping[str, Any]) -> bool:
    """Whether an object has nothing but an error and words about it."""
    keys = {key.lower() for key in record}
    reasons = keys & {"error", "errors", "error_description", "error_message", "exception", "fault"}
    coded = keys & {"message", "detail", "title"} and keys & {"status", "code", "statuscode", "documentation_url"}
    return keys <= _ERROR_KEYS and bool(reasons or coded)


@dataclass(frozen=True, slots=True)
class ExactRecords:
    """Records with every digit of their numbers, and the lines where something is lost."""

    records: list[Any] = field(default_factory=list)
    duplicate_keys: list[int] = field(default_factory=list)
    """Lines with a key twice in one object; the last value counts."""

    rounded: list[int] = field(default_factory=list)
    """Lines whose numbers have 16 digits at most."""


def exact_records(data: bytes, lines: Sequence[Line]) -> ExactRecords:
    """Reads the records again with every digit, where the bytes of a single record are known.

    A record is an object; a list of rows or of plain values is one, too.
    """
    exact = ExactRecords()
    next_starts = [*(line.start for line in lines[1:]), None]
    for line, next_start in zip(lines, next_starts, strict=False):
        record = line.value
        if not line.item and next_start != line.start:  # several records of one line cannot be told apart
            try:
                again = lossless.loads_exactly(data[line.start : line.stop].decode().strip().removesuffix(","))
                record = again if type(again) is type(record) else record
            except lossless.DuplicateKey:
                exact.duplicate_keys.append(line.number)
            except ValueError:  # the line was repaired
                pass
        if record is line.value and _has_float(record):
            exact.rounded.append(line.number)
        exact.records.append(record)
    return exact


def _has_float(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_has_float, value.values()))
    return any(map(_has_float, value)) if isinstance(value, list) else isinstance(value, float)


def _bad_lines(lines: Sequence[Line], kind: type) -> Iterator[Problem]:
    bad = [line.number for line in lines if not isinstance(line.value, kind)]
    if bad:
        places = listed(list(dict.fromkeys(bad)))
        message = f"{counted(len(bad), 'line has', 'lines have')} no readable record: line {places}."
        yield Problem("bad-records", message, "Fix these lines in the file if you need their rows.", "ask")


def _inexact(exact: ExactRecords) -> Iterator[Problem]:
    if lines := exact.duplicate_keys:
        message = f"{counted(len(lines), 'record has', 'records have')} a duplicate key: line {listed(lines)}."
        hint = "Only the key's last value is used; rename the key in the file if you need both."
        yield Problem("key-twice", message, hint, "ask")
    if lines := exact.rounded:
        message = (
            f"{counted(len(lines), 'record has', 'records have')} numbers rounded to 16 digits: line {listed(lines)}."
        )
        hint = "This matters for longer ids only: write them in quotation marks in the file."
        yield Problem("rounded", message, hint, "ask")


def _repaired(lines: Sequence[Line]) -> Iterator[Problem]:
    repaired = [line.number for line in lines if line.damage == "repaired"]
    if repaired:
        records = counted(len(repaired), "record has", "records have")
        message = f"{records} damaged text or an invalid number: line {listed(repaired)}."
        hint = "Damaged characters became \ufffd, invalid numbers are empty: fix them in the file, above all in ids."
        yield Problem("repaired-records", message, hint, "ask")
