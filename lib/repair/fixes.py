"""The fixes that repair a line safely: each as data, with the function that applies it to the line as written."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lib.check.broken_line import as_windows_1252
from lib.check.other_formats import REQUIRED, as_request, inner_id, misspelt_keys
from lib.check.settings import converted
from lib.json import codec, edit
from lib.json.edits import CAUSES, Cause
from lib.json.tolerant import without_causes, without_doubles
from lib.providers import Provider
from lib.providers.endpoints import endpoint_of_body, endpoint_of_url, request_url
from lib.providers.field import Fields
from lib.providers.fields import fields_of


@dataclass(frozen=True, slots=True)
class Fix:
    """One kind of repair, which the user may switch off."""

    slug: str
    title: str
    """What the fix does, as a short order."""

    note: str
    """Why the fix is safe, or what to know about it."""

    asks: bool = False
    """Whether it has a likely reading, but not a certain one: the person switches it on."""


FIXES = {
    fix.slug: fix
    for fix in (
        Fix("line-encoding", "Read lines as Windows-1252", "Check the special characters in the example.", True),
        Fix("json-doubled", "Undo doubled quotes", 'Each "" of a CSV becomes one ".'),
        Fix("json-around", "Remove what surrounds a request", "Brackets of a list, semicolons and code fences go."),
        Fix(
            "json-brackets", "Correct one bracket at the end", "Adds the one that is missing, or removes an extra one."
        ),
        Fix("json-commas", "Correct commas", "Removes extra commas, and adds missing ones between members."),
        Fix("json-quotes", "Write straight double quotes", "Only around texts. The texts stay the same."),
        Fix("json-literals", "Write true, false and null", "Python and other languages write True, False and None."),
        Fix("json-comments", "Remove comments", "Only between values. Texts may contain // and #."),
        Fix("json-controls", "Escape line breaks and tabs in texts", "The texts stay the same."),
        Fix(
            "json-backslashes",
            "Double single backslashes",
            r"\d becomes \\d, which is \d to every reader; \' becomes '.",
        ),
        Fix("json-keys", "Put keys in quotes", "The names stay the same."),
        Fix("json-invisible", "Remove invisible characters", "Only between values, never in a text."),
        Fix("json-no-number", "Write null for NaN and Infinity", "JSON has no such number. null may mean less.", True),
        Fix("json-paths", "Double unknown backslashes only", r"\n and \t stay line breaks and tabs.", True),
        Fix("json-inner-quotes", "Escape quotes inside texts", "Check in the example where the text ends.", True),
        Fix("json-text-comments", "Remove comments beside texts", "Check in the example where the text ends.", True),
        Fix(
            "json-bracket-place",
            "Add a missing bracket as late as possible",
            "Check in the example which fields belong together.",
            True,
        ),
        Fix("json-cut", "Close lines that break off", "What follows the break is lost.", True),
        Fix("json-text", "Unpack requests that are texts", "The JSON in the text becomes the line."),
        Fix("one-per-line", "Write one request per line", "Only the breaks, commas and brackets around requests go."),
        Fix("keys", "Correct misspelt keys", "Only the name of the key changes. Its value stays."),
        Fix("envelope", "Add the missing envelope", "Adds method, url and what else is missing. The body stays."),
        Fix("body", "Unpack a body that is written as text", "The JSON in the text becomes the body."),
        Fix("method-url", "Remove method and url", "The provider asks for the endpoint when you create the batch."),
        Fix("method", "Set the method to POST", "Batches accept no other method."),
        Fix(
            "url",
            "Correct the url",
            "Batchdesk keeps the endpoint that the url names. Without a url, the body shows it.",
        ),
        Fix("ids-text", "Turn ids into text", "The digits stay the same, in quotes."),
        Fix("ids-new", "Add missing ids", 'For example "line-7" for line 7 of the file.'),
        Fix("ids-up", "Move ids out of the body", "The id stays the same, as custom_id at the top."),
        Fix("ids-rename", "Rename duplicate ids", "The first one keeps its id. The new ids are a download."),
        Fix("stream", "Remove stream", "A batch cannot be streamed. The answer is the same."),
        Fix("max-tokens", "Rename max_tokens to max_completion_tokens", "The model requires it. The number stays."),
        Fix("max-tokens-twice", "Remove max_tokens beside max_completion_tokens", "Both have the same number."),
        Fix("types", "Write numbers and true or false without quotes", 'The value stays, such as 0.5 for "0.5".'),
        Fix("nulls", "Remove settings that are null", "Null means the provider's default, as no setting does."),
        Fix("no-tools", "Remove tool settings without tools", "Without tools they change nothing."),
        Fix("model-name", "Remove spaces around the model's name", "The name itself stays."),
        Fix("base64", "Request vectors as base64", "The same numbers in about a quarter of the bytes."),
        Fix("model", "Add the model", "Only to requests without a model."),
        Fix("parts", "Split into files that the provider accepts", "By its limits, and by endpoint and model."),
    )
}
"""Every fix by its slug, in the order in which they are applied."""

ASKED = frozenset(slug for slug, fix in FIXES.items() if fix.asks)
"""The fixes that are off until the person switches them on."""

NORMALISED = frozenset(("encoding", "bom", "blank-lines", "line-ends", "name"))
"""What every download repairs, whatever is switched off: encoding, line ends and name of the file."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a fix needs to know beyond the line."""

    provider: Provider
    custom_id: str = ""
    """New id of the request, if it gets one."""

    model: str = ""
    """Model for requests that name none."""


def apply_fix(slug: str, text: str, context: Context) -> str:
    """A line as written, with one of the `LINE_FIXES` applied.

    Raises:
        ValueError: the fix cannot repair this line.
    """
    return _FUNCTIONS[slug](text, context)


def _encoding(text: str, _: Context) -> str:
    legacy = as_windows_1252(text.encode("utf-8", "surrogateescape"))
    if legacy is None:
        raise ValueError("the line is not Windows-1252")
    return legacy


def _doubled(text: str, _: Context) -> str:
    return without_doubles(text)


def _cause(cause: Cause) -> Callable[[str, Context], str]:
    """The fix for one cause of broken JSON."""
    return lambda text, _: without_causes(text, {cause})


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
    return edit.with_value(text, "method", '"POST"', before="url" if '"url"' in text[:200] else "body")


def _url(text: str, context: Context) -> str:
    request = as_request(_read(text))
    written = request.get("url")
    endpoint = endpoint_of_url(written) if isinstance(written, str) else None
    endpoint = endpoint or endpoint_of_body(request["body"], context.provider)
    if endpoint is None:
        raise ValueError("the body does not show which url it is for")
    return edit.with_value(text, "url", json.dumps(request_url(context.provider, endpoint)), before="body")


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


_FUNCTIONS: dict[str, Callable[[str, Context], str]] = {
    "line-encoding": _encoding,
    "json-doubled": _doubled,
    **{f"json-{cause}": _cause(cause) for cause in CAUSES},
    "json-text": _text,
    "one-per-line": _one_per_line,
    "keys": _keys,
    "envelope": _envelope,
    "body": _body,
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
LINE_FIXES = tuple(_FUNCTIONS)
"""Slugs of the fixes that change a line, in the order in which they are applied."""


def _body_start(text: str) -> int:
    """Where the body's object begins: inside its envelope, or at the start of a line that is a body."""
    body = edit.find(edit.members(text), "body")
    return body.value if body else 0


def _read(text: str) -> dict[str, Any]:
    value, flaw = codec.loads(text.encode("utf-8", "surrogateescape"))
    if not isinstance(value, dict) or flaw:
        raise ValueError("the line is not an object")
    return value
