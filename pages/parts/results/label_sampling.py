"""Drawing a sample to label: how, how many rows, and what that many will tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from lib.analysis import compare
from lib.analysis.compare_runs import WHOLE_ANSWER, ComparedColumn
from lib.common.phrasing import counted
from lib.review.label_sample import LabelSample, SampleWay, draw_by_label, precision_sentence
from pages.parts.results.answer_columns import answers_as_json
from pages.parts.results.certainty import ABOUT, certainty_of, source_of_certainty
from pages.parts.results.corrected_answers import corrected_run
from pages.parts.results.inputs import read_second_run
from pages.parts.results.label_choices import LabelChoices, answer_values
from pages.parts.results.session_labels import label_keys, moment, replace_sample
from pages.parts.results.sources import JoinOptions, join_inputs
from pages.parts.results.table_data import TableData
from pages.parts.shared.session import FILES, derived, set_defaults
from pages.parts.shared.uploads import SECOND, loaded_files

WAY, SIZE, DRAW = "results_label_way", "results_label_size", "results_label_draw"

FOCUS = "label focus"
"""The session's key for the key of the row that a reader looks at."""

_DEFAULT_SIZE = 200


@dataclass(frozen=True, slots=True)
class Drawable:
    """The ids of the rows that can be drawn, in groups: one of all rows, or one for each label."""

    groups: Mapping[str, Sequence[str]]
    is_in_order: bool = False
    """Whether the first ids are drawn, rather than any."""

    def draw(self, size: int, draw: int) -> list[str]:
        """The ids of a sample; `size` is that of each group."""
        if self.is_in_order:
            return [custom_id for ids in self.groups.values() for custom_id in ids[:size]]
        return draw_by_label(self.groups, size, draw)

    @property
    def count(self) -> int:
        """Number of different ids."""
        return len({custom_id for ids in self.groups.values() for custom_id in ids})


def show_sampling(table: TableData, options: JoinOptions, choices: LabelChoices) -> None:
    """The form: the way to draw, the number of rows, and the button, with the interval beside the number."""
    ways = _ways(table, choices)
    set_defaults({WAY: ways[0], SIZE: _DEFAULT_SIZE, DRAW: 1})
    if st.session_state[WAY] not in ways:
        st.session_state[WAY] = ways[0]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        way = st.selectbox("Which rows", ways, key=WAY, persist_state="session", width=280)
        label = "Rows for each label" if way == "The same number for each label" else "Number of rows"
        size = int(st.number_input(label, 1, 100_000, key=SIZE, step=50, persist_state="session", width=160))
        draw = int(
            st.number_input(
                "Draw",
                1,
                1_000_000,
                key=DRAW,
                persist_state="session",
                width=110,
                help="The same draw gives the same rows again. Another number gives other rows.",
            )
        )
        drawable = _drawable(table, options, choices, way)
        st.button(
            "Draw sample",
            key="label_draw",
            type="primary",
            icon=":material/casino:",
            disabled=not drawable.count,
            on_click=partial(_draw, table, drawable, way, size, draw, choices.name),
        )
    if drawable.count:
        sizes = [len(set(ids)) for ids in drawable.groups.values()]
        st.caption(f"{precision_sentence(way, size, sizes)} {_drawn_from(table, drawable, way)}")
    else:
        st.caption("No such row has a complete answer.")


def sample_sentence(sample: LabelSample) -> str:
    """`200 of 5,000 rows, at random, drawn on 2026-11-30 (draw 1)`."""
    way = sample.way[0].lower() + sample.way[1:]
    rows = f"{len(sample.keys):,} of {counted(sample.population, 'row')}"
    return f"{rows}, {way}, drawn on {sample.drawn[:10]} (draw {sample.draw})"


def candidate_rows(table: TableData) -> list[int]:
    """The rows that can be drawn: with an OK answer and a text, the first of those that share one.

    Without a request and a row of the sheet, there is nothing to read, and nothing that a label could belong to.
    """
    rows = table.joined.rows
    first = {custom_id: row for row, custom_id in reversed(list(enumerate(rows.custom_ids)))}
    readable = (row for row in rows.in_states(["OK"]) if (rows.requests[row], rows.sheet_rows[row]) != (None, None))
    return [row for row in readable if first.get(rows.custom_ids[row]) == row]


def _ways(table: TableData, choices: LabelChoices) -> list[SampleWay]:
    ways: list[SampleWay] = ["At random"]
    if choices.options:
        ways.append("The same number for each label")
    if source_of_certainty(table.joined, table.version[0]):
        ways.append("Least certain first")
    if any(file.role == "Results" for file in loaded_files(SECOND)):
        ways.append("Where the runs disagree")
    return ways


def _drawable(table: TableData, options: JoinOptions, choices: LabelChoices, way: SampleWay) -> Drawable:
    key = (table.version[0], table.layout, choices.column, way, tuple(file.digest for file in loaded_files(SECOND)))
    return derived("label drawable", key, lambda: _find_drawable(table, options, choices, way), owner=FILES)


def _find_drawable(table: TableData, options: JoinOptions, choices: LabelChoices, way: SampleWay) -> Drawable:
    ids, rows = table.joined.rows.custom_ids, candidate_rows(table)
    if way == "Where the runs disagree":
        rows = [row for row in rows if row in _disagreeing_rows(table, options, choices.column)]
    if way == "Least certain first":
        return Drawable({"": [ids[row] for row in _by_certainty(table, choices.column, rows)]}, is_in_order=True)
    if way != "The same number for each label":
        return Drawable({"": [ids[row] for row in rows]})
    cells = table.original_cells(choices.column)
    groups: dict[str, list[str]] = {}
    for row in rows:
        for value in answer_values(choices, cells[row]):
            groups.setdefault(value, []).append(ids[row])
    return Drawable(groups)


def _by_certainty(table: TableData, column: str, rows: Sequence[int]) -> list[int]:
    """The rows whose certainty is known, the least certain first."""
    digest = table.version[0]
    shares = certainty_of(table.joined, digest, answers_as_json(table.joined, digest), column)
    known = [(share, row) for row in rows if shares and (share := shares[row]) is not None]
    return [row for _, row in sorted(known)]


def _disagreeing_rows(table: TableData, options: JoinOptions, column: str) -> set[int]:
    """The rows whose answers in both runs are OK and differ."""
    second, digest = join_inputs(read_second_run(loaded_files(SECOND)), options, "second joined")
    second, others, _ = corrected_run(second, digest)
    by = ComparedColumn(column, table.columns[column], others[column]) if column in others else WHOLE_ANSWER
    comparison = compare(table.joined, second, by)
    pairs = (pair for pair in comparison.pairs if pair.outcome == "different" and comparison.has_ok_answers(pair))
    return {pair.first for pair in pairs if pair.first is not None}


def _drawn_from(table: TableData, drawable: Drawable, way: SampleWay) -> str:
    rows = counted(drawable.count, "row")
    if way == "The same number for each label":
        return f"Drawn from the {rows} with an OK answer, in {counted(len(drawable.groups), 'group')} by their answer."
    if way == "Where the runs disagree":
        return f"Drawn from the {rows} whose answers in both runs are OK and differ."
    if way == "Least certain first" and (source := source_of_certainty(table.joined, table.version[0])):
        return f"Drawn from the {rows} whose certainty is known. {ABOUT[source]}"
    return f"Drawn from the {rows} with an OK answer."


def _draw(table: TableData, drawable: Drawable, way: SampleWay, size: int, draw: int, column: str) -> None:
    keys = label_keys(table.joined, table.version[0])
    drawn = [keys.key(keys.rows_with_id(custom_id)[0]) for custom_id in drawable.draw(size, draw)]
    replace_sample(LabelSample(way, column, draw, drawable.count, tuple(drawn), moment()))
    st.session_state[FOCUS] = None
