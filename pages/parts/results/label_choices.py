"""What a reader can say of a row: the labels that an answer may have, and the column that is labelled."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import streamlit as st

from lib.analysis.json_columns import list_items
from lib.common.labels import tally, value_key
from lib.common.own_columns import bare_name
from lib.compose import Codebook
from lib.review.codebooks import AnswerCodebook
from lib.review.corrections import correctable
from lib.schema.allowed_values import ANY_TEXT, AllowedValues
from pages.parts.results.codebook_panel import codebooks_of
from pages.parts.results.table_data import TableData
from pages.parts.results.value_counts import default_column
from pages.parts.shared.column_picker import choose_column, wanted_column
from pages.parts.shared.session import FILES, derived

COLUMN_KEY = "results_label_column"

TYPED_LABELS = "labels typed"
"""The session's key for the labels that readers added, by column."""

_MOST_SCORES = 10
"""Scores of a range that have a button each."""


@dataclass(frozen=True, slots=True)
class LabelChoices:
    """The labels of one column of the answers."""

    column: str
    """The column's name in the table."""

    options: tuple[str, ...]
    allowed: AllowedValues = ANY_TEXT

    @property
    def name(self) -> str:
        """The column as labels name it, whatever sheet is beside the answers."""
        return bare_name(self.column)

    @property
    def are_several(self) -> bool:
        """Whether a row may have several labels."""
        return self.allowed.kind == "several"

    @property
    def may_be_typed(self) -> bool:
        """Whether a reader can type another label than the options."""
        is_number = self.allowed.kind == "number"
        return (is_number and not self.options) or (not is_number and (self.allowed.has_others or not self.is_closed))

    @property
    def is_closed(self) -> bool:
        """Whether the schema has a list of labels."""
        return self.allowed.kind in ("one", "several") and bool(self.allowed.options)

    def keys(self) -> list[str]:
        """The key on the keyboard for each option; empty for one without a key.

        Scores of one digit have their own digit, everything else its place among the first nine.
        """
        if all(len(option) == 1 and option.isdecimal() and option.isascii() for option in self.options):
            return list(self.options)
        return [str(place) if place < 10 else "" for place in range(1, len(self.options) + 1)]


def choose_label_column(table: TableData) -> str:
    """The column to label: where there are several, a person chooses."""
    columns, default = labelled_columns(table), label_column(table)
    first = _default(table)
    if len(columns) > 1:
        others = [name for name in columns if name != first]
        with st.container(width=280):
            choose_column(COLUMN_KEY, "Answers to label", others, first)
        default = label_column(table)
    return default


def label_column(table: TableData) -> str:
    """The chosen column of the answers, else the one that most people want."""
    return wanted_column(COLUMN_KEY, labelled_columns(table)) or _default(table)


def labelled_columns(table: TableData) -> list[str]:
    """The columns of the answers, each under a name that no other shares."""
    made = table.answer_columns
    fields = [name for name in made.field_names if name != made.check]
    return list(correctable(fields or [table.joined.answer_column]).values())


def label_choices(table: TableData, column: str) -> LabelChoices:
    """The labels of a column: those of its codebook or of the schema; else what the answers have and readers typed."""
    found = codebooks_of(table).get(column)
    key = (table.layout, column, found)
    choices = derived("label choices", key, lambda: _choices(table, column, found), owner=FILES)
    typed = [label for label in typed_labels(choices.name) if label not in choices.options]
    return LabelChoices(column, (*choices.options, *typed), choices.allowed)


def typed_labels(name: str) -> Sequence[str]:
    """The labels that readers added for a column."""
    typed: dict[str, tuple[str, ...]] = st.session_state.get(TYPED_LABELS, {})
    return typed.get(name, ())


def add_typed_label(name: str, label: str) -> None:
    """Adds a label to those of a column."""
    typed: dict[str, tuple[str, ...]] = st.session_state.get(TYPED_LABELS, {})
    st.session_state[TYPED_LABELS] = {**typed, name: tuple(dict.fromkeys((*typed.get(name, ()), label)))}


def answer_values(choices: LabelChoices, cell: object) -> tuple[str, ...]:
    """What an answer says, as labels are compared: without capitals, and each label of a list."""
    text = "" if cell is None else str(cell)
    values = list_items(text) if choices.are_several else [text]
    key_of = _number_key if choices.allowed.kind == "number" else value_key
    return tuple(sorted({key for value in values if (key := key_of(value))}))


def _number_key(text: str) -> str:
    """A key that all spellings of a number share: 12.50 and 12.5."""
    try:
        return str(Decimal(text.strip()).normalize())
    except InvalidOperation:
        return value_key(text)


def _default(table: TableData) -> str:
    columns, wanted = labelled_columns(table), default_column(table)
    return wanted if wanted in columns else columns[0]


def _choices(table: TableData, column: str, found: AnswerCodebook | None) -> LabelChoices:
    allowed = table.answer_columns.allowed.get(column, ANY_TEXT)
    if found is not None:
        allowed = _of_codebook(found.codebook)
    if allowed.options:
        return LabelChoices(column, allowed.options, allowed)
    if allowed.kind == "number":
        return LabelChoices(column, _scores(allowed), allowed)
    cells, states = table.original_cells(column), table.joined.rows.states
    counts = tally(str(cell) for cell, state in zip(cells, states, strict=True) if state == "OK" and cell)
    return LabelChoices(column, tuple(sorted(counts.labels, key=str.casefold)) if counts else (), allowed)


def _of_codebook(codebook: Codebook) -> AllowedValues:
    if codebook.kind == "Score":
        is_whole, lowest, highest = codebook.whole_numbers, codebook.lowest, codebook.highest
        return AllowedValues("number", may_be_empty=False, is_whole=is_whole, lowest=lowest, highest=highest)
    return AllowedValues("several" if codebook.kind == "Several labels" else "one", codebook.names)


def _scores(allowed: AllowedValues) -> tuple[str, ...]:
    """The whole numbers of a short range."""
    if not allowed.is_whole or allowed.lowest is None or allowed.highest is None:
        return ()
    scores = range(int(allowed.lowest), int(allowed.highest) + 1)
    return tuple(map(str, scores)) if 0 < len(scores) <= _MOST_SCORES else ()
