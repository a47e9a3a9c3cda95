"""Vectors as files: Parquet, NPY with its ids, CSV, and JSON Lines.

Every file has the columns asked for, then custom_id and item (which vector of its answer it is,
from 0), then the vector. Numbers are written with as many digits as a float32 has.
"""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from lib.common.columns import Cell, free_name
from lib.common.excel_cells import guard
from lib.json import codec
from lib.results.embeddings import Matrix, Vectors

Columns = Mapping[str, Sequence[Cell]]
"""Columns of the joined table, by name: a cell for each of its rows."""

_GROUP_ROWS = 2_000
_SAME_DATE = (1980, 1, 1, 0, 0, 0)
"""Of files in a zip, so that the same vectors give the same bytes."""


def write_embeddings_parquet(vectors: Vectors, columns: Columns | None = None) -> bytes:
    """A table with the column `embedding`: lists of float32, all of the same length."""
    beside = _beside(vectors, columns)
    fields = {name: _arrow(cells) for name, cells in beside.items()}
    flat = pa.array(vectors.matrix.reshape(-1), pa.float32())
    name = free_name("embedding", beside)
    fields[name] = pa.FixedSizeListArray.from_arrays(flat, max(1, vectors.dimensions))
    data = io.BytesIO()
    plain = [field for field in fields if field != name]
    pq.write_table(pa.table(fields), data, row_group_size=_GROUP_ROWS, use_dictionary=plain, compression="snappy")
    return data.getvalue()


def write_embeddings_npy(vectors: Vectors, columns: Columns | None = None) -> bytes:
    """A zip of `vectors.npy` (float32, a row each) and `ids.csv`, whose rows are in the same order."""
    beside = _beside(vectors, columns)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_STORED) as archive:
        with archive.open(zipfile.ZipInfo("vectors.npy", _SAME_DATE), "w", force_zip64=True) as file:
            np.lib.format.write_array(file, vectors.matrix, allow_pickle=False)
        with archive.open(zipfile.ZipInfo("ids.csv", _SAME_DATE), "w", force_zip64=True) as file:
            file.write(_line(list(beside)).encode())
            for cells in zip(*beside.values(), strict=True):
                file.write(_line(cells).encode("utf-8", "replace"))
    return data.getvalue()


def write_embeddings_csv(vectors: Vectors, columns: Columns | None = None) -> bytes:
    """A column for every number, `d1` and so on; cells are guarded as in every CSV of ours."""
    beside = _beside(vectors, columns)
    names = list(beside)
    for at in range(1, vectors.dimensions + 1):
        names.append(free_name(f"d{at}", beside))
    data = io.BytesIO()
    data.write(b"\xef\xbb\xbf" + _line(names).encode("utf-8", "replace"))
    for cells, numbers in zip(zip(*beside.values(), strict=True), _written(vectors.matrix), strict=True):
        data.write(_line(cells)[:-2].encode("utf-8", "replace") + b"," + numbers[1:-1] + b"\r\n")
    return data.getvalue()


def write_embeddings_jsonl(vectors: Vectors, columns: Columns | None = None) -> bytes:
    """An object a line, with the list `embedding`."""
    beside = _beside(vectors, columns)
    name = free_name("embedding", beside)
    data = io.BytesIO()
    for cells, vector in zip(zip(*beside.values(), strict=True), vectors.matrix, strict=True):
        said = dict(zip(beside, cells, strict=True))
        data.write(codec.dumps(said | {name: codec.vector_json(vector)}) + b"\n")
    return data.getvalue()


def _beside(vectors: Vectors, columns: Columns | None) -> dict[str, Sequence[Cell]]:
    """What stands beside each vector: the columns' cells of its row, its id, and which of its row it is."""
    rows = vectors.rows.tolist()
    beside: dict[str, Sequence[Cell]] = {name: [cells[row] for row in rows] for name, cells in (columns or {}).items()}
    own: dict[str, Sequence[Cell]] = {"custom_id": vectors.ids, "item": vectors.items.tolist()}
    for name, cells in own.items():
        if beside.get(name) != cells:
            beside[free_name(name, beside)] = cells
    return beside


def _arrow(cells: Sequence[Cell]) -> pa.Array:
    """Whole numbers as such, anything else as text."""
    if all(cell is None or isinstance(cell, int) for cell in cells):
        return pa.array(cells, pa.int64())
    return pa.array([None if cell is None else str(cell) for cell in cells], pa.string())


def _line(cells: Sequence[Cell]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([guard(cell) if isinstance(cell, str) else cell for cell in cells])
    return line.getvalue()


def _written(matrix: Matrix) -> Iterator[bytes]:
    return (codec.dumps(codec.vector_json(vector)) for vector in matrix)
