"""The state of one line, and the error that explains a failure."""

import json
from typing import Any

import pytest

from lib.results import Result, read_results


def read(response: Any, **more: Any) -> Result:
    [result] = read_results(json.dumps({"custom_id": "a", "response": response, **more}).encode(), "a.jsonl").results
    return result


def chat(content: str | None = "Hi.", **more: Any) -> dict[str, Any]:
    return {"choices": [{"message": {"content": content}, "finish_reason": "stop"}], **more}


LINES = [
    ("ok", {"status_code": 200, "body": chat()}, {}, "OK"),
    ("created-201", {"status_code": 201, "body": chat()}, {}, "OK"),
    ("no-status", {"body": chat()}, {}, "OK"),
    ("status-text", {"status_code": "200", "body": chat()}, {}, "OK"),
    ("status-float", {"status_code": 200.0, "body": chat()}, {}, "OK"),
    ("error-false", {"status_code": 200, "body": chat()}, {"error": False}, "OK"),
    ("error-empty", {"status_code": 200, "body": chat()}, {"error": {"code": None, "message": ""}}, "OK"),
    ("body-error-null", {"status_code": 200, "body": chat(error=None)}, {}, "OK"),
    ("error-beside-an-answer", {"status_code": 200, "body": chat()}, {"error": "late"}, "Failed"),
    ("body-error-beside-an-answer", {"status_code": 200, "body": chat(error={"message": "x"})}, {}, "Failed"),
    ("answer-with-status-500", {"status_code": 500, "body": chat()}, {}, "Failed"),
    ("answer-with-status-float-500", {"status_code": 500.0, "body": chat()}, {}, "Failed"),
    ("body-is-text", {"status_code": 200, "body": "Hi."}, {}, "OK"),
    ("body-is-null", {"status_code": 200, "body": None}, {}, "Failed"),
    ("all-null", None, {"error": None}, "Failed"),
    ("response-is-text", "Hi.", {}, "OK"),
    ("response-is-text-with-an-error", "Hi.", {"error": "late"}, "Failed"),
    ("response-is-empty-text", "", {}, "Failed"),
    ("length-before-no-text", {"body": {"choices": [{"message": {}, "finish_reason": "length"}]}}, {}, "Cut short"),
    ("finish-error", {"body": {"choices": [{"message": {"content": "x"}, "finish_reason": "error"}]}}, {}, "Failed"),
]


@pytest.mark.parametrize(("response", "more", "state"), [case[1:] for case in LINES], ids=[case[0] for case in LINES])
def test_state_of_a_line(response: Any, more: dict[str, Any], state: str) -> None:
    assert read(response, **more).state == state


@pytest.mark.parametrize("reason", ["error", "length", "stop"])
def test_failed_comes_before_refused_and_refused_before_cut_short(reason: str) -> None:
    message = {"content": None, "refusal": "No."}
    state = read({"body": {"choices": [{"message": message, "finish_reason": reason}]}}).state
    assert state == ("Failed" if reason == "error" else "Refused")


def test_a_long_body_that_is_not_understood_is_cut_and_marked() -> None:
    error = read({"status_code": 200, "body": {"words": ["x" * 5_000]}}).error
    assert error.startswith('The response is not understood: {"words":["xxx')
    assert (error[-1], len(error)) == ("…", 2_033)


def test_a_plain_text_body_is_the_error() -> None:
    assert read({"status_code": 502, "body": "Bad gateway"}).error == "Bad gateway"
