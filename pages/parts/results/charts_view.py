"""The view Charts: charts of the shown rows; a sentence gives each chart's numbers."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

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
from pages.parts.results.bar_charts import named_bars, range_bars, share_bars
from pages.parts.results.embeddings import show_embedding_map
from pages.parts.results.row_choice import chosen_position
from pages.parts.results.shown_rows import ShownRows
from pages.parts.results.table_data import TableData
from pages.parts.results.true_cost import show_true_cost
from pages.parts.results.value_counts import show_value_counts, values_of
from pages.parts.shared.formatting import plain, truncated
from pages.parts.shared.session import FILES, derived

Bars = Mapping[str, int] | Sequence[Bin]
"""Counts by name, or by ranges of numbers."""

_TITLE_CHARACTERS = 60

_MOST_LABELS = 30
"""Labels in one chart, the most frequent ones."""

_MOST_FIELDS = 40
"""Number of JSON fields that may have a chart."""


class _Chart(NamedTuple):
    """The numbers of one chart."""

    title: str
    bars: Bars
    total: int = 0
    """Number of rows that the bars are shares of; 0 for bars that are only counts."""


def show_charts_view(table: TableData, shown: ShownRows) -> None:
    """States, causes, and the answers' labels, lengths and tokens; counts of values; the cost; the map of vectors."""
    show_value_counts(table, shown)
    show_true_cost(table)
    position = chosen_position(table, shown)
    show_embedding_map(table, None if position is None else shown.rows[position])
    key = (table.digest, shown.digest, table.answer_columns.several)
    charts = derived("charts", key, lambda: _charts(table, shown.rows), owner=FILES)
    if shown.is_narrowed:
        st.caption("The charts of states and causes cover all rows; the others cover the rows shown.")
    drawn = [chart for chart in charts if chart.bars]
    sentences = ["Point at a chart to download it as a picture."] if drawn else []
    if any(chart.total for chart in drawn):
        sentences.append(
            "Bars of labels show shares. Their lines show where a share probably is in a larger whole, "
            "if these rows are a random sample of it."
        )
    st.caption(" ".join(sentences))
    for first in range(0, len(drawn), 2):
        for column, chart in zip(st.columns(2, gap="medium"), drawn[first : first + 2], strict=False):
            with column:
                _draw(chart)


def _charts(table: TableData, rows: Sequence[int]) -> list[_Chart]:
    joined = table.joined
    return [
        _Chart("Rows by state", state_counts(joined.ledger)),
        _Chart("Rows by cause", cause_counts(table.causes)),
        *_label_charts(table, rows),
        _Chart("Answer length, in characters", histogram(answer_lengths(joined, rows))),
        _Chart("Length of the text sent, in tokens (pieces of words)", histogram(prompt_tokens(joined, rows))),
        _Chart("Answer length, in tokens (pieces of words)", histogram(answer_tokens(joined, rows))),
    ]


def _label_charts(table: TableData, rows: Sequence[int]) -> Iterator[_Chart]:
    """How often each label was given, as the whole answer or, in JSON answers, as a field."""
    fields, several = table.answer_columns.field_names, table.answer_columns.several
    if not fields and table.joined.answer_column not in several:
        counts = label_counts(table.joined, rows) or {}
        yield _Chart("Answers", counts, sum(counts.values()))
    for name in [*fields[:_MOST_FIELDS], *(name for name in several if name not in fields)]:
        if name in several:
            values = [value for value in values_of(table, name, rows) if value.text]
            counts = {value.text: len(value.rows) for value in values[:_MOST_LABELS]}
            yield _Chart(name, counts, len({row for value in values for row in value.rows}))
            continue
        cells = table.extra_columns[name]
        if labels := tally(str(cell) for row in rows if (cell := cells[row]) not in ("", None)):
            yield _Chart(name, labels.counts, sum(labels.counts.values()))


def _draw(chart: _Chart) -> None:
    """Named bars are horizontal, which leaves room for their names; ranges of numbers are vertical."""
    bars, sentence = chart.bars, describe_chart(chart.bars)
    title, alt = truncated(chart.title, _TITLE_CHARACTERS), f"{chart.title}. {sentence}"
    if not isinstance(bars, Mapping):
        st.altair_chart(range_bars(bars, title), alt=alt)
        return
    drawn = share_bars(bars, chart.total, title) if chart.total else named_bars(bars, title)
    st.altair_chart(drawn, alt=alt)
    st.caption(plain(sentence))
