"""Each provider's limits and rules."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.compose import Recipe
from lib.providers import CHAT, COMPLETIONS, EMBEDDINGS, ENDPOINTS, PROVIDERS, RESPONSES, Limits, Provider
from lib.providers.endpoints import request_url
from lib.providers.limits import EMBEDDING_ITEMS, MEGABYTE
from lib.providers.models import family_of

EVERY = pytest.mark.parametrize("provider", PROVIDERS.values(), ids=PROVIDERS)


def test_the_menu_of_providers() -> None:
    assert list(PROVIDERS) == [
        "Parasail", "OpenAI", "Azure OpenAI", "Groq", "Together", "Mistral", "Fireworks", "DeepInfra", "vLLM", "Other",
    ]  # fmt: skip


def test_a_new_recipe_names_a_provider_of_the_menu() -> None:
    assert Recipe().provider in PROVIDERS


@EVERY
def test_a_file_holds_50000_requests_and_100_megabytes(provider: Provider) -> None:
    assert (provider.requests, provider.bytes) == (50_000, 100_000_000)


@EVERY
def test_the_highest_limits_are_never_below_the_strictest(provider: Provider) -> None:
    assert provider.highest_requests >= provider.requests
    assert provider.highest_bytes >= provider.bytes


def test_the_highest_limits_apply_where_sources_agree() -> None:
    highest = {name: provider.with_highest_limits().bytes for name, provider in PROVIDERS.items()}
    assert [name for name, most in highest.items() if most == 100_000_000] == [
        "Parasail", "Groq", "Together", "Mistral", "Fireworks", "Other",
    ]  # fmt: skip
    assert PROVIDERS["Azure OpenAI"].with_highest_limits().requests == 100_000


def test_a_megabyte_is_decimal() -> None:
    assert MEGABYTE == 1_000_000


def test_an_array_holds_2048_texts() -> None:
    assert EMBEDDING_ITEMS == 2_048


@EVERY
def test_every_fact_has_a_source_and_a_date(provider: Provider) -> None:
    assert "checked in November 2026" in provider.source


@EVERY
def test_the_way_to_upload_has_a_source_and_addresses_in_code(provider: Provider) -> None:
    assert provider.upload_page.count("`") % 2 == 0
    assert "http" not in "".join(provider.upload_page.split("`")[::2])
    is_documented = provider.name != "Other"
    assert bool(provider.upload_source) is is_documented
    assert provider.upload_source.endswith(", checked in November 2026") is is_documented


@EVERY
def test_the_example_of_a_provider_has_no_end(provider: Provider) -> None:
    family = family_of(provider.example_model, provider.name)
    assert family is None or not family.shutdown


@EVERY
def test_every_provider_takes_chat_first(provider: Provider) -> None:
    assert provider.endpoints[0] == CHAT
    assert set(provider.endpoints) <= set(ENDPOINTS)
    assert len(set(provider.endpoints)) == len(provider.endpoints)


@EVERY
def test_only_providers_with_embeddings_limit_them(provider: Provider) -> None:
    assert provider.embedding_inputs is None or EMBEDDINGS in provider.endpoints


@EVERY
def test_no_token_budget_until_the_user_sets_one(provider: Provider) -> None:
    assert provider.tokens is None


def test_only_parasail_takes_mixed_models() -> None:
    assert [provider.name for provider in PROVIDERS.values() if not provider.one_model] == ["Parasail"]


def test_only_together_limits_ids() -> None:
    assert {name: provider.id_length for name, provider in PROVIDERS.items() if provider.id_length} == {"Together": 64}


def test_some_providers_write_max_tokens() -> None:
    keys = {name: provider.max_tokens_key for name, provider in PROVIDERS.items()}
    assert [name for name, key in keys.items() if key == "max_tokens"] == [
        "Together",
        "Mistral",
        "Fireworks",
        "DeepInfra",
        "Other",
    ]


def test_some_providers_document_lines_without_a_url() -> None:
    assert [provider.name for provider in PROVIDERS.values() if not provider.method_and_url] == ["Mistral", "Fireworks"]


def test_azure_wants_the_name_of_a_deployment() -> None:
    azure = PROVIDERS["Azure OpenAI"]
    assert azure.model_label == "Deployment name"
    assert "deployment" in azure.advice


URLS = [
    ("OpenAI", CHAT, "/v1/chat/completions"),
    ("OpenAI", EMBEDDINGS, "/v1/embeddings"),
    ("OpenAI", RESPONSES, "/v1/responses"),
    ("OpenAI", COMPLETIONS, "/v1/completions"),
    ("Azure OpenAI", CHAT, "/chat/completions"),
    ("Azure OpenAI", RESPONSES, "/v1/responses"),
    ("Azure OpenAI", EMBEDDINGS, "/embeddings"),
]


@pytest.mark.parametrize(("name", "endpoint", "wire"), URLS, ids=[f"{case[0]} {case[1]}" for case in URLS])
def test_url(name: str, endpoint: str, wire: str) -> None:
    assert request_url(PROVIDERS[name], endpoint) == wire


@EVERY
def test_empty_limits_change_nothing(provider: Provider) -> None:
    assert provider.with_limits(Limits()) == provider


LIMITS = st.builds(
    Limits,
    requests=st.none() | st.integers(1),
    bytes=st.none() | st.integers(1),
    embedding_inputs=st.none() | st.integers(1),
    tokens=st.none() | st.integers(1),
    one_model=st.none() | st.booleans(),
)


@given(st.sampled_from(list(PROVIDERS.values())), LIMITS)
def test_a_set_limit_wins_and_changes_nothing_else(provider: Provider, limits: Limits) -> None:
    changed = provider.with_limits(limits)
    for field in fields(Limits):
        wanted = getattr(limits, field.name)
        own = getattr(provider, field.name)
        assert getattr(changed, field.name) == (own if wanted is None else wanted)
    undone = {field.name: getattr(provider, field.name) for field in fields(Limits)}
    assert replace(changed, **undone) == provider
