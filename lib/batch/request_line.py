"""The id and the body of a request line, for every provider that writes one."""

from typing import Any

from lib.json import codec
from lib.json.line_id import find_id
from lib.json.line_kind import BODY_KEYS
from lib.json.lossless import MAX_EXACT


def body_of(value: Any) -> Any:
    """The body of a request, under whichever key; None if it has none."""
    if not isinstance(value, dict):
        return None
    for key in BODY_KEYS:
        if key in value:
            return value[key]
    return None


def custom_id_of(value: dict[str, Any], flaw: codec.Damage = "") -> str | None:
    """The id of a request as text. A number becomes its text; any other value gives None.

    Two ids must never look the same. So a number with more digits than a float keeps gives None, and so does an id
    in which broken characters were replaced.
    """
    custom_id = find_id(value)
    if isinstance(custom_id, str):
        return None if flaw and "\ufffd" in custom_id else custom_id or None
    if isinstance(custom_id, (int, float)) and not isinstance(custom_id, bool):
        return str(custom_id) if isinstance(custom_id, int) or abs(custom_id) < MAX_EXACT else None
    return None
