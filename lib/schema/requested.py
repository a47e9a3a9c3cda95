"""The JSON schema that a request sets for its answer, and the fields of a schema in their order."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from lib.json.containers import as_list

Path = tuple[str, ...]
"""Keys that lead to a value: `("address", "city")`."""

_PATHS: tuple[Path, ...] = (
    ("response_format", "json_schema", "schema"),  # chat
    ("response_format", "schema"),  # Together, Fireworks
    ("text", "format", "schema"),  # Responses API
    ("guided_json",),  # vLLM
    ("structured_outputs", "json"),
    ("extra_body", "guided_json"),
    ("generationConfig", "responseSchema"),  # Gemini
    ("generation_config", "response_schema"),
    ("output_format", "schema"),  # Anthropic
)
_MOST_FIELDS = 2_000


def requested_schema(body: Any) -> dict[str, Any] | None:
    """The schema in the body of a request, if any."""
    for path in _PATHS:
        if isinstance(schema := _value_at(body, path), dict):
            return schema
    tools = body.get("tools") if isinstance(body, dict) else None
    if isinstance(tools, list) and len(tools) == 1:  # some requests ask for JSON with a single tool
        paths: tuple[Path, ...] = (("function", "parameters"), ("parameters",), ("input_schema",))
        return next((schema for path in paths if isinstance(schema := _value_at(tools[0], path), dict)), None)
    return None


def first_schema(bodies: Iterable[Any]) -> dict[str, Any] | None:
    """The schema of the first body that has one, if any."""
    return next(filter(None, map(requested_schema, bodies)), None)


class SchemaField(NamedTuple):
    """A field of a schema that is not an object itself."""

    path: Path
    schema: Any
    is_required: bool
    """Whether each answer has the field."""


def fields_of(schema: Any) -> list[SchemaField]:
    """The fields of a schema, each once, in the schema's order."""
    fields: dict[Path, SchemaField] = {}
    for found in islice(_fields(schema, schema), _MOST_FIELDS):
        fields.setdefault(found.path, found)
    return list(fields.values())


def _fields(
    schema: Any, root: Any, path: Path = (), around: tuple[int, ...] = (), is_required: bool = True
) -> Iterator[SchemaField]:
    """The fields of one part of a schema; a part that contains itself is a field."""
    for part in parts_of(schema, root):
        properties = part.get("properties")
        if isinstance(properties, dict) and properties and id(properties) not in around:
            required = as_list(part.get("required"))
            for key, inner in properties.items():
                yield from _fields(
                    inner, root, (*path, str(key)), (*around, id(properties)), is_required and key in required
                )
            return
    if path:
        yield SchemaField(path, schema, is_required)


def parts_of(schema: Any, root: Any, levels: int = 5) -> Iterator[dict[str, Any]]:
    """A part of a schema, the target of its reference, and its alternatives."""
    if not isinstance(schema, dict) or not levels:
        return
    yield schema
    reference = schema.get("$ref")
    if isinstance(reference, str) and reference.startswith("#"):
        yield from parts_of(_value_at(root, tuple(filter(None, reference[1:].split("/")))), root, levels - 1)
    for key in ("anyOf", "oneOf", "allOf"):
        for choice in schema[key] if isinstance(schema.get(key), list) else ():
            yield from parts_of(choice, root, levels - 1)


def _value_at(value: Any, path: Path) -> Any:
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value
