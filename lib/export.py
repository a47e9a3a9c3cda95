"""What is chosen of a table, to CSV, Parquet and JSON Lines: whole, and safe to open in Excel."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from lib import json_value
from lib.cells import flaws, mended
from lib.cut import EXCEL_CELL
from lib.excel import EXCEL_COLUMNS
from lib.extract import Extract, extract
from lib.guard import guarded
from lib.problems import Problem
from lib.table import Cell

_GROUP = 10_000
"""Rows in a row group of Parquet."""


@dataclass(frozen=True, slots=True)
class Survey:
    """How many cells, the header's included, a download cannot hold as they are."""

    guarded: int = 0
    """Get a leading apostrophe, so that Excel does not run them (CSV)."""

    replaced: int = 0
    """Hold control characters, which become U+FFFD (XLSX)."""

    cut: int = 0
    """Are longer than Excel's limit and end in a mark (XLSX); `write_full_texts` has them whole."""

    broken: int = 0
    """Hold half a surrogate pair, which becomes U+FFFD (any file)."""

    columns_left_out: int = 0
    """Columns, not cells, beyond those an Excel sheet holds (XLSX)."""


def survey(chosen: Extract) -> Survey:
    """What the downloads will have to do to the cells, without writing vectors out."""
    columns = chain.from_iterable(chosen.chunks(described=True))
    found = map(flaws, chain([list(chosen.columns)], columns))
    guarded, replaced, cut, broken = map(sum, zip(*found, strict=True))
    return Survey(guarded, replaced, cut + _cut_vectors(chosen), broken, max(0, len(chosen.columns) - EXCEL_COLUMNS))


def _cut_vectors(chosen: Extract) -> int:
    """How many vectors are too long for Excel once they are written out.

    Only those in long lines are looked at: no vector grows to three times its line.
    """
    joined, cut = chosen.vectors, 0
    if joined is None or joined.answer_column not in chosen.columns:
        return 0
    for at in chosen.rows:
        place, result = joined.rows.results[at], joined.result(at)
        if place and result and result.vectors:
            start, stop, _ = joined.results[place[0]].places[place[1]]
            cut += (stop - start) * 3 > EXCEL_CELL and len(joined.full_answer(at)) > EXCEL_CELL
    return cut


def write_csv(chosen: Extract, *, safe: bool = True) -> bytes:
    """The table as CSV: UTF-8 with a byte order mark, so that Excel reads its letters right.

    Args:
        safe: guard cells that Excel would run as a formula; if not, every text is exact.
    """
    data = io.BytesIO(b"\xef\xbb\xbf")
    data.seek(0, io.SEEK_END)
    header: list[Sequence[Cell]] = [[name] for name in chosen.columns]
    for columns in chain([header], chosen.chunks()):
        written = [_csv_cells(guarded(mended(cells)) if safe else mended(cells)) for cells in columns]
        lines = map(",".join, zip(*written, strict=True))
        blank = '""' if len(written) == 1 else ""  # or readers pass over a row whose only cell is empty
        data.write("".join([f"{line or blank}\r\n" for line in lines]).encode())
    return data.getvalue()


def _csv_cells(cells: Sequence[Cell]) -> Sequence[str]:
    """A column with quotes around what needs them: three times as fast as `csv.writer`, which looks at each cell."""
    texts = [cell if type(cell) is str else "" if cell is None else str(cell) for cell in cells]
    every = "".join(texts)
    if not any(mark in every for mark in ',"\r\n'):
        return texts
    return [f'"{text.replace(_QUOTE, _QUOTE * 2)}"' if _QUOTED.search(text) else text for text in texts]


_QUOTE = '"'
_QUOTED = re.compile('[",\r\n]')


def write_problems(problems: Iterable[Problem]) -> bytes:
    """Problems as CSV, a line each: what kind, where, what, and what to do."""
    names = ("kind", "file", "row", "line", "column", "problem", "what_to_do")
    lines = [(said.kind, said.file, said.row, said.line, said.column, said.message, said.hint) for said in problems]
    columns: dict[str, Sequence[Cell]] = {name: [line[at] for line in lines] for at, name in enumerate(names)}
    return write_csv(extract(columns))


def write_parquet(chosen: Extract) -> bytes:
    """The table as Parquet: a column is text, or numbers if it holds nothing else."""
    kinds = [_kind(cells) for cells in chosen.columns.values()]
    schema = pa.schema(list(zip(map(str, mended(list(chosen.columns))), kinds, strict=True)))
    data = io.BytesIO()
    with pq.ParquetWriter(data, schema) as writer:
        for columns in chosen.chunks(_GROUP):
            arrays = [_array(cells, kind) for cells, kind in zip(columns, kinds, strict=True)]
            writer.write_batch(pa.record_batch(arrays, schema))
    return data.getvalue()


def _kind(cells: Sequence[Cell]) -> Any:
    """The type of a column: text, unless all its cells are numbers or none."""
    kinds = set(map(type, cells)) - {type(None)}
    return pa.int64() if kinds <= {int} and len(cells) else pa.string()


def _array(cells: Sequence[Cell], kind: Any) -> Any:
    if kind == pa.string():
        return pa.array([None if cell is None else str(cell) for cell in mended(cells)], kind)
    return pa.array(cells, kind)


def write_jsonl(chosen: Extract) -> bytes:
    """The table as JSON Lines: an object a row, every column in it; a number that is not known is null."""
    names, data = mended(list(chosen.columns)), io.BytesIO()
    for columns in chosen.chunks():
        for cells in zip(*map(mended, columns), strict=True):
            data.write(json_value.dumps(dict(zip(names, cells, strict=True))) + b"\n")
    return data.getvalue()
