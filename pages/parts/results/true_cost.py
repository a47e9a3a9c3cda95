"""What the answers cost, from the provider's own counts and a list of prices, beside what was estimated."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from lib.analysis.paid_tokens import PaidTokens, TokenPrices, cost_of, paid_tokens
from lib.common.phrasing import counted
from lib.compose import Composition
from lib.compose.token_estimate import row_tokens
from lib.providers import PROVIDERS
from lib.providers.prices import LIST_SOURCE, discount_of, price_of
from pages.parts.results.table_data import TableData
from pages.parts.shared.formatting import plain, token_range
from pages.parts.shared.sent_batches import composed_batches
from pages.parts.shared.session import COMPOSITION, FILES, SHEET, derived, set_defaults, slot_value

_PROVIDER = "results_cost_provider"
_NO_PROVIDER = "My own prices"
COST_PROVIDERS = (_NO_PROVIDER, *PROVIDERS)
_FIELDS = {
    "input": "Input, $ per million tokens",
    "cached": "Cached input, $ per million",
    "output": "Output, $ per million tokens",
    "discount": "Batch discount, %",
}


def show_true_cost(table: TableData) -> None:
    """A fold with a line for each model."""
    fold = st.expander("What it cost", icon=":material/payments:", key="results_cost", on_change="rerun")
    if not fold.open:
        return
    paid = derived("paid tokens", table.layout, lambda: paid_tokens(table.joined.results), owner=FILES)
    with fold:
        if not any(one.input or one.output for one in paid):
            st.caption("The answers do not say how many tokens they took, so the cost is unknown.")
            return
        batches = _composed(table)
        prices = _choose_prices(paid, batches)
        _show_models(paid, prices)
        _show_estimate(batches, paid)
        st.caption(_words(paid, prices))


def _choose_prices(paid: Sequence[PaidTokens], batches: Sequence[Composition]) -> Mapping[str, TokenPrices]:
    """The prices by model: typed, or of the chosen provider's list."""
    set_defaults({_PROVIDER: batches[0].recipe.provider if batches else _NO_PROVIDER})
    with st.container(horizontal=True, vertical_alignment="bottom"):
        provider = st.selectbox("Prices of", COST_PROVIDERS, key=_PROVIDER, width=220, persist_state="session")
        typed = _type_prices() if provider == _NO_PROVIDER else None
    return {one.model: typed or _listed(provider, one.model) for one in paid}


def _type_prices() -> TokenPrices:
    values = {}
    for name, label in _FIELDS.items():
        most = 100.0 if name == "discount" else None
        key = f"results_cost_{name}"
        values[name] = st.number_input(
            label,
            0.0,
            most,
            value=None,
            key=key,
            format="%g",
            placeholder="Unknown",
            width=190,
            persist_state="session",
        )
    return TokenPrices(values["input"], values["cached"], values["output"], (values["discount"] or 0) / 100)


def _listed(provider: str, model: str) -> TokenPrices:
    price, discount = price_of(provider, model), discount_of(provider, model)
    share = discount.share if discount else 0
    return TokenPrices(price.input, price.cached, price.output, share) if price else TokenPrices(discount=share)


def _show_models(paid: Sequence[PaidTokens], prices: Mapping[str, TokenPrices]) -> None:
    costs = [cost_of(one, prices[one.model]) for one in paid]
    rows = [
        (*_cells(one), "unknown" if cost is None else f"${cost:,.4f}") for one, cost in zip(paid, costs, strict=True)
    ]
    if len(paid) > 1:
        whole = None if None in costs else sum(cost or 0 for cost in costs)
        total = PaidTokens("All", *(sum(column) for column in zip(*(one[1:] for one in paid), strict=True)))
        rows.append((*_cells(total), "unknown" if whole is None else f"${whole:,.4f}"))
    names = ("Model", "Answers", "Tokens read", "of these cached", "Tokens written", "of these thoughts", "Cost")
    alt = "Tokens and cost of each model"
    st.dataframe(pd.DataFrame(rows, columns=names, dtype=str), hide_index=True, width="stretch", alt=alt)


def _cells(paid: PaidTokens) -> tuple[str, ...]:
    counts = (paid.answers, paid.input, paid.cached, paid.output, paid.reasoning)
    return (paid.model or "not named", *(f"{count:,}" for count in counts))


def _composed(table: TableData) -> list[Composition]:
    """The batches of this session that the table was joined from."""
    digests = {file.digest for file in table.joined.sent if file.sheet_digest}
    live: Composition | None = slot_value(COMPOSITION)
    batches = {batch.digest: batch for batch in (*composed_batches(), *([live] if live else ()))}
    return [batch for digest, batch in batches.items() if digest in digests]


def _show_estimate(batches: Sequence[Composition], paid: Sequence[PaidTokens]) -> None:
    """The tokens that were estimated, where the batch was composed in this session."""
    if batches:
        low, high = (sum(ends) for ends in zip(*map(_estimated, batches), strict=True))
        read = sum(one.input for one in paid)
        text = f"Estimated before: {token_range(low, high)} tokens to read. Read, with every attempt: {read:,}."
        st.caption(f":material/query_stats: {text}")


def _estimated(batch: Composition) -> tuple[float, float]:
    def count() -> tuple[float, float]:
        each = row_tokens(batch.resolved, batch.sheet)
        return float(each.low[batch.rows].sum()), float(each.high[batch.rows].sum())

    return derived(f"estimate {batch.digest}", batch.digest, count, owner=SHEET)


def _words(paid: Sequence[PaidTokens], prices: Mapping[str, TokenPrices]) -> str:
    """Where the figures come from, and why one is unknown."""
    sentences = ["Every attempt is counted, as the provider counted it."]
    if uncounted := sum(one.uncounted for one in paid):
        has = "does not say all of its tokens" if uncounted == 1 else "do not say all of their tokens"
        sentences.append(f"{counted(uncounted, 'answer')} {has}, so the cost of that model is unknown.")
    if st.session_state[_PROVIDER] != _NO_PROVIDER:
        lacking = [one.model or "the model" for one in paid if prices[one.model].input is None]
        sentences.append(f"Prices are from {LIST_SOURCE}, less the batch discount where one is known.")
        if lacking:
            sentences.append(f"The list has no price for {plain(lacking[0])}: choose {_NO_PROVIDER} and enter it.")
    if any(one.cached and prices[one.model].cached is None for one in paid):
        sentences.append("Cached tokens are counted at the full price, which is the most that they may cost.")
    return " ".join(sentences)
