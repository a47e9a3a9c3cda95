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
    ("escapes", json.dumps({'q"[{': 'w"]}', "data": LINES})),
]


@pytest.mark.parametrize("text", [case[1] for case in WRAPPED], ids=[case[0] for case in WRAPPED])
def test_lines_of_a_wrapper(text: str) -> None:
    inner = next(value for value in json.loads(text).values() if isinstance(value, list))
    assert values(text.encode()) == inner
    assert len(unwrapped(text.encode())) == len(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(LINES[0]),
        json.dumps({"custom_id": "a", "choices": [{"key": 1}]}),
        json.dumps({"data": [{"embedding": [1]}]}),
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
