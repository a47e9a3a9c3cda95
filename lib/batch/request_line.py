"""The id and the body of a request line, whichever provider it was written for."""

from typing import Any

from lib.json import codec
from lib.json.lossless import EXACT


def body_of(value: Any) -> Any:
    """The body of a request's object, under whichever name."""
    if not isinstance(value, dict):
        return None
    return next((value[key] for key in BODY_KEYS if key in value), None)


def custom_id_of(value: dict[str, Any], flaw: codec.Flaw = "") -> str | None:
    """The line's id as text; a number is read as its text, anything else is none.

    None, too, where two ids could look the same: a number with more digits than a float keeps,
    and an id in which broken characters were replaced.
    """
    custom_id = next((value[key] for key in ID_KEYS if key in value), None)
    if isinstance(custom_id, (int, float)) and not isinstance(custom_id, bool):
        return str(custom_id) if isinstance(custom_id, int) or abs(custom_id) < EXACT else None
    if not isinstance(custom_id, str) or (flaw and "\ufffd" in custom_id):
        return None
    return custom_id or None


ID_KEYS = ("custom_id", "key", "recordId")
"""What providers call the id of a request: OpenAI and most, Gemini, Bedrock."""


BODY_KEYS = ("body", "params", "request", "modelInput")
"""What they call the body of a request: OpenAI and most, Anthropic, Gemini, Bedrock."""
