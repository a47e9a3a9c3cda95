"""Parquet files as rows of text."""

import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet as pq
import pytest

from lib.common import Unreadable
from lib.sheets import read_sheet
from lib.sheets.parquet import read_parquet


def parquet(**columns: Any) -> bytes:
    data = io.BytesIO()
    pq.write_table(pa.table(columns), data)
    return data.getvalue()


def arrow(form: str = "file", compression: str | None = None, **columns: Any) -> bytes:
    table, options = pa.table(columns), pa.ipc.IpcWriteOptions(compression=compression)
    data = io.BytesIO()
    new = pa.ipc.new_file if form == "file" else pa.ipc.new_stream
    with new(data, table.schema, options=options) as writer:
        writer.write_table(table)
    return data.getvalue()


def test_parquet() -> None:
    data = parquet(
        text=["007", None],
        whole=[1, 2],
        part=[0.5, None],
        day=[date(2024, 2, 29), None],
        moment=[datetime(2024, 2, 29, 13, 5), None],
        exact=[Decimal("1.50"), None],
        chat=[[{"role": "user", "content": "Hi"}], None],
    )
    rows = read_parquet(data, "a").rows
    assert rows[1] == [
        "007",
        "1",
        "0.5",
        "2024-02-29",
        "2024-02-29 13:05:00",
        "1.50",
        '[{"role":"user","content":"Hi"}]',
    ]
    assert rows[2] == ["", "2", "", "", "", "", ""]


def test_what_is_not_a_number_is_empty_or_a_word() -> None:
    rows = read_parquet(
        parquet(a=[float("nan"), float("-inf")], b=pa.array([0.1, float("inf")], pa.float32())), "a"
    ).rows
    assert rows[1:] == [["", "0.1"], ["-Infinity", "Infinity"]]


def test_bytes_that_are_not_text_are_noted() -> None:
    table = read_parquet(parquet(picture=[b"\x89PNG", b"\xff\xd8", None], text=[b"\xc3\xa9", b"x", None]), "a")
    assert [note.message for note in table.notes[1:]] == [
        'the column "picture" has 2 values of bytes that are not text.'
    ]
    assert [row[1] for row in table.rows[1:]] == ["é", "x", ""]


def test_bytes_inside_other_values_are_noted_and_uuids_keep_their_form() -> None:
    uuid = UUID("7ee34032-328a-4a94-bcfb-714b32769c09")
    columns = {
        "fixed": pa.array([b"\xff" * 4, b"text"], pa.binary(4)),
        "listed": [[b"\xff"], [b"x"]],
        "repeated": pa.array([b"\xff", b"x"]).dictionary_encode(),
        "id": pa.array([uuid.bytes, None], pa.uuid()),
        "time": pa.array([1_234_567_891, None], pa.time64("ns")),
    }
    table = read_parquet(parquet(**columns), "a")
    assert [note.message.split('"')[1] for note in table.notes[1:]] == ["fixed", "listed", "repeated"]
    assert table.rows[1][3:] == [str(uuid), "00:00:01.234567891"]


@pytest.mark.parametrize("data", [parquet(a=["x"])[:-20], arrow(a=["x"])[:-200]], ids=["Parquet", "Arrow"])
def test_a_damaged_file_is_rejected_in_plain_words(data: bytes) -> None:
    with pytest.raises(Unreadable, match="is damaged or incomplete") as caught:
        read_parquet(data, "a")
    assert caught.value.problem.kind == "broken-parquet"


@pytest.mark.parametrize("form", ["file", "stream"])
@pytest.mark.parametrize("compression", [None, "lz4", "zstd"])
def test_arrow(form: str, compression: str | None) -> None:
    table = read_sheet(arrow(form, compression, id=["007", None], n=[1, 2]), "a.csv")
    assert (table.columns, table.row(0), table.row(1)) == (("id", "n"), ["007", "1"], ["", "2"])
    assert table.description == "Arrow, 2 records"


def test_an_arrow_file_with_a_wrong_offset_is_rejected() -> None:
    data = arrow(a=["x" * 50, "y" * 50])
    offset = data.index((100).to_bytes(4, "little"), 8)
    with pytest.raises(Unreadable):
        read_parquet(data[:offset] + (2**31 - 1).to_bytes(4, "little") + data[offset + 4 :], "a")


def test_column_types_in_words() -> None:
    columns = {"t": ["x"], "day": [date(2024, 2, 29)], "tags": [["a"]], "who": [{"a": 1}], "b": [b"x"]}
    table = read_parquet(parquet(**columns), "a")
    assert [note.message for note in table.notes] == [
        'these columns became text: "day" (dates), "tags" (lists, as JSON), "who" (records, as JSON), "b" (bytes).'
    ]


def test_a_text_that_is_not_utf_8_is_rejected() -> None:
    text = pa.Array.from_buffers(pa.string(), 1, [None, pa.py_buffer(b"\0\0\0\0\1\0\0\0"), pa.py_buffer(b"\xa0")])
    with pytest.raises(Unreadable, match="not UTF-8"):
        read_parquet(parquet(a=text), "a")


REPEATED = pa.DictionaryArray.from_arrays(pa.array([0] * 50_000, pa.int32()), pa.array(["x" * 100_000]))


@pytest.mark.parametrize(
    "columns",
    [
        {"a": REPEATED},
        {"a": pa.StructArray.from_arrays([REPEATED], ["a"])},
        {"a": pa.ListArray.from_arrays(pa.array([0, 50_000], pa.int32()), REPEATED)},
        dict.fromkeys(map(str, range(250)), pa.nulls(1_000_000, pa.int8()).fill_null(0)),
    ],
    ids=["text", "in a record", "in a list", "numbers"],
)
def test_a_small_file_that_repeats_values_absurdly_often_is_rejected(columns: dict[str, Any]) -> None:
    data = parquet(**columns)
    assert len(data) < 2_000_000
    with pytest.raises(Unreadable) as caught:
        read_parquet(data, "a")
    assert caught.value.problem.kind == "bomb"


def test_an_arrow_file_that_repeats_a_value_absurdly_often_is_rejected() -> None:
    with pytest.raises(Unreadable) as caught:
        read_parquet(arrow(a=REPEATED), "a")
    assert caught.value.problem.kind == "bomb"


def test_a_file_that_repeats_long_texts_within_reason_is_read() -> None:
    table = read_parquet(parquet(a=REPEATED.slice(0, 300), n=list(range(300))), "a")
    assert [len(row[0]) for row in table.rows[1:]] == [100_000] * 300


def test_texts_that_are_stored_once_are_read_in_their_rows() -> None:
    data = parquet(kind=pa.array(["a", None, "é", "a"]).dictionary_encode(), id=["1", "2", "3", "4"])
    assert read_parquet(data, "a").rows == [["kind", "id"], ["a", "1"], ["", "2"], ["é", "3"], ["a", "4"]]
