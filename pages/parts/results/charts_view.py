"""The view Charts: charts of the shown rows; a sentence gives each chart's numbers."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from lib.analysis.charts import (
    Bin,
    answer_lengths,
    answer_tokens,
    describe_chart,
    histogram,
    label_counts,
    prompt_tokens,
    state_counts,
)
from lib.common.labels import tally
from lib.failures.causes import cause_counts
from pages.parts.results.embeddings import show_embedding_map
from pages.parts.results.row_choice import chosen_position
from pages.parts.results.shown_rows import ShownRows
from pages.parts.results.table_data import TableData
from pages.parts.results.true_cost import show_true_cost
from pages.parts.results.value_counts import show_value_counts
from pages.parts.shared.formatting import plain, truncated
from pages.parts.shared.session import FILES, derived

if TYPE_CHECKING:
    import altair as alt

Bars = Mapping[str, int] | Sequence[Bin]
"""Counts by name, or by ranges of numbers."""

_LABEL_CHARACTERS, _TITLE_CHARACTERS = 40, 60
_NAME_WIDTH = 220
"""Pixels at most for the name of a bar."""

_MOST_FIELDS = 40
"""Number of JSON fields that may have a chart."""


def show_charts_view(table: TableData, shown: ShownRows) -> None:
    """States, causes, and the answers' labels, lengths and tokens; counts of values; the cost; the map of vectors."""
    show_value_counts(table, shown)
    show_true_cost(table)
    position = chosen_position(table, shown)
    show_embedding_map(table, None if position is None else shown.rows[position])
    key = (table.digest, shown.digest)
    charts = derived("charts", key, lambda: _charts(table, shown.rows), owner=FILES)
    if shown.is_narrowed:
        st.caption("The charts of states and causes cover all rows; the others cover the rows shown.")
    drawn = [(title, bars) for title, bars in charts if bars]
    for pair in (drawn[first : first + 2] for first in range(0, len(drawn), 2)):
        for column, (title, bars) in zip(st.columns(2, gap="medium"), pair, strict=False):
            with column:
                _draw(title, bars)


def _charts(table: TableData, rows: Sequence[int]) -> list[tuple[str, Bars]]:
    joined = table.joined
    return [
        ("Rows by state", state_counts(joined.ledger)),
        ("Rows by cause", cause_counts(table.causes)),
        *_label_charts(table, rows),
        ("Answer length, in characters", histogram(answer_lengths(joined, rows))),
        ("Length of the text sent, in tokens (pieces of words)", histogram(prompt_tokens(joined, rows))),
        ("Answer length, in tokens (pieces of words)", histogram(answer_tokens(joined, rows))),
    ]


def _label_charts(table: TableData, rows: Sequence[int]) -> Iterator[tuple[str, Bars]]:
    """How often each label was given, as the whole answer or, in JSON answers, as a field."""
    field_names = table.answer_columns.field_names
    if not field_names:
        yield "Answers", label_counts(table.joined, rows) or {}
    for name in field_names[:_MOST_FIELDS]:
        cells = table.extra_columns[name]
        if labels := tally(str(cell) for row in rows if (cell := cells[row]) not in ("", None)):
            yield name, labels.counts


def _draw(title: str, bars: Bars) -> None:
    """Named bars are horizontal, which leaves room for their names; ranges of numbers are vertical."""
    sentence = describe_chart(bars)
    st.markdown(f"**{plain(truncated(title, _TITLE_CHARACTERS))}**")
    if isinstance(bars, Mapping):
        st.altair_chart(_named_bars(bars), alt=f"{title}. {sentence}")
        st.caption(plain(sentence))
        return
    st.bar_chart(
        pd.DataFrame({"bar": [str(each) for each in bars], "Rows": [each.values for each in bars]}),
        x="bar",
        y="Rows",
        x_label="",
        y_label="Rows",
        sort=False,
        height=240,
        alt=f"{title}. {sentence}",
    )


def _named_bars(bars: Mapping[str, int]) -> "alt.Chart":
    """Horizontal bars with their whole names, which Streamlit's own chart cuts, and only whole numbers of rows."""
    import altair as alt  # takes 24 MB, and many people look at no chart

    labels = [_label(label, number) for number, label in enumerate(bars, 1)]
    frame = pd.DataFrame({"Value": labels, "Rows": list(bars.values())})
    names = alt.Y("Value", sort=None, axis=alt.Axis(title=None, labelLimit=_NAME_WIDTH))
    counts = alt.X("Rows", axis=alt.Axis(title=None, tickMinStep=1, format=",d"))
    height = max(110, 34 * len(bars) + 30)
    chart: alt.Chart = alt.Chart(frame, height=height).mark_bar().encode(x=counts, y=names, tooltip=["Value", "Rows"])
    return chart


def _label(label: str, number: int) -> str:
    """A bar's name, short enough for the chart; its number keeps two long names that begin alike apart."""
    return label if len(label) <= _LABEL_CHARACTERS else f"{truncated(label, _LABEL_CHARACTERS)} ({number})"
