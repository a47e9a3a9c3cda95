"""JSON records (JSON Lines or an array of objects) as rows of text, with the keys as the header."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from lib.common import Problem, unreadable
from lib.common.phrasing import counted, listed
from lib.json import Line, lossless, read_lines, to_utf8
from lib.json.line_kind import BATCH_LINES, common_kind
from lib.json.wrapper import unwrapped
from lib.sheets.cell_text import exact_text
from lib.sheets.raw_table import RawTable

Record = dict[str, Any]

_SAMPLE = 50
"""Records that decide whether a file is one of a batch."""


def read_json_records(data: bytes, name: str) -> RawTable | None:
    """Objects, one a line or in an array, as rows: a column for every key, in the order met.

    A record's number is its position in the file, from 1. A note lists the lines that are not objects.
    None if the text is not JSON.

    Raises:
        Unreadable: JSON without a list of records, or a batch file.
    """
    data = unwrapped(to_utf8(data))
    lines = list(read_lines(data))
    exact = _exact_records(data, [line for line in lines if isinstance(line.value, dict)])
    records = _inner_records(exact.records)
    if not records and any(line.damage == "not-json" for line in lines):
        return None
    _check_records(exact.records, records, name)
    keys = list(dict.fromkeys(key for record in records for key in record))
    rows = [[exact_text(record.get(key)) for key in keys] for record in records]
    notes = (*_bad_lines(lines), *_inexact(exact), *_repaired(lines), *_unused_keys(exact.records, records))
    return RawTable([keys, *rows], f"JSON, {counted(len(records), 'record')}", records=True, notes=notes)


def _check_records(outer: Sequence[Record], records: Sequence[Record], name: str) -> None:
    """Rejects a file of a batch, and a file without records.

    Args:
        outer: the records of the file, of which a single one may hold the others.
    """
    if not records:
        hint = "Save the table as CSV or XLSX, or as JSON with an object for each row."
        raise unreadable("no-records", "the JSON in this file is not a list of records.", hint, name)
    kind = common_kind(outer[:_SAMPLE]) or common_kind(records[:_SAMPLE])
    if kind in BATCH_LINES:
        hint = "Load batch files and their results on the Results page."
        raise unreadable("batch-file", "this is a file of a batch, not a spreadsheet.", hint, name)
    if kind == "batch-status":
        hint = "Load the batch's output and error files on the Results page."
        raise unreadable("batch-status", "this is the status of a batch job, not a spreadsheet.", hint, name)
    if kind == "error-message":
        hint = "Download the file again, and load the new one."
        raise unreadable("error-message", "this is the error message of a failed download.", hint, name)


@dataclass(frozen=True, slots=True)
class _ExactRecords:
    """Records with every digit of their numbers, and the lines where something is lost."""

    records: list[Record] = field(default_factory=list)
    duplicate_keys: list[int] = field(default_factory=list)
    """Lines with a key twice in one object; the last value counts."""

    rounded: list[int] = field(default_factory=list)
    """Lines whose numbers have 16 digits at most."""


def _exact_records(data: bytes, lines: Sequence[Line]) -> _ExactRecords:
    """Reads the records again with every digit, where the bytes of a single record are known."""
    exact = _ExactRecords()
    next_starts = [*(line.start for line in lines[1:]), None]
    for line, next_start in zip(lines, next_starts, strict=False):
        record = line.value
        if not line.item and next_start != line.start:  # several records of one line cannot be told apart
            try:
                again = lossless.loads_exactly(data[line.start : line.stop].decode().strip().removesuffix(","))
                record = again if isinstance(again, dict) else record
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


def _inner_records(records: list[Record]) -> list[Record]:
    """The records themselves, or those inside a single object, as exports often have them.

    The object holds them in a list, as objects under row numbers, or as columns with their rows by number.
    """
    if len(records) != 1:
        return records
    parts = list(records[0].values())
    if parts and all(isinstance(part, dict) and part and part.keys() == parts[0].keys() for part in parts):
        if all(map(_is_number, parts[0])):
            return [{name: records[0][name][number] for name in records[0]} for number in parts[0]]
        if all(map(_is_number, records[0])):
            return parts
    lists = [value for value in records[0].values() if isinstance(value, list) and value]
    inside = [value for value in lists if all(isinstance(item, dict) for item in value)]
    return inside[0] if len(inside) == 1 else records


def _is_number(key: str) -> bool:
    return key.isascii() and key.isdigit()


def _bad_lines(lines: Sequence[Line]) -> Iterator[Problem]:
    bad = [line.number for line in lines if not isinstance(line.value, dict)]
    if bad:
        message = f"{counted(len(bad), 'line has', 'lines have')} no readable record: line {listed(bad)}."
        yield Problem("bad-records", message, "Fix these lines in the file if you need their rows.", "ask")


def _inexact(exact: _ExactRecords) -> Iterator[Problem]:
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


def _unused_keys(outer: list[Record], records: list[Record]) -> Iterator[Problem]:
    """A question about what is beside the list whose items are the rows."""
    if len(outer) != 1 or outer is records:
        return
    name = next((name for name, value in outer[0].items() if value is records), None)
    others = [f'"{other}"' for other in outer[0] if other != name]
    if name is not None and others:
        message = f'the rows are the items of "{name}" in the file\'s only record; {", ".join(others)} are not used.'
        yield Problem("one-record", message, "Put the record into a list if it is a row of its own.", "ask")
