"""The view Problems: why rows have no good answer, those first that need the person, each with what helps."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from lib.common.phrasing import counted
from lib.failures import Cause, Change
from lib.failures.known_cause import RetryHelps
from lib.providers import PROVIDERS
from pages.parts.results.causes import choose_cause
from pages.parts.results.retry_plan import (
    MARKED,
    bad_answer_key,
    bad_answers,
    change_key,
    is_default,
    is_sent_again,
    needs_value,
    retry_key,
    value_key,
)
from pages.parts.results.shorten_form import columns_to_shorten, show_shortening, suggest_shortening
from pages.parts.results.table_data import TableData
from pages.parts.results.table_link import choose_one, show_rows_button
from pages.parts.shared.formatting import plain, truncated
from pages.parts.shared.problem_list import show_problem_table

_MESSAGE_CHARACTERS = 600
_MOST_TOKENS = 10_000_000

_ICONS: dict[RetryHelps, str] = {
    "changed": ":material/build:",
    "no": ":material/block:",
    "unknown": ":material/help:",
    "later": ":material/schedule:",
    "yes": ":material/replay:",
}
"""Icon of each cause by what helps; those that need the person come first."""

_VERBS = {
    "raise-tokens": "Retry with a higher limit",
    "lower-tokens": "Retry with a lower limit",
    "set-tokens": "Retry with this limit",
    "set-model": "Retry with another model",
}
_ABOUT_ANSWERS = {
    "Not JSON": "The request asked for JSON, and the answer is not JSON.",
    "Does not match the schema": "The answer is JSON, but not as the request asked for.",
    "Another text than was sent": "The row of the sheet has another text than was sent.",
}


def show_problems_view(table: TableData, digest: str) -> None:
    """Each cause, each kind of doubtful answer, and the lines that could not be read."""
    doubtful, unreadable = bad_answers(table), table.joined.unreadable
    if not (table.causes or doubtful or unreadable):
        st.success("Every request has a good answer.", icon=":material/check_circle:")
        return
    if table.causes:
        st.markdown("**Why rows have no good answer**")
        if not table.joined.sent:
            st.caption("Load the input file to send rows again: only requests in it can be sent.")
    order = list(_ICONS)
    for cause in sorted(table.causes, key=lambda cause: order.index(cause.helps)):
        _show_cause(table, cause)
    if doubtful:
        st.markdown("**Answers to check**")
    for name, rows in doubtful.items():
        _show_bad_answers(name, rows)
    st.selectbox(
        "Provider to send to",
        list(PROVIDERS),
        key="results_retry_provider",
        persist_state="session",
        width=300,
        help="If the batch to send again is over this provider's limits, the download is a zip of files.",
    )
    if unreadable:
        title = "Lines that could not be read"
        st.markdown(f"**{title} ({len(unreadable):,})**")
        show_problem_table(unreadable, title, f"unreadable_{digest}.csv", "results_unreadable")


def _show_cause(table: TableData, cause: Cause) -> None:
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"{_ICONS[cause.helps]} **{counted(len(cause.rows), 'row')}: {plain(cause.title)}**")
        st.caption(plain(f"{cause.explanation} {cause.retry_advice} {cause.advice}"))
        if cause.kind == "unknown" and cause.message:
            st.text(truncated(cause.message, _MESSAGE_CHARACTERS))
        is_sent_again(cause)
        with st.container(horizontal=True, vertical_alignment="center"):
            for change in cause.changes:
                _show_change(table, cause, change)
            show_rows_button(cause.rows, retry_key(cause), choose_cause, cause.key)
            st.toggle(_send_again(cause.rows), key=retry_key(cause), persist_state="session")
        for change in cause.changes:
            if change.kind == "shorten" and st.session_state.get(change_key(cause, change)):
                show_shortening(table, cause, change)


def _show_change(table: TableData, cause: Cause, change: Change) -> None:
    """A button that makes the change in the requests of these rows, and its value where it has one."""
    key = change_key(cause, change)
    is_made = bool(st.session_state.get(key))
    is_possible = change.kind != "shorten" or bool(columns_to_shorten(table, cause))
    st.button(
        _VERBS.get(change.kind, str(change)),
        key=f"button {key}",
        icon=":material/check_box:" if is_made else ":material/check_box_outline_blank:",
        disabled=not is_possible,
        help=None if is_possible else "Load the spreadsheet and the input file: the texts of a column are cut.",
        on_click=_make_change,
        args=(table, cause, change, not is_made),
    )
    if not (is_made and needs_value(change)):
        return
    options: dict[str, Any] = {"key": value_key(cause, change), "persist_state": "session", "width": 240}
    if change.kind == "set-model":
        st.text_input("Model", placeholder="Model name", **options)
    elif change.kind != "shorten":  # that needs more room: it comes below
        st.number_input("Longest answer in tokens", 1, _MOST_TOKENS, None, placeholder="A number", **options)


def _send_again(rows: Sequence[int]) -> str:
    return "Send this row again" if len(rows) == 1 else f"Send these {len(rows):,} rows again"


def _make_change(table: TableData, cause: Cause, change: Change, is_made: bool) -> None:
    """Makes or leaves a change; rows that are changed are sent again."""
    if is_made and change.kind == "shorten":
        suggest_shortening(table, cause, change)
    st.session_state[change_key(cause, change)] = is_made
    st.session_state[retry_key(cause)] = is_made or is_default(cause)


def _show_bad_answers(name: str, rows: Sequence[int]) -> None:
    with st.container(border=True, gap="xsmall"):
        st.markdown(f":material/rule: **{counted(len(rows), 'row')}: {plain(name)}**")
        if about := _ABOUT_ANSWERS.get(name):
            st.caption(about)
        with st.container(horizontal=True, vertical_alignment="center"):
            key, chosen = ("results_review", MARKED[name].capitalize()) if name in MARKED else ("results_flags", name)
            show_rows_button(rows, bad_answer_key(name), choose_one, key, chosen)
            st.toggle(
                _send_again(rows),
                key=bad_answer_key(name),
                persist_state="session",
                help="If a new answer is OK, it replaces the old one in the table. Load the new output last.",
            )
