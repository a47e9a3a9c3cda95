"""The ledger's nine numbers, and the sums they make."""

import streamlit as st

from lib.join import Joined

_HELP = {
    "Sent": "Requests in the input files, each custom_id once.",
    "OK": "Answered, with something usable.",
    "Failed": "The provider reported an error, or gave nothing usable.",
    "Cut short": "Answered, but stopped by the length limit.",
    "Refused": "Refused by the model, or stopped by a content filter.",
    "Missing": "Sent, and in none of the loaded files. Did you load all parts, and the error file?",
    "Duplicate": "Requests with more than one result line.",
    "Unknown": "Answers to requests that were never sent.",
    "Unreadable": "Lines that give no record.",
}

_WIDTH = 103
"""Pixels: nine of them stand in one row on a laptop, three on a phone."""


def show_ledger(joined: Joined) -> None:
    """All nine metrics, and that they add up."""
    with st.container(border=True), st.container(horizontal=True, gap="xsmall"):
        for label, value in joined.ledger.metrics().items():
            st.metric(label, value, width=_WIDTH, help=_HELP[label])
    ledger = joined.ledger
    sums = [
        f"{ledger.lines:,} result lines read = {ledger.answered:,} answered + {ledger.unknown:,} unknown "
        f"+ {ledger.repeats:,} repeated."
    ]
    if ledger.sent is None:
        sums.append("What was sent is not known: load the input file to see what is missing.")
    else:
        states = f"{ledger.ok:,} OK + {ledger.failed:,} failed + {ledger.cut_short:,} cut short"
        sums.insert(0, f"{ledger.sent:,} sent = {states} + {ledger.refused:,} refused + {ledger.missing:,} missing.")
    st.caption(" ".join(sums))
