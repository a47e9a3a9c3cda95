"""A batch in numbers, on the page."""

from collections import Counter

import streamlit as st

from lib.check.totals import BatchTotals
from lib.common.phrasing import counted, listed
from lib.providers.token_ranges import METHOD
from lib.repair.download import CheckDownload
from pages.parts.shared.formatting import megabytes, plain, token_range, truncated


def show_totals(totals: BatchTotals, download: CheckDownload) -> None:
    """The numbers of requests, bytes, models, endpoints, tokens and parts; then models and endpoints by name."""
    with st.container(horizontal=True):
        st.metric("Requests", f"{totals.requests:,}", border=True, width="content")
        st.metric("Size", megabytes(totals.bytes), border=True, width="content")
        st.metric("Models", f"{len(totals.models):,}", border=True, width="content")
        st.metric("Endpoints", f"{len(totals.endpoints):,}", border=True, width="content")
        tokens = token_range(*totals.tokens)
        st.metric("Input tokens", tokens, border=True, width="content", help=_method(totals))
        st.metric(
            "Parts", f"{download.parts:,}", border=True, width="content", help="Files to send, after the repairs."
        )
    sentences = [_names("model", totals.models), _names("endpoint", totals.endpoints)]
    st.caption(plain(" ".join(filter(None, sentences))))


def _method(totals: BatchTotals) -> str:
    sample = " Estimated from 1,000 requests spread evenly over the file." if totals.sampled else ""
    return f"{METHOD}{sample}"


def _names(kind: str, counts: Counter[str]) -> str:
    """`2 models: a (40), b (2).`"""
    if not counts:
        return ""
    names = listed(counts.most_common(), 3, say=lambda item: f"{truncated(item[0], 60)} ({item[1]:,})")
    return f"{counted(len(counts), kind)}: {names}."
