"""The fixes of a line, applied to it as written."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from lib.check.broken_line import as_windows_1252
from lib.check.line_forms import REQUIRED, as_request, inner_id, misspelt_keys
from lib.check.settings import converted
from lib.json import codec, edit
from lib.json.duplicate_keys import without_duplicates
from lib.json.edits import CAUSES, Cause, edited
from lib.json.tolerant import tolerant_edits, without_doubles
from lib.providers import Provider
from lib.providers.endpoints import endpoint_of_body, endpoint_of_url, request_url
from lib.providers.field import Fields
from lib.providers.fields import fields_of
from lib.repair.fixes import FIXES

_CAUSES: Mapping[str, Cause] = {f"json-{cause}": cause for cause in CAUSES}
"""The cause of broken JSON that a fix repairs."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a fix needs to know beyond the line."""

    provider: Provider
    custom_id: str = ""
    """New id of the request, if it gets one."""

    model: str = ""
    """Model for requests that name none."""


def apply_fixes(slugs: Sequence[str], text: str, context: Context) -> tuple[str, list[str]]:
    """A line as written with those of the fixes that can repair it, and the slugs of these.

    Args:
        slugs: some of `LINE_FIXES`, in the order in which they are applied.
    """
    applied: list[str] = []
    causes = {_CAUSES[slug] for slug in slugs if slug in _CAUSES}
    for slug in slugs:
        if slug not in _CAUSES:
            with suppress(ValueError):
                text = _FUNCTIONS[slug](text, context)
                applied.append(slug)
        elif causes:
            text, repaired = _without_causes(text, causes)
            applied += repaired
            causes.clear()
    return text, applied


def _without_causes(text: str, causes: Collection[Cause]) -> tuple[str, list[str]]:
    """The text with the edits that some causes of broken JSON ask for, and the slugs of the causes that it has."""
    edits = [edit for edit in tolerant_edits(text) if edit.cause in causes]
    found = {edit.cause for edit in edits}
    return edited(text, edits), [slug for slug, cause in _CAUSES.items() if cause in found]


def _encoding(text: str, _: Context) -> str:
    legacy = as_windows_1252(text.encode("utf-8", "surrogateescape"))
    if legacy is None:
        raise ValueError("the line is not Windows-1252")
    return legacy


def _doubled(text: str, _: Context) -> str:
    return without_doubles(text)


def _text(text: str, _: Context) -> str:
    value = json.loads(text)
    if not isinstance(value, str):
        raise ValueError("the line is not a text")
    return value


def _one_per_line(text: str, _: Context) -> str:
    return edit.one_line(text[text.index("{") : text.rindex("}") + 1])


def _keys(text: str, _: Context) -> str:
    for wrong, right in misspelt_keys(_read(text)).items():
        text = edit.with_key(text, wrong, right)
    return text


def _envelope(text: str, context: Context) -> str:
    """Adds method and url to a line that has a body; else all but the envelope's keys becomes the body."""
    value = _read(text)
    if "body" not in value:
        text = _wrapped(text)
    return _url(_method(text, context), context) if context.provider.method_and_url else text


def _wrapped(text: str) -> str:
    members = edit.members(text)
    outer = "".join(f"{text[member.start : member.stop]}," for member in members if member.key in REQUIRED)
    body = edit.without(text, *REQUIRED) if outer else text.strip()
    return f'{{{outer}"body":{body}}}'


def _body(text: str, _: Context) -> str:
    return edit.with_value(text, "body", edit.one_line(_read(text)["body"]).strip())


def _method_url(text: str, _: Context) -> str:
    return edit.without(text, "method", "url")


def _method(text: str, _: Context) -> str:
    return edit.with_value(text, "method", '"POST"', before=("url", "body"))


def _url(text: str, context: Context) -> str:
    request = as_request(_read(text))
    written = request.get("url")
    endpoint = endpoint_of_url(written) if isinstance(written, str) else None
    endpoint = endpoint or endpoint_of_body(request["body"], context.provider)
    if endpoint is None:
        raise ValueError("the body does not show which url it is for")
    return edit.with_value(text, "url", json.dumps(request_url(context.provider, endpoint)), before=("body",))


def _id(text: str, context: Context) -> str:
    if not context.custom_id:
        raise ValueError("there is no new id")
    return edit.with_value(text, "custom_id", codec.dumps(context.custom_id).decode())


def _id_up(text: str, context: Context) -> str:
    """Moves an id out of the body; in metadata it also stays, since metadata may hold anything."""
    inner = inner_id(_read(text))
    if inner and inner.place == ("body",):
        text = edit.without(text, inner.key, start=_body_start(text))
    return _id(text, context)


def _stream(text: str, _: Context) -> str:
    return edit.without(text, "stream", "stream_options", start=_body_start(text))


def _max_tokens(text: str, _: Context) -> str:
    return edit.with_key(text, "max_tokens", "max_completion_tokens", start=_body_start(text))


def _max_tokens_twice(text: str, _: Context) -> str:
    return edit.without(text, "max_tokens", start=_body_start(text))


def _types(text: str, context: Context) -> str:
    body, fields = _body_fields(text, context)
    for name, value in body.items():
        field = fields.get(name)
        if field and value is not None and not field.has_type(value) and (right := converted(value, field)) is not None:
            text = edit.with_value(text, name, codec.dumps(right).decode(), start=_body_start(text))
    return text


def _nulls(text: str, context: Context) -> str:
    body, fields = _body_fields(text, context)
    nulls = [name for name, value in body.items() if value is None and name in fields and not fields[name].nullable]
    return edit.without(text, *nulls, start=_body_start(text))


def _no_tools(text: str, context: Context) -> str:
    body, _ = _body_fields(text, context)
    needless = ["parallel_tool_calls", *(["tool_choice"] if body.get("tool_choice") in ("auto", "none") else [])]
    names = [name for name in (*needless, "tools") if name in body]
    return edit.without(text, *names, start=_body_start(text))


def _model_name(text: str, context: Context) -> str:
    body, _ = _body_fields(text, context)
    return edit.with_value(text, "model", codec.dumps(body["model"].strip()).decode(), start=_body_start(text))


def _body_fields(text: str, context: Context) -> tuple[dict[str, Any], Fields]:
    """The body of a line, and the fields that its endpoint has."""
    request = as_request(_read(text))
    body, url = request.get("body"), request.get("url")
    if not isinstance(body, dict):
        raise ValueError("there is no body")
    endpoint = endpoint_of_url(url) if isinstance(url, str) else None
    endpoint = endpoint or endpoint_of_body(body, context.provider)
    return body, fields_of(endpoint, context.provider.name) or {}


def _base64(text: str, _: Context) -> str:
    return edit.with_value(text, "encoding_format", '"base64"', start=_body_start(text))


def _model(text: str, context: Context) -> str:
    if not context.model:
        raise ValueError("there is no model to add")
    return edit.with_value(text, "model", codec.dumps(context.model).decode(), start=_body_start(text))


_Function = Callable[[str, Context], str]
_TEXT_FUNCTIONS: dict[str, _Function] = {
    "line-encoding": _encoding,
    "json-doubled": _doubled,
    "json-text": _text,
    "one-per-line": _one_per_line,
    "body": _body,
    "one-key": lambda text, _: without_duplicates(text, equal=True),
    "last-key": lambda text, _: without_duplicates(text, equal=False),
}
_FIELD_FUNCTIONS: dict[str, _Function] = {
    "keys": _keys,
    "envelope": _envelope,
    "method-url": _method_url,
    "method": _method,
    "url": _url,
    "ids-text": _id,
    "ids-new": _id,
    "ids-up": _id_up,
    "ids-rename": _id,
    "stream": _stream,
    "max-tokens": _max_tokens,
    "max-tokens-twice": _max_tokens_twice,
    "types": _types,
    "nulls": _nulls,
    "no-tools": _no_tools,
    "model-name": _model_name,
    "base64": _base64,
    "model": _model,
}
_FUNCTIONS = _TEXT_FUNCTIONS | _FIELD_FUNCTIONS

LINE_FIXES = tuple(slug for slug in FIXES if slug in _FUNCTIONS or slug in _CAUSES)
"""Slugs of the fixes that change a line, in the order in which they are applied."""

FIELD_FIXES = frozenset(_FIELD_FUNCTIONS)
"""Those that change fields of a line, whatever its id and its prompt are."""


def _body_start(text: str) -> int:
    """Where the body's object begins: inside its envelope, or at the start of a line that is a body."""
    body = edit.find(edit.members(text), "body")
    return body.value if body else 0


def _read(text: str) -> dict[str, Any]:
    value, flaw = codec.loads(text.encode("utf-8", "surrogateescape"))
    if not isinstance(value, dict) or flaw:
        raise ValueError("the line is not an object")
    return value
