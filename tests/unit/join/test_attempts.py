"""Requests sent more than once: retried and resolved is not answered twice."""

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.batch import read_requests
from lib.join import Joined, join
from lib.join.attempts import RetryOutcome, retry_number
from lib.results import read_results
from tests.support.result_lines import Line, answered, failed, input_line, jsonl, refused

FIRST = [input_line(custom_id, f"Ask {custom_id}") for custom_id in "abc"]


def joined(lines: list[Line], again: str = "", name: str = "in_retry-1_0f.jsonl") -> Joined:
    """A batch of a, b and c, the ids in `again` also in a second input file."""
    sent = [read_requests(jsonl(FIRST), "in.jsonl")]
    retry = jsonl(line for line in FIRST if line["custom_id"] in again)
    return join([read_results(jsonl(lines), "out.jsonl")], [*sent, read_requests(retry, name)] if again else sent)


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("in.jsonl", 0),
        ("reviews_retry-1_0123456789ab.jsonl", 1),
        ("x.zip/reviews_retry-12_ff_part-01-of-02.jsonl", 12),
        ("retry-1_retry-2.jsonl", 2),
        ("retry-.jsonl", 0),
        ("retry-2 policies.csv", 0),
        ("retry-99999999.jsonl", 0),
    ],
)
def test_the_try_in_a_name(name: str, number: int) -> None:
    assert retry_number(name) == number


def chosen(*answers: str) -> Line:
    """A result with several choices."""
    line = answered("a", "")
    line["response"]["body"]["choices"] = [
        {"index": at, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
        for at, text in enumerate(answers)
    ]
    return line


CASES: list[tuple[str, list[Line], str, str]] = [
    ("once", [answered("a", "A")], "", ""),
    ("missing", [], "", ""),
    ("failed-once", [failed("a", "No")], "", ""),
    ("failure-resolved", [failed("a", "No"), answered("a", "A")], "", "resolved"),
    ("cut-short-resolved", [answered("a", "A", "length"), answered("a", "A")], "", "resolved"),
    ("refusal-resolved", [refused("a", "No"), answered("a", "A")], "", "resolved"),
    ("missing-resolved", [answered("a", "A")], "a", "resolved"),
    ("failed-twice", [failed("a", "No"), failed("a", "Not")], "", "still open"),
    ("cut-short-twice", [answered("a", "A", "length"), answered("a", "A b", "length")], "", "still open"),
    ("still-missing", [], "a", "still open"),
    ("another-retried", [answered("a", "A")], "b", ""),
    ("alike", [answered("a", "A"), answered("a", "A", created=5)], "", "answered twice"),
    ("unlike", [answered("a", "A"), answered("a", "B")], "", "answers differ"),
    ("unlike-in-the-second-choice", [chosen("A", "B"), chosen("A", "C")], "", "answers differ"),
    ("failed-and-unlike", [failed("a", "No"), answered("a", "A"), answered("a", "B")], "a", "answers differ"),
]


@pytest.mark.parametrize(("lines", "again", "fate"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_fates(lines: list[Line], again: str, fate: str) -> None:
    assert joined(lines, again).retry_outcomes[0] == fate


def test_each_fate_but_none_is_told_in_a_remark() -> None:
    kinds = dict(
        zip(get_args(RetryOutcome)[1:], ("resolved", "still-open", "answered-twice", "answers-differ"), strict=True)
    )
    for _, lines, again, fate in CASES:
        told = {remark.kind for remark in joined(lines, again).remarks}
        wanted = {kinds[other] for other in joined(lines, again).retry_outcomes if other}
        assert told & set(kinds.values()) == wanted
        assert (fate != "") == bool(wanted) or again


def test_the_latest_retry_says_what_was_asked_whatever_the_order_of_files() -> None:
    files = [
        read_requests(jsonl([input_line("a", "Ask", model)]), name)
        for model, name in [("new", "in_retry-2.jsonl"), ("old", "in.jsonl"), ("newer", "in_retry-10.jsonl")]
    ]
    for order in (files, files[::-1]):
        table = join([], order)
        [place] = [row.request for row in table.rows]
        assert place
        assert table.sent[place[0]].body(place[1])["model"] == "newer"
        assert table.ledger.sent == 1
        assert "conflict" not in {remark.kind for remark in table.remarks}


def test_a_retry_moves_no_row() -> None:
    assert [row.custom_id for row in joined([], "ca").rows] == ["a", "b", "c"]
    files = [read_requests(jsonl(FIRST[2:]), "in_retry-1.jsonl"), read_requests(jsonl(FIRST), "in.jsonl")]
    assert [row.custom_id for row in join([], files[::-1]).rows] == ["a", "b", "c"]


def said(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"model": "m", "messages": [{"role": "user", "content": [{"type": "text", "text": "Describe"}, *parts]}]}


def picture(end: str) -> dict[str, Any]:
    """A picture in the request itself, the last of its many characters given."""
    return {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{'A' * 400}{end}"}}


def sound(data: str) -> dict[str, Any]:
    return {"type": "input_audio", "input_audio": {"data": data, "format": "wav"}}


CONFLICTS = [
    ("texts", {"input": "a"}, {"input": "b"}),
    ("images", said(picture("x")), said(picture("y"))),
    ("anthropic", said({"type": "image", "source": {"data": "x"}}), said({"type": "image", "source": {"data": "y"}})),
    ("audio", said(sound("x")), said(sound("y"))),
    ("files", said({"type": "input_file", "file_id": "x"}), said({"type": "input_file", "file_id": "y"})),
    ("gemini", {"contents": [{"parts": [{"text": "x"}]}]}, {"contents": [{"parts": [{"text": "y"}]}]}),
    ("system", {**said(), "system_instruction": "x"}, {**said(), "system_instruction": "y"}),
]


@pytest.mark.parametrize(("one", "other"), [case[1:] for case in CONFLICTS], ids=[case[0] for case in CONFLICTS])
def test_what_asks_something_else_is_a_conflict_and_other_parameters_are_none(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    def kinds(*bodies: dict[str, Any]) -> set[str]:
        sent = [read_requests(jsonl([{"custom_id": "a", "body": body}]), "in.jsonl") for body in bodies]
        return {remark.kind for remark in join([], sent).remarks}

    assert kinds(one, other) == {"conflict"}
    assert kinds(one, {**one, "temperature": 1}) == {"changed-request"}


lines = st.lists(
    st.builds(
        lambda custom_id, text, kind: {
            "ok": answered(custom_id, text),
            "cut": answered(custom_id, text, "length"),
            "bad": failed(custom_id, text),
        }[kind],
        st.sampled_from("abc"),
        st.sampled_from(["x", "y"]),
        st.sampled_from(["ok", "cut", "bad"]),
    ),
    max_size=8,
)


@given(lines, st.sampled_from(["", "a", "ab"]))
def test_fates_do_not_depend_on_the_order_of_lines(file: list[Line], again: str) -> None:
    once = joined(file, again).retry_outcomes
    assert list(joined(file[::-1], again).retry_outcomes) == list(once)
    for row, fate in zip(joined(file, again).rows, once, strict=True):
        if fate in ("resolved", "answered twice", "answers differ"):
            assert row.state == "OK"
        if fate == "still open":
            assert row.state != "OK"


@pytest.mark.parametrize(
    ("second", "fate"), [([1, 2, 3], "answered twice"), ([9, -9, 0], "answers differ")], ids=["alike", "other-numbers"]
)
def test_vectors_are_alike_by_their_numbers(second: list[float], fate: str) -> None:
    lines = []
    for vector in ([1, 2, 3], second):
        body = {"model": "m", "data": [{"index": 0, "embedding": vector}], "usage": {"prompt_tokens": 1}}
        lines.append({"custom_id": "a", "response": {"status_code": 200, "body": body}, "error": None})
    assert joined(lines).retry_outcomes[0] == fate
