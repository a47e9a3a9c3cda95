"""Bars of names, of shares with their intervals, and of ranges of numbers. The title is in the downloaded picture."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from lib.analysis.charts import Bin, label_shares
from pages.parts.shared.formatting import truncated

if TYPE_CHECKING:
    import altair as alt

_LABEL_CHARACTERS, _NAME_WIDTH = 40, 220
"""Characters and pixels at most for the name of a bar."""

_TITLE_HEIGHT = 46
"""Pixels of a chart's title."""


def named_bars(bars: Mapping[str, int], title: str) -> "alt.Chart":
    """Horizontal bars with their whole names, and only whole numbers of rows."""
    import altair as alt  # takes 24 MB, and many people look at no chart

    frame = pd.DataFrame({"Value": _labels(bars), "Rows": list(bars.values())})
    counts = alt.X("Rows", axis=alt.Axis(title=None, tickMinStep=1, format=",d"))
    chart: alt.Chart = (
        alt.Chart(frame, title=title, height=_height(bars))
        .mark_bar()
        .encode(x=counts, y=_names(), tooltip=["Value", "Rows"])
    )
    return chart


def share_bars(bars: Mapping[str, int], total: int, title: str) -> "alt.LayerChart":
    """Horizontal bars of shares, each with a line where the share probably is."""
    import altair as alt

    shares = label_shares(bars, total)
    frame = pd.DataFrame(
        {
            "Value": _labels(bars),
            "Rows": [each.rows for each in shares],
            "Share": [each.share.value for each in shares],
            "From": [each.share.low for each in shares],
            "To": [each.share.high for each in shares],
        }
    )
    percent = alt.Axis(title=None, format=".0%")
    tooltip: list[Any] = ["Value", "Rows", *(alt.Tooltip(name, format=".1%") for name in ("Share", "From", "To"))]
    base = alt.Chart(frame, height=_height(bars)).encode(y=_names(), tooltip=tooltip)
    lines = base.mark_rule(strokeWidth=2, color="#707070").encode(x=alt.X("From", axis=percent), x2="To")
    chart: alt.LayerChart = (base.mark_bar().encode(x=alt.X("Share", axis=percent)) + lines).properties(title=title)
    return chart


def range_bars(bars: Sequence[Bin], title: str) -> "alt.Chart":
    """Vertical bars of ranges of numbers."""
    import altair as alt

    frame = pd.DataFrame({"Range": [str(each) for each in bars], "Rows": [each.values for each in bars]})
    ranges = alt.X("Range", sort=None, axis=alt.Axis(title=None))
    counts = alt.Y("Rows", axis=alt.Axis(tickMinStep=1, format=",d"))
    base = alt.Chart(frame, title=title, height=240 + _TITLE_HEIGHT)
    chart: alt.Chart = base.mark_bar().encode(x=ranges, y=counts, tooltip=["Range", "Rows"])
    return chart


def _names() -> "alt.Y":
    import altair as alt

    return alt.Y("Value", sort=None, axis=alt.Axis(title=None, labelLimit=_NAME_WIDTH))


def _height(bars: Mapping[str, int]) -> int:
    return max(110, 34 * len(bars) + 30) + _TITLE_HEIGHT


def _labels(bars: Mapping[str, int]) -> list[str]:
    """The bars' names, short enough for the chart; a number keeps two long names that begin alike apart."""
    return [
        label if len(label) <= _LABEL_CHARACTERS else f"{truncated(label, _LABEL_CHARACTERS)} ({number})"
        for number, label in enumerate(bars, 1)
    ]
