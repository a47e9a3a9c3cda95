"""Which endpoint a request is for: by its url, however that is written, and by its body."""

import re
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from lib.providers.catalog import CHAT, COMPLETIONS, EMBEDDINGS, RESPONSES, Provider, url

_PATHS = {
    path.removeprefix("/v1"): path
    for path in (
        *(CHAT, EMBEDDINGS, RESPONSES, COMPLETIONS, "/v1/moderations", "/v1/score", "/v1/rerank", "/v1/videos"),
        *("/v1/images/generations", "/v1/images/edits", "/v1/audio/transcriptions", "/v1/audio/translations"),
    )
}
"""Every endpoint that some provider takes batches for, by its url without the version."""

_MORE = {
    "OpenAI": ("/v1/moderations", "/v1/images/generations", "/v1/images/edits", "/v1/videos"),
    "Parasail": ("/v1/score", "/v1/images/edits"),
    "vLLM": ("/v1/score", "/v1/rerank", "/v1/audio/transcriptions", "/v1/audio/translations"),
    "Together": (COMPLETIONS,),
}
"""Endpoints of batches that Compose writes nothing for (OpenAI's API reference, Parasail's openai-batch library,
vLLM's run-batch guide and Together's Python library, read in 2026-11)."""

_AROUND = re.compile(r"^\s*(?:https?://[^/]+)?(?:/openai)?(?:/deployments/[^/]+)?(?:/v\d+(?:beta)?)?|\?.*$|/*\s*$")
_OPEN_URL = re.compile(r"(?:/v\d+)?(/.+)")


@lru_cache(maxsize=1_000)
def endpoint_of(written: str) -> str | None:
    """The endpoint that a url names, with or without host, version and the like; None if it names none.

    >>> endpoint_of("https://api.openai.com/v1/chat/completions/"), endpoint_of("/v1/chat")
    ('/v1/chat/completions', None)
    """
    return _PATHS.get(_AROUND.sub("", written.lower()))


def nearest_endpoint(written: str) -> str | None:
    """The endpoint whose url looks most like a misspelt one, or begins like it."""
    path = _AROUND.sub("", written.lower())
    close = get_close_matches(path, _PATHS, n=1, cutoff=0.75)
    close = close or [known for known in _PATHS if known.startswith(f"{path}/") and path.strip("/")]
    return _PATHS[close[0]] if len(close) == 1 else None


def is_taken(endpoint: str, provider: Provider) -> bool:
    """Whether a provider takes batches for an endpoint; one we know nothing of may take any."""
    return provider.name == "Other" or endpoint in (*provider.endpoints, *_MORE.get(provider.name, ()))


def is_spelt(written: str, endpoint: str, provider: Provider) -> bool:
    """Whether a url is written as the provider takes it."""
    if written == url(provider, endpoint):
        return True
    if provider.name == "Azure OpenAI":  # its guide has chat urls with and without /v1
        return written in (endpoint, endpoint.removeprefix("/v1"))
    path = _OPEN_URL.fullmatch(written)
    return provider.name == "Other" and path is not None and path[1] in _PATHS


_OF_RESPONSES = ("instructions", "max_output_tokens", "text", "reasoning", "previous_response_id", "include")
_OF_EMBEDDINGS = ("encoding_format", "dimensions")
_EMBEDDING_MODEL = re.compile(r"embed|\bbge\b|\bgte\b|\be5\b", re.IGNORECASE)


def told_by(body: Any, provider: Provider | None = None) -> str | None:
    """The endpoint that a body is written for, if it tells.

    >>> told_by({"model": "m", "messages": []}), told_by({"model": "m", "input": ["a", "b"]})
    ('/v1/chat/completions', '/v1/embeddings')
    """
    if not isinstance(body, dict):
        return None
    if "messages" in body:
        return CHAT
    if "input" in body:
        return _told_by_input(body, provider)
    return COMPLETIONS if "prompt" in body and "images" not in body else None


def _told_by_input(body: dict[str, Any], provider: Provider | None) -> str | None:
    given = body["input"]
    items = given if isinstance(given, list) else []
    if any(key in body for key in _OF_RESPONSES) or any(isinstance(item, dict) for item in items):
        return RESPONSES
    if items or any(key in body for key in _OF_EMBEDDINGS) or _EMBEDDING_MODEL.search(str(body.get("model"))):
        return EMBEDDINGS
    # A text alone may be either: it is to embed where the provider has no Responses API.
    return EMBEDDINGS if provider and not is_taken(RESPONSES, provider) else None
