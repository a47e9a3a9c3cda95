"""The ledger on the page: nine counts that account for every request. Its states are the filter of the table."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import streamlit as st

from lib.common.phrasing import counted
from lib.join import Joined
from lib.join.request_counts import WORDS, RequestCounts
from pages.parts.shared.session import FILES, derived

COLOURS: dict[str, Any] = {
    "OK": "green",
    "Failed": "red",
    "Cut short": "orange",
    "Refused": "orange",
    "Missing": "blue",
    "Unknown": "violet",
    "Not sent": "gray",
    "No answer": "gray",
}
"""Colour of each state's badge."""

_HELP = {
    "Sent": "Requests in the input files, each custom_id once.",
    "OK": "Answered, with something usable.",
    "Failed": "The provider reported an error, or gave nothing usable.",
    "Cut short": "Answered, but stopped by the length limit.",
    "Refused": "Refused by the model, or stopped by a content filter.",
    "Missing": "Sent, and in none of the loaded files. Did you load all parts, and the error file?",
    "Unknown": "Answers to requests that were never sent.",
    "Duplicate": "Requests with more than one result line.",
    "Unreadable": "Lines that Batchdesk could not read.",
}
STATES = "results_status"
_IN_THE_SUM = 6
"""Number of states that always have a pill; the others have one if any row has that state."""


def show_ledger(joined: Joined, digest: str) -> None:
    """All nine counts in one row. A press on a state shows only its rows."""
    counts = joined.ledger.metrics()
    rows = derived("rows by state", digest, lambda: Counter(joined.rows.states), owner=FILES)
    states = [*WORDS[:_IN_THE_SUM], *(word for word in WORDS[_IN_THE_SUM:] if rows[word])]
    labels = {word: _pill(word, counts.get(word, str(rows[word]))) for word in states}
    if chosen := st.session_state.get(STATES):
        st.session_state[STATES] = [word for word in chosen if word in states]
    with st.container(key="results_ledger", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"Sent **{counts['Sent']}** =", width="content", help=_definitions())
        st.pills(
            "Show only",
            states,
            selection_mode="multi",
            key=STATES,
            format_func=labels.__getitem__,
            label_visibility="collapsed",
            persist_state="session",
            width="content",
        )
        st.caption(_beside(counts), width="content")
    if joined.ledger.sent is None and joined.results:
        st.caption("Batchdesk does not know what was sent. Load the input file to see what is missing.")


def chosen_states() -> tuple[str, ...]:
    """The states whose rows are shown; empty for all."""
    return tuple(st.session_state.get(STATES) or ())


def lines_sentence(ledger: RequestCounts) -> str:
    """`293 result lines: 286 answers, 6 errors, 1 repeat.`"""
    parts = [
        counted(ledger.ok + ledger.cut_short + ledger.refused, "answer"),
        counted(ledger.failed, "error"),
        *([f"{ledger.unknown:,} unknown"] if ledger.unknown else []),
        *([counted(ledger.repeats, "repeat")] if ledger.repeats else []),
    ]
    return f"{counted(ledger.lines, 'result line')}: {', '.join(parts)}."


def _pill(word: str, count: str) -> str:
    """A state with its count; a count of 0 is quiet."""
    return f":gray[{word} {count}]" if count in ("0", "unknown") else f"{word} :{COLOURS[word]}-badge[{count}]"


def _beside(counts: Mapping[str, str]) -> str:
    """The counts that have no pill: `Duplicate 1 · Unreadable 0`."""
    return " · ".join(
        f"{word} {counts[word]}" if counts[word] == "0" else f"{word} :orange-badge[{counts[word]}]"
        for word in ("Duplicate", "Unreadable")
    )


def _definitions() -> str:
    lines = "\n".join(f"- **{word}**: {meaning}" for word, meaning in _HELP.items())
    return f"Sent = OK + Failed + Cut short + Refused + Missing. Press a state to show only its rows.\n\n{lines}"
