"""Every schema inside a schema, with its place in words, and what it describes."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from lib.json.containers import as_list, as_object


class Subschema(NamedTuple):
    """One schema inside a schema."""

    place: str
    """Place in words, such as `"address" > each item`; empty for the whole schema."""

    schema: Any
    levels: int
    """Number of objects and lists around it."""


def subschemas(schema: Any, place: str = "", levels: int = 0) -> Iterator[Subschema]:
    """A schema and every schema in it, from the outside in, without following references."""
    yield Subschema(place, schema, levels)
    if not isinstance(schema, dict):
        return
    for name, inner in as_object(schema.get("properties")).items():
        yield from subschemas(inner, _inside(place, f'"{name}"'), levels + 1)
    for keyword in ("$defs", "definitions"):
        for name, inner in as_object(schema.get(keyword)).items():
            yield from subschemas(inner, _inside(place, f'definition "{name}"'))
    for keyword in ("anyOf", "oneOf"):
        for number, inner in enumerate(as_list(schema.get(keyword)), 1):
            yield from subschemas(inner, _inside(place, f"{keyword} {number}"), levels)
    if "items" in schema:
        yield from subschemas(schema["items"], _inside(place, "each item"), levels + 1)


def _inside(place: str, name: str) -> str:
    return f"{place} > {name}" if place else name


def is_object(schema: Any) -> bool:
    """Whether a schema describes an object, perhaps among other types."""
    return type_of(schema) == "object" or (isinstance(schema, dict) and "type" not in schema and "properties" in schema)


def type_of(schema: Any) -> str:
    """The type that a schema describes, "object" or "array" before others; "" if it has none."""
    written = schema.get("type") if isinstance(schema, dict) else None
    types = [written] if isinstance(written, str) else [name for name in as_list(written) if isinstance(name, str)]
    return next((name for name in ("object", "array") if name in types), types[0] if types else "")


def properties_of(schema: Any) -> Mapping[str, Any]:
    """A schema's properties by name; empty if it has none."""
    return as_object(schema.get("properties")) if isinstance(schema, dict) else {}
