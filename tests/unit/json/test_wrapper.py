"""Lines inside one object are read, each at its own position."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.json import read_lines
from lib.json.wrapper import unwrapped

LINES: list[Any] = [{"custom_id": "a", "response": {"x": ["]"]}}, {"custom_id": "b", "error": "é ]}"}]


def values(data: bytes) -> list[Any]:
    return [line.value for line in read_lines(unwrapped(data))]


def items_of(value: dict[str, Any]) -> list[Any]:
    return next(inner for inner in value.values() if isinstance(inner, list))


def test_several_lists_are_read_in_order() -> None:
    assert values(json.dumps({"errors": LINES[1:], "n": 1, "results": LINES[:1]}).encode()) == LINES[::-1]


def test_a_list_that_is_written_in_two_places_is_read_once() -> None:
    assert values(json.dumps({"output": {"list": LINES}, "response": {"list": LINES}}).encode()) == LINES


@pytest.mark.parametrize("apart", ["\n", " ", ""])
def test_several_wrappers_in_a_row(apart: str) -> None:
    assert values(apart.join(json.dumps({"data": [line]}) for line in LINES).encode()) == LINES


def test_an_array_of_wrappers() -> None:
    assert values(json.dumps([{"data": [line]} for line in LINES], indent=1).encode()) == LINES


def test_each_line_of_a_wrapper_on_one_line_starts_a_line() -> None:
    read = list(read_lines(unwrapped(json.dumps({"n": 1, "data": LINES}).encode())))
    assert [(line.number, line.value) for line in read] == list(enumerate(LINES, 1))


@pytest.mark.parametrize("cut", [1, 20, 40])
def test_complete_lines_of_a_cut_off_wrapper_are_read(cut: int) -> None:
    text = json.dumps({"n": {"a": 1}, "data": LINES}, indent=1)
    assert LINES[0] in values(text[:-cut].encode())


def test_a_damaged_line_hides_no_other() -> None:
    text = '{"data": [\n' + json.dumps(LINES[0]) + ',\n{"custom_id": "x\n' + json.dumps(LINES[1]) + "\n]}"
    assert values(text.encode()) == [LINES[0], None, LINES[1]]


def test_deep_nesting_ends() -> None:
    for text in ('{"a":' * 5_000, '{"a":[' * 5_000, '{"a":[\n' * 5_000, '[{"a":' * 5_000):
        assert len(unwrapped(text.encode())) == len(text)


WRAPPED = [
    ("one-line", json.dumps({"data": LINES})),
    ("pretty-printed", json.dumps({"object": "list", "data": LINES}, indent=2)),
    (
        "members-before-and-after",
        json.dumps({"object": "list", "n": -1.5, "data": LINES, "has_more": False, "s": "]}"}),
    ),
    ("pretty-printed-from-the-list-on", f'{{"data":[{",".join(json.dumps(line, indent=1) for line in LINES)}]}}'),
    ("another-name", json.dumps({"responses": LINES})),
    ("gemini", json.dumps({"list": [{"key": "a", "request": {}}, {"key": "b", "request": {}}]})),
    ("first-member-is-an-object", json.dumps({"meta": {"n": 1, "list": [1]}, "data": LINES})),
    ("an-object-after-the-list", json.dumps({"data": LINES, "meta": {"n": [{"a": 1}]}}, indent=1)),
    ("status-of-a-batch", json.dumps({"id": "b", "object": "batch", "results": LINES})),
    ("an-id-of-its-own", json.dumps({"key": "job", "error": None, "results": LINES})),
    ("in-objects", json.dumps({"done": True, "response": {"a": {"b": LINES}}})),
    ("answers-without-ids", json.dumps({"batch": {"object": "batch"}, "results": [{"response": {"body": {}}}]})),
    ("carriage-returns", json.dumps({"data": LINES}, indent=2).replace("\n", "\r\n")),
    ("escapes", json.dumps({'q"[{': 'w"]}', "data": LINES})),
]


@pytest.mark.parametrize("text", [case[1] for case in WRAPPED], ids=[case[0] for case in WRAPPED])
def test_lines_of_a_wrapper(text: str) -> None:
    assert values(text.encode()) == (LINES if "custom_id" in text else items_of(json.loads(text)))
    assert len(unwrapped(text.encode())) == len(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(LINES[0]),
        json.dumps({"custom_id": "a", "choices": [{"key": 1}]}),
        json.dumps({"data": [{"embedding": [1]}]}),
        json.dumps({"key": "a", "response": [{"candidates": [{"finishReason": "STOP"}]}]}),
        json.dumps({"custom_id": "a", "response": {"body": {"data": [{"embedding": [1]}]}}}, indent=1),
        json.dumps({"object": "list", "data": [{"id": "b", "object": "batch"}]}),
        json.dumps({"rows": [{"name": "a"}, {"name": "b"}]}),
        json.dumps({"data": [1, 2]}),
        json.dumps({"data": []}),
        json.dumps(LINES),
        "\n".join(map(json.dumps, LINES)),
        "not JSON",
        "",
    ],
)
def test_other_data_is_unchanged(text: str) -> None:
    assert unwrapped(text.encode()) == text.encode()


def test_line_numbers_are_kept() -> None:
    text = '{\n"object": "list",\n"data": [\n' + ",\n".join(map(json.dumps, LINES)) + "\n]}"
    assert [(line.number, line.value) for line in read_lines(unwrapped(text.encode()))] == [
        (4, LINES[0]),
        (5, LINES[1]),
    ]


@given(st.binary(max_size=60))
def test_no_bytes_raise(junk: bytes) -> None:
    data = b'{"object":"list","data":[{"custom_id":"a"},' + junk
    assert len(unwrapped(data)) == len(data)
