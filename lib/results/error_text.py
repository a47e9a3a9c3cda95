"""The provider's own words inside any shape of error.

Seen in real files: null, a string, `{code, message}`, that again inside `{"error": ...}`, a
message that is an object or a JSON text itself. Never assume that a message is a string.
"""

from collections.abc import Sequence
from typing import Any

from lib.json import codec

_MOST_NESTED = 8
_NOTHING = frozenset(("", "null", "none", "nil", "nan", "n/a", "false"))
_GOOD = frozenset(("ok", "success", "succeeded", "completed"))
_GOOD_CODES = frozenset(("", "0", "200"))


def error_text(error: Any, depth: int = 0) -> str:
    """An error as `code: message`; empty if there is nothing in it, so that null and {} are no error."""
    if not error or depth > _MOST_NESTED:
        return ""
    if isinstance(error, str):
        return _unwrapped(error, depth)
    if isinstance(error, list):
        return "; ".join(filter(None, (error_text(item, depth + 1) for item in error)))
    if isinstance(error, dict):
        return _of_object(error, depth)
    return "an error without a word about it" if error is True else str(error)


def _unwrapped(text: str, depth: int) -> str:
    """A text, or the error inside it if it is JSON; nothing for a null that became a text."""
    if _is_nothing(text):
        return ""
    if text.lstrip()[:1] in ("{", "["):
        value, flaw = codec.loads(text.encode("utf-8", "replace"))
        if flaw != "not-json":
            return error_text(value, depth + 1)
    return text


def _of_object(error: dict[str, Any], depth: int) -> str:
    inner = _first_words(error, ("error", "errors"), depth)
    said = _first_words(error, ("message", "detail", "msg", "errorMessage"), depth)
    if inner and not (said and isinstance(error.get("error"), str)):
        return inner
    codes = [str(code) for key in ("code", "type", "status", "errorCode") if not _is_nothing(code := error.get(key))]
    code = inner or next((code for code in codes if code != "0"), "")  # 0 is success where codes are numbers
    if said.casefold().strip(" .!") in _GOOD and set(codes) <= _GOOD_CODES:
        return ""
    if said:
        said += _spot(error.get("loc"))
        return said if not code or code in said else f"{code}: {said}"
    if code:
        return code
    filled = {key: value for key, value in error.items() if not _is_nothing(value)}
    return codec.dumps(filled).decode() if filled else ""


def _is_nothing(value: Any, depth: int = 0) -> bool:
    """Whether a value says nothing: null, nothing in it, or a null that became a text."""
    if isinstance(value, str):
        return value.strip().casefold() in _NOTHING
    if isinstance(value, (dict, list)):
        inside = value.values() if isinstance(value, dict) else value
        return depth < _MOST_NESTED and all(_is_nothing(inner, depth + 1) for inner in inside)
    return not value


def _spot(loc: Any) -> str:
    """Where in the request a validator found fault, as FastAPI and vLLM tell it: ` (body.max_tokens)`."""
    return f" ({'.'.join(map(str, loc))})" if isinstance(loc, list) and loc else ""


def _first_words(error: dict[str, Any], keys: Sequence[str], depth: int) -> str:
    """The words under the first of the keys that has any; `true` only says that there is an error."""
    return next(filter(None, (error_text(error.get(key), depth + 1) for key in keys if error.get(key) is not True)), "")
