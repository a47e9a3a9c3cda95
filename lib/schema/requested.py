"""The JSON schema that a request asks its answer to follow: which fields, in which order."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

Path = tuple[str, ...]
"""The keys that lead to a value: `("address", "city")`."""

_PLACES: tuple[Path, ...] = (
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


def schema_of(body: Any) -> dict[str, Any] | None:
    """The schema in the body of a request; None if it has none."""
    for path in _PLACES:
        if isinstance(found := _at(body, path), dict):
            return found
    tools = body.get("tools") if isinstance(body, dict) else None
    if isinstance(tools, list) and len(tools) == 1:  # a single tool is how some ask for JSON
        paths: tuple[Path, ...] = (("function", "parameters"), ("parameters",), ("input_schema",))
        return next((found for path in paths if isinstance(found := _at(tools[0], path), dict)), None)
    return None


def first_schema(bodies: Iterable[Any]) -> dict[str, Any] | None:
    """The schema of the first body that has one."""
    return next(filter(None, map(schema_of, bodies)), None)


def fields_of(schema: Any) -> list[Path]:
    """The fields of a schema that are not objects themselves, in the schema's order."""
    return list(dict.fromkeys(islice(_fields(schema, schema, (), ()), _MOST_FIELDS)))


def _fields(schema: Any, root: Any, path: Path, around: tuple[int, ...]) -> Iterator[Path]:
    """The fields of one part of a schema; a part that holds itself is a field."""
    for part in _parts(schema, root):
        properties = part.get("properties")
        if isinstance(properties, dict) and properties and id(properties) not in around:
            for key, inner in properties.items():
                yield from _fields(inner, root, (*path, str(key)), (*around, id(properties)))
            return
    if path:
        yield path


def _parts(schema: Any, root: Any, levels: int = 5) -> Iterator[dict[str, Any]]:
    """A part of a schema, or what it refers to, or its alternatives."""
    if not isinstance(schema, dict) or not levels:
        return
    yield schema
    reference = schema.get("$ref")
    if isinstance(reference, str) and reference.startswith("#"):
        yield from _parts(_at(root, tuple(filter(None, reference[1:].split("/")))), root, levels - 1)
    for key in ("anyOf", "oneOf", "allOf"):
        for choice in schema[key] if isinstance(schema.get(key), list) else ():
            yield from _parts(choice, root, levels - 1)


def _at(value: Any, path: Path) -> Any:
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value
