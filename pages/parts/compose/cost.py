"""An estimate of what the batch takes: tokens, and money where the prices are known."""

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st

from lib.compose import Composition
from lib.compose.token_estimate import output_tokens, row_tokens, tokenizer_family
from lib.providers.prices import Price, Rates, cost_range, discount_of, price_of
from lib.providers.token_families import ANY, TokenFamily
from lib.providers.token_ranges import METHOD, TokenRange
from pages.parts.shared.formatting import plain, token_range
from pages.parts.shared.session import SHEET, derived

_WIDE = 2.6
"""A range whose end is so many times its start has its reason beside it. English prose has less."""

_INPUT, _OUTPUT, _DISCOUNT = "price input", "price output", "price discount"


class TokenEstimate(NamedTuple):
    """The fewest and the most tokens of a batch; None where the most are unknown."""

    input: tuple[float, float]
    output: tuple[float, float | None]
    family: TokenFamily


def estimate_tokens(composition: Composition) -> TokenEstimate:
    """The estimate for a composition, counted again only when its requests change."""
    return derived("tokens", composition.digest, lambda: _count(composition, composition.rows), owner=SHEET)


def estimate_saved(composition: Composition) -> TokenEstimate:
    """The estimate for the rows that are left out because they have an answer, or do not meet the conditions."""
    rows = sorted(composition.choices.answered.union(composition.filtered))
    return derived("saved tokens", composition.digest, lambda: _count(composition, rows), owner=SHEET)


def _count(composition: Composition, rows: Sequence[int]) -> TokenEstimate:
    resolved, sheet = composition.resolved, composition.sheet
    counted: dict[tuple[str, TokenFamily], TokenRange] = derived("column tokens", sheet.digest, dict, owner=SHEET)
    each = row_tokens(resolved, sheet, counted)
    low, high = float(each.low[rows].sum()), float(each.high[rows].sum())
    return TokenEstimate((low, high), output_tokens(resolved, sheet, rows), tokenizer_family(resolved, sheet))


def show_metrics(tokens: TokenEstimate) -> None:
    """Tokens and cost, as ranges."""
    about = (
        "How much text is sent. Providers count it in tokens, which are pieces of words: 1,000 tokens are about 750 "
        "English words."
    )
    st.metric("Tokens", token_range(*tokens.input), width="content", help=about)
    about = (
        "What the provider probably charges, from the prices under Advanced. Answers of unknown length may cost more."
    )
    st.metric("Cost", cost_in_words(tokens), width="content", help=about)


def prefill_prices(composition: Composition) -> Price | None:
    """Fills in the listed prices once for each model, so that prices typed over them stay."""
    recipe = composition.recipe
    model = recipe.model if composition.resolved.templates.model_column is None else ""
    price = price_of(recipe.provider, model) if model else None
    if st.session_state.get("priced") != (recipe.provider, model):
        st.session_state["priced"] = (recipe.provider, model)
        st.session_state[_INPUT] = price.input if price else None
        st.session_state[_OUTPUT] = price.output if price else None
        discount = discount_of(recipe.provider, model)
        st.session_state[_DISCOUNT] = None if discount is None else round(discount.share * 100, 1)
    return price


def show_prices(price: Price | None, model: str, tokens: TokenEstimate) -> None:
    """The fields for the prices, and the source of the listed ones."""
    if model and (reason := _wide_because(tokens)):
        st.caption(f":material/info: {reason}")
    st.caption(METHOD)
    with st.container(horizontal=True):
        _price(_INPUT, "Input, $ per million tokens", "What the provider charges to read your requests.")
        _price(_OUTPUT, "Output, $ per million tokens", "What the provider charges to write the answers.")
        _price(_DISCOUNT, "Batch discount, %", "How much less a batch costs.", 100.0, 5.0)
    if price:
        st.caption(f"Filled in for {plain(price.model)} from {plain(price.source)}. Check them with your provider.")
        if price.dearer_above:
            st.caption(f"Requests of more than {price.dearer_above:,} input tokens cost more.")
    else:
        reason = "The price list does not have this model." if model else "No model is chosen yet."
        st.caption(f"{reason} Enter prices to see the cost.")


def _wide_because(tokens: TokenEstimate) -> str:
    """Why the tokens are a wide range; empty if they are not."""
    low, high = tokens.input
    if high < _WIDE * low:
        return ""
    if tokens.family == ANY:
        return "The range is wide: Batchdesk does not know how this model splits text, so it covers every known way."
    return "The range is wide: models split capitals, codes and other scripts into tokens very differently."


def _price(key: str, label: str, about: str, most: float | None = None, step: float = 0.01) -> None:
    st.number_input(
        label,
        0.0,
        most,
        value=None,
        step=step,
        key=key,
        placeholder="Unknown",
        format="%g",
        help=about,
        width=210,
        persist_state="session",
    )


def entered_rates(*, writes: bool) -> Rates | None:
    """The prices in the fields; None if one is missing.

    Args:
        writes: whether answers have tokens, so that their price is needed.
    """
    price_in, price_out, percent = (st.session_state[key] for key in (_INPUT, _OUTPUT, _DISCOUNT))
    if price_in is None or (price_out is None and writes):
        return None
    return Rates(price_in, price_out or 0.0, (percent or 0) / 100)


def cost_in_words(tokens: TokenEstimate) -> str:
    """The cost of the batch as a range, without an upper end where the most tokens are unknown."""
    rates = entered_rates(writes=tokens.output != (0, 0))
    if rates is None:
        return "unknown"
    low, high = cost_range(tokens.input, tokens.output, rates)
    if high is None:
        return f"from ${low:,.2f}" if low >= 0.01 else "from under $0.01"
    return f"${low:,.2f} – ${high:,.2f}" if high >= 0.01 else "under $0.01"
