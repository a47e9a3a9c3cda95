"""The ledger on the page: nine counts, and the sums that account for every request."""

import streamlit as st

from lib.common.phrasing import counted
from lib.join import Joined
from lib.join.request_counts import RequestCounts

_HELP = {
    "Sent": "Requests in the input files, each custom_id once.",
    "OK": "Answered, with something usable.",
    "Failed": "The provider reported an error, or gave nothing usable.",
    "Cut short": "Answered, but stopped by the length limit.",
    "Refused": "Refused by the model, or stopped by a content filter.",
    "Missing": "Sent, and in none of the loaded files. Did you load all parts, and the error file?",
    "Duplicate": "Requests with more than one result line.",
    "Unknown": "Answers to requests that were never sent.",
    "Unreadable": "Lines that Batchdesk could not read.",
}

_METRIC_WIDTH = 103
"""Pixels: nine metrics fit in one row on a laptop, three on a phone."""


def show_ledger(joined: Joined) -> None:
    """All nine counts, and that they add up."""
    with st.container(border=True), st.container(horizontal=True, gap="xsmall"):
        for label, value in joined.ledger.metrics().items():
            st.metric(label, value, width=_METRIC_WIDTH, help=_HELP[label])
    st.caption(f"{_sent_sentence(joined.ledger)} {_lines_sentence(joined.ledger)}")


def _sent_sentence(ledger: RequestCounts) -> str:
    if ledger.sent is None:
        return "Batchdesk does not know what was sent. Load the input file to see what is missing."
    states = f"{ledger.ok:,} OK + {ledger.failed:,} failed + {ledger.cut_short:,} cut short"
    return f"{ledger.sent:,} sent = {states} + {ledger.refused:,} refused + {ledger.missing:,} missing."


def _lines_sentence(ledger: RequestCounts) -> str:
    """`293 result lines: 286 answers, 6 errors, 1 repeat.`"""
    parts = [
        counted(ledger.ok + ledger.cut_short + ledger.refused, "answer"),
        counted(ledger.failed, "error"),
        *([f"{ledger.unknown:,} unknown"] if ledger.unknown else []),
        *([counted(ledger.repeats, "repeat")] if ledger.repeats else []),
    ]
    return f"{counted(ledger.lines, 'result line')}: {', '.join(parts)}."
