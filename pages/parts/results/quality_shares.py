"""How frequent each label is among all answers: as they say, and corrected for the errors that labelled rows show."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from lib.analysis.estimated_shares import EstimatedShare
from lib.common.phrasing import counted
from pages.parts.shared.formatting import truncated

if TYPE_CHECKING:
    import altair as alt

_LABEL_CHARACTERS = 40
_NAME_WIDTH = 220
_MOST_IN_CHART = 30

_RAW, _CORRECTED = "As answered", "Corrected"


def show_shares(shares: Sequence[EstimatedShare]) -> None:
    """A table and a chart of both shares of each label."""
    st.markdown("**How frequent each label is**")
    answers = counted(shares[0].rows, "OK answer")
    st.caption(
        f"In all {answers}. Errors make some labels look more frequent than they are. The labelled rows show these "
        "errors, so Batchdesk corrects the shares. This holds if the labelled rows are a random sample of the answers, "
        "or of the answers with each label."
    )
    frame = pd.DataFrame(
        {
            "Label": [truncated(share.label, _LABEL_CHARACTERS) for share in shares],
            _RAW: [f"{share.raw:.1%}" for share in shares],
            _CORRECTED: [f"{share.corrected.value:.1%}" for share in shares],
            "Probably between": [f"{share.corrected.low:.1%} and {share.corrected.high:.1%}" for share in shares],
        }
    )
    left, right = st.columns(2, gap="medium")
    with left:
        st.dataframe(frame, hide_index=True, alt="Share of each label, as answered and corrected")
    with right:
        sentence = "; ".join(
            f"{share.label}: {share.raw:.0%}, corrected {share.corrected.value:.0%}" for share in shares
        )
        chart = _chart(shares[:_MOST_IN_CHART])
        st.altair_chart(chart, alt=f"Share of each label. {sentence}.", width="stretch")


def _chart(shares: Sequence[EstimatedShare]) -> "alt.LayerChart":
    """Both shares as points, and a line where the corrected one probably is."""
    import altair as alt  # takes 24 MB, and many people look at no chart

    rows = []
    for number, share in enumerate(shares, 1):
        name = share.label if len(share.label) <= _LABEL_CHARACTERS else f"{truncated(share.label, 36)} ({number})"
        value, low, high = share.corrected
        rows.append({"Label": name, "Share": share.raw, "Kind": _RAW, "low": None, "high": None})
        rows.append({"Label": name, "Share": value, "Kind": _CORRECTED, "low": low, "high": high})
    frame = pd.DataFrame(rows)
    names = alt.Y("Label", sort=None, axis=alt.Axis(title=None, labelLimit=_NAME_WIDTH))
    percent = alt.Axis(title=None, format=".0%")
    kinds = alt.Color("Kind", sort=[_RAW, _CORRECTED], legend=alt.Legend(title=None, orient="top"))
    base = alt.Chart(frame, height=max(120, 36 * len(shares) + 50) + 46).encode(y=names)
    tooltip = ["Label", "Kind", alt.Tooltip("Share", format=".1%")]
    points = base.mark_point(filled=True, size=90).encode(
        x=alt.X("Share", axis=percent), color=kinds, shape=alt.Shape("Kind", sort=[_RAW, _CORRECTED]), tooltip=tooltip
    )
    lines = base.mark_rule(strokeWidth=2).encode(x=alt.X("low", axis=percent), x2="high", color=kinds)
    chart: alt.LayerChart = (lines + points).properties(title="Share of each label")
    return chart
