"""What is wrong with what a request asks: messages, the Responses API's input, and texts to embed or complete."""

from collections.abc import Iterator, Mapping
from typing import Any

from lib.check.rule import Flaw
from lib.json.paths import quoted
from lib.providers.limits import EMBEDDING_ITEMS

_ROLES = ("system", "developer", "user", "assistant", "tool", "function")
_CHAT_PARTS = {
    "text": "text",
    "refusal": "refusal",
    "image_url": "image_url",
    "input_audio": "input_audio",
    "file": "file",
    "video_url": "video_url",
    "audio_url": "audio_url",
}
"""The kinds of parts of a chat message (vLLM's included), each with the field that it must have."""

_RESPONSES_PARTS = {
    "input_text": "text",
    "output_text": "text",
    "refusal": "refusal",
    "input_image": "",
    "input_file": "",
    "input_audio": "input_audio",
}
_OBJECTS = ("image_url", "input_audio", "file", "video_url", "audio_url")
"""The fields of a chat part that are objects."""

_INSTEAD_OF_CONTENT = ("tool_calls", "function_call", "audio", "refusal", "reasoning_content")


def check_messages(messages: Any, path: str) -> Iterator[Flaw]:
    """The faults of a chat request's messages."""
    if not isinstance(messages, list):
        yield Flaw("messages-missing", path, f"The messages are {quoted(messages)}, not a list.")
        return
    if not messages:
        yield Flaw("messages-empty", path, "The list of messages is empty.")
    for at, message in enumerate(messages):
        if not is_plain_message(message):
            yield from _check_message(message, f"{path}[{at}]", _CHAT_PARTS)


def is_plain_message(message: Any) -> bool:
    """Whether a message is a role and a text, as most are."""
    if type(message) is not dict or len(message) != 2 or message.get("role") not in _ROLES:
        return False
    text = message.get("content")
    return type(text) is str and text != "" and not text.isspace()


def check_input(given: Any, path: str) -> Iterator[Flaw]:
    """The faults of a Responses request's input: a text, or a list of messages and other items."""
    if isinstance(given, str):
        if not given.strip():
            yield Flaw("content-blank", path, "The input is blank.")
    elif not isinstance(given, list):
        yield Flaw("input-shape", path, f"The input is {quoted(given)}.")
    elif not given:
        yield Flaw("input-missing", path, "The input is an empty list.")
    else:
        for at, item in enumerate(given):
            message = not isinstance(item, dict) or "role" in item or "type" not in item
            if message:
                yield from _check_message(item, f"{path}[{at}]", _RESPONSES_PARTS)


def check_texts(given: Any, path: str, provider: str, embeds: bool) -> Iterator[Flaw]:
    """The faults of texts to embed or to complete: one text, several, or their tokens."""
    items = given if isinstance(given, list) else [given]
    if not isinstance(given, (str, list)):
        yield Flaw("input-shape", path, f"The text is {quoted(given)}.")
        return
    if not items or (embeds and isinstance(given, str) and not given):
        yield Flaw("input-empty", path, "There is no text." if items else "The list of texts is empty.")
        return
    if isinstance(given, list) and all(type(item) is int for item in items):
        return  # one text, as tokens
    for at, item in enumerate(items):
        if embeds and item in ("", []):
            yield Flaw("input-empty", f"{path}[{at}]" if isinstance(given, list) else path, "The text is empty.")
        elif not isinstance(item, (str, list)):
            yield Flaw("input-shape", f"{path}[{at}]", f"This text is {quoted(item)}.")
    if embeds and len(items) > EMBEDDING_ITEMS:
        detail = f"The request has {len(items):,} texts; {EMBEDDING_ITEMS:,} are the most at {provider}."
        yield Flaw("input-too-many", path, detail)


def _check_message(message: Any, path: str, parts: Mapping[str, str]) -> Iterator[Flaw]:
    if not isinstance(message, dict):
        yield Flaw("message-shape", path, f"The message is {quoted(message)}.")
        return
    role = message.get("role")
    if not isinstance(role, str) or not role:
        yield Flaw("message-shape", path, "The message has no role.")
    elif role not in _ROLES:
        yield Flaw("role-unknown", f"{path}.role", f"The role is {quoted(role)}.")
    if message.get("content") is not None:
        yield from _check_content(message["content"], f"{path}.content", parts)
    elif not any(message.get(key) for key in _INSTEAD_OF_CONTENT):
        yield Flaw("content-missing", f"{path}.content", "The message has no content.")


def _check_content(content: Any, path: str, parts: Mapping[str, str]) -> Iterator[Flaw]:
    if isinstance(content, str):
        if not content.strip():
            yield Flaw("content-blank", path, "The message is blank.")
    elif not isinstance(content, list):
        yield Flaw("content-shape", path, f"The content is {quoted(content)}.")
    elif not content:
        yield Flaw("content-blank", path, "The list of parts is empty.")
    else:
        for at, part in enumerate(content):
            yield from _check_part(part, f"{path}[{at}]", parts)


def _check_part(part: Any, path: str, parts: Mapping[str, str]) -> Iterator[Flaw]:
    if not isinstance(part, dict) or not isinstance(part.get("type"), str):
        yield Flaw("part-shape", path, f"The part is {quoted(part)}, without a type.")
        return
    kind, chat = part["type"], parts is _CHAT_PARTS
    if kind not in parts:
        elsewhere = kind in (_RESPONSES_PARTS if chat else _CHAT_PARTS)
        here = "a chat request" if chat else "the Responses API"
        detail = f"The part is of the type {quoted(kind)}" + (f", which is none of {here}." if elsewhere else ".")
        yield Flaw("part-shape" if elsewhere else "part-unknown", f"{path}.type", detail)
        return
    wanted = parts[kind]
    if wanted:
        yield from _check_field(part, wanted, path, chat)
    elif kind == "input_image" and not isinstance(part.get("image_url", ""), str):
        yield Flaw("part-shape", f"{path}.image_url", f"The address is {quoted(part['image_url'])}, not a text.")


def _check_field(part: Mapping[str, Any], wanted: str, path: str, chat: bool) -> Iterator[Flaw]:
    """Whether a part has the field that its type promises, in the right form."""
    given = part.get(wanted)
    as_object = wanted in _OBJECTS and (chat or wanted == "input_audio")
    if not isinstance(given, dict if as_object else str):
        kind = "an object" if as_object else "a text"
        detail = f'"{wanted}" is {quoted(given)}, not {kind}.' if wanted in part else f'The part has no "{wanted}".'
        yield Flaw("part-shape", f"{path}.{wanted}", detail)
