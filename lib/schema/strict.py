"""What strict mode rejects in a JSON schema, by the rules of OpenAI, and a strict copy of a schema.

Source: OpenAI's guide to structured outputs, "Supported schemas" (as of February 2026, checked in November 2026).
Where the guide is silent (`oneOf`, `default`, a `$ref` with neighbours), the API's own errors decide.
Other providers that know the word `strict` follow these rules or ignore it, so nothing here blocks.
"""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any, NamedTuple

from lib.common import Problem, Severity
from lib.common.phrasing import listed, shorten
from lib.json.containers import as_list
from lib.schema.limits import OPENAI, SchemaLimits, check_limits
from lib.schema.subschemas import Subschema, is_object, properties_of, subschemas, type_of

FORMATS = ("date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid")
"""The formats of texts that strict mode accepts."""

_ACCEPTED = {
    *("type", "properties", "required", "additionalProperties", "items", "enum", "const", "anyOf", "$ref"),
    *("$defs", "definitions", "description", "title", "pattern", "format", "multipleOf", "minItems", "maxItems"),
    *("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"),
}
_ANNOTATIONS = {"$schema", "$id", "$comment", "examples", "deprecated", "readOnly", "writeOnly"}
"""Keywords that do not restrict an answer; the guide does not say whether strict mode accepts them."""

_TYPING = {"type", "anyOf", "oneOf", "allOf", "$ref", "enum", "const"}
"""Keywords of which a schema needs at least one, so that its values have a type."""


class _Fault(NamedTuple):
    kind: str
    message: str
    hint: str
    severity: Severity = "ask"


def check_strict(schema: dict[str, Any], limits: SchemaLimits = OPENAI) -> list[Problem]:
    """What strict mode would reject, as one problem for all places with the same fault."""
    places: dict[_Fault, list[str]] = {}
    for part in subschemas(schema):
        for fault in _faults(part):
            places.setdefault(fault, []).append(part.place or "the schema as a whole")
    problems = [
        Problem(fault.kind, f"{_places(where)}: {fault.message}", fault.hint, fault.severity)
        for fault, where in places.items()
    ]
    return problems + check_limits(schema, limits, "ask")


def make_strict(schema: dict[str, Any]) -> dict[str, Any]:
    """A copy in which every object is closed and every property required; optional properties may be null.

    What strict mode rejects for other reasons stays, and `check_strict` still reports it. An object
    without named properties, which allowed any, then allows none.
    """
    strict = deepcopy(schema)
    for part in reversed(list(subschemas(strict))):  # from the inside out: a copy may replace a property
        if is_object(part.schema):
            _close(part.schema)
    return strict


def _places(places: list[str]) -> str:
    return listed(places, 3, say=lambda place: shorten(place, 100))


def _faults(part: Subschema) -> Iterator[_Fault]:
    schema = part.schema
    if not part.place and (not isinstance(schema, dict) or schema.get("type") != "object" or "anyOf" in schema):
        yield _Fault("strict-root", "strict mode needs one object.", 'Put it in a property of a "type": "object".')
    elif not isinstance(schema, dict) or not _TYPING & schema.keys():
        yield _Fault("strict-untyped", "strict mode needs a type.", 'Add a "type".')
    if not isinstance(schema, dict):
        return
    if is_object(schema):
        yield from _object_faults(schema)
    if type_of(schema) == "array" and not isinstance(schema.get("items"), dict):
        yield _Fault("strict-items", "strict mode needs the type of the list's items.", 'Add "items".')
    if part.place and "$ref" in schema and len(schema) > 1:
        yield _Fault(
            "strict-ref",
            'strict mode accepts nothing beside "$ref".',
            'Move the other keys into the schema that "$ref" names.',
        )
    if outsiders := _wrong_choices(schema):
        message = f'{listed(outsiders)} in "enum" is not of the type {_types_in_words(schema)}.'
        yield _Fault("strict-enum", message, 'Correct the value, or the "type".')
    yield from _keyword_faults(schema)


def _wrong_choices(schema: dict[str, Any]) -> list[str]:
    """The values of an enum that are not of the schema's type, as JSON."""
    types = {name: test for name, test in _TYPE_TESTS.items() if name in _types(schema)}
    if not types or len(types) < len(_types(schema)):
        return []
    values = as_list(schema.get("enum"))
    return [shorten(json.dumps(value)) for value in values if not any(test(value) for test in types.values())]


def _types(schema: dict[str, Any]) -> list[Any]:
    written = schema.get("type")
    return written if isinstance(written, list) else [written]


def _types_in_words(schema: dict[str, Any]) -> str:
    return " or ".join(map(str, _types(schema)))


_TYPE_TESTS: dict[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: type(value) is int or (isinstance(value, float) and value.is_integer()),
    "number": lambda value: type(value) in (int, float),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
}


def _object_faults(schema: dict[str, Any]) -> Iterator[_Fault]:
    names, required = properties_of(schema), as_list(schema.get("required"))
    if not names:
        yield _Fault("strict-empty", "without properties, strict mode only allows {}.", 'List its "properties".')
    if schema.get("additionalProperties") is not False:
        hint = 'Set "additionalProperties" to false, or switch strict off.'
        yield _Fault("strict-open", "strict mode only allows named properties.", hint)
    if any(name not in names for name in required):
        hint = 'Add it to "properties" or remove it.'
        yield _Fault("strict-unknown", '"required" names something that is not a property.', hint)
    if any(name not in required for name in names):
        hint = 'List all in "required" and allow null where a value may be missing, or switch strict off.'
        yield _Fault("strict-optional", "strict mode requires every property.", hint)


def _keyword_faults(schema: dict[str, Any]) -> Iterator[_Fault]:
    for keyword in schema:
        if keyword in _ANNOTATIONS:
            message = f'OpenAI does not document whether strict mode accepts "{keyword}".'
            hint = "It does not change the answers; remove it if in doubt."
            yield _Fault("strict-undocumented", message, hint, "note")
        elif keyword not in _ACCEPTED:
            hint = 'Use "anyOf" instead.' if keyword == "oneOf" else "Remove it, or switch strict off."
            yield _Fault("strict-keyword", f'strict mode does not accept "{shorten(keyword)}".', hint)
    if isinstance(schema.get("format"), str) and schema["format"] not in FORMATS:
        message = f'strict mode does not accept the format "{shorten(schema["format"])}".'
        yield _Fault("strict-format", message, f"Remove it, or use one of {', '.join(FORMATS)}.")


def _close(schema: dict[str, Any]) -> None:
    properties, required = properties_of(schema), as_list(schema.get("required"))
    schema.setdefault("type", "object")
    schema["properties"] = {name: inner if name in required else _or_null(inner) for name, inner in properties.items()}
    schema["required"] = [*properties, *(name for name in required if name not in properties)]
    schema["additionalProperties"] = False


def _or_null(schema: Any) -> Any:
    """A schema that also allows null."""
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
