"""A block of lines gives the results of the slow path, whatever is in it."""

import json
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lib.json import codec
from lib.results import line_blocks, read_results
from lib.results.line_blocks import read_block
from lib.results.results_file import _Reading
from tests.support.odd_lines import GONE, ODD, PLACES, PLAIN, changed

MESSAGE = ("response", "body", "choices", 0, "message")


def lines_of(*values: dict[str, Any]) -> bytes:
    return b"".join(codec.dumps(value) + b"\n" for value in values)


def check(data: bytes, block: int = 4_000_000) -> None:
    """In blocks of so many bytes, a file gives what it gives line by line on the slow path."""
    with patch.object(line_blocks, "_BLOCK", block):
        fast = read_results(data, "a.jsonl")
    slow = _Reading(fast.data, "a.jsonl", None).read(None, None)
    assert list(fast.results) == list(slow.results)
    assert [fast.extents[index] for index in range(len(fast.results))] == [
        slow.extents[index] for index in range(len(slow.results))
    ]
    assert (fast.unreadable, fast.repaired, fast.running) == (slow.unreadable, slow.repaired, slow.running)


def test_plain_lines_are_read_as_a_block() -> None:
    data = lines_of(PLAIN, changed(PLAIN, ("custom_id",), "b"))
    block = read_block(data, 0, len(data))
    assert block is not None
    assert block.is_ordinary.all()
    assert block.results["custom_id"].to_pylist() == ["a", "b"]
    check(data)


def test_a_line_with_another_value_is_left_to_be_read_alone() -> None:
    data = lines_of(PLAIN, changed(PLAIN, ("response", "status_code"), 500), PLAIN)
    block = read_block(data, 0, len(data))
    assert block is not None
    assert block.is_ordinary.tolist() == [True, False, True]
    assert [row.state for row in read_results(data, "a.jsonl").results] == ["OK", "Failed", "OK"]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: ".".join(map(str, place)))
def test_one_odd_value_changes_no_result(place: tuple[Any, ...]) -> None:
    for new in [GONE, *ODD]:
        check(lines_of(PLAIN, changed(PLAIN, place, new), PLAIN))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\xa0x",
        "\u2003",
        "\x1cx",
        "\u200bx",
        "<b>",
        "[THINK]a[/THINK]b",
        "◁think▷a◁/think▷b",
        "a\n</think>\nb",
        "a </think> b",
        "\x00",
        "😀",
        "a\u2028b",
        "\ufeffx",
        "NaN",
        ": NaN",
        "[Inf",
        "é" * 40,
    ],
)
@pytest.mark.parametrize("ascii_only", [False, True])
def test_any_start_of_an_answer(text: str, ascii_only: bool) -> None:
    line = changed(PLAIN, (*MESSAGE, "content"), text)
    check(json.dumps(line, ensure_ascii=ascii_only).encode() + b"\n" + lines_of(PLAIN))


@pytest.mark.parametrize(
    "value",
    [
        "NaN",
        "-Infinity",
        "[1, NaN]",
        "01",
        "1.",
        '"\\ud800"',
        '"\\udc00\\ud800"',
        '"\\q"',
        "'x'",
        '"\t"',
        "tru",
        "[" * 300 + "]" * 300,
        '{"z": 1, "z": 2}',
        '"\x00"',
        '"\\u0000"',
        "-0",
    ],
)
@pytest.mark.parametrize("key", ["id", "custom_id", "model"])
def test_a_value_that_is_not_json_damages_its_line_as_before(key: str, value: str) -> None:
    plain = lines_of(PLAIN)
    written = plain.replace({"id": b'"x"', "custom_id": b'"a"', "model": b'"m"'}[key], value.encode(), 1)
    assert written != plain
    check(plain + written + plain)


PIECES = [
    lines_of(PLAIN),
    lines_of(changed(PLAIN, ("custom_id",), "b")).replace(b"\n", b"\r\n"),
    lines_of(changed(PLAIN, (*MESSAGE, "content"), "c\nc")),
    lines_of(changed(PLAIN, ("response", "body", "choices", 0, "finish_reason"), "length")),
    lines_of(changed(PLAIN, ("response", "status_code"), 400)),
    lines_of(changed(PLAIN, ("error",), {"message": "No."})),
    lines_of(changed(PLAIN, ("error",), "No.")),
    lines_of(changed(PLAIN, (*MESSAGE, "tool_calls"), [])),
    lines_of(changed(PLAIN, (*MESSAGE, "reasoning_content"), "Well ...")),
    lines_of(changed(PLAIN, ("response", "body", "choices", 0, "finish_reason"), 7)),
    lines_of({"custom_id": "r", "response": {"status_code": 200, "body": {"status": "in_progress"}}}),
    json.dumps(PLAIN, indent=1).encode() + b"\n",
    lines_of(PLAIN)[:-1] + lines_of(PLAIN),
    b"\n",
    b" \r\n\n",
    b"{\n",
    b"}\n",
    b"[\n",
    b"]\n",
    b"{}\n",
    b"[1]\n",
    b'{"a": "\n',
    b"  " + lines_of(PLAIN),
    lines_of(PLAIN)[:-1] + b",\n",
    b"\xff\n",
    b"\xef\xbb\xbf",
    lines_of({"custom_id": "q", "body": {"messages": []}}),
]


@given(st.lists(st.sampled_from(PIECES), max_size=8), st.sampled_from([1, 700, 4_000_000]), st.booleans())
@example([b"[\n", lines_of(PLAIN), b"]\n"], 1, False)
@example([json.dumps(PLAIN, indent=1).encode() + b"\n", lines_of(PLAIN)], 1, True)
def test_any_lines_give_the_same_results_in_blocks_of_any_size(pieces: list[bytes], block: int, is_cut: bool) -> None:
    data = b"".join(pieces)
    check(data[: len(data) - is_cut], block)


@given(st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from([GONE, *ODD])), max_size=3))
def test_several_odd_values_change_no_result(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    line = PLAIN
    for place, new in changes:
        line = changed(line, place, new)
    check(lines_of(PLAIN, line, PLAIN))


@pytest.mark.parametrize("start", [b"null", b" null", b'null{"a":1}', b"null\n", b"[]", b"\n"])
def test_a_block_that_starts_with_another_value_is_not_read(start: bytes) -> None:
    data = start + b'\n{"custom_id":"a"}\n'
    assert read_block(data, 0, len(data)) is None
