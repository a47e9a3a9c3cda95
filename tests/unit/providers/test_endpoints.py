"""The endpoint of a request, by its url and by its body."""

import pytest

from lib.providers import CHAT, COMPLETIONS, EMBEDDINGS, PROVIDERS, RESPONSES, Provider
from lib.providers.endpoints import (
    endpoint_of_body,
    endpoint_of_url,
    is_supported,
    is_valid_url,
    nearest_endpoint,
    request_url,
)


@pytest.mark.parametrize(
    ("url", "endpoint"),
    [
        ("/v1/chat/completions", CHAT),
        ("/chat/completions", CHAT),
        ("/v4/chat/completions", CHAT),
        ("/v1/chat/completions/", CHAT),
        (" /V1/Chat/Completions ", CHAT),
        ("https://api.openai.com/v1/embeddings", EMBEDDINGS),
        ("https://x.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-10-21", CHAT),
        ("/v1/responses", RESPONSES),
        ("/v1/chat", None),
        ("/v1/nonsense", None),
        ("", None),
    ],
)
def test_a_url_names_its_endpoint(url: str, endpoint: str | None) -> None:
    assert endpoint_of_url(url) == endpoint


def test_the_nearest_endpoint_is_offered() -> None:
    assert nearest_endpoint("/v1/chat/completion") == CHAT
    assert nearest_endpoint("/v1/embedding") == EMBEDDINGS
    assert nearest_endpoint("/v1/chat") == CHAT
    assert nearest_endpoint("/v1/nonsense") is None
    assert nearest_endpoint("/v1/") is None


@pytest.mark.parametrize(
    ("body", "endpoint"),
    [
        ({"messages": []}, CHAT),
        ({"model": "m", "input": "x", "instructions": "y"}, RESPONSES),
        ({"model": "m", "input": [{"role": "user", "content": "x"}]}, RESPONSES),
        ({"model": "m", "input": ["x"]}, EMBEDDINGS),
        ({"model": "text-embedding-3-small", "input": "x"}, EMBEDDINGS),
        ({"model": "m", "input": "x", "encoding_format": "base64"}, EMBEDDINGS),
        ({"model": "m", "input": "x"}, None),
        ({"model": "m", "prompt": "x"}, COMPLETIONS),
        ({"model": "m"}, None),
        ("x", None),
    ],
)
def test_a_body_shows_its_endpoint(body: object, endpoint: str | None) -> None:
    assert endpoint_of_body(body) == endpoint


def test_a_single_text_is_to_embed_without_a_responses_api() -> None:
    body = {"model": "m", "input": "x"}
    assert endpoint_of_body(body, PROVIDERS["Parasail"]) == EMBEDDINGS
    assert endpoint_of_body(body, PROVIDERS["OpenAI"]) is None


@pytest.mark.parametrize("provider", PROVIDERS.values(), ids=PROVIDERS.keys())
def test_every_composed_url_is_valid(provider: Provider) -> None:
    for endpoint in provider.endpoints:
        assert is_supported(endpoint, provider)
        assert is_valid_url(request_url(provider, endpoint), endpoint, provider)
