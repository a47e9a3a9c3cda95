"""The status, body and error of one result line, wherever its provider puts them."""

from typing import Any, NamedTuple

from lib.json import codec
from lib.results.bodies.reader import answer_of, has_answer_key
from lib.results.error_text import error_text
from lib.results.usage import whole_number

_RESULT_KEYS = {"response", "error", "result", "status", "modelOutput"}
"""A line without any of these, and without an answer in its body, is a request."""

_ANTHROPIC = ("succeeded", "errored", "canceled", "expired")


class Envelope(NamedTuple):
    """The contents of a line."""

    status: int | None
    body: Any
    error: Any
    """The error as the provider wrote it; None if it is empty."""


def open_envelope(line: dict[str, Any]) -> Envelope | None:
    """Status, body and error of a line; None if it is a request."""
    envelope = _open(line)
    return None if envelope.body is None and not _RESULT_KEYS & line.keys() else envelope


def _open(line: dict[str, Any]) -> Envelope:
    result = line.get("result")
    if isinstance(result, dict) and "response" not in line:
        if result.get("type") in _ANTHROPIC or not ("body" in result or has_answer_key(result)):
            return _open_anthropic(result)
        line = {**line, "response": result}
    response = _unquote(line.get("response"))
    if isinstance(response, dict):
        return _open_response(response, line)
    body = _body_in_line(line)
    errors = (_body_error(body), line.get("error"), _status_text(line, body))
    return Envelope(whole_number(line.get("status_code")), body, _first_error(*errors))


def _open_response(response: dict[str, Any], line: dict[str, Any]) -> Envelope:
    status = whole_number(response.get("status_code", line.get("status_code")))
    body = _unquote(response.get("body"))
    if "body" not in response and (status is None or has_answer_key(response)):  # vLLM and Nebius of 2024, Gemini
        body = response
    errors = [_body_error(body), line.get("error"), _status_text(line, body), response.get("error")]
    if status is not None and not 200 <= status < 300:
        errors.append(response.get("message") or (body if isinstance(body, (str, dict)) else None))
    return Envelope(status, body, _first_error(*errors))


def _unquote(value: Any) -> Any:
    """The object in a text of JSON, which some tools write; any other value as it is."""
    if isinstance(value, str) and value.lstrip().startswith("{"):
        inner, _ = codec.loads(value.encode("utf-8", "replace"))
        return inner if isinstance(inner, dict) else value
    return value


def _open_anthropic(result: dict[str, Any]) -> Envelope:
    kind = result.get("type")
    if kind == "succeeded":
        return Envelope(None, result.get("message"), None)
    return Envelope(None, None, _first_error(result.get("error"), kind, "no result"))


def _body_in_line(line: dict[str, Any]) -> Any:
    """A body without a response around it: Bedrock's, or one into which the id was written."""
    if has_answer_key(line.get("body")):
        return line["body"]
    if isinstance(line.get("modelOutput"), dict):
        return line["modelOutput"]
    return line if is_bare_answer(line) else None


def is_bare_answer(value: dict[str, Any]) -> bool:
    """Whether an object is the body of a response, with no envelope."""
    choice, candidate = _first_object(value.get("choices")), _first_object(value.get("candidates"))
    return "finish_reason" in choice or isinstance(choice.get("message"), dict) or "finishReason" in candidate


def _first_object(value: Any) -> dict[str, Any]:
    first = value[0] if isinstance(value, list) and value else value
    return first if isinstance(first, dict) else {}


def _body_error(body: Any) -> Any:
    """The error of a body, or else of its first choice, where OpenRouter writes it."""
    if not isinstance(body, dict):
        return None
    return _first_error(body.get("error"), _first_object(body.get("choices")).get("error"))


def _status_text(line: dict[str, Any], body: Any) -> Any:
    """The status in which Gemini and Vertex describe a failure; other providers write a number or a single word."""
    status = line.get("status")
    if isinstance(status, dict):
        return status
    return status if isinstance(status, str) and " " in status.strip() and answer_of(body) is None else None


def _first_error(*errors: Any) -> Any:
    return next((error for error in errors if error and error_text(error)), None)
