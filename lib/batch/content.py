"""What a request sends to the model, as one text that can be compared.

The settings of a request (model, temperature, limits) are left out: a retry may change them and still
asks the same.
"""

from typing import Any

from lib.json import codec

CONTENT_KEYS = (
    *("instructions", "system", "systemInstruction", "system_instruction", "preamble"),
    *("messages", "chat_history", "message"),
    *("input", "contents", "content", "prompt", "query", "text_1", "text_2", "documents"),
    *("inputs", "document", "texts", "inputText", "inputImage", "image", "images", "file"),
)
"""The keys that hold messages, images and inputs: of OpenAI's endpoints, Anthropic, Gemini, Bedrock and Cohere."""

_PLACES = {key: place for place, key in enumerate(CONTENT_KEYS)}
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
    pieces: list[str] = []
    keys = [key for key in body if key in _PLACES]
    for key in keys if len(keys) < 2 else sorted(keys, key=_PLACES.__getitem__):
        _add(pieces, body[key], _MOST_NESTED)
    return _BETWEEN.join(pieces)


def _add(pieces: list[str], value: Any, levels: int) -> None:
    if isinstance(value, str):
        pieces.append(value)
    elif isinstance(value, list) and levels:
        for item in value:
            if type(item) is dict and len(item) == 2 and levels > 1:  # a message, nearly always; a call takes as long
                role, content = item.get("role"), item.get("content")
                if type(role) is str and type(content) is str:
                    pieces += (role, content)
                    continue
            _add(pieces, item, levels - 1)
    elif isinstance(value, dict) and levels:
        if isinstance(value.get("text"), str) and value.keys() <= _TEXT_PART:
            pieces.append(value["text"])
            return
        for key in sorted(value, reverse=True):  # a message's role comes before its content
            _add(pieces, value[key], levels - 1)
    elif value is not None:
        pieces.append(codec.dumps(value).decode())
