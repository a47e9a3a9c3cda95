"""The contents of a line of any provider."""

from typing import Any

import pytest

from lib.results.envelope import Envelope, open_envelope

CHAT = {"choices": [{"message": {"content": "Hi."}, "finish_reason": "stop"}]}
FAILURE = {"message": "x"}
VECTORS = {"embedding": {"values": [1.0, 2.0]}}
FAILED = {"choices": [{"message": {"content": "Hi"}, "finish_reason": "error", "error": FAILURE}]}
HIDDEN = {**FAILED, "error": "null"}

LINES = [
    ("openai", {"response": {"status_code": 200, "body": CHAT}, "error": None}, Envelope(200, CHAT, None)),
    ("openai-body-error", {"response": {"status_code": 400, "body": {"error": FAILURE}}}, (400, FAILURE)),
    ("azure", {"response": {"status_code": 400}, "error": {"code": None, "message": {"error": FAILURE}}}, (400, "any")),
    ("azure-no-text", {"response": {"status_code": 400}}, Envelope(400, None, None)),
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
    ("text-beside-an-answer", {"status": "all went well", "response": CHAT}, Envelope(None, CHAT, None)),
    ("vectors-beside-a-status", {"status": "200 OK", "response": VECTORS}, Envelope(None, VECTORS, None)),
    ("error-behind-a-null", {"response": {"status_code": 200, "body": HIDDEN}}, Envelope(200, HIDDEN, FAILURE)),
    ("error-of-a-choice", {"response": {"status_code": 200, "body": FAILED}}, Envelope(200, FAILED, FAILURE)),
    ("bedrock", {"modelInput": {}, "modelOutput": {"generation": "x"}}, Envelope(None, {"generation": "x"}, None)),
    ("body-beside-the-id", {"body": CHAT}, Envelope(None, CHAT, None)),
    ("quoted", {"response": '{"status_code":200,"body":"{\\"text\\":\\"a\\"}"}'}, Envelope(200, {"text": "a"}, None)),
    ("status-outside", {"status_code": 503, "response": {"body": None}}, Envelope(503, None, None)),
]


@pytest.mark.parametrize(("line", "envelope"), [case[1:] for case in LINES], ids=[case[0] for case in LINES])
def test_contents_of_a_line(line: dict[str, Any], envelope: Any) -> None:
    found = open_envelope({"custom_id": "a", **line})
    assert found is not None
    if isinstance(envelope, Envelope):
        assert found == envelope
    else:
        assert found.status == envelope[0]
        assert found.error == envelope[1] or (envelope[1] == "any" and found.error == line["error"])


@pytest.mark.parametrize("line", [{}, {"body": {"input": "x"}}, {"params": {}}, {"choices": ["a", "b"]}], ids=str)
def test_a_request_has_no_envelope(line: dict[str, Any]) -> None:
    assert open_envelope({"custom_id": "a", **line}) is None
