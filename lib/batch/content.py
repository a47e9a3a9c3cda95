"""What a request sends to the model, as one text that can be compared.

The settings of a request (model, temperature, limits) are left out: a retry may change them and still
asks the same.
"""

from collections.abc import Iterator
from typing import Any

from lib.json import codec

CONTENT_KEYS = (
    *("instructions", "system", "systemInstruction", "system_instruction", "preamble"),
    *("messages", "chat_history", "message"),
    *("input", "contents", "content", "prompt", "query", "text_1", "text_2", "documents"),
    *("inputs", "document", "texts", "inputText", "inputImage", "image", "images", "file"),
)
"""The keys that hold messages, images and inputs: of OpenAI's endpoints, Anthropic, Gemini, Bedrock and Cohere."""

_TEXT_PART = {"type", "text", "cache_control"}
_BETWEEN = "\0"
_MOST_NESTED = 20


def content_text(body: Any) -> str:
    """All messages, images and inputs of a request's body, joined into one text.

    A text is the same whether it stands alone or as the only text part of a list.

    >>> content_text({"model": "m", "messages": [{"role": "user", "content": [{"type": "text", "text": "Hi"}]}]})
    'user\\x00Hi'
    """
    if not isinstance(body, dict):
        return ""
    return _BETWEEN.join(piece for key in CONTENT_KEYS if key in body for piece in _pieces(body[key], _MOST_NESTED))


def _pieces(value: Any, levels: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list) and levels:
        for item in value:
            yield from _pieces(item, levels - 1)
    elif isinstance(value, dict) and levels:
        if isinstance(value.get("text"), str) and value.keys() <= _TEXT_PART:
            yield value["text"]
            return
        for key in sorted(value, reverse=True):  # a message's role comes before its content
            yield from _pieces(value[key], levels - 1)
    elif value is not None:
        yield codec.dumps(value).decode()
