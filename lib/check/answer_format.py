"""What is wrong with the answer format of a request: `response_format`, `text.format`, and the schemas of tools."""

from collections.abc import Iterator, Mapping
from typing import Any

from lib.check.rule import Flaw
from lib.json.paths import quoted
from lib.providers import CHAT, RESPONSES, Provider
from lib.schema import check_strict
from lib.schema.limits import AZURE, OPENAI

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


def check_tools(settings: Mapping[str, Any], provider: Provider) -> Iterator[Flaw]:
    """The flaws of the strict schemas of tools."""
    tools = settings.get("tools")
    for index, tool in enumerate(tools if isinstance(tools, list) else ()):
        function = tool.get("function", tool) if isinstance(tool, dict) else None
        if isinstance(function, dict) and function.get("strict") is True:
            where = f"$.tools[{index}].function" if "function" in tool else f"$.tools[{index}]"
            yield from _check_schema(function.get("parameters"), f"{where}.parameters", provider)


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
    if not isinstance(named.get("name"), str) or not named["name"]:
        yield Flaw("format-shape", f"{path}.name", "The schema has no name.")
    if "schema" in named and not isinstance(named["schema"], dict):
        yield Flaw("format-shape", f"{path}.schema", f"The schema is {quoted(named['schema'])}, not an object.")
    elif named.get("strict") is True:
        yield from _check_schema(named.get("schema"), f"{path}.schema", provider)


def _check_schema(schema: Any, path: str, provider: Provider) -> Iterator[Flaw]:
    if not isinstance(schema, dict):
        return
    limits = AZURE if provider.name == "Azure OpenAI" else OPENAI
    for problem in check_strict(schema, limits):
        if problem.severity == "ask":
            message = problem.message[:1].upper() + problem.message[1:]
            yield Flaw("schema-not-strict", path, f"{message} {problem.hint}".strip())
