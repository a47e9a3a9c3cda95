"""The answer inside the body of one response, whatever the endpoint.

One small reader a shape: chat and text completions, responses, embeddings, scores, and the
messages of Anthropic and Gemini, which come in batch files of their own.
"""

import re
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from lib import jsonl
from lib.conversation import text_of

_BASE64 = re.compile("[A-Za-z0-9+/]+={0,2}")


class Answer(NamedTuple):
    """What a response says, before it is judged."""

    text: str
    finish_reason: str = ""
    refusal: str = ""
    vectors: bool = False
    """Whether the answer is vectors, and the text only says how many numbers they have."""

    choices: int = 1
    """How many answers there are to choose from; this is the first."""

    @property
    def cut_short(self) -> bool:
        stopped = ("length", "max_tokens", "max_output_tokens", "model_length", "incomplete")
        return self.finish_reason.lower() in stopped

    @property
    def refused(self) -> bool:
        return bool(self.refusal) or self.finish_reason.lower() in _BLOCKED


_BLOCKED = {
    "content_filter",
    "refusal",
    "sensitive",
    "safety",
    "prohibited_content",
    "blocklist",
    "recitation",
    "spii",
}
"""Finish reasons of a content filter: OpenAI's and Mistral's, Anthropic's, Zhipu's, Gemini's."""


def answer_of(body: Any) -> Answer | None:
    """The answer in a body; None if the body has no answer of any known shape."""
    if not isinstance(body, dict):
        return None
    for key, read in _SHAPES.items():
        if body.get(key) is not None and (answer := read(body[key], body)):
            return answer
    return None


def looks_like_answer(value: Any) -> bool:
    """Whether an object has the outside of an answer, be it empty."""
    return isinstance(value, dict) and any(key in value for key in _SHAPES)


def vectors_of(body: Any) -> list[Any]:
    """The vectors of an embeddings body for `jsonl.dumps`, in the order of their `index`.

    Base64 is float32, little-endian. A vector that cannot be read is empty, so that each of the
    others keeps its place.
    """
    data = body.get("data") if isinstance(body, dict) else None
    return [_vector(item.get("embedding")) for item in _by_index(data)]


def _choices(choices: Any, body: dict[str, Any]) -> Answer | None:
    """Chat and text completions; choice 0 decides. Some servers write an object for a list of one."""
    first = next(iter(_by_index(choices)), None) if isinstance(choices, list) else choices
    count = len(choices) if isinstance(choices, list) else 1
    if not isinstance(first, dict):
        return None
    finish = str(first.get("finish_reason") or "")
    message = first.get("message")
    if not isinstance(message, dict):
        return Answer(text_of(first.get("text")), finish, choices=count)
    refusal = text_of(message.get("refusal"))
    text = _said(message.get("content")) or _tool_calls(message)
    return Answer(text or refusal, finish, refusal, choices=count)


def _said(content: Any) -> str:
    """A message's text without its thoughts, which reasoning models of Mistral's write as a part of their own."""
    thoughts = ("thinking", "reasoning", "redacted_thinking")
    if isinstance(content, list):
        content = [part for part in content if not isinstance(part, dict) or part.get("type") not in thoughts]
    return text_of(content)


def _tool_calls(message: dict[str, Any]) -> str:
    """The calls of tools as JSON, since they are the answer then."""
    calls = message.get("tool_calls") or message.get("function_call")
    return jsonl.dumps(calls).decode() if calls else ""


def _output(output: Any, body: dict[str, Any]) -> Answer | None:
    """The Responses API: messages, reasoning and calls in one list."""
    if not isinstance(output, list):
        return answer_of(output) or (Answer(output) if isinstance(output, str) else None)
    parts = [part for item in output if isinstance(item, dict) for part in _list(item.get("content"))]
    said = [part for part in parts if part.get("type") in ("output_text", "text")]
    refusals = [part for part in parts if part.get("type") == "refusal"]
    calls = [item for item in output if isinstance(item, dict) and str(item.get("type")).endswith("_call")]
    refusal = "\n".join(str(part.get("refusal", "")) for part in refusals)
    text = "\n".join(str(part.get("text") or "") for part in said) or (jsonl.dumps(calls).decode() if calls else "")
    details = body.get("incomplete_details")
    reason = details.get("reason") if isinstance(details, dict) else None
    return Answer(text or refusal, str(reason or body.get("status") or ""), refusal)


def _data(data: Any, body: dict[str, Any]) -> Answer | None:
    """Embeddings and scores: a list with an item for each input. Items of any other kind are told as JSON."""
    items = _by_index(data)
    if not items:
        return None
    if "embedding" in items[0]:
        return _embeddings(items)
    scores = [item.get("score", item.get("relevance_score")) for item in items]
    told = items if None in scores else scores
    return Answer(jsonl.dumps(told[0] if len(told) == 1 else told).decode())


def _embeddings(items: list[dict[str, Any]]) -> Answer | None:
    sizes = [_length(item.get("embedding")) for item in items]
    if 0 in sizes:
        return None
    each = f"{sizes[0]:,} numbers" if len(set(sizes)) == 1 else "numbers"
    return Answer(each if len(sizes) == 1 else f"{len(sizes):,} vectors of {each}", vectors=True)


def _length(embedding: Any) -> int:
    """How many numbers a vector has, without decoding it; 0 if it is none."""
    if isinstance(embedding, str):
        if len(embedding) % 4 or not _BASE64.fullmatch(embedding):
            return 0
        return (len(embedding) * 3 // 4 - embedding[-2:].count("=")) // 4
    return len(embedding) if isinstance(embedding, list) else 0


def _vector(embedding: Any) -> Any:
    if not isinstance(embedding, str):
        return embedding if isinstance(embedding, list) else []
    try:
        written = b64decode(embedding, validate=True)
    except (Base64Error, ValueError):
        return []
    return jsonl.numbers(np.frombuffer(written[: len(written) // 4 * 4], dtype="<f4"))


def _content(content: Any, body: dict[str, Any]) -> Answer | None:
    """A message of Anthropic's."""
    reason = str(body.get("stop_reason") or "")
    said = [part for part in _list(content) if part.get("type") == "text"]
    calls = [part for part in _list(content) if part.get("type") == "tool_use"]
    return Answer(text_of(said) or (jsonl.dumps(calls).decode() if calls else ""), reason)


def _candidates(candidates: Any, body: dict[str, Any]) -> Answer | None:
    """A response of Gemini's."""
    first = next(iter(_list(candidates)), {})
    content = first.get("content")
    parts = content.get("parts") if isinstance(content, dict) else None
    return Answer(text_of(parts), str(first.get("finishReason") or ""))


def _by_index(value: Any) -> list[dict[str, Any]]:
    """The objects in a list in the order of the inputs they answer, which some providers do not keep."""
    return sorted(_list(value), key=lambda item: item["index"] if isinstance(item.get("index"), int) else 0)


def _list(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


_SHAPES: dict[str, Callable[[Any, dict[str, Any]], Answer | None]] = {
    "choices": _choices,
    "output": _output,
    "data": _data,
    "results": _data,
    "content": _content,
    "candidates": _candidates,
}
"""The key that holds the answer, and its reader."""
