"""Lines in another form than a batch's envelope: named, and converted where that changes nothing of what is asked."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from lib import json_value
from lib.rules import Flaw

REQUIRED = ("custom_id", "method", "url")
ENVELOPE = frozenset((*REQUIRED, "body"))
"""The keys of a line."""

_BODIES = ("body", "params", "request", "modelInput")
_NOT_LETTERS = re.compile("[^a-z]")
_CALLED_ELSE = {"id": "custom_id", "requestid": "custom_id"}


def misspelt_keys(value: dict[str, Any]) -> dict[str, str]:
    """The keys of a line that are probably meant as one that it lacks: as written, to what is meant.

    >>> misspelt_keys({"customId": "1", " method": "POST", "url": "/v1/embeddings", "bdy": {}})
    {'customId': 'custom_id', ' method': 'method', 'bdy': 'body'}
    """
    missing = {_letters(key): key for key in sorted(ENVELOPE) if key not in value}
    meant: dict[str, str] = {}
    for key in value:
        if key in ENVELOPE or not missing:
            continue
        letters = _letters(key)
        near = [_letters(_CALLED_ELSE[letters])] if letters in _CALLED_ELSE else []
        near = near or get_close_matches(letters, missing, n=1, cutoff=0.75)
        if near and near[0] in missing:
            meant[key] = missing.pop(near[0])
    return meant


def respelt(value: dict[str, Any], keys: Mapping[str, str]) -> dict[str, Any]:
    """The value with some keys called otherwise."""
    return {keys.get(key, key): inner for key, inner in value.items()}


def _letters(key: str) -> str:
    return _NOT_LETTERS.sub("", key.lower())


def is_bare_body(value: dict[str, Any]) -> bool:
    """Whether a line is a request's body without its envelope, or with part of it flat beside it."""
    if any(key in value for key in _BODIES):
        return False
    return isinstance(value.get("messages"), list) or ("model" in value and ("input" in value or "prompt" in value))


def foreign_shape(value: dict[str, Any]) -> Flaw | None:
    """The fault of a line in another provider's form, or of a result; None for a batch's own."""
    if isinstance(value.get("body"), dict):
        return None
    if isinstance(value.get("params"), dict):
        return _foreign("shape-anthropic", "Anthropic's form", from_anthropic(value))
    if isinstance(value.get("request"), dict) and "contents" in value["request"]:
        return _foreign("shape-gemini", "Gemini's form", from_gemini(value))
    if "modelInput" in value:
        return Flaw("shape-bedrock", "$", "The line is in Bedrock's form.")
    if isinstance(value.get("response", value.get("result")), dict) or {"response", "error"} <= value.keys():
        return Flaw("shape-result", "$", "The line is a result: it has a response.")
    return None


def _foreign(slug: str, form: str, converted: dict[str, Any] | None) -> Flaw:
    if converted is None:
        return Flaw(slug, "$", f"The line is in {form}, with something that a chat request has no exact word for.")
    return Flaw(slug, "$", f"The line is in {form}; it can be converted exactly.", "convert")


def converted(value: dict[str, Any]) -> dict[str, Any] | None:
    """A foreign line as custom_id and a chat body; None if it cannot be said exactly."""
    return from_anthropic(value) if isinstance(value.get("params"), dict) else from_gemini(value)


_ANTHROPIC = {"max_tokens": "max_tokens", "temperature": "temperature", "top_p": "top_p", "stop_sequences": "stop"}
"""Anthropic's settings that mean the same in a chat request, and what they are called there."""


def from_anthropic(value: dict[str, Any]) -> dict[str, Any] | None:
    """`{custom_id, params}` as custom_id and a chat body, if it has only texts and settings that mean the same."""
    params = value["params"]
    rest = params.keys() - _ANTHROPIC.keys() - {"model", "messages", "system", "stream"}
    if rest or value.keys() - {"custom_id", "params"} or not isinstance(params.get("messages"), list):
        return None
    system = [{"role": "system", "content": params["system"]}] if params.get("system") else []
    messages = [_with_texts(message) for message in (*system, *params["messages"])]
    if None in messages:
        return None
    settings = {_ANTHROPIC[key]: inner for key, inner in params.items() if key in _ANTHROPIC}
    model = {"model": params["model"]} if "model" in params else {}
    return {**_id_of(value, "custom_id"), "body": {**model, "messages": messages, **settings}}


def _with_texts(message: Any) -> dict[str, Any] | None:
    """A message whose content is a text or parts of text, as chat has it; None for any other."""
    if not isinstance(message, dict) or message.keys() != {"role", "content"}:
        return None
    content = message["content"]
    parts = content if isinstance(content, list) else []
    plain = all(isinstance(part, dict) and part.keys() == {"type", "text"} and part["type"] == "text" for part in parts)
    return dict(message) if isinstance(content, str) or (parts and plain) else None


_GEMINI = {
    "temperature": "temperature",
    "topP": "top_p",
    "maxOutputTokens": "max_tokens",
    "stopSequences": "stop",
    "candidateCount": "n",
    "seed": "seed",
    "presencePenalty": "presence_penalty",
    "frequencyPenalty": "frequency_penalty",
}
"""Gemini's generationConfig that means the same in a chat request, and what it is called there."""

_GEMINI_ROLES = {"user": "user", "model": "assistant"}


def from_gemini(value: dict[str, Any]) -> dict[str, Any] | None:
    """`{key, request}` as custom_id and a chat body, if it has only texts and settings that mean the same."""
    request = value.get("request")
    if not isinstance(request, dict):
        return None
    names = {"systemInstruction": "system_instruction", "generationConfig": "generation_config"}
    system, config = (request.get(camel, request.get(snake)) for camel, snake in names.items())
    rest = request.keys() - {"contents", "model", *names, *names.values()}
    config = {} if config is None else config
    if (
        rest
        or not isinstance(config, dict)
        or config.keys() - _GEMINI.keys()
        or not isinstance(request.get("contents"), list)
    ):
        return None
    said = [] if system is None else [_from_parts(system, "system")]
    turns = [_from_parts(turn, _role(turn)) for turn in request["contents"]]
    if None in (*said, *turns) or not turns or value.keys() - {"key", "custom_id", "request"}:
        return None
    model = {"model": str(request["model"]).removeprefix("models/")} if "model" in request else {}
    settings = {_GEMINI[key]: inner for key, inner in config.items()}
    return {**_id_of(value, "key", "custom_id"), "body": {**model, "messages": [*said, *turns], **settings}}


def _role(turn: Any) -> str:
    given = turn.get("role", "user") if isinstance(turn, dict) else ""
    return _GEMINI_ROLES.get(given, "") if isinstance(given, str) else ""


def _from_parts(turn: Any, role: str) -> dict[str, Any] | None:
    parts = turn.get("parts") if isinstance(turn, dict) else None
    parts = [parts] if isinstance(parts, dict) else parts
    if not role or not isinstance(parts, list) or not parts:
        return None
    if not all(isinstance(part, dict) and part.keys() == {"text"} and isinstance(part["text"], str) for part in parts):
        return None
    texts = [part["text"] for part in parts]
    content = texts[0] if len(texts) == 1 else [{"type": "text", "text": text} for text in texts]
    return {"role": role, "content": content}


def _id_of(value: dict[str, Any], *keys: str) -> dict[str, Any]:
    return next(({"custom_id": value[key]} for key in keys if key in value), {})


def as_request(value: Any) -> dict[str, Any]:
    """A line in whatever form as custom_id, url and body, as far as it has them."""
    if not isinstance(value, dict):
        return {}
    if isinstance(value.get("body"), str):
        body, _ = json_value.loads(value["body"].encode("utf-8", "replace"))
        return respelt(value, misspelt_keys(value)) | ({"body": body} if isinstance(body, dict) else {})
    if value.keys() == ENVELOPE:
        return value
    if isinstance(value.get("params"), dict) or isinstance(value.get("request"), dict):
        inner = value.get("params", value.get("request"))
        return converted(value) or {**_id_of(value, "custom_id", "key"), "body": inner}
    if is_bare_body(value):
        body = {key: inner for key, inner in value.items() if key not in REQUIRED}
        return {key: inner for key, inner in value.items() if key in REQUIRED} | {"body": body}
    return respelt(value, misspelt_keys(value))
