"""What one JSON object is: a request, a result, the status of a batch, a row of a table ...

Every reader asks here: the inbox, the sheet reader and Check. So no page sends a file to another page that sends it
back.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any, Literal

from lib.json.line_id import ID_KEYS, find_id
from lib.json.spelling import get

LineKind = Literal[
    "request",
    "result",
    "answer-beside-request",
    "answer-without-id",
    "bare-body",
    "batch-status",
    "error-message",
    "row",
]
"""A result has an id. The two kinds of answers have none: the request in the same line may tell which row they answer.
An error message is what a failed download saves. A row is a row of a table, or any other object."""

BATCH_LINES: frozenset[LineKind] = frozenset(("request", "result", "answer-beside-request", "answer-without-id"))
"""The kinds of lines that a batch's files have."""

BODY_KEYS = ("body", "params", "request", "modelInput", "instance")
"""Keys of a request's body: of OpenAI and most others, Anthropic, Gemini, Bedrock, Vertex."""

ANSWER_KEYS = ("choices", "output", "data", "results", "content", "candidates", "promptFeedback", "prompt_feedback")
"""Keys that mark an object as an answer, in whatever part of a line."""

RESULT_KEYS = ("response", "result", "error", "modelOutput", "prediction", "predictions")
"""Keys of what a provider adds to a request."""

EXPORTED_STATES = ("OK", "Failed", "Cut short", "Refused", "Missing", "Unknown", "Not sent", "No answer")
"""The states of a joined table, which may be loaded as a sheet."""

_ENVELOPE = {
    *ID_KEYS,
    *BODY_KEYS,
    *RESULT_KEYS,
    *("id", "batch_id", "request_id", "object", "method", "url", "model", "created", "created_at", "processed_time"),
    *("status", "status_code", "statusCode", "code", "message", "type"),
}
"""Keys of a batch's lines. Any other key with a plain value is a column of a table."""

_EXPORT_SUFFIX = " (batch)"


def line_kind(value: dict[str, Any]) -> LineKind:
    """The kind of one object, by its keys and values."""
    if is_batch_status(value):
        return "batch-status"
    if _has_own_id(value):
        if _is_result(value):
            return "result"
        return "request" if request_in(value) is not None else "row"
    if find_id(value) is not None and (_is_answer(value) or not has_columns(value)):
        if _is_answer(value) or any(isinstance(value.get(key), dict) for key in RESULT_KEYS):
            return "result"
        if request_in(value) is not None:
            return "request"
    return _kind_without_id(value)


def common_kind(records: Iterable[dict[str, Any]]) -> LineKind | None:
    """The kind that most of the objects have; None if none of them belongs to a batch, nor looks like a row beside it.

    An object without an id of a batch does not count, unless it has a kind of its own.
    """
    kinds = [(line_kind(record), record) for record in records]
    votes = Counter(kind for kind, record in kinds if kind != "row" or (_has_own_id(record) and has_columns(record)))
    if len(kinds) > 1:
        votes.pop("error-message", None)  # a failed download saves one message
    return votes.most_common(1)[0][0] if votes else None


def is_batch_status(value: dict[str, Any]) -> bool:
    """Whether an object is the status of a batch, or a list of them."""
    listed = value.get("data")
    first = listed[0] if isinstance(listed, list) and listed and isinstance(listed[0], dict) else value
    return first.get("object") == "batch" or first.get("type") == "message_batch"


def request_in(value: dict[str, Any]) -> dict[str, Any] | None:
    """The body of the request in a line; None if it has none."""
    for key in BODY_KEYS:
        body = value.get(key)
        if isinstance(body, dict) and not (key == "body" and _is_answer_body(body)):
            return body
    return None


def is_bare_answer(value: dict[str, Any]) -> bool:
    """Whether an object is the body of a response, with no envelope."""
    choice, candidate = _first_object(value.get("choices")), _first_object(value.get("candidates"))
    if "finish_reason" in choice or "finishReason" in choice or isinstance(choice.get("message"), dict):
        return True
    if get(candidate, "finishReason") is not None or isinstance(candidate.get("content"), dict):
        return True
    is_message = value.get("type") == "message" and value.get("role") == "assistant"
    return is_message or (value.get("object") == "response" and isinstance(value.get("output"), list))


def has_answer_key(value: Any) -> bool:
    """Whether an object has the key of an answer, even an empty one."""
    return isinstance(value, dict) and any(key in value for key in ANSWER_KEYS)


def has_columns(value: dict[str, Any]) -> bool:
    """Whether an object has a plain value under a key that no line of a batch has."""
    return any(key not in _ENVELOPE and not isinstance(inner, (dict, list)) for key, inner in value.items())


def _has_own_id(value: dict[str, Any]) -> bool:
    return any(key in value for key in ID_KEYS)


def _is_answer_body(body: dict[str, Any]) -> bool:
    return has_answer_key(body) and "messages" not in body


def _is_result(value: dict[str, Any]) -> bool:
    """Whether an object with an id has a batch's response, result or error, which may be null."""
    if any(isinstance(value.get(key), dict) or is_bare_answer(_first_object(value.get(key))) for key in RESULT_KEYS):
        return True
    status = value.get("status")
    if isinstance(status, dict) and ("code" in status or "message" in status):  # how Gemini writes a failure
        return True
    if _is_exported(value):
        return False
    body = value.get("body")
    failed = "error" in value and not isinstance(body, dict) and not _has_error_column(value)
    is_empty = "response" in value and value["response"] is None
    return is_empty or failed or _has_text_result(value) or has_answer_key(body) or is_bare_answer(value)


def _has_text_result(value: dict[str, Any]) -> bool:
    """Whether an object has an answer or a status as plain text. With `key`, these may be the columns of a table."""
    if has_columns(value) or "key" in value:
        return False
    if isinstance(value.get("status"), str) and request_in(value) is None:  # work that failed, or is not done yet
        return True
    return any(isinstance(value.get(key), (str, list)) and value[key] for key in RESULT_KEYS)


def _is_exported(value: dict[str, Any]) -> bool:
    """Whether an object is a row of a joined table, in which `error` is a column. A part of the columns is enough."""
    bare = {key.removesuffix(_EXPORT_SUFFIX): inner for key, inner in value.items()}
    return "answer" in bare or (isinstance(bare.get("state"), str) and bare["state"] in EXPORTED_STATES)


def _has_error_column(value: dict[str, Any]) -> bool:
    """Whether an object is a row of a table whose error column is empty here."""
    return value["error"] in (None, "") and has_columns(value)


def _kind_without_id(value: dict[str, Any]) -> LineKind:
    if _is_answer(value):
        has_request = request_in(value) is not None
        return "answer-beside-request" if has_request else "answer-without-id"
    if "model" in value and ("messages" in value or "input" in value):
        return "bare-body"
    return "error-message" if isinstance(value.get("error"), dict) else "row"


def _is_answer(value: dict[str, Any]) -> bool:
    """Whether an object has a response, or the failure of the request in it, with or without an id."""
    body, response = value.get("body"), value.get("response")
    if any(isinstance(inner, dict) and is_bare_answer(inner) for inner in (value, body, response)):
        return True
    if has_columns(value):
        return False
    if isinstance(response, dict) and ("body" in response or get(response, "statusCode", "promptFeedback") is not None):
        return True
    has_result = any(isinstance(value.get(key), (dict, list)) for key in RESULT_KEYS)
    return has_result and request_in(value) is not None


def _first_object(value: Any) -> dict[str, Any]:
    first = value[0] if isinstance(value, list) and value else value
    return first if isinstance(first, dict) else {}
