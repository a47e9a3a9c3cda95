"""What a batch probably costs, from an offline list of prices.

The list is the data inside the `genai-prices` package, as it was when this app pinned it. The package can also renew
its list over the network, but only when `genai_prices.UpdatePrices` is started: nothing here does, and the data is
read from its module directly, so no price shown here was ever fetched. Importing it takes half a second, so it is
imported when the first price is asked for.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from genai_prices.types import Provider, TieredPrices

MILLION = 1_000_000

LIST_VERSION = "0.2.3"
"""The version of genai-prices that `LIST_SOURCE` is true of: the one in requirements.txt."""

LIST_SOURCE = f"the price list genai-prices {LIST_VERSION} of November 2026"
"""Where prices come from, to be put after "from"."""


@dataclass(frozen=True, slots=True)
class Discount:
    """What a batch costs less than the same requests one by one."""

    share: float
    """0.5 is half the price."""

    source: str


@dataclass(frozen=True, slots=True)
class Price:
    """A model's list price in USD per million tokens, before any batch discount."""

    input: float
    output: float | None
    """None: the list has none, as for embeddings, which have no output tokens."""

    model: str
    """The model as the list names it, which may be a family of what was asked for."""

    dearer_above: int | None
    """A request of more input tokens than this costs more than these prices. None: it does not."""

    source: str
    batch_discount: Discount | None
    """None: unknown."""


DISCOUNTS = {
    "OpenAI": Discount(0.5, "OpenAI's batch guide, read in 2026-11"),
    "Azure OpenAI": Discount(0.5, "Azure OpenAI's batch guide (than Global Standard), read in 2026-11"),
    "Groq": Discount(0.5, "Groq's batch documentation, read in 2026-11"),
    "DeepInfra": Discount(0.2, "DeepInfra's batch documentation, read in 2026-11"),
}
"""By provider, for all its models. A provider that is not here states none that we know of."""

TOGETHER_MODELS = frozenset({"meta-llama/llama-3.3-70b-instruct-turbo"})
"""The text models that Together gives half off, in lower case. Others are at full price."""

_TOGETHER = "Together's batch overview (half price for selected models only), read in 2026-11"

_LISTED = {"OpenAI": "openai", "Azure OpenAI": "azure", "Groq": "groq", "Together": "together"}
"""Our providers as the list names them. The list does not have the others."""


def price_of(provider_name: str, model: str) -> Price | None:
    """A model's price at a provider today. None: not in the list, which is not the same as free.

    At Azure the model is the name of a deployment, so only one that is named as its model is found.
    """
    listed = _LISTED.get(provider_name)
    found = _listed_providers()[listed].find_model(model.strip(), all_providers=_all_listed()) if listed else None
    if found is None or not model.strip():
        return None
    prices = found.get_prices(datetime.now(UTC))
    base, dearer_above = _base(prices.input_mtok)
    if base is None:
        return None
    return Price(
        base, _base(prices.output_mtok)[0], found.id, dearer_above, LIST_SOURCE, discount_of(provider_name, model)
    )


def discount_of(provider_name: str, model: str) -> Discount | None:
    """What a batch costs less at a provider, whether or not the model's price is known. None: unknown."""
    if provider_name == "Together":
        return Discount(0.5 if model.strip().lower() in TOGETHER_MODELS else 0.0, _TOGETHER)
    return DISCOUNTS.get(provider_name)


def cost_range(
    requests: int,
    tokens_in: tuple[float, float],
    tokens_out: tuple[float, float | None],
    price_in: float,
    price_out: float | None,
    discount: float | None = None,
) -> tuple[float, float | None]:
    """The least and the most that a batch probably costs, in USD. No most: it is not known.

    `tokens_in` is of all requests together; `tokens_out` of one answer, with no most where answers are not limited.
    Prices are in USD per million tokens; with no `price_out`, answers are known to be free only if they are empty.
    No `discount` (0.5 is half the price): the full price.
    """
    share = (1 - (discount or 0)) / MILLION
    least, most = tokens_in[0] * price_in * share, tokens_in[1] * price_in * share
    if price_out == 0 or tokens_out[1] == 0:
        return least, most
    if price_out is None:
        return least, None
    least += requests * tokens_out[0] * price_out * share
    return least, None if tokens_out[1] is None else most + requests * tokens_out[1] * price_out * share


def _base(price: "Decimal | TieredPrices | None") -> tuple[float | None, int | None]:
    """A price for requests of usual length, and the input tokens above which another one holds."""
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
