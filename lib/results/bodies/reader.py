"""The body of one response to its answer, whatever the endpoint: a reader for each shape, by its key."""

from collections.abc import Callable
from typing import Any

from lib.results.answer import Answer
from lib.results.bodies.anthropic import read_content
from lib.results.bodies.chat import read_chat_choices, read_chat_message
from lib.results.bodies.gemini import read_candidates, read_feedback
from lib.results.bodies.other import read_items, read_pages, read_text
from lib.results.bodies.responses import read_output
from lib.results.bodies.vectors import read_embeddings

Reader = Callable[[Any, dict[str, Any]], Answer | None]

_TELLING: dict[str, Reader] = {
    "choices": read_chat_choices,
    "output": read_output,
    "data": read_items,
    "results": read_items,
    "content": read_content,
    "candidates": read_candidates,
    "promptFeedback": read_feedback,
}
"""Keys that make an object an answer wherever it stands."""

_PLAIN: dict[str, Reader] = {
    "embedding": read_embeddings,
    "embeddings": read_embeddings,
    "pages": read_pages,
    "message": read_chat_message,
    "text": read_text,
    "outputs": read_chat_choices,  # Mistral on Bedrock
    "generations": read_chat_choices,  # Cohere on Bedrock
    "generation": read_text,  # Llama on Bedrock
    "completion": read_text,  # Anthropic's old models
    "generated_text": read_text,  # Hugging Face
    "output_text": read_text,
}
"""Keys that many objects have: an answer only in the body of a response."""

_SHAPES = _TELLING | _PLAIN


def answer_of(body: Any) -> Answer | None:
    """The answer in a body; None if the body has no answer of any known shape."""
    if not isinstance(body, dict):
        return None
    for key, read in _SHAPES.items():
        if body.get(key) is not None and (answer := read(body[key], body)):
            return answer
    return None


def has_answer_key(value: Any) -> bool:
    """Whether an object has the outside of an answer, be it empty."""
    return isinstance(value, dict) and any(key in value for key in _TELLING)
