"""Where the id of a batch's line is: at its top, or in one of the objects below."""

from collections.abc import Iterator
from typing import Any

ID_KEYS = ("custom_id", "key", "recordId", "customId")
"""Keys of a request's id: of OpenAI and most others, Gemini, Bedrock, and OpenAI's in camel case."""

_PLACES: tuple[tuple[str, ...], ...] = (
    ("metadata",),  # Gemini's inline requests
    ("request",),
    ("request", "metadata"),
    ("request", "labels"),  # Vertex
    ("response",),
    ("response", "metadata"),
    ("response", "body"),
    ("response", "body", "metadata"),
    ("result",),
    ("result", "metadata"),
    ("instance",),  # Vertex
    ("labels",),
    ("params",),
    ("params", "metadata"),
    ("body",),
    ("body", "metadata"),
    ("modelInput",),
)
"""Objects below the top of a line in which providers and tools write the id."""


def find_id(line: dict[str, Any]) -> Any:
    """The id as its line has it; None if there is none, or if the objects below the top have different ones.

    >>> find_id({"metadata": {"key": "q1"}, "response": {}})
    'q1'
    """
    for key in ID_KEYS:
        if line.get(key) is not None and line[key] != "":
            return line[key]
    below = list(_ids_below(line))
    return below[0] if below and all(one == below[0] for one in below) else None


def _ids_below(line: dict[str, Any]) -> Iterator[Any]:
    for place in _PLACES:
        holder: Any = line
        for key in place:
            holder = holder.get(key) if isinstance(holder, dict) else None
        if isinstance(holder, dict):
            yield from (holder[key] for key in ID_KEYS if isinstance(holder.get(key), (str, int)) and holder[key] != "")
