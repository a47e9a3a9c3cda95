"""What strict mode takes of JSON schema: the rules of OpenAI's structured outputs.

Source: OpenAI's guide to structured outputs, "Supported schemas" (as of 2026-02, read in 2026-11);
what it leaves open (`oneOf`, `default`, a `$ref` with neighbours) is by the API's own errors. Other
providers that know the word `strict` follow these rules or pass over it, so nothing here blocks by itself.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, NamedTuple

from lib.common import Problem, Severity
from lib.common.phrasing import listed, shorten


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


@dataclass(frozen=True, slots=True)
class SchemaLimits:
    """How big a schema may be in strict mode."""

    properties: int
    """Over all objects of the schema."""

    levels: int
    """Of objects and lists inside each other, the outermost included."""

    characters: int
    """Of all names of properties and definitions, enum values and const values together."""

    choices: int
    """Enum values over the whole schema."""

    many_choices: int
    """One list of more choices than this is limited in its characters too."""

    characters_of_many: int
    source: str


OPENAI = SchemaLimits(5_000, 10, 120_000, 1_000, 250, 15_000, "OpenAI's guide to structured outputs, as of 2026-02")
AZURE = SchemaLimits(100, 5, 15_000, 500, 250, 7_500, "Azure OpenAI's guide to structured outputs, read in 2026-11")

FORMATS = ("date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid")
"""The formats of texts that strict mode takes."""

_TAKEN = {
    *("type", "properties", "required", "additionalProperties", "items", "enum", "const", "anyOf", "$ref"),
    *("$defs", "definitions", "description", "title", "pattern", "format", "multipleOf", "minItems", "maxItems"),
    *("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"),
}
_SAYS_NOTHING = {"$schema", "$id", "$comment", "examples", "deprecated", "readOnly", "writeOnly"}
"""Keywords that ask nothing of an answer; the guide does not say whether they are taken."""

_SAYS_WHAT = {"type", "anyOf", "oneOf", "allOf", "$ref", "enum", "const"}


class _Flaw(NamedTuple):
    kind: str
    message: str
    hint: str
    severity: Severity = "ask"


def check_strict(schema: dict[str, Any], limits: SchemaLimits = OPENAI) -> list[Problem]:
    """What strict mode would refuse, one problem for all places of a kind."""
    places: dict[_Flaw, list[str]] = {}
    for spot in spots(schema):
        for flaw in _flaws(spot):
            places.setdefault(flaw, []).append(spot.place or "the schema as a whole")
    found = [
        Problem(
            flaw.kind,
            f"{listed(where, 3, say=lambda place: shorten(place, 100))}: {flaw.message}",
            flaw.hint,
            flaw.severity,
        )
        for flaw, where in places.items()
    ]
    return found + check_limits(schema, limits, "ask")


def check_limits(schema: dict[str, Any], limits: SchemaLimits = OPENAI, severity: Severity = "ask") -> list[Problem]:
    """Which of strict mode's limits a schema is over."""
    every = list(spots(schema))
    nested = [spot for spot in every if is_object(spot.schema) or type_of(spot.schema) == "array"]
    enums = [listing(spot.schema.get("enum")) for spot in every if isinstance(spot.schema, dict)]
    many = [_characters(enum) for enum in enums if len(enum) > limits.many_choices]
    measured = (
        (sum(len(properties_of(spot.schema)) for spot in every), limits.properties, "properties"),
        (max((spot.levels + 1 for spot in nested), default=0), limits.levels, "levels of objects and lists"),
        (sum(map(len, enums)), limits.choices, "choices"),
        (_characters_of_all(every), limits.characters, "characters of names and choices"),
        (
            max(many, default=0),
            limits.characters_of_many,
            f"characters in one list of over {limits.many_choices} choices",
        ),
    )
    hint = f"Ask for less (source: {limits.source})."
    return [
        Problem("strict-limit", f"the schema has {size:,} {what}; strict mode takes {most:,}.", hint, severity)
        for size, most, what in measured
        if size > most
    ]


def made_strict(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with every object closed and every property required; those that were optional may be null.

    What strict mode refuses for other reasons stays as it is, and `check_strict` still says it: an object
    that took any properties and names none, for one, is left with nothing to hold.
    """
    strict = deepcopy(schema)
    for spot in reversed(list(spots(strict))):  # from the inside out, as a property may be replaced by its copy
        if is_object(spot.schema):
            _close(spot.schema)
    return strict


def _flaws(spot: Spot) -> Iterator[_Flaw]:
    schema = spot.schema
    if not spot.place and (not isinstance(schema, dict) or schema.get("type") != "object" or "anyOf" in schema):
        yield _Flaw("strict-root", "strict mode wants one object.", 'Put it in a property of a "type": "object".')
    elif not isinstance(schema, dict) or not _SAYS_WHAT & schema.keys():
        yield _Flaw("strict-untyped", "strict mode wants to know what may stand here.", 'Give it a "type".')
    if not isinstance(schema, dict):
        return
    if is_object(schema):
        yield from _flaws_of_object(schema)
    if type_of(schema) == "array" and not isinstance(schema.get("items"), dict):
        yield _Flaw("strict-items", "strict mode wants to know what the list holds.", 'Add "items".')
    if spot.place and "$ref" in schema and len(schema) > 1:
        yield _Flaw("strict-ref", 'strict mode takes nothing beside "$ref".', "Move the rest to what it refers to.")
    yield from _flaws_of_keywords(schema)


def _flaws_of_object(schema: dict[str, Any]) -> Iterator[_Flaw]:
    names, required = properties_of(schema), listing(schema.get("required"))
    if not names:
        yield _Flaw("strict-empty", "without properties, only an empty object is left.", 'Name its "properties".')
    if schema.get("additionalProperties") is not False:
        hint = 'Set "additionalProperties" to false, or switch strict off.'
        yield _Flaw("strict-open", "strict mode takes no properties but those that are named.", hint)
    if any(name not in names for name in required):
        yield _Flaw("strict-unknown", '"required" names what is no property.', 'Add it to "properties" or take it out.')
    if any(name not in required for name in names):
        hint = 'List all of them in "required" and let those be null that may be left out, or switch strict off.'
        yield _Flaw("strict-optional", "strict mode wants every property required.", hint)


def _flaws_of_keywords(schema: dict[str, Any]) -> Iterator[_Flaw]:
    for keyword in schema:
        if keyword in _SAYS_NOTHING:
            message = f'OpenAI does not say whether strict mode takes "{keyword}".'
            yield _Flaw("strict-unsaid", message, "It says nothing about an answer: take it out if in doubt.", "note")
        elif keyword not in _TAKEN:
            hint = 'Use "anyOf" instead.' if keyword == "oneOf" else "Take it out, or switch strict off."
            yield _Flaw("strict-keyword", f'strict mode does not take "{shorten(keyword)}".', hint)
    if isinstance(schema.get("format"), str) and schema["format"] not in FORMATS:
        message = f'strict mode does not take the format "{shorten(schema["format"])}".'
        yield _Flaw("strict-format", message, f"Take it out, or use one of {', '.join(FORMATS)}.")


def _close(schema: dict[str, Any]) -> None:
    properties, needed = properties_of(schema), listing(schema.get("required"))
    schema.setdefault("type", "object")
    schema["properties"] = {name: inner if name in needed else _or_null(inner) for name, inner in properties.items()}
    schema["required"] = [*properties, *(name for name in needed if name not in properties)]
    schema["additionalProperties"] = False


def _or_null(schema: Any) -> Any:
    """The schema, or one beside it that takes null."""
    null = {"type": "null"}
    if not isinstance(schema, dict) or "$ref" in schema or "const" in schema:
        return {"anyOf": [schema, null]}
    if "type" in schema and not {"anyOf", "oneOf", "allOf"} & schema.keys():
        types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        choices = {"enum": _with(schema["enum"], None)} if isinstance(schema.get("enum"), list) else {}
        return {**schema, "type": _with(types, "null"), **choices}
    if "type" not in schema and isinstance(schema.get("anyOf"), list):
        return {**schema, "anyOf": _with(schema["anyOf"], null)}
    return {"anyOf": [schema, null]}


def _with(values: list[Any], last: Any) -> list[Any]:
    return values if last in values else [*values, last]


def _characters_of_all(every: list[Spot]) -> int:
    schemas = [spot.schema for spot in every if isinstance(spot.schema, dict)]
    names = (mapping(schema.get(keyword)) for schema in schemas for keyword in ("properties", "$defs", "definitions"))
    values = (_characters([*listing(schema.get("enum")), schema.get("const")]) for schema in schemas)
    return sum(_characters(group) for group in names) + sum(values)


def _characters(values: Any) -> int:
    return sum(len(value) for value in values if isinstance(value, str))
