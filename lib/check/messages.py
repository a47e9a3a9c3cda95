"""What is wrong with a prompt: the messages of a chat, and the input of the Responses API."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lib.check.rule import Flaw
from lib.check.turns import check_turns
from lib.json.paths import path_of, quoted
from lib.providers import Provider
from lib.providers.images import address_fault

_ROLES = ("system", "developer", "user", "assistant", "tool", "function")
_PLAIN_ROLES = ("system", "user", "assistant")
_ROLES_OF = dict.fromkeys(("Together", "Mistral", "Fireworks"), ("system", "user", "assistant", "tool"))
"""The roles of providers that have fewer (their Python libraries, checked in November 2026)."""

_NO_NAMES = ("Groq", "Mistral")
"""Providers that reject the name of a message's author (Groq's page on OpenAI compatibility, Mistral's OpenAPI
description, checked in November 2026)."""

_MESSAGE_FIELDS = {"role", "content", "name", "tool_calls", "tool_call_id", "function_call", "refusal", "audio"}
_NAME = re.compile(r"[^\s<|\\/>]{1,64}")
"""OpenAI's pattern of a participant's name, as its errors quote it."""

_CHAT_PARTS = {
    "text": "text",
    "refusal": "refusal",
    "image_url": "image_url",
    "input_audio": "input_audio",
    "file": "file",
    "video_url": "video_url",
    "audio_url": "audio_url",
}
"""The types of a chat message's parts (vLLM's included), each with its required field."""

_RESPONSES_PARTS = {
    "input_text": "text",
    "output_text": "text",
    "refusal": "refusal",
    "input_image": "",
    "input_file": "",
    "input_audio": "input_audio",
}
_OBJECT_FIELDS = ("image_url", "input_audio", "file", "video_url", "audio_url")
"""The fields of a chat part that are objects."""

_INSTEAD_OF_CONTENT = ("tool_calls", "function_call", "audio", "refusal", "reasoning_content")


class MessageCheck:
    """Finds the flaws of messages at a provider."""

    def __init__(self, provider: Provider, takes_images: bool = True) -> None:
        self.provider, self.takes_images = provider, takes_images
        self.roles = _ROLES_OF.get(provider.name, _ROLES)

    def chat(self, messages: Any, path: str) -> Iterator[Flaw]:
        """The flaws of a chat request's messages."""
        if not isinstance(messages, list):
            yield Flaw("messages-missing", path, f"The messages are {quoted(messages)}, not a list.")
            return
        if not messages:
            yield Flaw("messages-empty", path, "The list of messages is empty.")
        special = [index for index, message in enumerate(messages) if not is_plain_message(message)]
        for index in special:
            yield from self._message(messages[index], f"{path}[{index}]", _CHAT_PARTS)
        if special:
            yield from check_turns(messages, path)

    def responses(self, value: Any, path: str) -> Iterator[Flaw]:
        """The flaws of a Responses request's input: a text, or a list of messages and other items."""
        if isinstance(value, str):
            if not value.strip():
                yield Flaw("content-blank", path, "The input is empty.")
        elif not isinstance(value, list):
            yield Flaw("input-shape", path, f"The input is {quoted(value)}.")
        elif not value:
            yield Flaw("input-missing", path, "The input is an empty list.")
        else:
            for index, item in enumerate(value):
                if not isinstance(item, dict) or "role" in item or "type" not in item:
                    yield from self._message(item, f"{path}[{index}]", _RESPONSES_PARTS)

    def _message(self, message: Any, path: str, parts: Mapping[str, str]) -> Iterator[Flaw]:
        if not isinstance(message, dict):
            yield Flaw("message-shape", path, f"The message is {quoted(message)}.")
            return
        role = message.get("role")
        if not isinstance(role, str) or not role:
            yield Flaw("message-shape", path, "The message has no role.")
        elif role not in self.roles:
            yield Flaw("role-unknown", f"{path}.role", f"The role is {quoted(role)}.")
        if message.get("content") is not None:
            yield from _check_content(message["content"], f"{path}.content", parts)
            yield from self._images(message["content"], f"{path}.content")
        elif not any(message.get(key) for key in _INSTEAD_OF_CONTENT):
            yield Flaw("content-missing", f"{path}.content", "The message has no content.")
        if parts is _CHAT_PARTS:
            yield from self._other_keys(message, path)

    def _other_keys(self, message: Mapping[str, Any], path: str) -> Iterator[Flaw]:
        name = message.get("name")
        if name is not None and message.get("role") != "tool":
            if self.provider.name in _NO_NAMES:
                yield Flaw("field-unsupported", f"{path}.name", 'A message must not have a "name".')
            elif not isinstance(name, str) or not _NAME.fullmatch(name):
                detail = "it may have up to 64 characters, without spaces and without < | \\ / >."
                yield Flaw("message-name", f"{path}.name", f"The name is {quoted(name)}; {detail}")
        for key in message:
            if key not in _MESSAGE_FIELDS:
                yield Flaw("message-field", f"{path}{path_of(key)[1:]}", f"Messages have no field {quoted(key)}.")

    def _images(self, content: Any, path: str) -> Iterator[Flaw]:
        for index, part in enumerate(content if isinstance(content, list) else ()):
            image = part.get("image_url") if isinstance(part, dict) else None
            address = image.get("url") if isinstance(image, dict) else image
            if not isinstance(address, str):
                continue
            if fault := address_fault(address):
                yield Flaw("image-address", f"{path}[{index}].image_url", f"The image {quoted(address)} {fault.words}.")
            elif not self.takes_images:
                yield Flaw("model-setting", f"{path}[{index}]", "The model does not accept images.")


def is_plain_message(message: Any) -> bool:
    """Whether a message is a role and a text, as most are."""
    if type(message) is not dict or len(message) != 2 or message.get("role") not in _PLAIN_ROLES:
        return False
    text = message.get("content")
    return type(text) is str and text != "" and not text.isspace()


def _check_content(content: Any, path: str, parts: Mapping[str, str]) -> Iterator[Flaw]:
    if isinstance(content, str):
        if not content.strip():
            yield Flaw("content-blank", path, "The message is empty.")
    elif not isinstance(content, list):
        yield Flaw("content-shape", path, f"The content is {quoted(content)}.")
    elif not content:
        yield Flaw("content-blank", path, "The list of parts is empty.")
    else:
        for index, part in enumerate(content):
            yield from _check_part(part, f"{path}[{index}]", parts)


def _check_part(part: Any, path: str, parts: Mapping[str, str]) -> Iterator[Flaw]:
    if not isinstance(part, dict) or not isinstance(part.get("type"), str):
        yield Flaw("part-shape", path, f"The part is {quoted(part)}, without a type.")
        return
    kind, is_chat = part["type"], parts is _CHAT_PARTS
    if kind not in parts:
        yield _unknown_part(kind, f"{path}.type", is_chat)
    elif field := parts[kind]:
        yield from _check_field(part, field, path, is_chat)
    elif kind == "input_image" and not isinstance(part.get("image_url", ""), str):
        yield Flaw("part-shape", f"{path}.image_url", f"The address is {quoted(part['image_url'])}, not a text.")


def _unknown_part(kind: str, path: str, is_chat: bool) -> Flaw:
    """The flaw of a part whose type this endpoint does not have; the other one may."""
    detail = f"The part has the type {quoted(kind)}"
    if kind not in (_RESPONSES_PARTS if is_chat else _CHAT_PARTS):
        return Flaw("part-unknown", path, f"{detail}.")
    endpoint = "a chat request" if is_chat else "the Responses API"
    return Flaw("part-shape", path, f"{detail}, which {endpoint} does not accept.")


def _check_field(part: Mapping[str, Any], field: str, path: str, is_chat: bool) -> Iterator[Flaw]:
    """Whether a part has the field that its type requires, in the right form."""
    value = part.get(field)
    is_object = field in _OBJECT_FIELDS and (is_chat or field == "input_audio")
    if not isinstance(value, dict if is_object else str):
        kind = "an object" if is_object else "a text"
        detail = f'"{field}" is {quoted(value)}, not {kind}.' if field in part else f'The part has no "{field}".'
        yield Flaw("part-shape", f"{path}.{field}", detail)
