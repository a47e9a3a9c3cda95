"""What mends a line safely: each fix as data, with the function that makes it in the line as it is written."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lib.check.other_formats import REQUIRED, as_request, misspelt_keys
from lib.json import codec, edit
from lib.providers import Provider
from lib.providers.endpoints import endpoint_of_body, endpoint_of_url, request_url


@dataclass(frozen=True, slots=True)
class Fix:
    """One kind of mending, which the user may switch off."""

    slug: str
    title: str
    """What it does, as a short order."""

    says: str
    """Why it is safe, or what to know about it."""


FIXES = {
    fix.slug: fix
    for fix in (
        Fix("encoding", "Save as UTF-8", "The same characters in the encoding that every provider reads."),
        Fix("bom", "Take the byte order mark away", "It is no part of the text."),
        Fix("blank-lines", "Take blank lines away", "Nothing stands on them."),
        Fix("line-ends", "End lines with LF alone", "The requests stay as they are."),
        Fix("one-per-line", "Write one request a line", "Only line breaks, commas and brackets around requests go."),
        Fix("keys", "Spell the keys right", "Only the key's name changes, its value stays."),
        Fix("envelope", "Put the envelope around the body", "custom_id, method and url; the body stays as it is."),
        Fix("body", "Unpack a body that is written as a text", "The JSON in the text becomes the body."),
        Fix("method", "Set the method to POST", "Batches know no other."),
        Fix("url", "Set the url that the provider wants", "By the url as written, or by the body if there is none."),
        Fix("ids-text", "Make ids texts", "The same digits, in quotes."),
        Fix("ids-new", "Give ids to requests without", 'Such as "line-7", by the line in this file.'),
        Fix("ids-rename", "Rename repeated ids", "The first keeps its name; the list of new names is a download."),
        Fix("stream", "Take stream out", "A batch cannot be streamed; the answer is the same."),
        Fix("max-tokens", "Rename max_tokens to max_completion_tokens", "As the model wants it; the number stays."),
        Fix("base64", "Ask for vectors as base64", "The same numbers in about a quarter of the bytes."),
        Fix("model", "Name the model", "In requests that name none."),
        Fix("parts", "Split into files that the provider takes", "By its limits, and by endpoint and model."),
    )
}
"""By slug, in the order they are made."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a fix needs to know beyond the line."""

    provider: Provider
    custom_id: str = ""
    """The id that the request is to have, where it gets another one."""

    model: str = ""
    """The model for requests that name none."""


def apply_fix(slug: str, text: str, context: Context) -> str:
    """A line as written, with one fix of `OF_LINES` made.

    Raises:
        ValueError: the line cannot be mended so.
    """
    return _MAKES[slug](text, context)


def _one_per_line(text: str, _: Context) -> str:
    return edit.one_line(text[text.index("{") : text.rindex("}") + 1])


def _keys(text: str, _: Context) -> str:
    for wrong, right in misspelt_keys(_read(text)).items():
        text = edit.with_key(text, wrong, right)
    return text


def _envelope(text: str, context: Context) -> str:
    """Method and url for a line that has a body; for a bare one, the body out of all that is not the envelope."""
    value = _read(text)
    if "body" not in value:
        text = _wrapped(text)
    return _url(_method(text, context), context)


def _wrapped(text: str) -> str:
    found = edit.members(text)
    outer = "".join(f"{text[member.start : member.stop]}," for member in found if member.key in REQUIRED)
    body = edit.without(text, *REQUIRED) if outer else text.strip()
    return f'{{{outer}"body":{body}}}'


def _body(text: str, _: Context) -> str:
    return edit.with_value(text, "body", edit.one_line(_read(text)["body"]).strip())


def _method(text: str, _: Context) -> str:
    return edit.with_value(text, "method", '"POST"', before="url" if '"url"' in text[:200] else "body")


def _url(text: str, context: Context) -> str:
    request = as_request(_read(text))
    written = request.get("url")
    endpoint = (endpoint_of_url(written) if isinstance(written, str) else None) or endpoint_of_body(
        request["body"], context.provider
    )
    if endpoint is None:
        raise ValueError("the body does not tell its url")
    return edit.with_value(text, "url", json.dumps(request_url(context.provider, endpoint)), before="body")


def _id(text: str, context: Context) -> str:
    if not context.custom_id:
        raise ValueError("there is no id to give")
    return edit.with_value(text, "custom_id", codec.dumps(context.custom_id).decode())


def _stream(text: str, _: Context) -> str:
    return edit.without(text, "stream", "stream_options", start=_body_at(text))


def _max_tokens(text: str, _: Context) -> str:
    return edit.with_key(text, "max_tokens", "max_completion_tokens", start=_body_at(text))


def _base64(text: str, _: Context) -> str:
    return edit.with_value(text, "encoding_format", '"base64"', start=_body_at(text))


def _model(text: str, context: Context) -> str:
    if not context.model:
        raise ValueError("no model is given")
    return edit.with_value(text, "model", codec.dumps(context.model).decode(), start=_body_at(text))


_MAKES: dict[str, Callable[[str, Context], str]] = {
    "one-per-line": _one_per_line,
    "keys": _keys,
    "envelope": _envelope,
    "body": _body,
    "method": _method,
    "url": _url,
    "ids-text": _id,
    "ids-new": _id,
    "ids-rename": _id,
    "stream": _stream,
    "max-tokens": _max_tokens,
    "base64": _base64,
    "model": _model,
}
OF_LINES = tuple(_MAKES)
"""The fixes that change what a line says, in the order they are made; the others are about the file around it."""


def _body_at(text: str) -> int:
    """Where the body's object begins: inside its envelope, or at the start of a bare one."""
    body = edit.find(edit.members(text), "body")
    return body.value if body else 0


def _read(text: str) -> dict[str, Any]:
    value, flaw = codec.loads(text.encode("utf-8", "surrogateescape"))
    if not isinstance(value, dict) or flaw:
        raise ValueError("the line is no object")
    return value
