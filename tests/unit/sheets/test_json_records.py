"""Files of records to rows of text."""

import io
import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lib.common import Unreadable
from lib.sheets import read_sheet
from lib.sheets.json_records import read_json_records
from lib.sheets.parquet import read_parquet

RECORD = {"id": "007", "n": 3, "x": 0.1, "yes": True, "none": None, "list": [1, "ä"], "more": {"k": "v"}}
TEXTS = ["007", "3", "0.1", "TRUE", "", '[1,"ä"]', '{"k":"v"}']


@pytest.mark.parametrize(
    "data",
    [json.dumps(RECORD), json.dumps([RECORD]), json.dumps(RECORD, indent=2), json.dumps({"data": [RECORD], "n": 1})],
    ids=["a line", "an array", "over lines", "inside an object"],
)
def test_json(data: str) -> None:
    grid = read_json_records(data.encode(), "a.json")
    assert grid is not None
    assert (grid.rows, grid.records) == ([list(RECORD), TEXTS], True)


def test_text_that_is_no_json_is_left_to_others() -> None:
    assert read_json_records(b"[id],question\n1,2\n", "a.csv") is None


REFUSED = [
    ("no records", b"[1, 2, 3]", "no-records"),
    ("a batch file", b'{"custom_id": "a", "body": {}}', "batch-file"),
    ("an error message", b'{"error": {"message": "No such file"}}', "error-message"),
]


@pytest.mark.parametrize(("data", "kind"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_refusals(data: bytes, kind: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_json_records(data, "a.json")
    assert caught.value.problem.kind == kind


def parquet(**columns: Any) -> bytes:
    data = io.BytesIO()
    pq.write_table(pa.table(columns), data)
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


def test_bytes_that_are_no_text_are_said() -> None:
    grid = read_parquet(parquet(picture=[b"\x89PNG", b"\xff\xd8", None], text=[b"\xc3\xa9", b"x", None]), "a")
    assert [note.message for note in grid.notes] == ['the column "picture" holds 2 values of bytes that are no text.']
    assert [row[1] for row in grid.rows[1:]] == ["é", "x", ""]


def test_bytes_inside_other_values_are_said_and_ids_keep_their_form() -> None:
    own = UUID("7ee34032-328a-4a94-bcfb-714b32769c09")
    columns = {
        "fixed": pa.array([b"\xff" * 4, b"text"], pa.binary(4)),
        "listed": [[b"\xff"], [b"x"]],
        "repeated": pa.array([b"\xff", b"x"]).dictionary_encode(),
        "id": pa.array([own.bytes, None], pa.uuid()),
        "time": pa.array([1_234_567_891, None], pa.time64("ns")),
    }
    grid = read_parquet(parquet(**columns), "a")
    assert [note.message.split('"')[1] for note in grid.notes] == ["fixed", "listed", "repeated"]
    assert grid.rows[1][3:] == [str(own), "00:00:01.234567891"]


def test_a_long_array_that_is_cut_off_takes_no_time() -> None:
    data = b"[" + b",".join(b'{"n": %d.10}' % at for at in range(20_000)) + b', {"n":'
    grid = read_json_records(data, "a.json")
    assert grid is not None
    assert len(grid.rows) == 20_001


def test_a_damaged_parquet_is_refused() -> None:
    with pytest.raises(Unreadable) as caught:
        read_parquet(parquet(a=["x"])[:-20], "a")
    assert caught.value.problem.kind == "broken-parquet"


def test_a_parquet_with_a_text_that_is_no_text_is_refused() -> None:
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
def test_a_small_parquet_that_repeats_its_values_absurdly_often_is_refused(columns: dict[str, Any]) -> None:
    data = parquet(**columns)
    assert len(data) < 2_000_000
    with pytest.raises(Unreadable) as caught:
        read_parquet(data, "a")
    assert caught.value.problem.kind == "bomb"


def test_a_parquet_that_repeats_long_texts_within_reason_is_read() -> None:
    grid = read_parquet(parquet(a=REPEATED.slice(0, 300), n=list(range(300))), "a")
    assert [len(row[0]) for row in grid.rows[1:]] == [100_000] * 300


NUMBERS = ["1.10", "1e5", "-0", "123456789012345678901234567890", "0.12345678901234567890", "1E400"]


@pytest.mark.parametrize(
    "form", ['{"n": %s}', '[{"n": %s}]', '[\n  {\n    "n": %s\n  },\n  {"n": 1}\n]', '{"rows": [{"n": %s}]}']
)
@pytest.mark.parametrize("number", NUMBERS)
def test_numbers_keep_their_digits(form: str, number: str) -> None:
    grid = read_json_records((form % number).encode(), "a.json")
    assert grid is not None
    assert grid.rows[1] == [number]


def test_numbers_inside_nested_values_keep_their_digits() -> None:
    grid = read_json_records(b'{"a": [1.10, {"b": 12345678901234567890123}], "c": true}', "a.json")
    assert grid is not None
    assert grid.rows[1] == ['[1.10,{"b":12345678901234567890123}]', "TRUE"]


ROUNDED = [
    ("repaired", b'{"n": 1.10, "m": NaN}\n{"n": 1}\n', "1 record whose numbers are kept to 16 digits: line 1."),
    ("a key twice", b'{"n": 1}\n{"n": 1, "n": 2}\n', "1 record with one key twice: line 2."),
]


@pytest.mark.parametrize(("data", "message"), [case[1:] for case in ROUNDED], ids=[case[0] for case in ROUNDED])
def test_what_is_not_kept_is_said(data: bytes, message: str) -> None:
    grid = read_json_records(data, "a.json")
    assert grid is not None
    assert message in [note.message for note in grid.notes]


def test_whole_records_of_a_cut_off_list_keep_every_digit() -> None:
    grid = read_json_records(b'[{"n": 1.10}, {"n": 2}, {"n":', "a.json")
    assert grid is not None
    assert list(grid.rows) == [["n"], ["1.10"], ["2"]]
    assert [note.message for note in grid.notes] == ["1 line that could not be read as a record: line 1."]


def test_nesting_beyond_reason_is_no_end() -> None:
    grid = read_json_records(b'{"a": %b1%b}' % (b"[" * 900, b"]" * 900), "a.json")
    assert grid is not None
    assert "\u2026" in grid.rows[1][0]


@pytest.mark.parametrize("value", ['"a\\ud800"', "NaN", "-Infinity", "1e999"])
def test_what_is_not_as_the_file_has_it_is_said(value: str) -> None:
    sheet = read_sheet(f'{{"a":"x"}}\n{{"a":{value}}}\n'.encode(), "a.jsonl")
    assert [(note.kind, "line 2" in str(note)) for note in sheet.notes] == [("repaired-records", True)]


def test_what_stands_beside_the_list_in_a_single_record_is_said() -> None:
    turns = b'[{"role":"user","content":"x"},{"role":"assistant","content":"y"}]'
    sheet = read_sheet(b'{"id":"x1","question":"hello","turns":' + turns + b"}", "a.jsonl")
    assert len(sheet) == 2
    assert 'nothing else of it is used ("id", "question")' in str(sheet.notes[0])
    assert not read_sheet(b'{"turns":' + turns + b"}", "a.jsonl").notes
