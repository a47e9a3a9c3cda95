"""Files of JSON records as rows of text."""

import json

import pytest

from lib.common import Unreadable
from lib.sheets import Question, read_sheet
from lib.sheets.json_records import read_json_records

RECORD = {"id": "007", "n": 3, "x": 0.1, "yes": True, "none": None, "list": [1, "ä"], "more": {"k": "v"}}
TEXTS = ["007", "3", "0.1", "TRUE", "", '[1,"ä"]', '{"k":"v"}']


@pytest.mark.parametrize(
    "data",
    [json.dumps(RECORD), json.dumps([RECORD]), json.dumps(RECORD, indent=2), json.dumps({"data": [RECORD], "n": 1})],
    ids=["a line", "an array", "over lines", "inside an object"],
)
def test_json(data: str) -> None:
    table = read_json_records(data.encode(), "a.json")
    assert table is not None
    assert (table.rows, table.records) == ([list(RECORD), TEXTS], True)


def test_text_that_is_not_json_is_left_to_other_readers() -> None:
    assert read_json_records(b"[id],question\n1,2\n", "a.csv") is None


REJECTED = [
    ("no records", b"[[], []]", "no-records"),
    ("a batch file", b'{"custom_id": "a", "body": {}}', "batch-file"),
    ("an error message", b'{"error": {"message": "No such file"}}', "error-message"),
]


@pytest.mark.parametrize(("data", "kind"), [case[1:] for case in REJECTED], ids=[case[0] for case in REJECTED])
def test_rejected_files(data: bytes, kind: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_json_records(data, "a.json")
    assert caught.value.problem.kind == kind


def test_a_long_array_that_is_cut_off_takes_no_time() -> None:
    data = b"[" + b",".join(b'{"n": %d.10}' % number for number in range(20_000)) + b', {"n":'
    table = read_json_records(data, "a.json")
    assert table is not None
    assert len(table.rows) == 20_001


NUMBERS = ["1.10", "1e5", "-0", "123456789012345678901234567890", "0.12345678901234567890", "1E400"]


@pytest.mark.parametrize(
    "form", ['{"n": %s}', '[{"n": %s}]', '[\n  {\n    "n": %s\n  },\n  {"n": 1}\n]', '{"rows": [{"n": %s}]}']
)
@pytest.mark.parametrize("number", NUMBERS)
def test_numbers_keep_their_digits(form: str, number: str) -> None:
    table = read_json_records((form % number).encode(), "a.json")
    assert table is not None
    assert table.rows[1] == [number]


def test_numbers_inside_nested_values_keep_their_digits() -> None:
    table = read_json_records(b'{"a": [1.10, {"b": 12345678901234567890123}], "c": true}', "a.json")
    assert table is not None
    assert table.rows[1] == ['[1.10,{"b":12345678901234567890123}]', "TRUE"]


INEXACT = [
    ("repaired", b'{"n": 1.10, "m": NaN}\n{"n": 1}\n', "1 record has numbers rounded to 16 digits: line 1."),
    ("a duplicate key", b'{"n": 1}\n{"n": 1, "n": 2}\n', "1 record has a duplicate key: line 2."),
]


@pytest.mark.parametrize(("data", "message"), [case[1:] for case in INEXACT], ids=[case[0] for case in INEXACT])
def test_inexact_records_are_noted(data: bytes, message: str) -> None:
    table = read_json_records(data, "a.json")
    assert table is not None
    assert message in [note.message for note in table.notes]


def test_whole_records_of_a_cut_off_list_keep_every_digit() -> None:
    table = read_json_records(b'[{"n": 1.10}, {"n": 2}, {"n":', "a.json")
    assert table is not None
    assert list(table.rows) == [["n"], ["1.10"], ["2"]]
    assert [note.message for note in table.notes] == ["1 line has no readable record: line 1."]


def test_deep_nesting_is_cut() -> None:
    table = read_json_records(b'{"a": %b1%b}' % (b"[" * 900, b"]" * 900), "a.json")
    assert table is not None
    assert "\u2026" in table.rows[1][0]


@pytest.mark.parametrize("value", ['"a\\ud800"', "NaN", "-Infinity", "1e999"])
def test_repaired_records_are_noted(value: str) -> None:
    sheet = read_sheet(f'{{"a":"x"}}\n{{"a":{value}}}\n'.encode(), "a.jsonl")
    assert [(note.kind, "line 2" in str(note)) for note in sheet.notes] == [("repaired-records", True)]


def test_keys_beside_the_list_of_a_single_record_are_asked_about() -> None:
    turns = b'[{"role":"user","content":"x"},{"role":"assistant","content":"y"}]'
    data = b'{"id":"x1","question":"hello","turns":' + turns + b"}"
    (question,) = read_sheet(data, "a.jsonl").notes
    assert isinstance(question, Question)
    read = [read_sheet(data, "a.jsonl", reading.options) for reading in question.readings]
    assert [(sheet.columns, len(sheet), sheet.notes) for sheet in read] == [
        (("role", "content"), 2, ()),
        (("id", "question", "turns"), 1, ()),
    ]


def test_keys_that_describe_the_rows_are_only_noted() -> None:
    sheet = read_sheet(b'{"count":1,"next":null,"results":[{"a":1}]}', "a.json")
    assert [(note.severity, str(note)) for note in sheet.notes] == [
        ("note", '"results" has the rows; the file also has "count", "next", which is not used.')
    ]


@pytest.mark.parametrize("data", [b'{"a": 1, "b": 2}', b'{"a": {"b": 1}, "c": 2}'], ids=["plain", "nested"])
def test_an_object_alone_asks_whether_it_is_a_row(data: bytes) -> None:
    (question,) = read_sheet(data, "a.json").notes
    assert isinstance(question, Question)
    assert [reading.label for reading in question.readings] == ["All in one row", "A row for each key"]
    assert read_sheet(b"[" + data + b"]", "a.json").notes == ()


def test_several_sets_are_worksheets() -> None:
    sheet = read_sheet(b'{"train": [{"a": 1}, {"a": 2}], "test": [{"a": 3}]}', "a.json")
    assert (sheet.worksheets, sheet.column("a"), [note.severity for note in sheet.notes]) == (
        ("train", "test"),
        ["1", "2"],
        ["ask"],
    )


ELSEWHERE = [
    (b'{"url": "https://docs.google.com/x", "doc_id": "abc", "email": "a@b"}', "link"),
    (b'{"": "WARNING! DO NOT EDIT THIS FILE!", "doc_id": "x", "resource_key": "", "email": ""}', "link"),
    (b'{"nbformat": 4, "cells": []}', "not-a-sheet"),
    (b'{"message": "Not Found", "documentation_url": "x", "status": "404"}', "error-message"),
    (b'{"error": "invalid_token", "error_description": "x"}', "error-message"),
]


@pytest.mark.parametrize(("data", "kind"), ELSEWHERE, ids=["link", "new link", "notebook", "not found", "token"])
def test_json_without_the_sheet_is_named(data: bytes, kind: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_sheet(data, "a.csv")
    assert caught.value.problem.kind == kind


def test_a_database_of_phpmyadmin() -> None:
    data = b'[{"type":"header","version":"5"},{"type":"table","name":"t","data":[{"id":"1"},{"id":"2"}]}]'
    assert read_sheet(data, "a.json").column("id") == ["1", "2"]


def test_a_table_among_blocks_of_other_types_is_a_record() -> None:
    data = b'[{"type":"header","text":"Hi"},{"type":"table","data":[{"id":"1"}]},{"type":"text","text":"x"}]'
    assert read_sheet(data, "a.json").column("text") == ["Hi", "", "x"]


BROKEN = [
    (b'["id","t"]\n[1,"a"]\n[2,"b"\n[3,"c"]\n', ["1", "3"], 3),
    (b'["id","t"\n[1,"a"]\n[2,"b"]\n', ["1", "2"], 1),
    (b'["id","t"]\n[1,"a"]\n[2,"b"]\n{"id":3}\n', ["1", "2"], 4),
    (b'{"id":1}\n[2,"b"]\n{"id":3}\n', ["1", "3"], 2),
]


@pytest.mark.parametrize(("data", "first", "line"), BROKEN, ids=["rows", "first row", "an object", "a list"])
def test_lines_of_another_kind_are_asked_about(data: bytes, first: list[str], line: int) -> None:
    sheet = read_sheet(data, "a.jsonl")
    (bad,) = [note for note in sheet.notes if note.kind == "bad-records"]
    assert (sheet.column(sheet.columns[0]), bad.severity) == (first, "ask")
    assert bad.message == f"1 line has no readable record: line {line}."


def test_json_that_a_web_program_assigns() -> None:
    data = b'window.YTD.tweet.part0 = [ {"tweet": {"id": "1"}}, {"tweet": {"id": "2"}} ];\n'
    assert read_sheet(data, "tweets.js").column("id") == ["1", "2"]
    assert read_sheet(b"a = [b]\nc = [d]\ne = [f]\n", "a.txt").row(0) == ["c = [d]"]


ROWS_INSIDE = [
    ({"data": {"boards": [{"items": [{"id": 1}, {"id": 2}]}]}}, ["data.boards", "data.boards.items"]),
    ({"results": [{"series": [{"columns": ["t"], "values": [[1], [2]]}]}]}, ["results", "results.series"]),
]


@pytest.mark.parametrize(("value", "names"), ROWS_INSIDE, ids=["once", "twice"])
def test_one_row_with_rows_inside_is_asked_about(value: object, names: list[str]) -> None:
    (question,) = [note for note in read_sheet(json.dumps(value).encode(), "a.json").notes if note.severity == "ask"]
    assert isinstance(question, Question)
    assert [reading.options.worksheet for reading in question.readings] == names
    inner = read_sheet(json.dumps(value).encode(), "a.json", question.readings[1].options)
    assert (len(inner), [note for note in inner.notes if note.severity == "ask"]) == (2, [])


@pytest.mark.parametrize("text", ["[{'a': 1}, {'a': None}]", "{'a': 1}\n{'a': 2}\n", "[{a: 1, b: 'x'}]"])
def test_python_data_is_not_taken_for_a_table(text: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_sheet(text.encode(), "a.json")
    assert caught.value.problem.kind == "not-json"
