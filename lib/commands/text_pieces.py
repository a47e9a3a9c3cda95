"""The records of a text file in pieces, each with how many bytes of the file are read by then."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

import orjson

from lib.commands.sheet_files import SheetFile
from lib.sheets.blocks import NotInBlocks, delimited_rows, json_rows, last_record_end
from lib.sheets.rows import ArrowRows

BYTE_ORDER_MARK = b"\xef\xbb\xbf"

_MOST_BLOCKS = 8
"""How many times as large as a piece a single record may be."""


def read_delimited_pieces(
    file: SheetFile, delimiter: str, quotes: bool, skipped: int, size: int
) -> Iterator[tuple[ArrowRows, int]]:
    """The records of a delimited text.

    Args:
        skipped: records at the start that are left out: the header, and what is above it.
        size: about the bytes of a piece.
    """
    for data, done in _pieces(file, size, quotes):
        rows = delimited_rows(data, delimiter, quotes)
        yield rows[skipped:] if skipped else rows, done
        skipped = max(0, skipped - len(rows))


def read_json_pieces(file: SheetFile, names: tuple[str, ...], size: int) -> Iterator[tuple[ArrowRows, int]]:
    """The records of JSON Lines, with the values under these keys."""
    return ((json_rows(data, names), done) for data, done in _pieces(file, size, quotes=False))


def json_keys(file: SheetFile, size: int) -> tuple[str, ...]:
    """The keys of all objects of JSON Lines, in the order met.

    Raises:
        NotInBlocks: a line is not an object, or a key is empty.
    """
    keys: dict[str, None] = {}
    for data, _ in _pieces(file, size, quotes=False):
        lines = filter(None, map(bytes.strip, data.split(b"\n")))
        keys |= dict.fromkeys(chain.from_iterable(map(_record, lines)))
    if not all(map(str.strip, keys)):
        raise NotInBlocks("A key is empty.")
    return tuple(keys)


def _record(line: bytes) -> dict[str, Any]:
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError:
        record = None
    if type(record) is not dict:
        raise NotInBlocks("A line is not an object of valid JSON.")
    return record


def _pieces(file: SheetFile, size: int, quotes: bool) -> Iterator[tuple[bytes, int]]:
    """Whole records, without byte order marks at the start."""
    rest, done = b"", 0
    for chunk in file.chunks(size):
        data = rest + chunk if done else without_marks(chunk)
        done += len(chunk)
        end = last_record_end(data, quotes)
        if not end and len(data) > _MOST_BLOCKS * size:
            raise NotInBlocks("A row is too long.")
        rest = data[end:]
        if end:
            yield data[:end], done
    if rest.endswith((b"\0", b"\x1a")):
        raise NotInBlocks("It ends with a character that some programs add.")
    if rest:
        yield rest, done


def without_marks(data: bytes) -> bytes:
    """The start of a text without byte order marks."""
    while data.startswith(BYTE_ORDER_MARK):
        data = data.removeprefix(BYTE_ORDER_MARK)
    return data
