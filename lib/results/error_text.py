"""The provider's own words from any shape of error.

Real files have null, a string, `{code, message}`, the same inside `{"error": ...}`, and a message
that is an object or JSON in a string. Never assume that a message is a string.
"""

from collections.abc import Sequence
from typing import Any

from lib.json import codec

_DEEPEST = 8
_EMPTY_WORDS = frozenset(("", "null", "none", "nil", "nan", "n/a", "false"))
_SUCCESS_WORDS = frozenset(("ok", "success", "succeeded", "completed"))
_SUCCESS_CODES = frozenset(("", "0", "200"))
_CODE_KEYS = ("code", "type", "status", "errorCode")
_MESSAGE_KEYS = ("message", "detail", "msg", "errorMessage", "error_message")


def error_text(error: Any, depth: int = 0) -> str:
    """An error as `code: message`; empty if it holds nothing: null and {} are not errors."""
    if not error or depth > _DEEPEST:
        return ""
    if isinstance(error, str):
        return _from_text(error, depth)
    if isinstance(error, list):
        return "; ".join(filter(None, (error_text(item, depth + 1) for item in error)))
    if isinstance(error, dict):
        return _from_object(error, depth)
    return "an error without a message" if error is True else str(error)


def message_of(body: Any) -> str:
    """The message of a body that has nothing else to say, as some gateways answer with status 200."""
    if not isinstance(body, dict) or not any(key in body for key in _MESSAGE_KEYS):
        return ""
    if any(isinstance(value, (dict, list)) for key, value in body.items() if key not in _MESSAGE_KEYS):
        return ""
    return error_text({key: value for key, value in body.items() if key in (*_MESSAGE_KEYS, *_CODE_KEYS)})


def _from_text(text: str, depth: int) -> str:
    """The error inside a text of JSON, else the text; empty for a null that became a text."""
    if _is_empty(text):
        return ""
    if text.lstrip()[:1] in ("{", "["):
        value, damage = codec.loads(text.encode("utf-8", "replace"))
        if damage != "not-json":
            return error_text(value, depth + 1)
    return text


def _from_object(error: dict[str, Any], depth: int) -> str:
    inner = _first_text(error, ("error", "errors"), depth)
    message = _first_text(error, _MESSAGE_KEYS, depth)
    # In {"error": "Not Found", "message": "No model of this name"}, the error is a code and the message explains it.
    is_code = bool(message) and isinstance(error.get("error"), str)
    if inner and not is_code:
        return inner
    codes = [str(code) for key in _CODE_KEYS if not _is_empty(code := error.get(key))]
    if message.casefold().strip(" .!") in _SUCCESS_WORDS and set(codes) <= _SUCCESS_CODES:
        return ""
    code = inner or next((code for code in codes if code != "0"), "")  # 0 is success where codes are numbers
    if message:
        message += _location(error.get("loc"))
        return message if not code or code in message else f"{code}: {message}"
    if code:
        return code
    rest = {key: value for key, value in error.items() if not _is_empty(value)}
    return codec.dumps(rest).decode() if rest else ""


def _is_empty(value: Any, depth: int = 0) -> bool:
    """Whether a value holds nothing: null, an empty text or list, or a null that became a text."""
    if isinstance(value, str):
        return value.strip().casefold() in _EMPTY_WORDS
    if isinstance(value, (dict, list)):
        inside = value.values() if isinstance(value, dict) else value
        return depth < _DEEPEST and all(_is_empty(inner, depth + 1) for inner in inside)
    return not value


def _location(loc: Any) -> str:
    """The field of the request that FastAPI and vLLM name: ` (body.max_tokens)`."""
    return f" ({'.'.join(map(str, loc))})" if isinstance(loc, list) and loc else ""


def _first_text(error: dict[str, Any], keys: Sequence[str], depth: int) -> str:
    """The text of the first key that has one; `true` only means that there is an error."""
    return next(filter(None, (error_text(error.get(key), depth + 1) for key in keys if error.get(key) is not True)), "")
