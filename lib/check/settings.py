"""What is wrong with a body's settings: everything beside what it asks."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lib.check.rule import Flaw
from lib.common.problems import closest_name
from lib.json.paths import path_of, quoted
from lib.providers import CHAT, EMBEDDINGS, RESPONSES, Provider
from lib.providers.parameters import FIELD_RANGES, MOST_STOPS, REASONING_DEFAULTS, known_fields
from lib.schema import check_strict
from lib.schema.strict import AZURE, OPENAI

_KINDS = ("text", "json_object", "json_schema")


_SCHEMA_KINDS = ("object", "array", "string", "number", "integer", "boolean")


def check_format(settings: Mapping[str, Any], endpoint: str | None, provider: Provider) -> Iterator[Flaw]:
    """The faults of `response_format` (chat) or `text.format` (Responses API)."""
    form, text = settings.get("response_format"), settings.get("text")
    if endpoint == RESPONSES:
        if form is not None:
            detail = 'The Responses API calls it "text": {"format": ...}.'
            yield Flaw("format-shape", "$.response_format", detail)
        if isinstance(text, dict) and text.get("format") is not None:
            yield from _check_form(text["format"], "$.text.format", provider, inside=False)
    elif form is not None and endpoint == CHAT:
        yield from _check_form(form, "$.response_format", provider, inside=True)


def check_tools(settings: Mapping[str, Any], provider: Provider) -> Iterator[Flaw]:
    """The strict schemas of tools."""
    tools = settings.get("tools")
    for at, tool in enumerate(tools if isinstance(tools, list) else ()):
        function = tool.get("function", tool) if isinstance(tool, dict) else None
        if isinstance(function, dict) and function.get("strict") is True:
            where = f"$.tools[{at}].function" if "function" in tool else f"$.tools[{at}]"
            yield from _check_schema(function.get("parameters"), f"{where}.parameters", provider)


def _check_form(form: Any, path: str, provider: Provider, inside: bool) -> Iterator[Flaw]:
    """The faults of one form; in chat, name and schema stand `inside` an object of their own."""
    if not isinstance(form, dict):
        yield Flaw("format-shape", path, f"It is {quoted(form)}, not an object.")
        return
    kind = form.get("type")
    if kind in _SCHEMA_KINDS or (kind is None and "properties" in form):
        yield Flaw("format-bare", path, "It is a JSON schema by itself.")
    elif kind not in _KINDS:
        yield Flaw("format-shape", f"{path}.type", f"The type is {quoted(kind)}; known are {', '.join(_KINDS)}.")
    elif kind == "json_schema":
        named = form.get("json_schema") if inside else form
        where = f"{path}.json_schema" if inside else path
        yield from _check_named(named, where, provider)


def _check_named(named: Any, path: str, provider: Provider) -> Iterator[Flaw]:
    """The faults of `{"name", "strict", "schema"}`."""
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


REASONING_MODEL = re.compile(r"(?:openai/)?(?:o[134](?:-|$)|gpt-5)")
"""OpenAI's models that refuse max_tokens: o1, o3, o4 and GPT-5 with their variants."""

_FIXED_SAMPLING = re.compile(r"(?:openai/)?(?:o[134](?:-|$)|gpt-5(?:-(?:mini|nano|\d{4}).*)?$)")
"""Those that take only the default temperature and the like; later GPT-5s may, when told not to reason."""


def check_settings(settings: Mapping[str, Any], endpoint: str | None, provider: Provider) -> Iterator[Flaw]:
    """The faults of a body's settings, with paths that begin at the body (`$`)."""
    yield from _check_stream(settings)
    yield from _check_numbers(settings)
    yield from _check_others(settings, endpoint)
    yield from _check_model(settings, endpoint)
    yield from check_format(settings, endpoint, provider)
    yield from check_tools(settings, provider)
    yield from _check_names(settings, endpoint, provider)


def _check_stream(settings: Mapping[str, Any]) -> Iterator[Flaw]:
    if settings.get("stream") not in (None, False):
        yield Flaw("stream", "$.stream", f'"stream" is {quoted(settings["stream"])}.', "stream")
    elif settings.get("stream_options") is not None:
        yield Flaw("stream", "$.stream_options", '"stream_options" is set, and nothing is streamed.', "stream")


def _check_numbers(settings: Mapping[str, Any]) -> Iterator[Flaw]:
    for name, allowed in FIELD_RANGES.items():
        value = settings.get(name)
        if value is None:
            continue
        number = type(value) in (int, float)
        if not number or (allowed.whole and not float(value).is_integer()):
            yield Flaw("setting-type", f"$.{name}", f'"{name}" is {quoted(value)}; it must be {allowed}.')
        elif not allowed.least <= value <= allowed.most:
            yield Flaw("setting-range", f"$.{name}", f'"{name}" is {value:g}; it must be {allowed}.')


def _check_others(settings: Mapping[str, Any], endpoint: str | None) -> Iterator[Flaw]:
    stop = settings.get("stop")
    if isinstance(stop, list) and len(stop) > MOST_STOPS:
        detail = f'"stop" has {len(stop)} texts; OpenAI takes up to {MOST_STOPS}.'
        yield Flaw("setting-range", "$.stop", detail)
    elif stop is not None and not isinstance(stop, (str, list)):
        yield Flaw("setting-type", "$.stop", f'"stop" is {quoted(stop)}; it must be a text or a list of texts.')
    if endpoint == CHAT and not isinstance(settings.get("logprobs", False), (bool, type(None))):
        yield Flaw(
            "setting-type", "$.logprobs", f'"logprobs" is {quoted(settings["logprobs"])}; it must be true or false.'
        )
    vectors = settings.get("encoding_format")
    if endpoint == EMBEDDINGS and vectors == "float":
        yield Flaw("float-vectors", "$.encoding_format", '"encoding_format" is "float".', "base64")
    elif endpoint == EMBEDDINGS and vectors not in (None, "base64"):
        detail = f'"encoding_format" is {quoted(vectors)}; it must be "float" or "base64".'
        yield Flaw("setting-type", "$.encoding_format", detail)


def _check_model(settings: Mapping[str, Any], endpoint: str | None) -> Iterator[Flaw]:
    model = settings.get("model")
    if endpoint != CHAT or not isinstance(model, str):
        return
    if settings.get("max_tokens") is not None and REASONING_MODEL.match(model):
        detail = f'{quoted(model)} takes "max_completion_tokens", not "max_tokens".'
        fix = "" if "max_completion_tokens" in settings else "max-tokens"
        yield Flaw("max-tokens-name", "$.max_tokens", detail, fix)
    for name, default in REASONING_DEFAULTS.items() if _FIXED_SAMPLING.match(model) else ():
        if settings.get(name) not in (None, default):
            detail = f"{quoted(model)} may take no {name} but {default:g}."
            yield Flaw("reasoning-sampling", f"$.{name}", detail)


def _check_names(settings: Mapping[str, Any], endpoint: str | None, provider: Provider) -> Iterator[Flaw]:
    known = known_fields(endpoint, provider.name)
    for name in settings.keys() - known if known is not None else ():
        if name in ("text", "response_format", "messages"):
            continue  # said elsewhere, or part of what is asked
        near = closest_name(name, known or ())
        meant = f' Did you mean "{near}"?' if near and len(near) > 2 else ""
        yield Flaw("field-unknown", path_of(name), f"The field {quoted(name)} is not known.{meant}")
