"""The provider's own words inside any shape of error.

Seen in real files: null, a string, `{code, message}`, that again inside `{"error": ...}`, a
message that is an object or a JSON text itself. Never assume that a message is a string.
"""

from typing import Any

from lib import jsonl

_MOST_NESTED = 8


def words_of(error: Any, depth: int = 0) -> str:
    """An error as `code: message`; empty if there is nothing in it, so that null and {} are no error."""
    if error is None or error == "" or depth > _MOST_NESTED:
        return ""
    if isinstance(error, str):
        return _unwrapped(error, depth)
    if isinstance(error, list):
        return "; ".join(filter(None, (words_of(item, depth + 1) for item in error)))
    if isinstance(error, dict):
        return _of_object(error, depth)
    return "" if error is False else str(error)


def _unwrapped(text: str, depth: int) -> str:
    """A text, or the error inside it if it is JSON."""
    if text.lstrip()[:1] in ("{", "["):
        value, flaw = jsonl.loads(text.encode("utf-8", "replace"))
        if flaw != "not-json":
            return words_of(value, depth + 1) or text
    return text


def _of_object(error: dict[str, Any], depth: int) -> str:
    for key in ("error", "errors"):
        if inner := words_of(error.get(key), depth + 1):
            return inner
    said = next(filter(None, (words_of(error.get(key), depth + 1) for key in ("message", "detail", "msg"))), "")
    code = next((str(error[key]) for key in ("code", "type", "status") if error.get(key) not in (None, "")), "")
    if said:
        return said if not code or code in said else f"{code}: {said}"
    if code:
        return code
    filled = {key: value for key, value in error.items() if value not in (None, "", [], {})}
    return jsonl.dumps(filled).decode() if filled else ""
