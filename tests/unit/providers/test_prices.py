"""The probable cost of a batch."""

import re
import subprocess
import sys
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.providers import PROVIDERS
from lib.providers.prices import DISCOUNTS, LIST_SOURCE, LIST_VERSION, Rates, cost_range, discount_of, price_of

ROOT = Path(__file__).parents[3]

KNOWN = [
    ("OpenAI", "gpt-4o-mini", "gpt-4o-mini"),
    ("OpenAI", " gpt-4o-mini ", "gpt-4o-mini"),
    ("OpenAI", "gpt-4o-2024-08-06", "gpt-4o"),
    ("Azure OpenAI", "gpt-4o-mini", "gpt-4o-mini"),
    ("Groq", "llama-3.1-8b-instant", "llama-3.1-8b-instant"),
    ("Together", "meta-llama/Llama-3.3-70B-Instruct-Turbo", "meta-llama/Llama-3.3-70B-Instruct-Turbo"),
]


@pytest.mark.parametrize(("provider", "model", "listed"), KNOWN, ids=[f"{case[0]} {case[1]}" for case in KNOWN])
def test_a_listed_model_has_a_price(provider: str, model: str, listed: str) -> None:
    price = price_of(provider, model)
    assert price is not None
    assert price.model == listed
    assert 0 < price.input < 100
    assert price.output is not None
    assert price.input <= price.output < 1_000
    assert price.source == LIST_SOURCE


UNKNOWN = [
    ("OpenAI", "no-such-model"),
    ("OpenAI", ""),
    ("OpenAI", "  "),
    ("Azure OpenAI", "my-deployment"),
    ("Parasail", "meta-llama/Meta-Llama-3-8B-Instruct"),
    ("DeepInfra", "deepseek-ai/DeepSeek-V3"),
    ("vLLM", "gpt-4o-mini"),
    ("Other", "gpt-4o-mini"),
    ("Unheard of", "gpt-4o-mini"),
]


@pytest.mark.parametrize(("provider", "model"), UNKNOWN, ids=[f"{case[0]} {case[1]!r}" for case in UNKNOWN])
def test_an_unlisted_model_has_no_price(provider: str, model: str) -> None:
    assert price_of(provider, model) is None


def test_embeddings_have_no_output_price() -> None:
    price = price_of("OpenAI", "text-embedding-3-small")
    assert price is not None
    assert price.input > 0
    assert price.output is None


def test_cached_tokens_have_a_price_of_their_own_where_the_list_has_one() -> None:
    price = price_of("OpenAI", "gpt-4o-mini")
    assert price is not None
    assert price.cached is not None
    assert 0 < price.cached < price.input


def test_a_price_names_the_length_above_which_requests_cost_more() -> None:
    long, short = price_of("OpenAI", "gpt-5.4"), price_of("OpenAI", "gpt-4o-mini")
    assert long is not None
    assert long.dearer_above is not None
    assert long.dearer_above > 100_000
    assert short is not None
    assert short.dearer_above is None


def test_the_list_is_the_pinned_one() -> None:
    pinned = re.search(r"^genai-prices==(\S+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    assert pinned is not None
    assert LIST_VERSION == pinned[1] == version("genai-prices")


OFFLINE = """
import socket, sys, threading
def reject(*_, **__): raise AssertionError("something used the network")
for name in ("connect", "connect_ex", "sendto"): setattr(socket.socket, name, reject)
socket.getaddrinfo = socket.create_connection = reject
import lib.providers.prices
assert "genai_prices" not in sys.modules, "imported before the first price"
assert lib.providers.prices.price_of("vLLM", "m") is None
assert "genai_prices" not in sys.modules, "imported for a provider that the list lacks"
assert lib.providers.prices.price_of("OpenAI", "gpt-4o-mini")
from genai_prices import data_snapshot, update_prices
assert data_snapshot._custom_snapshot is None
assert update_prices._shared_updater.ref_count == 0
print(threading.active_count())
"""


def test_prices_never_use_the_network() -> None:
    run = subprocess.run([sys.executable, "-c", OFFLINE], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (run.stdout.strip(), run.stderr) == ("1", "")


def test_every_discount_names_a_provider() -> None:
    assert set(DISCOUNTS) <= set(PROVIDERS)


@pytest.mark.parametrize("name", PROVIDERS)
def test_a_discount_is_a_share_with_a_source(name: str) -> None:
    discount = discount_of(name, "m")
    assert discount is None or (0 <= discount.share < 1 and "checked in November 2026" in discount.source)


def test_together_discounts_selected_models_only() -> None:
    shares = [discount_of("Together", model) for model in ("meta-llama/Llama-3.3-70B-Instruct-Turbo", "other")]
    assert [discount and discount.share for discount in shares] == [0.5, 0]


def test_a_discount_needs_no_price() -> None:
    assert price_of("DeepInfra", "m") is None
    assert discount_of("DeepInfra", "m") == DISCOUNTS["DeepInfra"]


def test_some_providers_state_no_discount() -> None:
    assert [name for name in PROVIDERS if discount_of(name, "m") is None] == ["Parasail", "vLLM", "Other"]


COSTS = [
    ("input and output", ((1e6, 2e6), (0, 1e6), Rates(2, 4)), (2, 8)),
    ("half the price", ((1e6, 2e6), (0, 1e6), Rates(2, 4, 0.5)), (1, 4)),
    ("answers without a limit", ((1e6, 2e6), (0, None), Rates(2, 4)), (2, None)),
    ("answers are free", ((1e6, 2e6), (0, None), Rates(2, 0)), (2, 4)),
    ("no answers", ((1e6, 2e6), (0, 0), Rates(2, 4)), (2, 4)),
    ("at least some answer", ((1e6, 1e6), (1e6, 1e6), Rates(2, 4)), (6, 6)),
    ("a free model", ((1e6, 2e6), (1, None), Rates(0, 0)), (0, 0)),
    ("nothing to send", ((0, 0), (0, 0), Rates(2, 4)), (0, 0)),
]


@pytest.mark.parametrize(("arguments", "cost"), [case[1:] for case in COSTS], ids=[case[0] for case in COSTS])
def test_cost_range(arguments: Any, cost: tuple[float, float | None]) -> None:
    assert cost_range(*arguments) == pytest.approx(cost)


AMOUNTS = st.tuples(st.floats(0, 1e9), st.floats(0, 1e9)).map(lambda pair: (min(pair), max(pair)))


@given(AMOUNTS, AMOUNTS, st.builds(Rates, st.floats(0, 100), st.floats(0, 100), st.floats(0, 1)))
def test_the_least_is_never_above_the_most(
    tokens_in: tuple[float, float], tokens_out: tuple[float, float], rates: Rates
) -> None:
    least, most = cost_range(tokens_in, tokens_out, rates)
    assert most is not None
    assert 0 <= least <= most
    assert cost_range(tokens_in, tokens_out, replace(rates, discount=0))[0] >= least
