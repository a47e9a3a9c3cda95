"""A selection as CSV, Parquet or JSON Lines; the CSV is safe to open in Excel."""

import io
import re
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from lib.common import Problem
from lib.common.excel_cells import guard_column, replace_surrogates
from lib.common.own_columns import Cell
from lib.export.selection import Selection, select
from lib.json import codec
from lib.sheets import TextColumn

_GROUP_ROWS = 10_000
_QUOTE = '"'
_NEEDS_QUOTES = re.compile('[",;\t\r\n]')
"""The characters of CSV, and the separators of other locales: quoted, the first cell of a line stays whole there."""


def write_csv(selection: Selection, *, safe: bool = True) -> bytes:
    """The selection as CSV in UTF-8, with the byte order mark that Excel needs to read its letters.

    Args:
        safe: guard the cells that Excel could run as a formula; if false, every text is exact.
    """
    data = io.BytesIO(b"\xef\xbb\xbf")
    data.seek(0, io.SEEK_END)
    header: list[Sequence[Cell]] = [[name] for name in selection.columns]
    for columns in chain([header], selection.chunks()):
        texts = [_csv_texts(cells, safe) for cells in columns]
        lines = map(",".join, zip(*texts, strict=True))
        empty_line = '""' if len(texts) == 1 else ""  # readers skip an empty line
        data.write("".join([f"{line or empty_line}\r\n" for line in lines]).encode())
    return data.getvalue()


def _csv_texts(cells: Sequence[Cell], safe: bool) -> Sequence[str]:
    """A column with the quotes it needs: three times as fast as `csv.writer`, which checks each cell."""
    cells = replace_surrogates(cells)
    if safe:
        cells = guard_column(cells)
    texts = [cell if type(cell) is str else "" if cell is None else str(cell) for cell in cells]
    joined = "".join(texts)
    if not any(character in joined for character in ',";\t\r\n'):
        return texts
    return [f'"{text.replace(_QUOTE, _QUOTE * 2)}"' if _NEEDS_QUOTES.search(text) else text for text in texts]


def write_problems(problems: Iterable[Problem]) -> bytes:
    """Problems as CSV, one a line: the kind, the place, the message and the hint."""
    every = list(problems)
    columns: dict[str, Sequence[Cell]] = {
        "kind": [problem.kind for problem in every],
        "file": [problem.file for problem in every],
        "row": [problem.row for problem in every],
        "line": [problem.line for problem in every],
        "column": [problem.column for problem in every],
        "problem": [problem.message for problem in every],
        "what_to_do": [problem.hint for problem in every],
    }
    return write_csv(select(columns))


def write_parquet(selection: Selection) -> bytes:
    """The selection as Parquet: a column is int64 if it has only whole numbers, else text."""
    names = map(str, replace_surrogates(list(selection.columns)))
    types = [_arrow_type(cells) for cells in selection.columns.values()]
    schema = pa.schema(list(zip(names, types, strict=True)))
    data = io.BytesIO()
    with pq.ParquetWriter(data, schema) as writer:
        for rows in selection.chunk_rows(_GROUP_ROWS):
            arrays = [_arrow_array(selection, *column, rows) for column in zip(selection.columns, types, strict=True)]
            writer.write_batch(pa.record_batch(arrays, schema))
    return data.getvalue()


def _arrow_type(cells: Sequence[Cell]) -> Any:
    if isinstance(cells, TextColumn):
        return pa.string()
    types = set(map(type, cells)) - {type(None)}
    return pa.int64() if types <= {int} and len(cells) else pa.string()


def _arrow_array(selection: Selection, name: str, arrow_type: Any, rows: Sequence[int]) -> Any:
    column = selection.columns[name]
    if isinstance(column, TextColumn) and not selection.vectors_in(name):
        return column.select(rows).arrow.cast(arrow_type)
    cells = selection.cells(name, rows)
    if arrow_type == pa.string():
        return pa.array([None if cell is None else str(cell) for cell in replace_surrogates(cells)], arrow_type)
    return pa.array(cells, arrow_type)


def write_jsonl(selection: Selection) -> bytes:
    """The selection as JSON Lines: an object for each row, with every column; an unknown number is null."""
    names, data = replace_surrogates(list(selection.columns)), io.BytesIO()
    for columns in selection.chunks():
        for cells in zip(*map(replace_surrogates, columns), strict=True):
            data.write(codec.dumps(dict(zip(names, cells, strict=True))) + b"\n")
    return data.getvalue()
