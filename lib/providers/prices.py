"""The probable cost of a batch, from an offline list of prices.

The list is the data inside the `genai-prices` package, in the version that this app pins. The package can also renew
its list over the network, but only after `genai_prices.UpdatePrices` is started. This module never does, and it
reads the data module directly, so it never fetches a price. Importing the list takes half a second, so the first
price imports it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from genai_prices.types import Provider, TieredPrices

_MILLION = 1_000_000

LIST_VERSION = "0.2.3"
"""The version of genai-prices that `LIST_SOURCE` describes: the one in requirements.txt."""

LIST_SOURCE = f"the price list genai-prices {LIST_VERSION} of November 2026"
"""Origin of the prices, to follow the word "from"."""


@dataclass(frozen=True, slots=True)
class Discount:
    """How much less a batch costs than the same requests one by one."""

    share: float
    """Share of the price that a batch saves: 0.5 is half."""

    source: str


@dataclass(frozen=True, slots=True)
class Price:
    """A model's list price in USD per million tokens, before any batch discount."""

    input: float
    output: float | None
    """Price of output tokens. None for embeddings, which have none."""

    model: str
    """Name in the list, which may be the family of the chosen model."""

    dearer_above: int | None
    """Input tokens above which a request costs more than these prices. None: it never does."""

    source: str
    cached: float | None = None
    """Price of input tokens that the provider reads from its cache. None: unknown."""


@dataclass(frozen=True, slots=True)
class Rates:
    """What tokens cost in a batch, in USD per million."""

    input: float
    output: float
    discount: float = 0
    """Share of the price that the batch saves: 0.5 is half."""


DISCOUNTS = {
    "OpenAI": Discount(0.5, "OpenAI's batch guide, checked in November 2026"),
    "Azure OpenAI": Discount(0.5, "Azure OpenAI's batch guide (than Global Standard), checked in November 2026"),
    "Groq": Discount(0.5, "Groq's batch documentation, checked in November 2026"),
    "Mistral": Discount(0.5, "Mistral's guide to batch processing, checked in November 2026"),
    "Fireworks": Discount(0.5, "Fireworks' guide to batch inference, checked in November 2026"),
    "DeepInfra": Discount(0.2, "DeepInfra's batch documentation, checked in November 2026"),
}
"""By provider, for all its models. The other providers state none that we know of."""

_TOGETHER_MODELS = frozenset({"meta-llama/llama-3.3-70b-instruct-turbo"})
"""The text models that Together gives half off, in lower case. Others cost the full price."""

_TOGETHER = "Together's batch overview (half price for selected models only), checked in November 2026"

_LISTED = {
    "OpenAI": "openai",
    "Azure OpenAI": "azure",
    "Groq": "groq",
    "Together": "together",
    "Mistral": "mistral",
    "Fireworks": "fireworks",
}
"""Our providers by their names in the list, which lacks the others."""

_PREFIXES = {"Fireworks": "accounts/fireworks/models/"}
"""What a provider writes before the names in the list."""


def price_of(provider_name: str, model: str) -> Price | None:
    """A model's price at a provider today. None: the list lacks it, which does not mean that it is free.

    At Azure the model is the name of a deployment, so only a deployment named like its model has a price.
    """
    listed, model = _LISTED.get(provider_name), model.strip()
    entry = _listed_providers()[listed].find_model(model, all_providers=_all_listed()) if listed and model else None
    if entry is None:
        return None
    prices = entry.get_prices(datetime.now(UTC))
    base, dearer_above = _base(prices.input_mtok)
    if base is None:
        return None
    output, cached = _base(prices.output_mtok)[0], _base(prices.cache_read_mtok)[0]
    return Price(base, output, entry.id, dearer_above, LIST_SOURCE, cached)


def discount_of(provider_name: str, model: str) -> Discount | None:
    """The batch discount at a provider, whether or not the list has the model's price. None: unknown."""
    if provider_name == "Together":
        return Discount(0.5 if model.strip().lower() in _TOGETHER_MODELS else 0.0, _TOGETHER)
    return DISCOUNTS.get(provider_name)


def batch_rates(provider_name: str, model: str) -> tuple[float | None, float | None]:
    """The prices of input and output in a batch, in USD per million tokens. None: unknown, or no output."""
    price, discount = price_of(provider_name, model), discount_of(provider_name, model)
    if price is None or discount is None:
        return None, None
    paid = 1 - discount.share
    return price.input * paid, None if price.output is None else price.output * paid


def listed_models(provider_name: str) -> dict[str, int | None]:
    """The models that the list has for a provider, each with its context window in tokens where the list states it.

    None for Azure, where a request names a deployment and not a model.
    """
    listed = None if provider_name == "Azure OpenAI" else _LISTED.get(provider_name)
    models = _listed_providers()[listed].models if listed else []
    prefix = _PREFIXES.get(provider_name, "")
    return {prefix + model.id: model.context_window for model in models if not model.deprecated}


def cost_range(
    tokens_in: tuple[float, float], tokens_out: tuple[float, float | None], rates: Rates
) -> tuple[float, float | None]:
    """The least and the most that a batch probably costs, in USD. None for the most: answers have no limit.

    Args:
        tokens_in: least and most input tokens of all requests together.
        tokens_out: least and most output tokens of all requests together.
    """
    price_in, price_out = (price * (1 - rates.discount) / _MILLION for price in (rates.input, rates.output))
    least = tokens_in[0] * price_in + tokens_out[0] * price_out
    if price_out and tokens_out[1] is None:
        return least, None
    return least, tokens_in[1] * price_in + (tokens_out[1] or 0) * price_out


def _base(price: "Decimal | TieredPrices | None") -> tuple[float | None, int | None]:
    """The price of an ordinary request, and the input tokens above which a request costs more."""
    from genai_prices.types import TieredPrices

    if isinstance(price, TieredPrices):
        return float(price.base), price.tiers[0].start
    return None if price is None else float(price), None


@cache
def _listed_providers() -> "dict[str, Provider]":
    return {provider.id: provider for provider in _all_listed()}


def _all_listed() -> "list[Provider]":
    from genai_prices.data import providers

    return providers
