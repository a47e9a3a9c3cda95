"""About the file: its size in numbers, the rules' source, and all findings as a CSV."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

import streamlit as st

from lib.check.totals import BatchTotals
from lib.common.phrasing import counted, listed
from lib.providers import Provider
from lib.providers.token_ranges import METHOD
from lib.repair import RepairedFile
from lib.repair.findings import FindingGroup, write_findings
from pages.parts.shared.formatting import megabytes, plain, token_range, truncated


def show_about(
    totals: BatchTotals,
    groups: Sequence[FindingGroup],
    repaired: Sequence[RepairedFile],
    provider: Provider,
    digest: str,
) -> None:
    """A fold with all of it."""
    with st.expander("About this file", icon=":material/info:", key="check_about"):
        for sentence in _sentences(totals, provider):
            st.caption(plain(sentence))
        if total := sum(len(group.findings) for group in groups):
            st.download_button(
                f"Download {counted(total, 'finding')} (.csv)",
                partial(write_findings, repaired),
                f"findings_{digest}.csv",
                "text/csv",
                key="check_findings",
                on_click="ignore",
                icon=":material/download:",
            )


def _sentences(totals: BatchTotals, provider: Provider) -> Iterator[str]:
    yield f"{counted(totals.requests, 'request')} in {megabytes(totals.bytes)}."
    yield f"{token_range(*totals.tokens)} tokens in the texts that you send. {_method(totals)}"
    yield from filter(None, (_names("model", totals.models), _names("address", totals.endpoints, "addresses")))
    yield f"Source of the rules: {provider.source}."


def _method(totals: BatchTotals) -> str:
    sample = " Estimated from 1,000 requests spread evenly over the file." if totals.sampled else ""
    return f"{METHOD}{sample}"


def _names(kind: str, counts: Counter[str], several: str = "") -> str:
    """`2 models: a (40), b (2).`"""
    if not counts:
        return ""
    names = listed(counts.most_common(), 3, say=lambda item: f"{truncated(item[0], 60)} ({item[1]:,})")
    return f"{counted(len(counts), kind, several)}: {names}."
