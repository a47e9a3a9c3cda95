"""Files of records (JSON Lines, JSON arrays, Parquet) to rows of text, the keys as the header."""

import math
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from lib.common import Problem, unreadable
from lib.common.phrasing import counted, listed
from lib.json import Line, codec, lossless, read_lines, to_utf8
from lib.sheets.cell_text import text_of
from lib.sheets.raw_table import RawTable

_DEEPEST = 200
"""Levels of nesting that a cell's JSON has; `…` stands for what is deeper."""


def read_json_records(data: bytes, name: str) -> RawTable | None:
    """Objects, one a line or in an array, as rows: a column for every key, in the order met.

    A record's number is its place in the file, from 1. Lines that are no object are reported.
    None if the text is no JSON.

    Raises:
        Unreadable: JSON without a list of records, or a batch file.
    """
    data = to_utf8(data)
    lines = list(read_lines(data))
    given, inexact = _exact(data, [line for line in lines if isinstance(line.value, dict)])
    records = _listed_in(given)
    if not records:
        if any(line.damage == "not-json" for line in lines):
            return None
        hint = "Save the table as CSV or XLSX, or as JSON with an object for each row."
        raise unreadable("no-records", "the JSON in this file is no list of records.", hint, name)
    if "custom_id" in records[0] and {"body", "response", "result"} & records[0].keys():
        hint = "Batch files and what came back belong on the Results page."
        raise unreadable("batch-file", "this is a file of a batch, not a spreadsheet.", hint, name)
    if len(records) == 1 and isinstance(records[0].get("error"), dict):
        hint = "The download failed: try it again, and load the file that comes then."
        raise unreadable("error-message", "this is the error message of a failed download.", hint, name)
    keys = list(dict.fromkeys(key for record in records for key in record))
    rows = [[exact_text(record.get(key)) for key in keys] for record in records]
    bad = [line.number for line in lines if not isinstance(line.value, dict)]
    repaired = [line.number for line in lines if line.damage == "repaired"]
    notes = (*_bad_lines(bad), *_about(inexact), *_repaired(repaired), *_passed_over(given, records))
    return RawTable([keys, *rows], f"JSON, {counted(len(records), 'record')}", records=True, notes=notes)


class _Inexact(NamedTuple):
    """Lines whose record is not all that the file says."""

    twice: list[int]
    """A key stands twice in one object; the last one counts."""

    rounded: list[int]
    """Numbers are kept to 16 digits."""


def _exact(data: bytes, lines: Sequence[Line]) -> tuple[list[dict[str, Any]], _Inexact]:
    """The records of lines with every digit of their numbers, as far as these can be read so."""
    records, inexact = [], _Inexact([], [])
    for at, line in enumerate(lines):
        record = line.value
        alone = not line.item and (at + 1 == len(lines) or lines[at + 1].start != line.start)
        try:  # one of several records that cannot be told apart is not looked for again
            again = (
                lossless.loads_exactly(data[line.start : line.stop].decode().strip().removesuffix(","))
                if alone
                else None
            )
            record = again if isinstance(again, dict) else record
        except lossless.DuplicateKey:
            inexact.twice.append(line.number)
        except ValueError:  # repaired
            pass
        if record is line.value and _has_float(record):
            inexact.rounded.append(line.number)
        records.append(record)
    return records, inexact


def _has_float(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_has_float, value.values()))
    return any(map(_has_float, value)) if isinstance(value, list) else isinstance(value, float)


def _about(inexact: _Inexact) -> Iterator[Problem]:
    if inexact.twice:
        message = f"{counted(len(inexact.twice), 'record')} with one key twice: line {listed(inexact.twice)}."
        hint = "The last value counts, the other is left out: give it a key of its own if it matters."
        yield Problem("key-twice", message, hint, "ask")
    if inexact.rounded:
        message = f"{counted(len(inexact.rounded), 'record')} whose numbers are kept to 16 digits"
        hint = "Nothing else is wrong in most files: write such ids in quotation marks if they are longer."
        yield Problem("rounded", f"{message}: line {listed(inexact.rounded)}.", hint, "ask")


def _repaired(lines: list[int]) -> tuple[Problem, ...]:
    """A note of records that are not what the file has."""
    if not lines:
        return ()
    message = (
        f"{counted(len(lines), 'record')} with a half character, bytes that are no UTF-8, or a number that is none"
    )
    hint = "The characters became \ufffd, the numbers blank: mend them in the file if they matter, above all in ids."
    return (Problem("repaired-records", f"{message}: line {listed(lines)}.", hint, "ask"),)


def _passed_over(given: list[dict[str, Any]], records: list[dict[str, Any]]) -> tuple[Problem, ...]:
    """A note of what stands beside the list whose items are the rows."""
    if len(given) != 1 or given is records:
        return ()
    name = next((name for name, value in given[0].items() if value is records), None)
    others = [f'"{other}"' for other in given[0] if other != name]
    if name is None or not others:
        return ()
    rest = ", ".join(others)
    message = f'the rows are the items of "{name}" in the one record of the file; nothing else of it is used ({rest}).'
    return (Problem("one-record", message, "Put the record into a list if it is a row of its own.", "ask"),)


def _listed_in(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The records themselves, or those that a single object holds, as exports often do.

    That is in a list, or in objects: one for each column, its rows by number, or one for each row by number.
    """
    if len(records) != 1:
        return records
    parts = list(records[0].values())
    if parts and all(isinstance(part, dict) and part and part.keys() == parts[0].keys() for part in parts):
        if all(map(_is_number, parts[0])):
            return [{name: records[0][name][at] for name in records[0]} for at in parts[0]]
        if all(map(_is_number, records[0])):
            return parts
    lists = [value for value in records[0].values() if isinstance(value, list) and value]
    inside = [value for value in lists if all(isinstance(item, dict) for item in value)]
    return inside[0] if len(inside) == 1 else records


def _is_number(key: str) -> bool:
    return key.isascii() and key.isdigit()


def _bad_lines(bad: list[int]) -> tuple[Problem, ...]:
    if not bad:
        return ()
    message = f"{counted(len(bad), 'line')} that could not be read as a record: line {listed(bad)}."
    return (Problem("bad-records", message, "Mend these lines in the file if their rows matter.", "ask"),)


def exact_text(value: Any) -> str:
    """A value as a cell's text: strings and the digits of numbers as they are, nothing for null, the rest as JSON."""
    if isinstance(value, str):
        return str(value)
    if value is None:
        return ""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, (bool, datetime, date, time, timedelta)):
        return text_of(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, float) and math.isnan(value):
        return ""
    if isinstance(value, (int, float)):
        return codec.dumps(value).decode() if abs(value) < 2**63 else str(value)
    return codec.dumps(_nested(value)).decode()


def _nested(value: Any, levels: int = _DEEPEST) -> Any:
    """A nested value as it can be written: numbers with their digits, what JSON does not have as its text."""
    if isinstance(value, lossless.Number):
        return codec.number_json(value)
    if isinstance(value, dict):
        return {str(key): _nested(inner, levels - 1) for key, inner in value.items()} if levels else "…"
    if isinstance(value, (list, tuple)):
        return [_nested(inner, levels - 1) for inner in value] if levels else "…"
    return exact_text(value) if isinstance(value, (bytes, Decimal, timedelta, datetime, date, time)) else value
