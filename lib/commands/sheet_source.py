"""One file of a sheet, read in blocks, so that the memory does not grow with the file.

A file that is small, or that cannot be read in blocks, is one block: it is read as the page reads it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from lib.commands.arrow_tables import ARROW, PARQUET, as_arrow, count_rows, read_tables
from lib.commands.sheet_files import SheetFile
from lib.commands.text_pieces import (
    BYTE_ORDER_MARK,
    json_keys,
    read_delimited_pieces,
    read_json_pieces,
    without_marks,
)
from lib.common import Unreadable
from lib.sheets import ImportOptions, Sheet, read_sheet
from lib.sheets.blocks import (
    NotInBlocks,
    delimited_rows,
    have_equal_rows,
    json_rows,
    last_record_end,
    numbered_block,
    record_rows,
)
from lib.sheets.parquet import damage_in_words, is_arrow_data
from lib.sheets.reader import sheet_digest
from lib.sheets.rows import ArrowRows

DELIMITED, JSON_LINES, OTHER = "delimited text", "JSON", "a workbook or another kind of sheet"


@dataclass(frozen=True, slots=True)
class BlockSizes:
    """How large the pieces of a file are."""

    whole: int = 16_000_000
    """The most bytes of a file that is read at once."""

    head: int = 8_000_000
    """Bytes of a text that show how to read it. The page looks at the first 200,000 characters, and some rows."""

    rows: int = 20_000
    """The most rows of a block of Parquet or Arrow."""

    bytes: int = 8_000_000
    """About the bytes of a block."""


_LEAST_ROWS = 100
"""Rows that show where the header is."""

_ABOUT_ROWS = ("empty-file", "header-only", "no-records")
_START = 1_000
_BEFORE_JSON = BYTE_ORDER_MARK + b" \t\r\n"


class Block(NamedTuple):
    """Some rows of a file."""

    sheet: Sheet
    """The rows, numbered as the page numbers those of the file."""

    last: int
    """The number of the last row, which may be empty and so not among them."""

    done: int
    """The bytes of the file that are read by then."""


@dataclass(frozen=True, slots=True)
class SheetSource:
    """One file, read in blocks."""

    file: SheetFile
    kind: str
    """What the file is, in words."""

    head: Sheet
    """The first rows as the page reads them, with its notes and questions."""

    columns: tuple[str, ...]
    first: int
    """The number of the row under the header."""

    blocks: Callable[[], Iterator[Block]]
    """Reads all rows; it raises `NotInBlocks` if the file has to be read at once."""

    digest: Callable[[], str]
    """The digest that the page gives to the file."""

    is_in_blocks: bool = True
    """Whether it is read in blocks, not at once."""


def open_source(file: SheetFile, options: ImportOptions, sizes: BlockSizes, keeps_rows: bool = True) -> SheetSource:
    """A file, ready to be read.

    Args:
        keeps_rows: as in `open_at_once`, for a small file.

    Raises:
        NotInBlocks: the file has to be read at once.
        Unreadable: it is not a sheet.
    """
    if file.size <= sizes.whole:
        return open_at_once(file, options, keeps_rows)
    start = file.read(_START)
    if is_arrow_data(start):
        return _records(file, _arrow_kind(start), options, sizes)
    return _text(file, options, sizes)


def open_at_once(file: SheetFile, options: ImportOptions, keeps_rows: bool = True) -> SheetSource:
    """A file that is one block.

    Args:
        keeps_rows: whether its rows stay in memory until they are needed; otherwise the file is read again then.

    Raises:
        Unreadable: it is not a sheet, or it is too large.
    """

    def blocks() -> Iterator[Block]:
        rows = sheet if keeps_rows else read_sheet(file.read(), file.name, options)
        yield Block(rows, last, file.size)

    data = file.read()
    sheet = read_sheet(data, file.name, options)
    kind, above = _kind(data[:_START], sheet), _rows_above(sheet)
    last = count_rows(file, kind) if kind in (PARQUET, ARROW) else sheet.numbers[-1]
    sheet = sheet if keeps_rows else sheet.single_row(0)
    return SheetSource(file, kind, sheet, sheet.columns, above + 1, blocks, lambda: sheet.digest, False)


def _arrow_kind(start: bytes) -> str:
    return PARQUET if start.startswith(b"PAR1") else ARROW


def _kind(start: bytes, sheet: Sheet) -> str:
    """What a file is that was read at once."""
    if is_arrow_data(start):
        return _arrow_kind(start)
    if sheet.options.delimiter is not None:
        return DELIMITED
    return JSON_LINES if start.lstrip(_BEFORE_JSON).startswith((b"{", b"[")) else OTHER


def _rows_above(sheet: Sheet) -> int:
    """The rows down to the header. Records have no such rows."""
    header, is_numbered = sheet.options.header_row, sheet.options.delimiter is not None
    return header - 1 + sheet.options.header_rows if header and is_numbered else 0


def _records(file: SheetFile, kind: str, options: ImportOptions, sizes: BlockSizes) -> SheetSource:
    """A Parquet or Arrow file."""

    def pieces() -> Iterator[tuple[ArrowRows, int]]:
        done = 0
        with damage_in_words(file.name, kind):
            for table in read_tables(file, kind, sizes.rows, sizes.bytes):
                done += table.num_rows
                yield record_rows(table), file.size * done // rows

    with damage_in_words(file.name, kind):
        rows = count_rows(file, kind)
        first = next(read_tables(file, kind, sizes.rows, sizes.bytes), None)
    if first is None:
        raise NotInBlocks("It has no row.")
    head = _head(as_arrow(first), file, options)
    _check_head(head, record_rows(first), 0)
    return _in_pieces(file, kind, head, head.columns, pieces)


def _text(file: SheetFile, options: ImportOptions, sizes: BlockSizes) -> SheetSource:
    """Delimited text or JSON Lines."""
    start = file.read(sizes.head)
    is_json = start.lstrip(_BEFORE_JSON).startswith(b"{")
    is_all = len(start) == file.size
    start = start if is_all else start[: last_record_end(start, quotes=not is_json)]
    if not start:
        raise NotInBlocks("A row is too long.")
    head = _head(start, file, options)
    if head.options.encoding != "utf-8":
        raise NotInBlocks("The text is not in UTF-8.")
    if len(head) < _LEAST_ROWS and not is_all:
        raise NotInBlocks("A row is too long.")
    return (_json if is_json else _delimited)(file, head, without_marks(start), sizes)


def _delimited(file: SheetFile, head: Sheet, start: bytes, sizes: BlockSizes) -> SheetSource:
    delimiter, quotes, above = head.options.delimiter or "", bool(head.options.quotes), _rows_above(head)
    _check_head(head, delimited_rows(start, delimiter, quotes)[above:], above)
    pieces = partial(read_delimited_pieces, file, delimiter, quotes, above, sizes.bytes)
    return _in_pieces(file, DELIMITED, head, head.columns, pieces, above)


def _json(file: SheetFile, head: Sheet, start: bytes, sizes: BlockSizes) -> SheetSource:
    _check_head(head, json_rows(start, head.columns), 0)
    names = json_keys(file, sizes.bytes)
    return _in_pieces(file, JSON_LINES, head, names, partial(read_json_pieces, file, names, sizes.bytes))


def _head(start: bytes, file: SheetFile, options: ImportOptions) -> Sheet:
    """The sheet of the first rows."""
    try:
        return read_sheet(start, file.name, options)
    except Unreadable as error:
        if error.problem.kind in _ABOUT_ROWS:  # there may be rows further on
            raise NotInBlocks("Its first rows are empty.") from error
        raise


def _check_head(head: Sheet, rows: ArrowRows, above: int) -> None:
    """Makes sure that reading in blocks gives what the page reads, whatever form the file has."""
    if not have_equal_rows(head, numbered_block(head, head.columns, rows, above + 1)):
        raise NotInBlocks("It has an unusual form.")


def _in_pieces(
    file: SheetFile,
    kind: str,
    head: Sheet,
    names: tuple[str, ...],
    pieces: Callable[[], Iterator[tuple[ArrowRows, int]]],
    above: int = 0,
) -> SheetSource:
    """A file that is read in blocks, from what reads its rows and says how many bytes are read by then."""

    def blocks() -> Iterator[Block]:
        before = above
        for rows, done in pieces():
            block = numbered_block(head, names, rows, before + 1)
            before += len(rows)
            yield Block(block, before, done)

    return SheetSource(file, kind, head, names, above + 1, blocks, lambda: sheet_digest(file.hash(), head.options))
