"""Charts of the rows that are shown, drawn only when somebody opens them; each is also said in words."""

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd
import streamlit as st

from lib.analysis.charts import (
    Bin,
    answer_lengths,
    answer_tokens,
    histogram,
    in_words,
    label_counts,
    ledger_bar,
    prompt_tokens,
)
from lib.common.labels import tally
from lib.failures.causes import cause_counts
from pages.parts.results.filters import ShownRows
from pages.parts.results.table_data import TableData
from pages.parts.shared.formatting import plain, truncated
from pages.parts.shared.session import FILES, derived

Bars = Mapping[str, int] | Sequence[Bin]
_LABEL = 40
_FIELDS = 40
"""So many fields of the answers are looked at."""


def show_charts(table: TableData, shown: ShownRows) -> None:
    """The ledger, the answers' lengths, tokens and labels, and the causes."""
    panel = st.expander("Charts", icon=":material/bar_chart:", key="results_charts", on_change="rerun")
    if not panel.open:
        return
    with panel:
        figures = derived(
            "chart figures", (table.digest, shown.digest), lambda: _figures(table, shown.rows), owner=FILES
        )
        if shown.narrowed:
            st.caption("States and causes are of all rows; the other charts are of the rows shown.")
        drawn = [(title, bars) for title, bars in figures if bars]
        for pair in (drawn[at : at + 2] for at in range(0, len(drawn), 2)):
            for column, (title, bars) in zip(st.columns(2, gap="medium"), pair, strict=False):
                with column:
                    _draw(title, bars)


def _figures(table: TableData, rows: Sequence[int]) -> list[tuple[str, Bars]]:
    joined = table.joined
    return [
        ("Rows by state", ledger_bar(joined.ledger)),
        ("Rows by cause", cause_counts(table.causes)),
        *_labels(table, rows),
        ("Length of answers, in characters", histogram(answer_lengths(joined, rows))),
        ("Tokens of prompts", histogram(prompt_tokens(joined, rows))),
        ("Tokens of answers", histogram(answer_tokens(joined, rows))),
    ]


def _labels(table: TableData, rows: Sequence[int]) -> Iterator[tuple[str, Bars]]:
    """The answers that are one of a list; of those with fields, these fields."""
    if not table.answers.inside:
        yield "Answers", label_counts(table.joined, rows) or {}
    for name in table.answers.inside[:_FIELDS]:
        cells = table.more[name]
        if found := tally(str(cell) for at in rows if (cell := cells[at]) not in ("", None)):
            yield name, found.counts


def _draw(title: str, bars: Bars) -> None:
    """Names as lying bars, which leave room to read them; ranges of numbers as standing ones."""
    words = in_words(bars)
    st.markdown(f"**{plain(truncated(title, _LABEL))}**")
    named = isinstance(bars, Mapping)
    pairs = list(bars.items()) if isinstance(bars, Mapping) else [(str(found), found.values) for found in bars]
    frame = pd.DataFrame(
        {"bar": [_label(label, at) for at, (label, _) in enumerate(pairs)], "Rows": [n for _, n in pairs]}
    )
    st.bar_chart(
        frame,
        x="bar",
        y="Rows",
        x_label="",
        y_label="Rows",
        horizontal=named,
        sort=False,
        height=max(140, 34 * len(pairs) + 50) if named else 240,
        alt=f"{title}. {words}",
    )
    if named:
        st.caption(plain(words))


def _label(label: str, at: int) -> str:
    """A bar's name, short enough for the chart; two long ones that begin alike stay two bars."""
    return label if len(label) <= _LABEL else f"{truncated(label, _LABEL)} ({at + 1})"
