"""What strict mode takes of JSON schema: the rules of OpenAI's structured outputs.

Source: OpenAI's guide to structured outputs ("Supported schemas"), as stated in 2026-02; what
the guide leaves open (`oneOf`, `default`, a `$ref` with neighbours) is by the API's own errors.
Other providers that take `strict` follow the same rules or pass over the word.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, NamedTuple

from lib.problems import Problem, Weight, counted


@dataclass(frozen=True, slots=True)
class Limits:
    """How big a schema may be in strict mode."""

    properties: int
    """Over all objects of the schema."""

    levels: int
    """Of objects and lists inside each other."""

    characters: int
    """Of all names of properties and definitions, enum values and const values together."""

    choices: int
    """Enum values over the whole schema."""

    many: int
    """Above so many values, one enum's characters are limited too."""

    characters_of_many: int
    source: str


OPENAI = Limits(5_000, 10, 120_000, 1_000, 250, 15_000, "OpenAI's guide to structured outputs, as of 2026-02")
AZURE = Limits(100, 5, 15_000, 500, 250, 7_500, "Azure OpenAI's guide to structured outputs, as of 2025")

FORMATS = ("date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid")
"""The formats of texts that strict mode takes."""

_TAKEN = frozenset(
    "type properties required additionalProperties items enum const anyOf $ref $defs definitions description title"
    " pattern format multipleOf minimum exclusiveMinimum maximum exclusiveMaximum minItems maxItems".split()
)
_HARMLESS = frozenset({"$schema", "$id", "$comment", "examples", "deprecated", "readOnly", "writeOnly"})
_OF_MANY = ("properties", "$defs", "definitions")
_OF_LISTS = ("anyOf", "oneOf", "prefixItems", "allOf")
_OF_ONE = ("items",)


class Spot(NamedTuple):
    """One schema inside a schema."""

    place: str
    """In words, such as `"address" > each item`; empty for the whole."""

    schema: Any
    levels: int
    """How many objects and lists it stands inside of."""


def spots(schema: Any, place: str = "", levels: int = 0) -> Iterator[Spot]:
    """The schema and every schema in it that an answer may have to keep to, references not followed."""
    yield Spot(place, schema, levels)
    if not isinstance(schema, dict):
        return
    for keyword in _OF_MANY:
        for name, inner in _mapping(schema.get(keyword)).items():
            yield from spots(inner, _under(place, f'"{name}"'), levels + 1 if keyword == "properties" else 1)
    for keyword in _OF_LISTS:
        for at, inner in enumerate(_listing(schema.get(keyword)), 1):
            yield from spots(inner, _under(place, f"{keyword} {at}"), levels + (keyword == "prefixItems"))
    for keyword in _OF_ONE:
        if keyword in schema:
            yield from spots(schema[keyword], _under(place, "each item"), levels + 1)


def _under(place: str, name: str) -> str:
    return f"{place} > {name}" if place else name


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _listing(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def is_object(schema: Any) -> bool:
    """Whether a schema describes an object (or, among others, an object)."""
    if not isinstance(schema, dict):
        return False
    types = schema.get("type")
    return types == "object" or "object" in _listing(types) or ("properties" in schema and types is None)


def check_strict(schema: dict[str, Any], limits: Limits = OPENAI) -> list[Problem]:
    """What strict mode would refuse; each weighs "ask", as providers differ."""
    found = [*_check_root(schema)]
    for spot in spots(schema):
        found += _check_spot(spot)
    return found + check_limits(schema, limits, "ask")


def _check_root(schema: dict[str, Any]) -> Iterator[Problem]:
    if schema.get("type") != "object" or "anyOf" in schema:
        message = "the schema: an answer must be one object in strict mode, and this allows something else."
        yield Problem("strict-root", message, 'Put it in a property of a schema of "type": "object".', "ask")


def _check_spot(spot: Spot) -> Iterator[Problem]:
    place = spot.place or "the schema"
    schema = spot.schema
    if not isinstance(schema, dict) or not {"type", "anyOf", "oneOf", "allOf", "$ref", "enum", "const"} & schema.keys():
        if not is_object(schema):
            yield Problem("strict-untyped", f"{place}: strict mode wants a type here.", 'Give it a "type".', "ask")
            return
    if is_object(schema):
        yield from _check_object(place, schema)
    if schema.get("type") == "array" and not isinstance(schema.get("items"), dict):
        yield Problem("strict-items", f"{place}: strict mode wants to know what the list holds.", 'Add "items".', "ask")
    if "$ref" in schema and len(schema) > 1 and spot.place:
        message = f'{place}: strict mode takes nothing beside "$ref".'
        yield Problem("strict-ref", message, "Move the rest to what it refers to.", "ask")
    yield from _check_keywords(place, schema)


def _check_object(place: str, schema: dict[str, Any]) -> Iterator[Problem]:
    names = list(_mapping(schema.get("properties")))
    if not names:
        message = f"{place}: an object without properties can only be empty in strict mode."
        yield Problem("strict-empty", message, 'Name its "properties".', "ask")
    if schema.get("additionalProperties") is not False:
        message = f"{place}: strict mode takes no other properties than those that are named."
        yield Problem("strict-open", message, 'Set "additionalProperties" to false, or switch strict off.', "ask")
    if left := [name for name in names if name not in _listing(schema.get("required"))]:
        said = ", ".join(f'"{name}"' for name in left[:5]) + (f" and {len(left) - 5:,} more" if len(left) > 5 else "")
        message = f"{place}: strict mode wants every property required, and {said} {_are(left)} not."
        yield Problem(
            "strict-optional", message, 'List them in "required" and let them be null, or switch strict off.', "ask"
        )


def _are(names: list[str]) -> str:
    return "is" if len(names) == 1 else "are"


def _check_keywords(place: str, schema: dict[str, Any]) -> Iterator[Problem]:
    for keyword in schema.keys() - _TAKEN - _HARMLESS:
        hint = 'Use "anyOf".' if keyword == "oneOf" else "Take it out, or switch strict off."
        yield Problem("strict-keyword", f'{place}: strict mode does not take "{keyword}".', hint, "ask")
    if isinstance(schema.get("format"), str) and schema["format"] not in FORMATS:
        message = f'{place}: strict mode does not take the format "{schema["format"]}".'
        yield Problem("strict-format", message, f"It takes {', '.join(FORMATS)}.", "ask")


def check_limits(schema: dict[str, Any], limits: Limits = OPENAI, weight: Weight = "ask") -> list[Problem]:
    """Which of strict mode's limits a schema is over."""
    return []


def made_strict(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with every object closed and every property required; those that were optional may be null."""
    strict = deepcopy(schema)
    for spot in list(spots(strict)):
        if is_object(spot.schema):
            _close(spot.schema)
    return strict


def _close(schema: dict[str, Any]) -> None:
    properties = _mapping(schema.get("properties"))
    needed = _listing(schema.get("required"))
    schema["properties"] = {name: inner if name in needed else _or_null(inner) for name, inner in properties.items()}
    schema["required"] = list(properties)
    schema["additionalProperties"] = False


def _or_null(schema: Any) -> Any:
    """What also takes null."""
    return {"anyOf": [schema, {"type": "null"}]}
