"""One row's answer in full: its text or error, reasoning, further choices, token probability and usage."""

from collections.abc import Callable
from math import exp

import streamlit as st

from lib.join import Joined
from lib.results import Result
from lib.results.bodies.logprobs import mean_logprob, read_logprobs
from pages.parts.results.ledger import COLOURS
from pages.parts.results.row_cells import scroll_box
from pages.parts.shared.conversation import show_turn
from pages.parts.shared.formatting import plain, truncated

_REASONING_CHARACTERS = 20_000
_OTHER_CHARACTERS = 1_000
_SIDE_BY_SIDE = 2
"""Number of results of one request that are shown next to each other."""


def show_whole_answer(joined: Joined, row: int, show_text: Callable[[str], None] | None = None) -> None:
    """What came back for a row, if anything did.

    Args:
        show_text: draws the answer itself; None draws it as a message.
    """
    result = joined.result(row)
    if result is None:
        return
    if result.error:
        st.markdown("**What came back**")
        with st.chat_message("error", avatar=":material/error:"):
            st.caption("The provider's error")
            st.text(result.error)
    else:
        _show_choices(result, show_text or _show_text)
        _show_probability(joined, row)
    st.caption(plain(_usage(result)))


def show_other_results(joined: Joined, row: int) -> None:
    """All result lines of the row's request side by side, where it has several, the one that counts first."""
    used = joined.rows[row].result
    positions = sorted(joined.best_results.positions(joined.rows[row].custom_id), key=lambda position: position != used)
    if len(positions) < 2:
        return
    st.markdown(f"**{len(positions)} results for this request**")
    for column, (file, number) in zip(st.columns(_SIDE_BY_SIDE, gap="small"), positions, strict=False):
        result = joined.results[file].results[number]
        with column:
            with st.container(horizontal=True, gap="xsmall"):
                st.badge(result.state, color=COLOURS[result.state])
                if (file, number) == used:
                    st.badge("used", color="gray")
            st.text(truncated(result.error or result.answer or "(empty)", _OTHER_CHARACTERS))
            st.caption(plain(joined.results[file].name))
    if len(positions) > _SIDE_BY_SIDE:
        st.caption(f"“Raw JSON” below has all {len(positions)}.")


def _show_choices(result: Result, show_text: Callable[[str], None]) -> None:
    if result.reasoning:
        with st.expander("Reasoning", icon=":material/psychology:"):
            st.text(truncated(result.reasoning, _REASONING_CHARACTERS))
    show_text(result.answer)
    if result.tool_calls and result.tool_calls != result.answer:
        st.caption("Tool calls")
        st.text(result.tool_calls)
    for number, text in enumerate(result.other_answers, 2):
        st.caption(f"Answer {number} of {result.choices}")
        _show_text(text)


def _show_text(answer: str) -> None:
    with scroll_box(len(answer)):
        show_turn("assistant", answer or "(empty)")


def _show_probability(joined: Joined, row: int) -> None:
    """How probable the model found its own tokens, if the request asked for it."""
    if (position := joined.rows[row].result) is None:
        return
    answers = joined.results[position[0]].answers(position[1])
    tokens = read_logprobs(answers[0].logprobs) if answers else []
    if (mean := mean_logprob(tokens)) is None:
        return
    lowest = min(tokens, key=lambda token: token.logprob)
    lowest_text = f"lowest for “{lowest.text}” ({exp(lowest.logprob):.0%})"
    st.caption(plain(f"Average token probability {exp(mean):.0%}, {lowest_text}."))


def _usage(result: Result) -> str:
    values = {
        "status": result.status_code,
        "finish reason": result.finish_reason or None,
        "prompt tokens": result.prompt_tokens,
        "completion tokens": result.completion_tokens,
        "cached tokens": result.cached_tokens or None,
        "reasoning tokens": result.reasoning_tokens or None,
        "model": result.model or None,
        "service tier": result.service_tier or None,
    }
    return ", ".join(f"{name} {value}" for name, value in values.items() if value is not None)
