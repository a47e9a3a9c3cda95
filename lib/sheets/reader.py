"""`read_sheet`: a spreadsheet's bytes to a `Sheet`.

Every cell is text: nothing becomes a number, a date or `nan`. A text file's cells stay as they are,
those of a workbook are as Excel shows them. The content shows what a file is, whatever its name.
The notes list what a reader did beyond copying: an encoding it detected, a column it renamed,
blank rows it skipped.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from functools import partial
from hashlib import sha256

import pyarrow.compute as pc

from lib.common import Problem, unreadable
from lib.common.archives import unpack
from lib.common.encodings import is_binary
from lib.common.memory import gc_paused
from lib.common.memory_budget import memory_for, take_memory
from lib.common.memory_need import memory_of_text
from lib.common.other_formats import other_format
from lib.common.phrasing import counted
from lib.common.workbook_files import is_workbook
from lib.sheets.header import NamedColumns, name_columns
from lib.sheets.header_row import Header
from lib.sheets.hidden_cells import leave_out_hidden
from lib.sheets.merged_cells import without_header_groups
from lib.sheets.parquet import is_arrow_data, read_parquet
from lib.sheets.raw_table import ImportOptions, RawTable
from lib.sheets.sheet import Sheet
from lib.sheets.text_table import read_text_file
from lib.sheets.web_page import read_web_pages
from lib.sheets.workbook import read_workbook

_FORMAT = "7"
"""Part of every digest; raise it when the same bytes are read in another way."""

OWN_EXPORT = Problem(
    "own-export",
    "this is a table that Batchdesk exported, with the answers of an earlier batch.",
    "Load the sheet that the batch was made from, or keep this one to ask about its answers.",
    "ask",
)
"""The question about a table that comes back."""

_CONTROL = r"[\x00-\x08\x0e-\x1f]"


def read_sheet(data: bytes, name: str, options: ImportOptions | None = None) -> Sheet:
    """The sheet in a file's bytes, which may be packed (gzip, or alone in a zip).

    Raises:
        Unreadable: nothing in the file can be used as a sheet; the problem says why and what to do.
    """
    options = options or ImportOptions()
    with gc_paused(), memory_for(0, name), ThreadPoolExecutor(1) as beside:
        data, read = _open_upload(data, name, options)
        hashed = beside.submit(sha256, data)
        table = read()
        named, table, hidden = leave_out_hidden(name_columns(table, name, options), table, options)
    used = replace(table.options, header_row=named.header.row, header_rows=named.header.rows)
    sheet = Sheet(
        name=name,
        _cells=named.cells,
        numbers=named.numbers,
        digest=sheet_digest(hashed.result(), used),
        description=_description(table, named.header),
        options=used,
        worksheets=table.worksheets,
        hidden=table.hidden,
        notes=(
            *_missing_options(options, used, table.worksheets),
            *without_header_groups(table.notes, named.numbers[0]),
            *named.notes,
            *hidden,
            *_controls(table, named),
        ),
        _numbers=table.numbers,
    )
    return replace(sheet, notes=(OWN_EXPORT, *sheet.notes)) if sheet.is_export else sheet


def _open_upload(data: bytes, name: str, options: ImportOptions) -> tuple[bytes, Callable[[], RawTable]]:
    """The bytes of the only file in an archive, or of the web pages in it, and what reads their rows."""
    files = list(unpack(data, name))
    if len(files) == 1:
        inner_name, inside = files[0]
        return inside, partial(_read_table, inside, inner_name, options)
    pages = [file for file in files if file[0].lower().endswith((".html", ".htm"))]
    if pages and all(file in pages or file[0].lower().endswith(".css") for file in files):
        take_memory(sum(memory_of_text(page) for _, page in pages))
        return data, partial(read_web_pages, pages, name, options)
    names = ", ".join(inner for inner, _ in files[:5])
    hint = "Unpack the archive and load the file you want."
    raise unreadable("several-files", f"the archive has {len(files)} files ({names}).", hint, name)


def _read_table(data: bytes, name: str, options: ImportOptions) -> RawTable:
    data = _without_padding(data)
    if not (data[:1000].strip() or data.strip()):
        message = "the file has only blanks." if data else "the file is empty."
        raise unreadable("empty-file", message, "Save the sheet again and load that file.", name)
    if is_workbook(data):
        return read_workbook(data, name, options)
    if is_arrow_data(data):
        return read_parquet(data, name)
    if other := other_format(data, name):
        raise unreadable("not-a-sheet", f"this is {other.what}, not a sheet.", other.hint, name)
    if is_binary(data):
        message = "this is a file of a program that Batchdesk does not know."
        hint = "Open it in that program, save the sheet as CSV or XLSX, and load that file."
        raise unreadable("not-a-sheet", message, hint, name)
    take_memory(memory_of_text(data))
    return read_text_file(data, name, options)


def _without_padding(data: bytes) -> bytes:
    """A text without the NULs or Ctrl-Z that some programs write at its end; other bytes unchanged."""
    if not data.endswith((b"\0", b"\x1a")):
        return data
    text = data.rstrip(b"\0\x1a")
    return text if text and b"\0" not in text else data


def sheet_digest(hashed: "hashlib._Hash", options: ImportOptions) -> str:
    """The digest of a sheet, from the SHA-256 of its file's bytes and the options that it was read with."""
    digest = hashed.copy()
    digest.update(repr((_FORMAT, asdict(options))).encode())
    return digest.hexdigest()


def _description(table: RawTable, header: Header) -> str:
    if table.records:
        return table.description
    if not header.row:
        return f"{table.description}, no header"
    place = f"row {header.row}" if header.rows == 1 else f"rows {header.row} to {header.row + header.rows - 1}"
    return f"{table.description}, header in {place}"


def _missing_options(chosen: ImportOptions, used: ImportOptions, worksheets: Sequence[str]) -> Iterator[Problem]:
    """A question about options, often of saved settings, that name something this file does not have."""
    hint = "Choose the right one under Import options."
    if chosen.worksheet and worksheets and chosen.worksheet not in worksheets:
        message = f'the settings name the worksheet "{chosen.worksheet}", which the workbook does not have; '
        yield Problem("other-worksheet", f'{message}"{used.worksheet}" is read.', hint, "ask")
    if chosen.header_row is not None and used.header_row != chosen.header_row:
        message = f"the settings name row {chosen.header_row} as the header, which the sheet does not have; "
        yield Problem("other-header", f"{message}row {used.header_row} is the header.", hint, "ask")


def _controls(table: RawTable, named: NamedColumns) -> Iterator[Problem]:
    """A note on cells with control characters, which are kept; a question if NUL is one of them: a sign of damage."""
    if not table.controls:
        return
    affected = [column.filter(pc.match_substring_regex(column, _CONTROL)) for column in named.cells]
    if count := sum(map(len, affected)):
        message = f"{counted(count, 'cell has', 'cells have')} control characters, which are kept and sent."
        damaged = any("\0" in cell for column in affected for cell in column.to_pylist())
        hint = "Clean the cells if they came from a damaged export."
        yield Problem("control-characters", message, hint, "ask" if damaged else "note")
