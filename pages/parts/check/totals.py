"""A batch in numbers."""

from collections import Counter

import streamlit as st

from lib.check.totals import Totals
from lib.common.phrasing import counted, listed
from lib.providers.tokens import METHOD
from lib.repair.download import Outgoing
from pages.parts.shared.formatting import megabytes, plain, token_range, truncated


def show_figures(numbers: Totals, out: Outgoing) -> None:
    """Requests, bytes, models, endpoints, tokens, parts; then the models and endpoints by name."""
    with st.container(horizontal=True):
        st.metric("Requests", f"{numbers.requests:,}", border=True, width="content")
        st.metric("Size", megabytes(numbers.bytes), border=True, width="content")
        st.metric("Models", f"{len(numbers.models):,}", border=True, width="content")
        st.metric("Endpoints", f"{len(numbers.endpoints):,}", border=True, width="content")
        tokens = token_range(*numbers.tokens)
        st.metric("Input tokens", tokens, border=True, width="content", help=_method(numbers))
        st.metric("Parts", f"{out.parts:,}", border=True, width="content", help="Files to send, once mended.")
    said = [_named("model", numbers.models), _named("endpoint", numbers.endpoints)]
    st.caption(plain(" ".join(filter(None, said))))


def _method(numbers: Totals) -> str:
    sample = " Told from 1,000 requests spread evenly over the file." if numbers.sampled else ""
    return f"{METHOD}{sample}"


def _named(kind: str, counts: Counter[str]) -> str:
    """`2 models: a (40), b (2).`"""
    if not counts:
        return ""
    named = listed(counts.most_common(), 3, say=lambda found: f"{truncated(found[0], 60)} ({found[1]:,})")
    return f"{counted(len(counts), kind)}: {named}."
