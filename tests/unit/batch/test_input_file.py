"""Requests of an input file, each with its id and its exact line."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lib.batch import InputFile, read_requests
from lib.batch.request_line import body_of


def request(custom_id: Any, content: str = "Why?", **body: Any) -> dict[str, Any]:
    messages = [{"role": "system", "content": "Be kind."}, {"role": "user", "content": content}]
    body = {"model": "m", "messages": messages, **body}
    return {"custom_id": custom_id, "method": "POST", "url": "/v1/chat/completions", "body": body}


def read(text: str | bytes) -> InputFile:
    return read_requests(text if isinstance(text, bytes) else text.encode(), "in.jsonl")


A, B = json.dumps(request("a", "één")), json.dumps(request("b", "two"))

FORMS = [
    ("lines", f"{A}\n{B}\n"),
    ("no-last-line-end", f"{A}\n{B}"),
    ("windows-line-ends", f"{A}\r\n{B}\r\n"),
    ("blank-lines", f"\n{A}\n\n{B}\n\n"),
    ("byte-order-mark", f"\ufeff{A}\n{B}\n"),
    ("byte-order-mark-in-the-middle", f"{A}\n\ufeff{B}\n"),
    ("utf16", f"{A}\n{B}\n".encode("utf-16")),
    ("trailing-commas", f"{A},\n{B},\n"),
    ("array", f"[{A},{B}]"),
    ("array-over-lines", f"[\n{A},\n{B}\n]"),
    ("pretty-printed", f"{json.dumps(json.loads(A), indent=1)}\n{json.dumps(json.loads(B), indent=1)}\n"),
    ("on-one-line", f"{A}{B}\n"),
    ("raw-letters", f"{json.dumps(json.loads(A), ensure_ascii=False)}\n{B}\n"),
]


@pytest.mark.parametrize("data", [form[1] for form in FORMS], ids=[form[0] for form in FORMS])
def test_requests_of_a_file(data: str | bytes) -> None:
    sent = read(data)
    assert list(sent.ids) == ["a", "b"]
    assert sent.unreadable == []
    assert [sent.prompt(index) for index in range(2)] == ["één", "two"]
    assert [json.loads(sent.line(index)) for index in range(2)] == [json.loads(A), json.loads(B)]
    assert all(sent.line(index).count(b"\n") == 1 and sent.line(index).endswith(b"}\n") for index in range(2))


def test_a_line_stays_byte_for_byte() -> None:
    odd = '{"custom_id" : "a",  "body":{"temperature":1.0,"x":1e3}}'
    assert read(odd).line(0) == odd.encode() + b"\n"


def test_a_request_over_several_lines_keeps_its_digits_on_one() -> None:
    sent = read('{"custom_id": "a",\n "body": {"seed": 123456789012345678901234567890,\n  "a": 1, "a": 2}}\n')
    assert sent.line(0) == b'{"custom_id": "a","body": {"seed": 123456789012345678901234567890,"a": 1, "a": 2}}\n'


@pytest.mark.parametrize(("before", "after"), [("", ","), ("\ufeff", ""), ("[", ","), ("", "]"), ("[\n", "\n]")])
def test_brackets_and_commas_around_a_line_are_dropped(before: str, after: str) -> None:
    exact = '{"custom_id": "a", "body": {"seed": 123456789012345678901234567890, "a": 1.0, "a": 2}}'
    more = '{"custom_id": "b", "body": {}}'
    assert read(f"{more}\n{before}{exact}{after}\n").line(1) == exact.encode() + b"\n"


HALF = r'{"custom_id": "a", "body": {"temperature": 0.10, "input": "cut \ud83d"}}'


@pytest.mark.parametrize(
    "text",
    [HALF, f"{HALF},", f"[{HALF},\n{B}]", json.dumps([json.loads(HALF)]), HALF.replace('"body"', '\n "body"')],
    ids=["alone", "comma", "array", "array-on-one-line", "over-lines"],
)
def test_half_an_emoji_is_sent_again_unchanged(text: str) -> None:
    sent = read(text)
    assert sent.line(0).count(b"\n") == 1
    assert json.loads(sent.line(0)) == json.loads(HALF)
    assert sent.prompt(0) == "cut \ufffd"
    assert sent.repaired == 1


def test_a_line_with_half_an_emoji_keeps_its_digits() -> None:
    exact = HALF.replace("0.10", "123456789012345678901234567890")
    assert read(exact).line(0) == exact.encode() + b"\n"


def test_half_an_emoji_beside_invalid_json_is_replaced() -> None:
    assert read(HALF.replace("0.10", "NaN")).line(0) == (
        '{"custom_id":"a","body":{"temperature":null,"input":"cut \ufffd"}}\n'.encode()
    )
    assert read(HALF.encode().replace(b"cut", b"\xe9")).line(0) == (
        '{"custom_id":"a","body":{"temperature":0.1,"input":"\ufffd \ufffd"}}\n'.encode()
    )


def test_nan_becomes_null() -> None:
    assert read('{"custom_id":"a","body":{"temperature":NaN}}').line(0) == (
        b'{"custom_id":"a","body":{"temperature":null}}\n'
    )


@pytest.mark.parametrize(
    ("line", "prompt"),
    [
        ({"custom_id": "a", "body": {"input": "embed me"}}, "embed me"),
        ({"custom_id": "a", "body": {"input": ["one", "two"]}}, "two"),
        ({"custom_id": "a", "body": {"prompt": "complete me"}}, "complete me"),
        ({"custom_id": "a", "params": {"messages": [{"role": "user", "content": "Ja?"}]}}, "Ja?"),
        ({"custom_id": "a", "body": {"messages": [{"role": "user", "content": [{"text": "look"}]}]}}, "look"),
        ({"custom_id": "a"}, ""),
        ({"custom_id": "a", "body": "text"}, ""),
    ],
    ids=["embedding", "embeddings", "completion", "anthropic", "parts", "no-body", "body-is-text"],
)
def test_prompt_of_a_request(line: dict[str, Any], prompt: str) -> None:
    assert read(json.dumps(line)).prompt(0) == prompt


def test_a_number_as_an_id_becomes_text() -> None:
    lines = [json.dumps(request(custom_id)) for custom_id in ("007", 7, 2.5)]
    assert list(read("\n".join(lines)).ids) == ["007", "7", "2.5"]


def test_lines_without_a_request_are_reported() -> None:
    text = "\n".join([A, "5", "{", json.dumps({"body": {}}), json.dumps(request({"a": 1})), B[:40]])
    assert [str(problem) for problem in read(text).unreadable] == [
        "in.jsonl, line 2: the line is not a request, only a single value. Load the file that you sent.",
        "in.jsonl, line 3: Batchdesk cannot read this line. It may be cut off: load the file that you sent.",
        "in.jsonl, line 4: the request has no readable custom_id. Without an id, its answer cannot be matched.",
        "in.jsonl, line 5: the request has no readable custom_id. Without an id, its answer cannot be matched.",
        "in.jsonl, line 6: Batchdesk cannot read this line. It may be cut off: load the file that you sent.",
    ]


def test_results_among_the_requests_are_reported() -> None:
    request = {"custom_id": "a", "body": {"input": "x"}}
    lines = [request, {"custom_id": "b", "response": {"body": {}}, "error": None}, {"custom_id": "c", "error": "No."}]
    sent = read("\n".join(map(json.dumps, lines)))
    assert list(sent.ids) == ["a"]
    assert [str(problem) for problem in sent.unreadable] == [
        f"in.jsonl, line {line}: the line is a result, not a request. Load results in a separate file."
        for line in (2, 3)
    ]


def test_requests_inside_one_object() -> None:
    lines = [{"custom_id": str(index), "body": {"input": "x" * index}} for index in range(3)]
    sent = read(json.dumps({"object": "list", "requests": lines}))
    assert list(sent.ids) == ["0", "1", "2"]
    assert [json.loads(sent.line(index)) for index in range(3)] == lines


def test_equal_bodies_have_equal_fingerprints_whatever_the_order_of_keys() -> None:
    first, second = {"model": "m", "input": "x"}, {"input": "x", "model": "m"}
    other = {"model": "m", "input": "y"}
    text = "\n".join(json.dumps({"custom_id": "a", "body": body}) for body in (first, second, other))
    fingerprints = list(map(read(text).fingerprint, range(3)))
    assert fingerprints[0] == fingerprints[1] != fingerprints[2]


def test_ids_that_a_repair_made_equal_are_dropped() -> None:
    lines = "\n".join(json.dumps(request(custom_id), ensure_ascii=False) for custom_id in ("Müller", "Möller"))
    sent = read(lines.encode("cp1252"))
    assert (list(sent.ids), len(sent.unreadable)) == ([], 2)


def test_the_same_bytes_have_the_same_digest() -> None:
    assert read(A).digest == read(A).digest != read(B).digest


def test_body_of() -> None:
    assert body_of({"body": 1, "params": 2}) == 1
    assert body_of({"params": 2}) == 2
    assert body_of({"request": 3}) == 3
    assert body_of({}) is None
    assert body_of([]) is None


@given(st.binary(max_size=300))
@example(b'{"custom_id":"a","body":' + b"[" * 300 + b"]" * 300 + b"}")
@example(b'{"custom_id":"a","body":{"x":NaN,"y":1' + b"0" * 30 + b"}}")
@example(b'{"custom_id":"a","body":"\\ud800"}{"custom_id":"b","body":NaN}')
def test_no_bytes_raise(data: bytes) -> None:
    sent = read(data)
    for index in range(len(sent.ids)):
        sent.prompt(index)
