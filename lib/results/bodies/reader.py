"""The answer in the body of any endpoint: a table with the reader of each key."""

from collections.abc import Callable
from typing import Any

from lib.results.answer import Answer
from lib.results.bodies.anthropic import read_content
from lib.results.bodies.chat import read_chat_choices, read_chat_message, read_outputs
from lib.results.bodies.gemini import read_candidates, read_feedback
from lib.results.bodies.other import read_items, read_pages, read_plain_text
from lib.results.bodies.responses import read_output
from lib.results.bodies.vectors import read_embeddings

_Reader = Callable[[Any, dict[str, Any]], Answer | None]

_ANSWER_KEYS: dict[str, _Reader] = {
    "choices": read_chat_choices,
    "output": read_output,
    "data": read_items,
    "results": read_items,
    "content": read_content,
    "candidates": read_candidates,
    "promptFeedback": read_feedback,
    "prompt_feedback": read_feedback,
}
"""The keys of `ANSWER_KEYS`, which mark an object as an answer in whatever part of a line."""

_COMMON_KEYS: dict[str, _Reader] = {
    "embedding": read_embeddings,
    "embeddings": read_embeddings,
    "pages": read_pages,
    "message": read_chat_message,
    "text": read_plain_text,
    "outputs": read_outputs,  # Mistral
    "generations": read_chat_choices,  # Cohere on Bedrock
    "generation": read_plain_text,  # Llama on Bedrock
    "completion": read_plain_text,  # Anthropic's old models
    "generated_text": read_plain_text,  # Hugging Face
    "output_text": read_plain_text,
    "response": read_plain_text,  # Ollama
}
"""Keys that many objects have: they mark an answer only in the body of a response."""

_READERS = _ANSWER_KEYS | _COMMON_KEYS


def answer_of(body: Any) -> Answer | None:
    """The answer in a body; None if it has no known shape."""
    if isinstance(body, str):
        return read_plain_text(body, {}) if body.strip() and not _is_web_page(body) else None
    if isinstance(body, list) and len(body) == 1:  # Hugging Face
        body = body[0]
    if not isinstance(body, dict):
        return None
    for key, read in _READERS.items():
        if body.get(key) is not None and (answer := read(body[key], body)):
            return answer
    return None


def _is_web_page(text: str) -> bool:
    """Whether a text is a page that a gateway sent instead of an answer."""
    return text.lstrip()[:9].lower().startswith(("<!doctype", "<html"))


def is_empty(body: Any) -> bool:
    """Whether a body has nothing to read: it is empty, or all that could be an answer is."""
    if not isinstance(body, dict):
        return body in (None, []) or (isinstance(body, str) and not body.strip())
    values = [body[key] for key in _READERS if key in body]
    return not body or (bool(values) and all(value in (None, "", [], {}) for value in values))
