"""The JSON schema in a pasted text, without its wrapper, and its problems."""

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
from lib.schema.limits import OPENAI, SchemaLimits
from lib.schema.strict import check_strict
from lib.schema.validate import validator

_NOT_IN_NAME = re.compile(r"[^a-zA-Z0-9_-]+")


def schema_name(text: str) -> str:
    """A valid name for a json_schema (64 of A-Z, a-z, 0-9, _ and -) from a text; `answer` if nothing is left.

    >>> schema_name("Café reviews (2026).csv"), schema_name("顧客")
    ('Cafe_reviews_2026_csv', 'answer')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _NOT_IN_NAME.sub("_", plain).strip("_-")[:64] or "answer"


_WRAPPERS = ("response_format", "text", "format", "json_schema")
"""The keys that wrap a schema in a request, from the outside in."""

_LONGEST = 60
"""Most characters of a name or value in a message."""

_RULES = Draft202012Validator({"$ref": "https://json-schema.org/draft/2020-12/schema"})
"""The rules for schemas themselves; they come with the library, so nothing is fetched."""

_WRAPPER_KEYS = {"type", "name", "schema", "strict", "description"}
_SCHEMA_KEYS = {"properties", "items", "$ref", "$defs", "definitions", "anyOf", "oneOf", "allOf", "enum", "const"}


@dataclass(frozen=True, slots=True)
class PastedSchema:
    """A pasted schema with the settings around it."""

    name: str
    """The text's name in a valid form, else the schema's title, else `answer`."""

    schema: dict[str, Any]
    strict: bool = True
    """The text's setting; true if it has none."""

    description: str = ""


def read_schema(text: str, limits: SchemaLimits = OPENAI) -> tuple[PastedSchema | None, list[Problem]]:
    """The schema in a pasted text and its problems; the schema is None exactly if one of them blocks.

    Accepts a bare schema, `{"name", "schema", "strict"}`, a whole `response_format`, the Responses
    API's `text.format`, or the body of a request with one of them; also in a Markdown code fence.
    """
    try:
        value, problems = read_json(text)
        wrapper, schema, ignored = _unwrapped(value)
        _check_usable(schema)
    except Unreadable as unfit:
        return None, [unfit.problem]
    problems += [*_remarks(wrapper, ignored)]
    pasted = PastedSchema(
        _name(wrapper, schema), schema, wrapper.get("strict") is not False, _text(wrapper.get("description"))
    )
    return pasted, problems + (check_strict(schema, limits) if pasted.strict else [])


def _unwrapped(value: Any) -> tuple[dict[str, Any], dict[str, Any], list[str]]:
    """The object around the schema, the schema, and the keys outside of both."""
    if not isinstance(value, dict):
        raise unreadable("schema-none", "a schema is a JSON object, and this is not.", "Paste the whole schema.")
    ignored: list[str] = []
    for key in _WRAPPERS:
        if isinstance(value.get(key), dict) and not _is_schema(value):
            ignored += [name for name in value if name not in (key, "type")]
            value = value[key]
    if _is_schema(value):
        return {}, value, ignored
    if not isinstance(value.get("schema"), dict):
        hint = 'Paste a schema with its "type" and "properties", or a response_format that holds one.'
        raise unreadable("schema-none", "this is not a schema.", hint)
    return value, value["schema"], ignored + [name for name in value if name not in _WRAPPER_KEYS]


def _is_schema(value: dict[str, Any]) -> bool:
    return bool(_SCHEMA_KEYS & value.keys()) or value.get("type", "json_schema") != "json_schema"


def _outermost_error(schema: dict[str, Any]) -> ValidationError | None:
    """The outermost violation of the rules for schemas."""
    return min(_RULES.iter_errors(schema), key=lambda error: len(error.instance_path), default=None)


def _check_usable(schema: dict[str, Any]) -> None:
    """Raises `Unreadable` for a schema that no provider could use."""
    for reference in _references(schema):
        if not reference.startswith("#"):
            message = f'the schema refers to "{shorten_line(reference, _LONGEST)}", which is not in it.'
            raise unreadable("schema-elsewhere", message, 'Copy that schema into "$defs"; Batchdesk fetches nothing.')
    if error := _outermost_error(schema):
        place = " > ".join(f'"{step}"' if isinstance(step, str) else f"item {step + 1}" for step in error.instance_path)
        value = shorten_line(json.dumps(error.instance, ensure_ascii=False), _LONGEST)
        message = f"{place or 'the schema'}: {value} is not allowed here."
        raise unreadable("schema-invalid", message, "Correct it; JSON Schema Draft 2020-12 has the rules.")
    try:
        validator(schema)
    except ValueError as error:
        message = f"the schema is not usable: {shorten_line(str(error), 200)}."
        raise unreadable("schema-unusable", message, "Correct its references and patterns.") from None


def _references(value: Any) -> Iterator[str]:
    """The targets of all references in a schema."""
    if isinstance(value, list):
        for item in value:
            yield from _references(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key in ("$ref", "$dynamicRef", "$recursiveRef") and isinstance(item, str):
                yield item
            elif key not in ("enum", "const", "default", "examples"):
                yield from _references(item)


def _remarks(wrapper: dict[str, Any], ignored: list[str]) -> Iterator[Problem]:
    name = wrapper.get("name")
    if isinstance(name, str) and name != schema_name(name):
        message = f'the name "{shorten_line(name, _LONGEST)}" has characters that are not allowed in a schema name.'
        yield Problem("schema-name", message, f'Batchdesk sends it as "{schema_name(name)}".')
    if wrapper and not isinstance(wrapper.get("strict"), bool):
        message = 'the pasted text has no "strict" setting.'
        yield Problem(
            "schema-strict-missing",
            message,
            "Batchdesk sends the schema as strict; switch strict off if you do not want that.",
        )
    if ignored:
        names = listed(ignored, 5, say=lambda name: f'"{shorten_line(name, _LONGEST)}"')
        message = f"Batchdesk only uses the schema and ignores {names}."
        yield Problem("schema-keys-ignored", message, "Set them elsewhere on the page if you need them.")


def _name(wrapper: dict[str, Any], schema: dict[str, Any]) -> str:
    return schema_name(_text(wrapper.get("name")) or _text(schema.get("title")))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
