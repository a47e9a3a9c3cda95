"""What is inside a line, wherever its provider puts it."""

from typing import Any

import pytest

from lib.results.envelope import Envelope, is_bare_answer, open_envelope

CHAT = {"choices": [{"message": {"content": "Hi."}, "finish_reason": "stop"}]}
FAILURE = {"message": "x"}
VECTORS = {"embedding": {"values": [1.0, 2.0]}}
FAILED = {"choices": [{"message": {"content": "Hi"}, "finish_reason": "error", "error": FAILURE}]}
HIDDEN = {**FAILED, "error": "null"}

LINES = [
    ("openai", {"response": {"status_code": 200, "body": CHAT}, "error": None}, Envelope(200, CHAT, None)),
    ("openai-body-error", {"response": {"status_code": 400, "body": {"error": FAILURE}}}, (400, FAILURE)),
    ("azure", {"response": {"status_code": 400}, "error": {"code": None, "message": {"error": FAILURE}}}, (400, "any")),
    ("azure-no-words", {"response": {"status_code": 400}}, Envelope(400, None, None)),
    ("vllm", {"response": {"status_code": 400, "body": None}, "error": "Nope."}, Envelope(400, None, "Nope.")),
    ("without-envelope", {"response": CHAT}, Envelope(None, CHAT, None)),
    ("voyage", {"response": {"status_code": 500, "message": "Oh."}, "error": None}, Envelope(500, None, "Oh.")),
    ("error-in-the-response", {"response": {"status_code": 500, "error": FAILURE}}, Envelope(500, None, FAILURE)),
    ("expired", {"response": None, "error": FAILURE}, Envelope(None, None, FAILURE)),
    ("anthropic", {"result": {"type": "succeeded", "message": {"content": []}}}, Envelope(None, {"content": []}, None)),
    ("anthropic-expired", {"result": {"type": "expired"}}, Envelope(None, None, "expired")),
    ("anthropic-nothing", {"result": {}}, Envelope(None, None, "no result")),
    ("gemini", {"response": {"embedding": {}}}, Envelope(None, {"embedding": {}}, None)),
    ("gemini-status", {"status": {"code": 8, "message": "x"}}, Envelope(None, None, {"code": 8, "message": "x"})),
    ("vertex", {"status": "Bad Request: x", "request": {}, "response": {}}, Envelope(None, {}, "Bad Request: x")),
    ("words-beside-an-answer", {"status": "all went well", "response": CHAT}, Envelope(None, CHAT, None)),
    ("vectors-beside-a-status", {"status": "200 OK", "response": VECTORS}, Envelope(None, VECTORS, None)),
    ("error-behind-a-null", {"response": {"status_code": 200, "body": HIDDEN}}, Envelope(200, HIDDEN, FAILURE)),
    ("error-of-a-choice", {"response": {"status_code": 200, "body": FAILED}}, Envelope(200, FAILED, FAILURE)),
    ("bedrock", {"modelInput": {}, "modelOutput": {"generation": "x"}}, Envelope(None, {"generation": "x"}, None)),
    ("body-beside-the-id", {"body": CHAT}, Envelope(None, CHAT, None)),
    ("quoted", {"response": '{"status_code":200,"body":"{\\"text\\":\\"a\\"}"}'}, Envelope(200, {"text": "a"}, None)),
    ("status-outside", {"status_code": 503, "response": {"body": None}}, Envelope(503, None, None)),
]


@pytest.mark.parametrize(("line", "letter"), [case[1:] for case in LINES], ids=[case[0] for case in LINES])
def test_what_is_inside_a_line(line: dict[str, Any], letter: Any) -> None:
    found = open_envelope({"custom_id": "a", **line})
    assert found is not None
    if isinstance(letter, Envelope):
        assert found == letter
    else:
        assert found.status == letter[0]
        assert found.error == letter[1] or (letter[1] == "any" and found.error == line["error"])


@pytest.mark.parametrize("line", [{}, {"body": {"input": "x"}}, {"params": {}}, {"choices": ["a", "b"]}], ids=str)
def test_a_request_is_no_letter(line: dict[str, Any]) -> None:
    assert open_envelope({"custom_id": "a", **line}) is None


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
def test_bodies_without_anything_around_them(value: dict[str, Any], bare: bool) -> None:
    assert is_bare_answer(value) == bare
