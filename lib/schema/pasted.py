"""A JSON schema that somebody pasted: found in whatever was pasted around it, and checked."""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jsonschema_rs import Draft202012Validator, ValidationError

from lib.common import Problem, Unreadable, unreadable
from lib.common.phrasing import listed, shorten_line
from lib.json.diagnose import read_json
from lib.schema.strict import check_strict
from lib.schema.validate import validator

_NOT_IN_NAME = re.compile(r"[^a-zA-Z0-9_-]+")


def schema_name(text: str) -> str:
    """A name that a json_schema may have (64 of A-Z, a-z, 0-9, _ and -), made of a text; `answer` if nothing is left.

    >>> schema_name("Café reviews (2026).csv"), schema_name("顧客")
    ('Cafe_reviews_2026_csv', 'answer')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _NOT_IN_NAME.sub("_", plain).strip("_-")[:64] or "answer"


_AROUND = ("response_format", "text", "format", "json_schema")
"""What stands around a schema in a request, from the outside in."""

_LONGEST = 60
"""So many characters of a name or value are said."""

_RULES = Draft202012Validator({"$ref": "https://json-schema.org/draft/2020-12/schema"})
"""The rules that every schema must keep; nothing is fetched, they come with the library."""

_OWN = {"type", "name", "schema", "strict", "description"}
_OF_A_SCHEMA = {"properties", "items", "$ref", "$defs", "definitions", "anyOf", "oneOf", "allOf", "enum", "const"}


@dataclass(frozen=True, slots=True)
class PastedSchema:
    """What a pasted text asks of an answer."""

    name: str
    """As in the text, made valid; by the schema's title, else `answer`, where the text has none."""

    schema: dict[str, Any]
    strict: bool = True
    """As in the text; true where the text does not say."""

    description: str = ""


def read_schema(text: str) -> tuple[PastedSchema | None, list[Problem]]:
    """The schema in a pasted text, and all there is to say about it; None exactly if one of the problems blocks.

    Taken: a schema by itself, `{"name", "schema", "strict"}`, a whole `response_format`, the Responses
    API's `text.format`, a request's body with one of them; in a Markdown code fence too.
    """
    try:
        value, problems = read_json(text)
        around, schema, passed_over = _unwrapped(value)
        _check_usable(schema)
    except Unreadable as unfit:
        return None, [unfit.problem]
    problems += [*_remarks(around, passed_over)]
    pasted = PastedSchema(
        _name(around, schema), schema, around.get("strict") is not False, _text(around.get("description"))
    )
    return pasted, problems + (check_strict(schema) if pasted.strict else [])


def _unwrapped(value: Any) -> tuple[dict[str, Any], dict[str, Any], list[str]]:
    """What stands around the schema, the schema, and the names that were passed over on the way."""
    if not isinstance(value, dict):
        raise unreadable(
            "schema-none", "a schema is an object, and this is something else.", "Paste all of the schema."
        )
    passed_over: list[str] = []
    for key in _AROUND:
        if isinstance(value.get(key), dict) and not _is_schema(value):
            passed_over += [name for name in value if name not in (key, "type")]
            value = value[key]
    if _is_schema(value):
        return {}, value, passed_over
    if not isinstance(value.get("schema"), dict):
        hint = 'Paste a schema with its "type" and "properties", or a response_format that holds one.'
        raise unreadable("schema-none", "this says nothing about an answer.", hint)
    return value, value["schema"], passed_over + [name for name in value if name not in _OWN]


def _is_schema(value: dict[str, Any]) -> bool:
    return bool(_OF_A_SCHEMA & value.keys()) or value.get("type", "json_schema") != "json_schema"


def _worst(schema: dict[str, Any]) -> ValidationError | None:
    """What breaks the rules of JSON Schema in the most outward place."""
    return min(_RULES.iter_errors(schema), key=lambda error: len(error.instance_path), default=None)


def _check_usable(schema: dict[str, Any]) -> None:
    """Raises what makes a schema of no use to anybody."""
    for reference in _references(schema):
        if not reference.startswith("#"):
            message = f'the schema refers to "{shorten_line(reference, _LONGEST)}", which is not part of it.'
            raise unreadable(
                "schema-elsewhere", message, 'Copy what it refers to into "$defs": nothing is ever fetched.'
            )
    if error := _worst(schema):
        place = " > ".join(f'"{step}"' if isinstance(step, str) else f"item {step + 1}" for step in error.instance_path)
        value = shorten_line(json.dumps(error.instance, ensure_ascii=False), _LONGEST)
        message = f"{place or 'the schema'}: {value} may not stand here."
        raise unreadable("schema-invalid", message, "Correct it by JSON Schema's rules (Draft 2020-12).")
    try:
        validator(schema)
    except ValueError as error:
        message = f"the schema cannot be used: {shorten_line(str(error), 200)}."
        raise unreadable("schema-unusable", message, "Correct its references and patterns.") from None


def _references(value: Any) -> Iterator[str]:
    """Where the schema refers to, wherever in it."""
    if isinstance(value, list):
        for item in value:
            yield from _references(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key in ("$ref", "$dynamicRef", "$recursiveRef") and isinstance(item, str):
                yield item
            elif key not in ("enum", "const", "default", "examples"):
                yield from _references(item)


def _remarks(around: dict[str, Any], passed_over: list[str]) -> Iterator[Problem]:
    given = around.get("name")
    if isinstance(given, str) and given != schema_name(given):
        message = f'the name "{shorten_line(given, _LONGEST)}" has characters that a schema\'s name may not have.'
        yield Problem("schema-name", message, f'It is sent as "{schema_name(given)}".')
    if around and not isinstance(around.get("strict"), bool):
        message = "what was pasted does not say whether it is strict."
        yield Problem(
            "schema-strict-unsaid", message, "It is sent as strict; switch strict off if it was not meant so."
        )
    if passed_over:
        names = listed(passed_over, 5, say=lambda name: f'"{shorten_line(name, _LONGEST)}"')
        message = f"only the schema was taken; passed over: {names}."
        yield Problem("schema-passed-over", message, "Set them elsewhere on the page if you need them.")


def _name(around: dict[str, Any], schema: dict[str, Any]) -> str:
    return schema_name(_text(around.get("name")) or _text(schema.get("title")))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
