"""Lines that are not in a batch's own form: misspelled keys, bare bodies, and the forms of other providers."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

from lib.check.rule import Flaw
from lib.json import codec
from lib.json.line_kind import BODY_KEYS, line_kind

REQUIRED = ("custom_id", "method", "url")
_REQUIRED = frozenset(REQUIRED)
ENVELOPE = frozenset((*REQUIRED, "body"))
"""The keys of a request."""

PAIR = frozenset(("custom_id", "body"))
"""The keys of a request at providers whose batch names the endpoint."""

FOREIGN_FORMS = {"anthropic": "Anthropic", "gemini": "Google Gemini", "bedrock": "Amazon Bedrock", "cohere": "Cohere"}
"""The providers whose own form of requests is another one, by the end of the slug of its rule."""

_NOT_LETTERS = re.compile("[^a-z]")
_SYNONYMS = {"id": "custom_id", "requestid": "custom_id"}


def misspelt_keys(value: dict[str, Any]) -> dict[str, str]:
    """The keys of a line that probably mean one that it lacks: each with the right key.

    >>> misspelt_keys({"customId": "1", " method": "POST", "url": "/v1/embeddings", "bdy": {}})
    {'customId': 'custom_id', ' method': 'method', 'bdy': 'body'}
    """
    missing = {_letters(key): key for key in sorted(ENVELOPE) if key not in value}
    meant: dict[str, str] = {}
    for key in value:
        if key in ENVELOPE or not missing:
            continue
        letters = _letters(key)
        near = [_letters(_SYNONYMS[letters])] if letters in _SYNONYMS else []
        near = near or get_close_matches(letters, missing, n=1, cutoff=0.75)
        if near and near[0] in missing:
            meant[key] = missing.pop(near[0])
    return meant


def _letters(key: str) -> str:
    return _NOT_LETTERS.sub("", key.lower())


def rename_keys(value: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """The value with some keys renamed."""
    return {names.get(key, key): inner for key, inner in value.items()}


def is_bare_body(value: dict[str, Any]) -> bool:
    """Whether a line is a request's body without its envelope, or with parts of it beside the fields."""
    if any(key in value for key in BODY_KEYS):
        return False
    return isinstance(value.get("messages"), list) or ("model" in value and ("input" in value or "prompt" in value))


def foreign_flaw(value: dict[str, Any]) -> Flaw | None:
    """The flaw of a line in another provider's format, or of a result; None for any other line."""
    if isinstance(value.get("body"), dict) or value.keys() <= _REQUIRED:
        return None
    if slug := _foreign_form(value):
        return Flaw(f"shape-{slug}", "$", f"The line is in {FOREIGN_FORMS[slug]}'s format.")
    if line_kind(value) in ("result", "answer-beside-request", "answer-without-id"):
        return Flaw("shape-result", "$", "The line is a result: it has a response.")
    return None


def _foreign_form(value: dict[str, Any]) -> str:
    """Which of the `FOREIGN_FORMS` a line has; empty if none."""
    inner = next((value[key] for key in ("request", "instance") if isinstance(value.get(key), dict)), value)
    if isinstance(value.get("params"), dict) or "anthropic_version" in value:
        return "anthropic"
    if any(isinstance(inner.get(key), list) for key in ("contents", "instances")):
        return "gemini"
    if "modelInput" in value or "recordId" in value or "modelId" in value:
        return "bedrock"
    if "messages" not in value and (
        isinstance(value.get("texts"), list) or isinstance(value.get("chat_history"), list)
    ):
        return "cohere"
    return ""


class InnerId(NamedTuple):
    """An id below the top of its request."""

    place: tuple[str, ...]
    """The keys of the objects around it."""

    key: str
    value: str | int


def inner_id(value: dict[str, Any]) -> InnerId | None:
    """The id of a request that has none at its top; None if it has none below either, or different ones.

    >>> inner_id({"body": {"metadata": {"custom_id": "a"}}})
    InnerId(place=('body', 'metadata'), key='custom_id', value='a')
    """
    ids = []
    for place in (("body",), ("body", "metadata"), ("metadata",)):
        holder: Any = value
        for key in place:
            holder = holder.get(key) if isinstance(holder, dict) else None
        for key in holder if isinstance(holder, dict) else ():
            letters = _letters(key)
            is_id = letters == "customid" or (place == ("body",) and letters in _SYNONYMS)
            if is_id and type(holder[key]) in (str, int) and str(holder[key]).strip():
                ids.append(InnerId(place, key, holder[key]))
    return ids[0] if len({str(one.value) for one in ids}) == 1 else None


def is_request_text(text: str) -> bool:
    """Whether a text contains a JSON object, as in a line that was written as JSON twice."""
    return text.lstrip().startswith("{") and isinstance(codec.loads(text.encode("utf-8", "replace"))[0], dict)


def as_request(value: Any) -> dict[str, Any]:
    """A line in any form as custom_id, url and body, as far as it has them."""
    if isinstance(value, str) and is_request_text(value):
        value = codec.loads(value.encode("utf-8", "replace"))[0]
    if not isinstance(value, dict):
        return {}
    if isinstance(value.get("body"), str):
        body, _ = codec.loads(value["body"].encode("utf-8", "replace"))
        return rename_keys(value, misspelt_keys(value)) | ({"body": body} if isinstance(body, dict) else {})
    if value.keys() == ENVELOPE:
        return value
    if value.get("custom_id") is None and (inner := inner_id(value)) and not is_bare_body(value):
        value = {**value, "custom_id": inner.value}
    if isinstance(value.get("params"), dict) or isinstance(value.get("request"), dict):
        custom_id = value.get("custom_id", value.get("key"))
        return {"custom_id": custom_id, "body": value.get("params", value.get("request"))}
    if is_bare_body(value):
        body = {key: inner for key, inner in value.items() if key not in REQUIRED}
        return {key: inner for key, inner in value.items() if key in REQUIRED} | {"body": body}
    return rename_keys(value, misspelt_keys(value))
