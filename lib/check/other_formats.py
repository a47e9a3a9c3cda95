"""Lines in another form than a batch's envelope: named, and converted where that changes nothing of what is asked."""

import re
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from typing import Any

from lib.batch.request_line import BODY_KEYS
from lib.check.rules import Flaw
from lib.json import codec

REQUIRED = ("custom_id", "method", "url")
ENVELOPE = frozenset((*REQUIRED, "body"))
"""The keys of a line."""

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
    if any(key in value for key in BODY_KEYS):
        return False
    return isinstance(value.get("messages"), list) or ("model" in value and ("input" in value or "prompt" in value))


def foreign_shape(value: dict[str, Any]) -> Flaw | None:
    """The fault of a line in another provider's form, or of a result; None for a batch's own."""
    if isinstance(value.get("body"), dict):
        return None
    if isinstance(value.get("params"), dict):
        return _foreign("shape-anthropic", "Anthropic's form", value)
    if isinstance(value.get("request"), dict) and "contents" in value["request"]:
        return _foreign("shape-gemini", "Gemini's form", value)
    if "modelInput" in value:
        return Flaw("shape-bedrock", "$", "The line is in Bedrock's form.")
    if isinstance(value.get("response", value.get("result")), dict) or {"response", "error"} <= value.keys():
        return Flaw("shape-result", "$", "The line is a result: it has a response.")
    return None


def _foreign(slug: str, form: str, value: dict[str, Any]) -> Flaw:
    try:
        _converted(value)
    except _NoWord as error:
        said = f"The line is in {form}, and a chat request has no exact word for {error}."
        return Flaw(slug, f"$.{error}", said)
    return Flaw(slug, "$", f"The line is in {form}; it can be converted exactly.", "convert")


def converted(value: dict[str, Any]) -> dict[str, Any] | None:
    """A foreign line as custom_id and a chat body; None if it cannot be said exactly."""
    try:
        return _converted(value)
    except _NoWord:
        return None


class _NoWord(Exception):
    """A chat request has no exact word for what stands at this path."""


def _converted(value: dict[str, Any]) -> dict[str, Any]:
    return _from_anthropic(value) if isinstance(value.get("params"), dict) else _from_gemini(value)


def _known(value: dict[str, Any], keys: Collection[str], path: str = "") -> None:
    """Raises for the first key that is none of these."""
    for key in value:
        if key not in keys:
            raise _NoWord(f"{path}{key}")


_ANTHROPIC = {"max_tokens": "max_tokens", "temperature": "temperature", "top_p": "top_p", "stop_sequences": "stop"}
"""Anthropic's settings that mean the same in a chat request, and what they are called there."""


def _from_anthropic(value: dict[str, Any]) -> dict[str, Any]:
    """`{custom_id, params}` as custom_id and a chat body, if it has only texts and settings that mean the same."""
    params = value["params"]
    _known(value, ("custom_id", "params"))
    _known(params, (*_ANTHROPIC, "model", "messages", "system", "stream"), "params.")
    if not isinstance(params.get("messages"), list):
        raise _NoWord("params.messages")
    first = {"role": "system", "content": params.get("system")}
    system = [_with_texts(first, "params.system")] if first["content"] else []
    said = [_with_texts(message, f"params.messages[{at}]") for at, message in enumerate(params["messages"])]
    settings = {_ANTHROPIC[key]: inner for key, inner in params.items() if key in _ANTHROPIC}
    model = {"model": params["model"]} if "model" in params else {}
    return {**_id_of(value, "custom_id"), "body": {**model, "messages": [*system, *said], **settings}}


def _with_texts(message: Any, path: str) -> dict[str, Any]:
    """A message whose content is a text or parts of text, as chat has it."""
    if not isinstance(message, dict) or message.keys() != {"role", "content"}:
        raise _NoWord(path)
    content = message["content"]
    parts = content if isinstance(content, list) else []
    plain = all(isinstance(part, dict) and part.keys() == {"type", "text"} and part["type"] == "text" for part in parts)
    if not isinstance(content, str) and not (parts and plain):
        raise _NoWord(path)
    return dict(message)


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


def _from_gemini(value: dict[str, Any]) -> dict[str, Any]:
    """`{key, request}` as custom_id and a chat body, if it has only texts and settings that mean the same."""
    request = value.get("request")
    if not isinstance(request, dict):
        raise _NoWord("request")
    names = {"systemInstruction": "system_instruction", "generationConfig": "generation_config"}
    system, config = (_either(request, camel, snake, "request.") for camel, snake in names.items())
    _known(value, ("key", "custom_id", "request"))
    _either(value, "key", "custom_id")
    _known(request, ("contents", "model", *names, *names.values()), "request.")
    config = {} if config is None else config
    if not isinstance(config, dict):
        raise _NoWord("request.generationConfig")
    _known(config, _GEMINI, "request.generationConfig.")
    said = [] if system is None else [_from_parts(system, "system", "request.systemInstruction")]
    turns = _turns(request.get("contents"))
    model = {"model": str(request["model"]).removeprefix("models/")} if request.get("model") is not None else {}
    settings = {_GEMINI[key]: inner for key, inner in config.items()}
    return {**_id_of(value, "key", "custom_id"), "body": {**model, "messages": [*said, *turns], **settings}}


def _either(value: dict[str, Any], name: str, other: str, path: str = "") -> Any:
    """What stands under one of two names; there is no word for both."""
    if name in value and other in value:
        raise _NoWord(f"{path}{other}")
    return value.get(name, value.get(other))


def _turns(contents: Any) -> list[dict[str, Any]]:
    if not isinstance(contents, list) or not contents:
        raise _NoWord("request.contents")
    return [_from_parts(turn, _role(turn), f"request.contents[{at}]") for at, turn in enumerate(contents)]


def _role(turn: Any) -> str:
    given = turn.get("role", "user") if isinstance(turn, dict) else ""
    return _GEMINI_ROLES.get(given, "") if isinstance(given, str) else ""


def _from_parts(turn: Any, role: str, path: str) -> dict[str, Any]:
    parts = turn.get("parts") if isinstance(turn, dict) else None
    parts = [parts] if isinstance(parts, dict) else parts
    if not role or not isinstance(parts, list) or not parts or turn.keys() - {"role", "parts"}:
        raise _NoWord(path)
    if not all(isinstance(part, dict) and part.keys() == {"text"} and isinstance(part["text"], str) for part in parts):
        raise _NoWord(path)
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
        body, _ = codec.loads(value["body"].encode("utf-8", "replace"))
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
