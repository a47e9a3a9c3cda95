"""What the batch will probably take: tokens, and money where the prices are known."""

from typing import NamedTuple

import streamlit as st

from lib.compose import Composition
from lib.compose.token_estimate import output_tokens, row_tokens
from lib.providers.prices import Price, cost_range, discount_of, price_of
from lib.providers.tokens import METHOD, TokenRange
from pages.parts.shared.formatting import plain, token_range
from pages.parts.shared.session import SHEET, derived

_INPUT, _OUTPUT, _DISCOUNT = "price input", "price output", "price discount"


class Tokens(NamedTuple):
    """The tokens of a batch: least and most."""

    input: tuple[float, float]
    output: tuple[float, float | None]


def tokens_of(composition: Composition) -> Tokens:
    """Counted anew only when the requests changed."""

    def count() -> Tokens:
        recipe, templates, cells = composition.recipe, composition.templates, composition.sheet.cells
        counted: dict[int, TokenRange] = derived("column tokens", composition.sheet.digest, dict, owner=SHEET)
        each, rows = row_tokens(recipe, templates, cells, counted), composition.rows
        low, high = float(each.low[rows].sum()), float(each.high[rows].sum())
        return Tokens((low, high), output_tokens(recipe, templates, cells, rows))

    return derived("tokens", composition.digest, count, owner=SHEET)


def show_metrics(tokens: Tokens) -> None:
    """Tokens and cost, as ranges."""
    st.metric("Input tokens", token_range(*tokens.input), border=True, width="content")
    st.metric("Cost", _cost(tokens), border=True, width="content")


def prefill_prices(composition: Composition) -> Price | None:
    """Puts the list's prices of the model into the fields, once for each model; what is typed over them stays."""
    recipe = composition.recipe
    model = recipe.model if composition.templates.model is None else ""
    price = price_of(recipe.provider, model) if model else None
    if st.session_state.get("priced") != (recipe.provider, model):
        st.session_state["priced"] = (recipe.provider, model)
        st.session_state[_INPUT] = price.input if price else None
        st.session_state[_OUTPUT] = price.output if price else None
        discount = discount_of(recipe.provider, model)
        st.session_state[_DISCOUNT] = None if discount is None else round(discount.share * 100, 1)
    return price


def show_prices(price: Price | None, model: str) -> None:
    """The prices that the cost is made from, and where they come from."""
    with st.expander("Tokens and prices", icon=":material/payments:"):
        st.caption(METHOD)
        with st.container(horizontal=True):
            _price(_INPUT, "Input, $ per million tokens")
            _price(_OUTPUT, "Output, $ per million tokens")
            _price(_DISCOUNT, "Batch discount, %", 100.0, 5.0)
        if price:
            st.caption(f"Prefilled for {plain(price.model)} from {plain(price.source)}. Check them with your provider.")
            if price.dearer_above:
                st.caption(f"Requests of more than {price.dearer_above:,} input tokens cost more than that.")
        else:
            unknown = "The price list does not know this model." if model else "No model is chosen yet."
            st.caption(f"{unknown} Type prices to see the cost.")


def _price(key: str, label: str, most: float | None = None, step: float = 0.01) -> None:
    st.number_input(
        label,
        0.0,
        most,
        value=None,
        step=step,
        key=key,
        placeholder="Unknown",
        format="%g",
        width=210,
        persist_state="session",
    )


def _cost(tokens: Tokens) -> str:
    """The cost of the batch; unknown where a price or the most tokens are."""
    said = st.session_state
    price_in, price_out, percent = said[_INPUT], said[_OUTPUT], said[_DISCOUNT]
    if price_in is None or (price_out is None and tokens.output != (0, 0)):
        return "unknown"
    low, high = cost_range(1, tokens.input, tokens.output, price_in, price_out or 0.0, (percent or 0) / 100)
    if high is None:
        return f"from ${low:,.2f}" if low >= 0.01 else "from under $0.01"
    return f"${low:,.2f} – ${high:,.2f}" if high >= 0.01 else "under $0.01"
