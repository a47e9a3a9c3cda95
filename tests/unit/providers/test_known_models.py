"""The models that are known for a provider, and the nearest to a misspelt name."""

from datetime import UTC, datetime

import pytest

from lib.providers import CHAT, EMBEDDINGS, PROVIDERS, RESPONSES
from lib.providers.known_models import KnownModel, known_models, nearest_model
from lib.providers.models import family_of

LISTED = ["OpenAI", "Groq", "Together", "Mistral", "Fireworks"]


def _model(provider: str, name: str) -> KnownModel:
    return next(model for model in known_models(provider) if model.name == name)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_example_comes_first_and_no_name_is_there_twice(provider: str) -> None:
    names = [model.name for model in known_models(provider)]
    assert names[:1] == ([PROVIDERS[provider].example_model] if provider in LISTED else [])
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("provider", LISTED)
def test_every_model_can_be_sent_to_an_endpoint_of_the_provider(provider: str) -> None:
    for model in known_models(provider):
        assert model.endpoints
        assert set(model.endpoints) <= set(PROVIDERS[provider].endpoints)
        assert ":" not in model.name


def test_a_batch_costs_half_at_openai() -> None:
    small = _model("OpenAI", "gpt-5.4-mini")
    assert small.endpoints == (CHAT, RESPONSES)
    assert (small.context_tokens, small.input_price, small.output_price) == (400_000, 0.375, 2.25)
    assert "November 2026" in small.source


def test_an_embedding_model_has_no_price_of_answers() -> None:
    small = _model("OpenAI", "text-embedding-3-small")
    assert (small.endpoints, small.input_price, small.output_price) == ((EMBEDDINGS,), 0.01, None)


def test_an_embedding_model_is_for_embeddings_whatever_the_list_says() -> None:
    assert _model("Mistral", "mistral-embed").endpoints == (EMBEDDINGS,)


def test_fireworks_names_have_their_prefix() -> None:
    names = [model.name for model in known_models("Fireworks")]
    assert all(name.startswith("accounts/fireworks/models/") for name in names)
    assert not any(name.endswith(("-fast", "-us")) for name in names)


def test_models_that_were_shut_down_are_not_offered() -> None:
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    names = {model.name for model in known_models("OpenAI")}
    assert names.isdisjoint({"gpt-4-32k", "gpt-4.5-preview", "whisper-1", "gpt-image-1", "gpt-4o-audio-preview"})
    for name in names:
        family = family_of(name)
        assert family is not None
        assert not family.shutdown or family.shutdown >= today


@pytest.mark.parametrize(
    ("provider", "typed", "nearest"),
    [
        ("OpenAI", "gpt5.4-mini", "gpt-5.4-mini"),
        ("OpenAI", "GPT-5.4-mini", "gpt-5.4-mini"),
        ("OpenAI", "gtp-5.4-mini", "gpt-5.4-mini"),
        ("OpenAI", "text-embeding-3-small", "text-embedding-3-small"),
        ("Groq", "gpt-oss-20b", "openai/gpt-oss-20b"),
        ("Together", "Llama-3.3-70B-Instruct-Turbo", "meta-llama/Llama-3.3-70B-Instruct-Turbo"),
        ("Fireworks", "gpt-oss-20b", "accounts/fireworks/models/gpt-oss-20b"),
        ("Mistral", "mistral-smal-latest", "mistral-small-latest"),
        ("OpenAI", "gpt-5.4-mini", None),
        ("OpenAI", "gpt-5.4-mini-2026-03-17", None),
        ("OpenAI", "ft:gpt-5.4-mini-2026-03-17:acme::abc", None),
        ("OpenAI", "gpt-99", None),
        ("OpenAI", "gpt-5.7", None),
        ("OpenAI", "", None),
        ("Azure OpenAI", "gpt5.4-mini", None),
        ("Other", "gpt5.4-mini", None),
    ],
)
def test_the_nearest_name(provider: str, typed: str, nearest: str | None) -> None:
    assert nearest_model(provider, typed) == nearest
