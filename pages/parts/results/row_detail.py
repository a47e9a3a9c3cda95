"""All of one row: its cells, what was asked, what came back, and both as JSON."""

from collections.abc import Sequence
from math import exp
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.batch.conversation import conversation
from lib.batch.positions import Position
from lib.join import Joined
from lib.join.joined_table import JoinedRow
from lib.join.request_counts import Word
from lib.json.codec import pretty
from lib.results import Result
from lib.results.bodies.logprobs import mean_logprob, read_logprobs
from lib.sheets import Sheet
from pages.parts.results.filters import ShownRows
from pages.parts.results.results_table import next_answered_row, step_through
from pages.parts.results.review_form import note_form, verdict_form
from pages.parts.results.table_data import TableData
from pages.parts.shared.conversation import show_json, show_turn, show_turns
from pages.parts.shared.formatting import plain, truncated

_COLORS: dict[str, Any] = {
    "OK": "green",
    "Failed": "red",
    "Cut short": "orange",
    "Refused": "orange",
    "Missing": "gray",
    "Unknown": "violet",
    "Not sent": "gray",
}
_EXPLAINED: dict[Word, str] = {
    "Missing": "Sent, and in none of the loaded files. Load all parts of the output, and the error file.",
    "Not sent": "No request was made from this row.",
    "Cut short": "The length limit stopped the answer: raise the max completion tokens.",
    "Refused": "The model or a content filter refused.",
    "Unknown": "No request with this custom_id was sent in the loaded batch.",
}
_CELLS_SHOWN = 60
_LONG = 1_500
"""Characters beyond which a text scrolls in its own box."""

_BOX = 420
"""Its height in pixels."""


def show_row_detail(table: TableData, shown: ShownRows, chosen: int) -> None:
    """The chosen row, the sheet's cells on the left, the answer and what was asked on the right.

    Args:
        chosen: its place among the shown rows.
    """
    step_through(table, shown, chosen)
    joined, at = table.joined, shown.rows[chosen]
    row = joined.rows[at]
    with st.container(border=True, key="results_detail"):
        _title(row, bool(joined.sent))
        verdict_form(table, at, next_answered_row(table, shown, chosen))
        left, right = st.columns([2, 3], gap="medium")
        with left:
            _cells(joined.sheet, row)
        with right:
            _answer(joined, at)
            _conversation(joined, row)
        note_form(table, at)
        _raw(joined, row)


def _title(row: JoinedRow, sent_known: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if row.state:
            st.badge(row.state, color=_COLORS[row.state])
        st.code(row.custom_id or "no custom_id", language=None, width="content")
        if row.note:
            st.caption(plain(row.note), width="content")
    if row.state in _EXPLAINED and (sent_known or row.state != "Not sent"):
        st.caption(_EXPLAINED[row.state])


def _cells(sheet: Sheet | None, row: JoinedRow) -> None:
    if sheet is None or row.sheet_row is None:
        st.caption("No row of a sheet belongs to this." if sheet else "No sheet is loaded.")
        return
    st.markdown(f"**Row {sheet.numbers[row.sheet_row]} of the sheet**")
    cells = list(zip(sheet.columns, sheet.row(row.sheet_row), strict=True))
    show_cells(cells)


def show_cells(cells: Sequence[tuple[str, str]]) -> None:
    """Cells under their columns' names, as they are."""
    with scroll_box(sum(len(cell) for _, cell in cells)):
        _draw_cells(cells)
    if len(cells) > _CELLS_SHOWN:
        st.caption(f"And {len(cells) - _CELLS_SHOWN} more columns; the downloads have all.")


def scroll_box(characters: int) -> DeltaGenerator:
    """Room for text: what is long scrolls in a box of its own, so that the answer stays in sight."""
    return st.container(height=_BOX if characters > _LONG else "content")


def _draw_cells(cells: Sequence[tuple[str, str]]) -> None:
    for name, cell in cells[:_CELLS_SHOWN]:
        with st.container(gap="xxsmall"):
            st.caption(plain(name))
            st.text(truncated(cell, 5000) or "(empty)")


def _conversation(joined: Joined, row: JoinedRow) -> None:
    if row.request is None:
        return
    file, at = row.request
    turns = conversation(joined.sent[file].body(at))
    st.markdown("**What was sent**")
    with scroll_box(sum(len(turn.text) for turn in turns)):
        show_turns(turns)


def _answer(joined: Joined, at: int) -> None:
    result = joined.result(at)
    if result is None:
        return
    st.markdown("**What came back**")
    if result.error:
        with st.chat_message("error", avatar=":material/error:"):
            st.caption("The provider's error")
            st.text(result.error)
    else:
        _show_said(joined, at, result)
    st.caption(plain(_usage(result)))


def _show_said(joined: Joined, at: int, result: Result) -> None:
    """The answer, what was thought before it, and the others there are to choose from."""
    if result.reasoning:
        with st.expander("Reasoning", icon=":material/psychology:"):
            st.text(truncated(result.reasoning, 20_000))
    _show_bounded(result.answer)
    if result.tool_calls and result.tool_calls != result.answer:
        st.caption("Calls of tools")
        st.text(result.tool_calls)
    for number, text in enumerate(result.other_answers, 2):
        st.caption(f"Answer {number} of {result.choices}")
        _show_bounded(text)
    if place := joined.rows[at].result:
        _show_surety(joined, place)


def _show_bounded(answer: str) -> None:
    with scroll_box(len(answer)):
        show_turn("assistant", answer or "(empty)")


def _show_surety(joined: Joined, place: Position) -> None:
    """How probable the model held its own words, where it was asked to say so."""
    answers = joined.results[place[0]].answers(place[1])
    tokens = read_logprobs(answers[0].logprobs) if answers else []
    if (mean := mean_logprob(tokens)) is None:
        return
    least = min(tokens, key=lambda token: token.logprob)
    said = f"On average {exp(mean):.0%} sure of each token; least sure of “{least.text}” ({exp(least.logprob):.0%})."
    st.caption(plain(said))


def _usage(result: Result) -> str:
    said = {
        "status": result.status_code,
        "finish reason": result.finish_reason or None,
        "prompt tokens": result.prompt_tokens,
        "completion tokens": result.completion_tokens,
        "cached tokens": result.cached_tokens or None,
        "reasoning tokens": result.reasoning_tokens or None,
        "model": result.model or None,
        "service tier": result.service_tier or None,
    }
    return ", ".join(f"{name} {value}" for name, value in said.items() if value is not None)


def _raw(joined: Joined, row: JoinedRow) -> None:
    """Request and results as JSON, read again from their files only when opened."""
    places = joined.best_results.places(row.custom_id)
    if row.request is None and not places:
        return
    several = f", {len(places)} result lines" if len(places) > 1 else ""
    raw = st.expander(f"Raw JSON{several}", icon=":material/data_object:", on_change="rerun", key="results_raw")
    if not raw.open:
        return
    with raw:
        if row.request is not None:
            file, at = row.request
            st.caption(f"Sent, in {plain(joined.sent[file].name)}")
            show_json(joined.sent[file].line(at).decode().strip())
        for file, at in places:
            counts = " (this one counts)" if (file, at) == row.result and several else ""
            st.caption(f"Came back, in {plain(joined.results[file].name)}{counts}")
            show_json(pretty(joined.results[file].raw(at)))
