"""Vectors as Parquet, NPY with ids, CSV or JSON Lines.

Every file has the given columns, then custom_id and item (the index of the vector in its answer,
from 0), then the vector. Numbers have as many digits as a float32 holds.
"""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from lib.common.excel_cells import guard
from lib.common.own_columns import Cell, free_name
from lib.json import codec
from lib.results.embeddings import Matrix, Vectors
from lib.sheets import take_cells

_Columns = Mapping[str, Sequence[Cell]]
"""Columns of the joined table by name, with a cell for each of its rows."""

_GROUP_ROWS = 2_000
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)
"""Date of the files in a zip, so that equal vectors give equal bytes."""


def write_embeddings_parquet(vectors: Vectors, columns: _Columns | None = None) -> bytes:
    """A table whose column `embedding` has lists of float32, all of one length."""
    beside = _columns_beside(vectors, columns)
    name = free_name("embedding", beside)
    flat = pa.array(vectors.matrix.reshape(-1), pa.float32())
    fields = {column: _arrow_array(cells) for column, cells in beside.items()}
    fields[name] = pa.FixedSizeListArray.from_arrays(flat, max(1, vectors.dimensions))
    data = io.BytesIO()
    encoded = list(beside)
    pq.write_table(pa.table(fields), data, row_group_size=_GROUP_ROWS, use_dictionary=encoded, compression="snappy")
    return data.getvalue()


def write_embeddings_npy(vectors: Vectors, columns: _Columns | None = None) -> bytes:
    """A zip of `vectors.npy` (float32, one vector a row) and `ids.csv` with its rows in the same order."""
    beside = _columns_beside(vectors, columns)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_STORED) as archive:
        with archive.open(zipfile.ZipInfo("vectors.npy", _FIXED_DATE), "w", force_zip64=True) as file:
            np.lib.format.write_array(file, vectors.matrix, allow_pickle=False)
        with archive.open(zipfile.ZipInfo("ids.csv", _FIXED_DATE), "w", force_zip64=True) as file:
            file.write(_csv_line(list(beside)).encode())
            for cells in zip(*beside.values(), strict=True):
                file.write(_csv_line(cells).encode("utf-8", "replace"))
    return data.getvalue()


def write_embeddings_csv(vectors: Vectors, columns: _Columns | None = None) -> bytes:
    """A column for each number (`d1`, `d2` and so on), with cells guarded as in every CSV."""
    beside = _columns_beside(vectors, columns)
    names = [*beside, *(free_name(f"d{number}", beside) for number in range(1, vectors.dimensions + 1))]
    data = io.BytesIO()
    data.write(b"\xef\xbb\xbf" + _csv_line(names).encode("utf-8", "replace"))
    for cells, numbers in zip(zip(*beside.values(), strict=True), _json_lists(vectors.matrix), strict=True):
        data.write(_csv_line(cells)[:-2].encode("utf-8", "replace") + b"," + numbers[1:-1] + b"\r\n")
    return data.getvalue()


def write_embeddings_jsonl(vectors: Vectors, columns: _Columns | None = None) -> bytes:
    """An object a line, with the list `embedding`."""
    beside = _columns_beside(vectors, columns)
    name = free_name("embedding", beside)
    data = io.BytesIO()
    for cells, vector in zip(zip(*beside.values(), strict=True), vectors.matrix, strict=True):
        fields = dict(zip(beside, cells, strict=True))
        data.write(codec.dumps(fields | {name: codec.vector_json(vector)}) + b"\n")
    return data.getvalue()


def _columns_beside(vectors: Vectors, columns: _Columns | None) -> dict[str, Sequence[Cell]]:
    """The columns beside the vectors: the given ones, custom_id and item."""
    rows = vectors.rows.tolist()
    beside: dict[str, Sequence[Cell]] = {name: take_cells(cells, rows) for name, cells in (columns or {}).items()}
    own: dict[str, Sequence[Cell]] = {"custom_id": vectors.ids, "item": vectors.items.tolist()}
    for name, cells in own.items():
        if beside.get(name) != cells:
            beside[free_name(name, beside)] = cells
    return beside


def _arrow_array(cells: Sequence[Cell]) -> pa.Array:
    """A column as int64 if it has only whole numbers, else as text."""
    if all(cell is None or isinstance(cell, int) for cell in cells):
        return pa.array(cells, pa.int64())
    return pa.array([None if cell is None else str(cell) for cell in cells], pa.string())


def _csv_line(cells: Sequence[Cell]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([guard(cell) if isinstance(cell, str) else cell for cell in cells])
    return line.getvalue()


def _json_lists(matrix: Matrix) -> Iterator[bytes]:
    return (codec.dumps(codec.vector_json(vector)) for vector in matrix)
