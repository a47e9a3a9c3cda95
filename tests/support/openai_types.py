"""The `openai` package's types for the bodies of requests, by endpoint."""

from collections.abc import Mapping
from typing import Any

from openai.types import EmbeddingCreateParams
from openai.types.chat.completion_create_params import CompletionCreateParamsNonStreaming as Chat
from openai.types.completion_create_params import CompletionCreateParamsNonStreaming as Completion
from openai.types.responses.response_create_params import ResponseCreateParamsNonStreaming as Response
from pydantic import TypeAdapter

TYPES: Mapping[str, TypeAdapter[Any]] = {
    "/v1/chat/completions": TypeAdapter(Chat),
    "/v1/responses": TypeAdapter(Response),
    "/v1/completions": TypeAdapter(Completion),
    "/v1/embeddings": TypeAdapter(EmbeddingCreateParams),
}


def as_validated(endpoint: str, body: Mapping[str, Any]) -> Any:
    """The body after validation: without fields unknown to the types, with lazy lists read to their end.

    Raises:
        pydantic.ValidationError: the types reject it.
    """
    return _whole(TYPES[endpoint].validate_python(body, strict=True))


def _whole(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _whole(item) for key, item in value.items()}
    if value is None or isinstance(value, (str, int, float)):
        return value
    return [_whole(item) for item in value]
