"""The status, body and error of one result line, wherever its provider puts them."""

from typing import Any, NamedTuple

from lib.json import codec
from lib.json.line_id import ID_KEYS
from lib.json.line_kind import RESULT_KEYS, has_answer_key, is_bare_answer
from lib.json.spelling import get
from lib.results.answer import Answer, is_running
from lib.results.bodies.reader import answer_of
from lib.results.error_text import error_text
from lib.results.usage import whole_number

_RESULT_KEYS = {*RESULT_KEYS, "status"}
"""A line without any of these, and without an answer in its body, is a request."""

_SUCCESSES = ("succeeded", "success", "completed")
_FAILURES = ("errored", "failed", "canceled", "cancelled", "expired")
_BARE_RESPONSES = ("choices", "candidates", "promptFeedback", "prompt_feedback")
"""Keys that tell a response in a text of JSON from an answer that is JSON itself."""


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


def is_still_running(line: dict[str, Any], envelope: Envelope, answer: Answer | None) -> bool:
    """Whether the work on a line's request is not done yet, so that the line is not a result."""
    if envelope.error is not None:
        return False
    body = envelope.body if isinstance(envelope.body, dict) else {}
    if _is_running(body.get("status")) or _is_running(body.get("state")) or (answer and answer.is_running):
        return True
    if answer:
        return False
    parts = [line, *(part for key in ("response", "result") if isinstance(part := line.get(key), dict))]
    return any(_is_running(part.get(key)) for part in parts for key in ("status", "state", "type"))


def _is_running(status: Any) -> bool:
    return isinstance(status, str) and is_running(status)


def _open(line: dict[str, Any]) -> Envelope:
    if line.get("response") is None:
        result = line.get("result")
        if isinstance(result, dict) and _outcome(result):
            return _open_outcome(result)
        if isinstance(result, dict) and not _is_response(result):
            return Envelope(None, result or None, _first_error(result.get("error"), None if result else "no result"))
        if result is not None:
            line = {**line, "response": result}
        elif _outcome(line) and "body" not in line:
            return _open_outcome({key: value for key, value in line.items() if key != "response"})
    response = _response_in_text(line.get("response"))
    if isinstance(response, dict):
        return _open_response(response, line)
    body = response if response not in (None, "", []) else _body_in_line(line)
    return _close(whole_number(get(line, "status_code")), body, line)


def _close(status: int | None, body: Any, line: dict[str, Any], response: dict[str, Any] | None = None) -> Envelope:
    """The envelope of a body, with the first error that is anywhere around it."""
    response = response or {}
    errors = [_body_error(body), line.get("error"), _status_text(line, body), response.get("error")]
    if status is not None and not 200 <= status < 300:
        errors.append(response.get("message") or (body if isinstance(body, (str, dict)) else None))
    return Envelope(status, body, _first_error(*errors))


def _open_response(response: dict[str, Any], line: dict[str, Any]) -> Envelope:
    status = whole_number(
        get(response, "status_code") if "body" in response else get({**line, **response}, "status_code")
    )
    if status is None:
        status = whole_number(get(line, "status_code"))
    return _close(status, _body_of(response, status), line, response)


def _body_of(response: dict[str, Any], status: int | None) -> Any:
    """The body of a response. It is the response itself at vLLM and Nebius of 2024, and at Gemini."""
    if "body" in response:
        return _body_in_text(response["body"])
    if status is None or has_answer_key(response):
        return response
    rest = {key: value for key, value in response.items() if key not in _AROUND_A_BODY}
    return rest if rest and 200 <= status < 300 else None


_AROUND_A_BODY = ("status_code", "statusCode", "request_id", "requestId", "headers", "error")


def _response_in_text(value: Any) -> Any:
    """The response in a text of JSON, which some tools write. Any other text is an answer, also if it is JSON."""
    inner = _object_in_text(value)
    if inner is None:
        return value
    is_envelope = get(inner, "status_code") is not None or any(key in inner for key in ("body", "error"))
    return inner if is_envelope or is_bare_answer(inner) or any(key in inner for key in _BARE_RESPONSES) else value


def _body_in_text(value: Any) -> Any:
    """The body in a text of JSON, if there is an answer or an error in it; any other value as it is."""
    inner = _object_in_text(value)
    return inner if inner is not None and ("error" in inner or answer_of(inner)) else value


def _object_in_text(value: Any) -> dict[str, Any] | None:
    if not isinstance(value, str) or not value.lstrip().startswith("{"):
        return None
    inner, _ = codec.loads(value.encode("utf-8", "replace"))
    return inner if isinstance(inner, dict) else None


def _outcome(result: dict[str, Any]) -> str:
    """What a result says of itself, as at Anthropic; empty if it says nothing."""
    kind = result.get("type")
    word = kind.lower() if isinstance(kind, str) else ""
    return word if word in _SUCCESSES or word in _FAILURES else ""


def _open_outcome(result: dict[str, Any]) -> Envelope:
    """A result that says what became of it: the answer is its message, or wherever other envelopes have it."""
    kind = _outcome(result)
    if kind in _FAILURES:
        return Envelope(None, None, _first_error(result.get("error"), result.get("message"), kind))
    rest = {key: value for key, value in result.items() if key != "type" and value is not None}
    if (message := rest.get("message")) is not None:
        return Envelope(None, message, _first_error(_body_error(message), rest.get("error")))
    envelope = _open(rest)
    is_elsewhere = envelope.body is None and envelope.error is None and not {*ID_KEYS, *_RESULT_KEYS} & rest.keys()
    return envelope._replace(body=rest or None) if is_elsewhere else envelope


def _is_response(result: dict[str, Any]) -> bool:
    """Whether a result is the response under another name, or has one."""
    return "body" in result or has_answer_key(result) or get(result, "status_code") is not None


def _body_in_line(line: dict[str, Any]) -> Any:
    """A body without a response around it: Bedrock's and Vertex's, or one into which the id was written."""
    body = line.get("body")
    is_response = get(line, "status_code") is not None and "url" not in line
    if has_answer_key(body) or (is_response and body is not None):
        return _body_in_text(body)
    for key in ("modelOutput", "prediction"):
        if isinstance(line.get(key), dict):
            return line[key]
    if isinstance(predictions := line.get("predictions"), list) and len(predictions) == 1:
        return predictions[0]
    return line if is_bare_answer(line) or _has_message(line) else None


def _has_message(line: dict[str, Any]) -> bool:
    """Whether a message of an assistant is in the line itself."""
    message = line.get("message")
    return isinstance(message, dict) and message.get("role") == "assistant"


def _body_error(body: Any) -> Any:
    """The error of a body, or else of its first choice, where OpenRouter writes it."""
    if not isinstance(body, dict):
        return None
    choices = body.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else choices
    return _first_error(body.get("error"), choice.get("error") if isinstance(choice, dict) else None)


def _status_text(line: dict[str, Any], body: Any) -> Any:
    """The status in which Gemini and Vertex describe a failure; other providers write a number or a single word."""
    status = line.get("status")
    if isinstance(status, dict):
        return status
    return status if isinstance(status, str) and " " in status.strip() and answer_of(body) is None else None


def _first_error(*errors: Any) -> Any:
    return next((error for error in errors if error and error_text(error)), None)
