"""The tokens of two runs, and their cost once the user enters prices."""

from typing import NamedTuple

import pandas as pd
import streamlit as st

from lib.analysis.run_summary import RunTokens
from pages.parts.shared.formatting import plain


class _Prices(NamedTuple):
    """Prices in $ per million tokens; None for those not entered."""

    prompt: float | None
    completion: float | None


def show_run_costs(runs: tuple[RunTokens, RunTokens], names: tuple[str, str]) -> None:
    """A table with a line for each run."""
    columns = {
        "Run": list(names),
        "Answers": [f"{run.answers:,}" for run in runs],
        "Prompt tokens": [f"{run.prompt_tokens:,}" for run in runs],
        "Completion tokens": [f"{run.completion_tokens:,}" for run in runs],
        "Answers without token counts": [f"{run.uncounted:,}" for run in runs],
    }
    table = st.container()
    with st.popover("Prices", icon=":material/payments:", type="tertiary"):
        st.caption("In $ per million tokens, after any batch discount.")
        prices = [_enter_prices(number, name) for number, name in enumerate(names, 1)]
    if any(price is not None for both in prices for price in both):
        columns["Cost"] = [_cost(run, both) for run, both in zip(runs, prices, strict=True)]
    table.dataframe(pd.DataFrame(columns, dtype=str), hide_index=True, width="content", alt="Tokens of each run")


def _enter_prices(number: int, name: str) -> _Prices:
    with st.container(horizontal=True):
        prompt = st.number_input(
            f"{plain(name)}: input", 0.0, key=f"run price in {number}", value=None, persist_state="session"
        )
        completion = st.number_input(
            f"{plain(name)}: output", 0.0, key=f"run price out {number}", value=None, persist_state="session"
        )
    return _Prices(prompt, completion)


def _cost(run: RunTokens, prices: _Prices) -> str:
    """The cost of a run; unknown where tokens have no price, or some answers have no token counts."""
    priced = [(run.prompt_tokens, prices.prompt), (run.completion_tokens, prices.completion)]
    if run.uncounted or any(tokens and price is None for tokens, price in priced):
        return "unknown"
    return f"${sum(tokens * (price or 0) for tokens, price in priced) / 1e6:,.4f}"
