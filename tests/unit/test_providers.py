"""Each provider's limits."""

import pytest

from lib.providers import MEGABYTE, PROVIDERS, Provider
from lib.recipe import Recipe

EVERY = pytest.mark.parametrize("provider", PROVIDERS.values(), ids=PROVIDERS)


def test_the_providers_on_offer() -> None:
    assert list(PROVIDERS)[:3] == ["Parasail", "OpenAI", "Other"]


def test_a_new_recipe_is_for_a_provider_on_offer() -> None:
    assert Recipe().provider in PROVIDERS


def test_parasail_takes_50000_requests_and_100_megabytes() -> None:
    assert (PROVIDERS["Parasail"].requests, PROVIDERS["Parasail"].bytes) == (50_000, 100_000_000)


def test_a_megabyte_is_decimal() -> None:
    assert MEGABYTE == 1_000_000


@EVERY
def test_limits_leave_room_for_a_request(provider: Provider) -> None:
    assert provider.requests > 0
    assert provider.bytes >= MEGABYTE


@EVERY
def test_every_limit_has_a_source(provider: Provider) -> None:
    assert provider.source
