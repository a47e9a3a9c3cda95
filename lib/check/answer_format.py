"""What is wrong with the answer format of a request: `response_format` or `text.format`, and its schema."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lib.check.rule import Flaw
from lib.json.paths import quoted
from lib.providers import CHAT, RESPONSES, Provider
from lib.schema import check_strict
from lib.schema.limits import limits_at

_NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")
"""The pattern of the names of schemas and functions, as OpenAI's errors quote it."""

_KINDS = ("text", "json_object", "json_schema")
_SCHEMA_KINDS = ("object", "array", "string", "number", "integer", "boolean")


def check_format(settings: Mapping[str, Any], endpoint: str | None, provider: Provider) -> Iterator[Flaw]:
    """The flaws of `response_format` (chat) or `text.format` (Responses API)."""
    form, text = settings.get("response_format"), settings.get("text")
    if endpoint == RESPONSES:
        if form is not None:
            detail = 'The Responses API calls it "text": {"format": ...}.'
            yield Flaw("format-shape", "$.response_format", detail)
        if isinstance(text, dict) and text.get("format") is not None:
            yield from _check_form(text["format"], "$.text.format", provider, nested=False)
    elif form is not None and endpoint == CHAT:
        yield from _check_form(form, "$.response_format", provider, nested=True)


def _check_form(form: Any, path: str, provider: Provider, nested: bool) -> Iterator[Flaw]:
    """The flaws of one format; in chat, an object of its own nests name and schema."""
    if not isinstance(form, dict):
        yield Flaw("format-shape", path, f"It is {quoted(form)}, not an object.")
        return
    kind = form.get("type")
    if kind in _SCHEMA_KINDS or (kind is None and "properties" in form):
        yield Flaw("format-bare", path, "It is a bare JSON schema.")
    elif kind not in _KINDS:
        yield Flaw(
            "format-shape", f"{path}.type", f"The type is {quoted(kind)}; it must be text, json_object or json_schema."
        )
    elif kind == "json_schema":
        named_schema = form.get("json_schema") if nested else form
        where = f"{path}.json_schema" if nested else path
        yield from _check_named_schema(named_schema, where, provider)


def _check_named_schema(named: Any, path: str, provider: Provider) -> Iterator[Flaw]:
    """The flaws of `{"name", "strict", "schema"}`."""
    if not isinstance(named, dict):
        yield Flaw("format-shape", path, 'There is no "json_schema" with name and schema.')
        return
    name = named.get("name")
    if not isinstance(name, str) or not name:
        yield Flaw("format-shape", f"{path}.name", "The schema has no name.")
    elif fault := name_fault(name):
        yield Flaw("format-shape", f"{path}.name", f"The schema's name is {fault}")
    if not isinstance(strict := named.get("strict"), (bool, type(None))):
        yield Flaw("format-shape", f"{path}.strict", f'"strict" is {quoted(strict)}; it must be true or false.')
    if "schema" in named and not isinstance(named["schema"], dict):
        yield Flaw("format-shape", f"{path}.schema", f"The schema is {quoted(named['schema'])}, not an object.")
    elif named.get("strict") is True:
        yield from check_schema(named.get("schema"), f"{path}.schema", provider)


def name_fault(name: Any) -> str:
    """What is wrong with the name of a schema or a function, to follow "is"; empty if nothing is."""
    if isinstance(name, str) and _NAME.fullmatch(name):
        return ""
    return f"{quoted(name)}; it may have up to 64 letters, digits, _ and -, without accents and spaces."


def check_schema(schema: Any, path: str, provider: Provider, may_be_empty: bool = False) -> Iterator[Flaw]:
    """What strict mode rejects in a schema. That of a function without parameters may be empty."""
    if not isinstance(schema, dict):
        return
    for problem in check_strict(schema, limits_at(provider.name)):
        if problem.severity == "ask" and not (may_be_empty and problem.kind == "strict-empty"):
            message = problem.message[:1].upper() + problem.message[1:]
            yield Flaw("schema-not-strict", path, f"{message} {problem.hint}".strip())
