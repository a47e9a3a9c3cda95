"""Vectors as files, read by common libraries."""

import csv
import io
import json
import zipfile

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lib.export.embedding_files import (
    write_embeddings_csv,
    write_embeddings_jsonl,
    write_embeddings_npy,
    write_embeddings_parquet,
)
from lib.results.embeddings import Vectors

MATRIX = np.array([[0.1, -2, 1e-7], [3, 4, 5]], dtype=np.float32)
VECTORS = Vectors(MATRIX, np.array([2, 0]), np.array([0, 1]), ["007", "=1+1"], [])
NONE = Vectors(np.empty((0, 0), dtype=np.float32), np.array([], dtype=np.int64), np.array([], dtype=np.int64), [], [])
COLUMNS = {"text": ["first", "not sent", 'a, "b"\nc'], "count": [1, None, 3]}
DIGITS = [[0.1, -2, 1e-07], [3, 4, 5]]


def test_parquet() -> None:
    table = pq.read_table(pa.BufferReader(write_embeddings_parquet(VECTORS, COLUMNS)))
    assert table.column_names == ["text", "count", "custom_id", "item", "embedding"]
    assert table.schema.field("embedding").type == pa.list_(pa.float32(), 3)
    assert table["text"].to_pylist() == ['a, "b"\nc', "first"]
    assert table["count"].to_pylist() == [3, 1]
    assert table["custom_id"].to_pylist() == ["007", "=1+1"]
    assert table["item"].to_pylist() == [0, 1]
    assert np.array_equal(np.array(table["embedding"].to_pylist(), dtype=np.float32), MATRIX)


def test_npy_with_ids() -> None:
    with zipfile.ZipFile(io.BytesIO(write_embeddings_npy(VECTORS))) as archive:
        assert archive.namelist() == ["vectors.npy", "ids.csv"]
        matrix = np.load(io.BytesIO(archive.read("vectors.npy")), allow_pickle=False)
        ids = archive.read("ids.csv").decode()
    assert matrix.dtype == np.float32
    assert np.array_equal(matrix, MATRIX)
    assert ids == "custom_id,item\r\n007,0\r\n'=1+1,1\r\n"


def test_csv() -> None:
    data = write_embeddings_csv(VECTORS, COLUMNS)
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows == [
        ["text", "count", "custom_id", "item", "d1", "d2", "d3"],
        ['a, "b"\nc', "3", "007", "0", "0.1", "-2.0", "1e-7"],
        ["first", "1", "'=1+1", "1", "3.0", "4.0", "5.0"],
    ]
    frame = pd.read_csv(io.BytesIO(data))
    assert np.array_equal(frame[["d1", "d2", "d3"]].to_numpy(dtype=np.float32), MATRIX)


def test_jsonl() -> None:
    records = [json.loads(line) for line in write_embeddings_jsonl(VECTORS, COLUMNS).splitlines()]
    assert records == [
        {"text": 'a, "b"\nc', "count": 3, "custom_id": "007", "item": 0, "embedding": DIGITS[0]},
        {"text": "first", "count": 1, "custom_id": "=1+1", "item": 1, "embedding": DIGITS[1]},
    ]


def test_duplicate_names_get_a_suffix() -> None:
    columns = {"custom_id": ["=1+1", "", "007"], "item": ["tea"] * 3, "embedding": ["x"] * 3, "d2": ["y"] * 3}
    table = pq.read_table(pa.BufferReader(write_embeddings_parquet(VECTORS, columns)))
    assert table.column_names == ["custom_id", "item", "embedding", "d2", "item (batch)", "embedding (batch)"]
    header = write_embeddings_csv(VECTORS, columns).decode("utf-8-sig").splitlines()[0]
    assert header == "custom_id,item,embedding,d2,item (batch),d1,d2 (batch),d3"


@pytest.mark.parametrize(
    "write", [write_embeddings_parquet, write_embeddings_npy, write_embeddings_csv, write_embeddings_jsonl]
)
def test_no_vectors_still_give_a_file(write: object) -> None:
    assert callable(write)
    data = write(NONE)
    assert data or write is write_embeddings_jsonl


@pytest.mark.parametrize(
    "write", [write_embeddings_parquet, write_embeddings_npy, write_embeddings_csv, write_embeddings_jsonl]
)
def test_the_same_vectors_give_the_same_bytes(write: object) -> None:
    assert callable(write)
    assert write(VECTORS, COLUMNS) == write(VECTORS, COLUMNS)
