"""The schemas inside a JSON schema, one by one."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple


class Spot(NamedTuple):
    """One schema inside a schema."""

    place: str
    """In words, such as `"address" > each item`; empty for the whole."""

    schema: Any
    levels: int
    """How many objects and lists it stands inside of."""


def spots(schema: Any, place: str = "", levels: int = 0) -> Iterator[Spot]:
    """A schema and every schema in it, from the outside in; references are not followed."""
    yield Spot(place, schema, levels)
    if not isinstance(schema, dict):
        return
    for name, inner in mapping(schema.get("properties")).items():
        yield from spots(inner, _under(place, f'"{name}"'), levels + 1)
    for keyword in ("$defs", "definitions"):
        for name, inner in mapping(schema.get(keyword)).items():
            yield from spots(inner, _under(place, f'definition "{name}"'))
    for keyword in ("anyOf", "oneOf"):
        for at, inner in enumerate(listing(schema.get(keyword)), 1):
            yield from spots(inner, _under(place, f"{keyword} {at}"), levels)
    if "items" in schema:
        yield from spots(schema["items"], _under(place, "each item"), levels + 1)


def is_object(schema: Any) -> bool:
    """Whether a schema describes an object (or, among others, an object)."""
    return type_of(schema) == "object" or (isinstance(schema, dict) and "type" not in schema and "properties" in schema)


def type_of(schema: Any) -> str:
    """The kind of value a schema describes, "object" or "array" before others, "" where it does not say."""
    given = schema.get("type") if isinstance(schema, dict) else None
    types = [given] if isinstance(given, str) else [one for one in listing(given) if isinstance(one, str)]
    return next((one for one in ("object", "array") if one in types), types[0] if types else "")


def properties_of(schema: Any) -> Mapping[str, Any]:
    """A schema's properties by name; none where it has none."""
    return mapping(schema.get("properties")) if isinstance(schema, dict) else {}


def mapping(value: Any) -> Mapping[str, Any]:
    """The value if it is an object of JSON, else an empty one."""
    return value if isinstance(value, dict) else {}


def listing(value: Any) -> list[Any]:
    """The value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def _under(place: str, name: str) -> str:
    return f"{place} > {name}" if place else name
