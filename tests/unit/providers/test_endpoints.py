"""Which endpoint a request is for: told from its url, however that is written, and from its body."""

import pytest

from lib.providers import PROVIDERS
from lib.providers.catalog import CHAT, COMPLETIONS, EMBEDDINGS, RESPONSES, url
from lib.providers.endpoints import endpoint_of, is_spelt, is_taken, nearest_endpoint, told_by


@pytest.mark.parametrize(
    ("written", "endpoint"),
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
def test_an_endpoint_is_told_from_its_url(written: str, endpoint: str | None) -> None:
    assert endpoint_of(written) == endpoint


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
def test_an_endpoint_is_told_from_the_body(body: object, endpoint: str | None) -> None:
    assert told_by(body) == endpoint


def test_a_text_alone_is_to_embed_where_there_is_no_responses_api() -> None:
    body = {"model": "m", "input": "x"}
    assert told_by(body, PROVIDERS["Parasail"]) == EMBEDDINGS
    assert told_by(body, PROVIDERS["OpenAI"]) is None


@pytest.mark.parametrize("provider", PROVIDERS.values(), ids=PROVIDERS.keys())
def test_every_url_that_compose_writes_is_right(provider: object) -> None:
    for endpoint in provider.endpoints:  # type: ignore[attr-defined]
        assert is_taken(endpoint, provider)  # type: ignore[arg-type]
        assert is_spelt(url(provider, endpoint), endpoint, provider)  # type: ignore[arg-type]
