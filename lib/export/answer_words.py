"""The answer that a request asks for, in words: its columns, what each may hold, and what the model was told of it."""

from collections.abc import Iterator, Mapping
from typing import Any

from lib.common.phrasing import listed
from lib.schema.requested import requested_schema

ANSWER_KEYS = ("response_format", "guided_json", "structured_outputs", "output_format")
"""The keys of a body that describe the answer and nothing else."""

_KINDS = {
    "string": "Text",
    "number": "Number",
    "integer": "Whole number",
    "boolean": "Yes or no",
    "array": "List",
    "object": "Several fields",
    "null": "Empty",
}
_ITEMS = {"string": "texts", "number": "numbers", "integer": "whole numbers", "object": "records"}
_MOST_VALUES = 30


def describes_answer(key: str, value: Any) -> bool:
    """Whether a key of a body is a subject of `answer_facts`."""
    return key in ANSWER_KEYS or (key == "text" and isinstance(value, dict) and value.keys() <= {"format"})


def answer_facts(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Labels with their texts, such as `Answer column mood`: `One of: good, bad. The mood of the buyer`."""
    schema = requested_schema(body)
    properties = schema.get("properties") if schema else None
    if isinstance(properties, dict) and properties:
        yield from ((f"Answer column {name}", _words(inner)) for name, inner in properties.items())
    elif schema:
        yield "Answer as", "JSON of a form that the request describes"
    elif any(describes_answer(key, value) for key, value in body.items()):
        yield "Answer as", "Any JSON object" if _kind(body) == "json_object" else "One text"


def _kind(body: Mapping[str, Any]) -> Any:
    text = body.get("text")
    form = body.get("response_format") or (text.get("format") if isinstance(text, dict) else None)
    return form.get("type") if isinstance(form, dict) else None


def _words(schema: Any) -> str:
    """What a column may hold, and its description for the model."""
    if not isinstance(schema, dict):
        return "Anything"
    description = schema.get("description")
    parts = [_allowed(schema), description.strip() if isinstance(description, str) else ""]
    return ". ".join(filter(None, parts))


def _allowed(schema: Mapping[str, Any]) -> str:
    if choices := _choices(schema):
        return f"One of: {choices}"
    kinds, items = schema.get("type"), schema.get("items")
    if kinds == "array" and isinstance(items, dict):
        choices = _choices(items)
        return f"List of these: {choices}" if choices else f"List of {_ITEMS.get(str(items.get('type')), 'values')}"
    names = [_KINDS.get(str(kind), "Anything") for kind in (kinds if isinstance(kinds, list) else [kinds])]
    return (" or ".join(names).capitalize() or "Anything") + _range(schema)


def _range(schema: Mapping[str, Any]) -> str:
    """The lowest and the highest number, where a schema has both: ` from 1 to 5`."""
    ends = [schema.get("minimum"), schema.get("maximum")]
    return f" from {ends[0]} to {ends[1]}" if all(isinstance(end, (int, float)) for end in ends) else ""


def _choices(schema: Mapping[str, Any]) -> str:
    choices = schema.get("enum")
    return listed(choices, _MOST_VALUES) if isinstance(choices, list) else ""
