"""One line that came back without its envelope: id, status, body and error, wherever its provider puts them."""

from typing import Any, NamedTuple

from lib.json import codec
from lib.results.bodies.reader import answer_of, has_answer_key
from lib.results.error_text import error_text
from lib.results.usage import whole_number

_RESULT_KEYS = {"response", "error", "result", "status", "modelOutput"}
"""A line with none of these, and no answer in its body, is a request."""

_ANTHROPIC = ("succeeded", "errored", "canceled", "expired")


class Envelope(NamedTuple):
    """What is inside a line."""

    status: int | None
    body: Any
    error: Any
    """In the provider's shape; None if there is nothing in it."""


def open_envelope(value: dict[str, Any]) -> Envelope | None:
    """Status, body and error of a line; None if it is a request."""
    letter = _opened(value)
    return None if letter.body is None and not _RESULT_KEYS & value.keys() else letter


def _opened(value: dict[str, Any]) -> Envelope:
    result = value.get("result")
    if isinstance(result, dict) and "response" not in value:
        if result.get("type") in _ANTHROPIC or not ("body" in result or has_answer_key(result)):
            return _anthropic(result)
        value = {**value, "response": result}
    response = _unquoted(value.get("response"))
    if isinstance(response, dict):
        return _response(response, value)
    status = whole_number(value.get("status_code"))
    body = _body_without_response(value)
    return Envelope(status, body, _first(_inner(body), value.get("error"), _status_words(value, body)))


def _response(response: dict[str, Any], value: dict[str, Any]) -> Envelope:
    code = whole_number(response.get("status_code", value.get("status_code")))
    body = _unquoted(response.get("body"))
    if "body" not in response and (code is None or has_answer_key(response)):  # vLLM and Nebius of 2024, Gemini
        body = response
    failed = code is not None and not 200 <= code < 300
    said = response.get("message") or (body if isinstance(body, (str, dict)) else None) if failed else None
    errors = (_inner(body), value.get("error"), _status_words(value, body), response.get("error"), said)
    return Envelope(code, body, _first(*errors))


def _unquoted(value: Any) -> Any:
    """An object that was written as a text of JSON, as some tools do; anything else as it is."""
    if isinstance(value, str) and value.lstrip().startswith("{"):
        inner, _ = codec.loads(value.encode("utf-8", "replace"))
        return inner if isinstance(inner, dict) else value
    return value


def _anthropic(result: dict[str, Any]) -> Envelope:
    kind = result.get("type")
    if kind == "succeeded":
        return Envelope(None, result.get("message"), None)
    return Envelope(None, None, _first(result.get("error"), kind, "no result"))


def _body_without_response(value: dict[str, Any]) -> Any:
    """A response's body that stands in the line itself: Bedrock's, or one that the id was written into."""
    if has_answer_key(value.get("body")):
        return value["body"]
    if isinstance(value.get("modelOutput"), dict):
        return value["modelOutput"]
    return value if is_bare_answer(value) else None


def is_bare_answer(value: dict[str, Any]) -> bool:
    """Whether an object is the body of a response, without anything around it."""
    choice, candidate = _first_object(value.get("choices")), _first_object(value.get("candidates"))
    return "finish_reason" in choice or isinstance(choice.get("message"), dict) or "finishReason" in candidate


def _first_object(value: Any) -> dict[str, Any]:
    first = value[0] if isinstance(value, list) and value else value
    return first if isinstance(first, dict) else {}


def _inner(body: Any) -> Any:
    """The error of a body, else that of its first choice, as OpenRouter has it."""
    if not isinstance(body, dict):
        return None
    return _first(body.get("error"), _first_object(body.get("choices")).get("error"))


def _status_words(value: dict[str, Any], body: Any) -> Any:
    """The status of Gemini's and Vertex's failures; elsewhere a status is a number or a word of no weight."""
    status = value.get("status")
    says = isinstance(status, str) and " " in status.strip() and answer_of(body) is None
    return status if says or isinstance(status, dict) else None


def _first(*errors: Any) -> Any:
    return next((error for error in errors if error and error_text(error)), None)
