"""The endpoint that a request is for, by its url or by its body, and the url that a provider wants."""

import re
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from lib.providers.provider import CHAT, COMPLETIONS, EMBEDDINGS, RESPONSES, Provider

PROMPT_FIELDS = {CHAT: "messages", RESPONSES: "input", COMPLETIONS: "prompt", EMBEDDINGS: "input"}
"""The field of each endpoint's body that holds the prompt."""

_BY_PATH = {
    endpoint.removeprefix("/v1"): endpoint
    for endpoint in (
        *(CHAT, EMBEDDINGS, RESPONSES, COMPLETIONS, "/v1/moderations", "/v1/score", "/v1/rerank", "/v1/videos"),
        *("/v1/images/generations", "/v1/images/edits", "/v1/audio/transcriptions", "/v1/audio/translations"),
    )
}
"""Every endpoint that some provider takes batches for, by its url without the version."""

_NOT_COMPOSED = {
    "OpenAI": ("/v1/moderations", "/v1/images/generations", "/v1/images/edits", "/v1/videos"),
    "Parasail": ("/v1/score", "/v1/images/edits"),
    "vLLM": ("/v1/score", "/v1/rerank", "/v1/audio/transcriptions", "/v1/audio/translations"),
    "Together": (COMPLETIONS,),
}
"""Endpoints by provider that Compose writes no requests for (OpenAI's API reference, Parasail's openai-batch library,
vLLM's run-batch guide and Together's Python library, checked in November 2026)."""

_AROUND = re.compile(r"^\s*(?:https?://[^/]+)?(?:/openai)?(?:/deployments/[^/]+)?(?:/v\d+(?:beta)?)?|\?.*$|/*\s*$")
_ANY_VERSION = re.compile(r"(?:/v\d+)?(/.+)")


def request_url(provider: Provider, endpoint: str) -> str:
    """The url of a provider's requests for an endpoint.

    Azure introduced its Responses API together with versioned urls, so that one keeps `/v1` (Azure's batch guide,
    checked in November 2026).

    >>> from lib.providers import PROVIDERS
    >>> request_url(PROVIDERS["Azure OpenAI"], CHAT)
    '/chat/completions'
    """
    return endpoint if endpoint == RESPONSES else provider.url_prefix + endpoint.removeprefix("/v1")


def is_supported(endpoint: str, provider: Provider) -> bool:
    """Whether a provider takes batches for an endpoint. The provider `Other` may take any."""
    return provider.name == "Other" or endpoint in (*provider.endpoints, *_NOT_COMPOSED.get(provider.name, ()))


def is_valid_url(url: str, endpoint: str, provider: Provider) -> bool:
    """Whether a request's url is spelled as the provider wants it."""
    if url == request_url(provider, endpoint):
        return True
    if provider.name == "Azure OpenAI":  # its guide has chat urls with and without /v1
        return url in (endpoint, endpoint.removeprefix("/v1"))
    path = _ANY_VERSION.fullmatch(url)
    return provider.name == "Other" and path is not None and path[1] in _BY_PATH


@lru_cache(maxsize=1_000)
def endpoint_of_url(url: str) -> str | None:
    """The endpoint of a url, with or without a host and a version. None if no endpoint has this url.

    >>> endpoint_of_url("https://api.openai.com/v1/chat/completions/"), endpoint_of_url("/v1/chat")
    ('/v1/chat/completions', None)
    """
    return _BY_PATH.get(_AROUND.sub("", url.lower()))


def nearest_endpoint(url: str) -> str | None:
    """The one endpoint that a misspelled url resembles or begins like; None if there is no such endpoint."""
    path = _AROUND.sub("", url.lower())
    close = get_close_matches(path, _BY_PATH, n=1, cutoff=0.75)
    close = close or [known for known in _BY_PATH if known.startswith(f"{path}/") and path.strip("/")]
    return _BY_PATH[close[0]] if len(close) == 1 else None


_RESPONSES_FIELDS = ("instructions", "max_output_tokens", "text", "reasoning", "previous_response_id", "include")
_EMBEDDINGS_FIELDS = ("encoding_format", "dimensions")
_EMBEDDING_MODEL = re.compile(r"embed|\bbge\b|\bgte\b|\be5\b", re.IGNORECASE)


def endpoint_of_body(body: Any, provider: Provider | None = None) -> str | None:
    """The endpoint that a body is written for; None if its fields fit several or none.

    >>> endpoint_of_body({"model": "m", "messages": []}), endpoint_of_body({"model": "m", "input": ["a", "b"]})
    ('/v1/chat/completions', '/v1/embeddings')
    """
    if not isinstance(body, dict):
        return None
    if "messages" in body:
        return CHAT
    if "input" in body:
        return _endpoint_of_input(body, provider)
    return COMPLETIONS if "prompt" in body and "images" not in body else None


def _endpoint_of_input(body: dict[str, Any], provider: Provider | None) -> str | None:
    items = body["input"] if isinstance(body["input"], list) else []
    if any(field in body for field in _RESPONSES_FIELDS) or any(isinstance(item, dict) for item in items):
        return RESPONSES
    if items or any(field in body for field in _EMBEDDINGS_FIELDS) or _EMBEDDING_MODEL.search(str(body.get("model"))):
        return EMBEDDINGS
    # A single text fits both. It is to embed where the provider has no Responses API.
    return EMBEDDINGS if provider and not is_supported(RESPONSES, provider) else None
