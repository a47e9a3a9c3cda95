"""What a line is, by its keys and values."""

from typing import Any

import pytest

from lib.join.request_counts import WORDS
from lib.json.line_kind import (
    ANSWER_KEYS,
    EXPORTED_STATES,
    LineKind,
    common_kind,
    is_bare_answer,
    line_kind,
    request_in,
)
from lib.results.bodies import reader

CHAT = {"choices": [{"message": {"content": "Hi."}, "finish_reason": "stop"}]}
GEMINI = {"candidates": [{"content": {"parts": [{"text": "Hi."}]}}]}
BODY = {"model": "m", "messages": []}

KINDS: list[tuple[str, dict[str, Any], LineKind]] = [
    ("request", {"custom_id": "a", "method": "POST", "url": "/v1/x", "body": BODY}, "request"),
    ("request-of-gemini", {"key": "a", "request": {"contents": []}}, "request"),
    ("request-with-its-id-inside", {"method": "POST", "url": "/v1/x", "body": {"custom_id": "a", **BODY}}, "request"),
    ("result", {"custom_id": "a", "response": {"status_code": 200, "body": CHAT}, "error": None}, "result"),
    ("result-in-text", {"custom_id": "a", "response": "Hi."}, "result"),
    ("result-of-bedrock", {"recordId": "a", "modelInput": {}, "modelOutput": {}}, "result"),
    ("result-with-an-id-below", {"metadata": {"key": "a"}, "response": GEMINI}, "result"),
    ("error-with-an-id-below", {"metadata": {"key": "a"}, "error": {"message": "x"}}, "result"),
    ("result-with-an-id-below-and-columns", {"metadata": {"key": "a"}, "elapsed": 3, "response": GEMINI}, "result"),
    ("result-with-its-request", {"key": "a", "request": {}, "response": GEMINI}, "result"),
    ("result-still-running", {"custom_id": "a", "status": "in_progress"}, "result"),
    ("answer-beside-its-request", {"request": {"contents": []}, "response": GEMINI}, "answer-beside-request"),
    ("failure-beside-its-request", {"request": {}, "response": {}, "status": "No quota"}, "answer-beside-request"),
    ("prediction", {"instance": {"content": "x"}, "prediction": {}}, "answer-beside-request"),
    ("answer-in-an-envelope", {"status_code": 200, "request_id": "r", "body": CHAT}, "answer-without-id"),
    ("answer-in-a-response", {"id": "b", "response": {"status_code": 200, "body": CHAT}}, "answer-without-id"),
    ("answer-alone", CHAT, "answer-without-id"),
    ("message-alone", {"type": "message", "role": "assistant", "content": []}, "answer-without-id"),
    ("responses-alone", {"object": "response", "output": []}, "answer-without-id"),
    ("body", BODY, "bare-body"),
    ("status", {"id": "batch_1", "object": "batch"}, "batch-status"),
    ("statuses", {"object": "list", "data": [{"object": "batch"}]}, "batch-status"),
    ("status-of-anthropic", {"type": "message_batch", "id": "x"}, "batch-status"),
    ("error-message", {"error": {"message": "No such file"}}, "error-message"),
    ("row", {"name": "x"}, "row"),
    ("row-with-an-id", {"custom_id": "a", "prompt": "p", "response": "r"}, "row"),
    ("row-with-a-key", {"key": "a", "response": "r"}, "row"),
    ("row-with-a-key-and-a-status", {"key": "a", "status": "open"}, "row"),
    ("row-of-an-export", {"custom_id": "a", "state": "No answer", "error": ""}, "row"),
    ("row-with-metadata", {"text": "t", "metadata": {"key": "a"}}, "row"),
    ("row-with-several-metadata", {"text": "t", "metadata": {"key": "a"}, "params": {"n": 1}}, "row"),
    ("nothing", {}, "row"),
]


@pytest.mark.parametrize(("value", "kind"), [case[1:] for case in KINDS], ids=[case[0] for case in KINDS])
def test_kind_of_a_line(value: dict[str, Any], kind: LineKind) -> None:
    assert line_kind(value) == kind


def test_the_kind_of_most_records() -> None:
    request, result, row = KINDS[0][1], KINDS[3][1], {"name": "x"}
    assert common_kind([request, result, result]) == "result"
    assert common_kind([row, row]) is None
    assert common_kind([{"custom_id": "a", "prompt": "p"}] * 2 + [result]) == "row"
    assert common_kind([{"error": {"message": "x"}}]) == "error-message"
    assert common_kind([{"error": {"message": "x"}, "name": "y"}] * 2) is None


def test_the_request_in_a_line() -> None:
    assert request_in({"custom_id": "a", "body": BODY}) == BODY
    assert request_in({"custom_id": "a", "body": CHAT}) is None
    assert request_in({"request": "text", "response": GEMINI}) is None


def test_keys_and_states_agree_with_the_packages_above() -> None:
    assert set(ANSWER_KEYS) == set(reader._ANSWER_KEYS)
    assert set(WORDS) <= set(EXPORTED_STATES)


@pytest.mark.parametrize(
    ("value", "bare"),
    [
        (CHAT, True),
        ({"candidates": [{"finishReason": "STOP"}]}, True),
        ({"choices": [{"text": "a", "label": "A"}]}, False),
        ({"choices": ["a"]}, False),
        ({"choices": None, "candidates": 5}, False),
    ],
    ids=str,
)
def test_bare_answers(value: dict[str, Any], bare: bool) -> None:
    assert is_bare_answer(value) == bare
