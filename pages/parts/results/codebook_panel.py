"""The codebook beside an answer: what each label or score means, as the model read it."""

from collections.abc import Iterator

import streamlit as st

from lib.common.own_columns import bare_name
from lib.compose import Codebook, Label
from lib.compose.codebook import plain_number
from lib.review.codebooks import AnswerCodebook, sent_codebooks, settings_codebooks
from pages.parts.results.row_cells import scroll_box
from pages.parts.results.table_data import TableData
from pages.parts.shared.formatting import plain
from pages.parts.shared.session import FILES, RECIPE, derived

_REQUESTS = 5
"""Requests of each file to read: all requests of a batch ask for the same."""


def codebooks_of(table: TableData) -> dict[str, AnswerCodebook]:
    """The codebooks of the table's answers, by the table's columns: as sent, else of the settings that fit them."""
    recipe = st.session_state.get(RECIPE)
    key = (table.digest, recipe.digest if recipe else "")
    return derived("codebooks", key, lambda: _codebooks(table), owner=FILES)


def _codebooks(table: TableData) -> dict[str, AnswerCodebook]:
    names = {bare_name(name): name for name in table.answer_columns.field_names}
    found = sent_codebooks(
        file.body(request) for file in table.joined.sent for request in range(min(_REQUESTS, len(file.ids)))
    )
    if not found and (recipe := st.session_state.get(RECIPE)) is not None:
        fields = {name: table.columns[name] for name in table.answer_columns.field_names}
        found = settings_codebooks(recipe, fields)
    return {names[each.column]: each for each in found if each.column in names}


def show_codebooks(table: TableData) -> None:
    """All codebooks of the answers, in a fold that is open; nothing without one."""
    if codebooks := codebooks_of(table):
        with st.expander("Codebook", icon=":material/menu_book:", expanded=True, key="results_codebook"):
            for name, each in codebooks.items():
                show_codebook(name, each)


def show_codebook(name: str, each: AnswerCodebook) -> None:
    """The codebook of one column: what it is about, and a line for each label."""
    about = f": {plain(each.description)}" if each.description.strip() else ""
    st.markdown(f"**{plain(name)}**{about}")
    lines = [_line(label) for label in each.codebook.labels]
    with scroll_box(sum(map(len, lines)) * 2):
        st.markdown("\n".join([_how_many(each.codebook), "", *lines]))


def _how_many(codebook: Codebook) -> str:
    if codebook.kind == "One label":
        return ":small[One label for each row:]"
    if codebook.kind == "Several labels":
        return ":small[Any number of labels for each row:]"
    kind = "whole number" if codebook.whole_numbers else "number"
    return f":small[A {kind} from {plain_number(codebook.lowest):,} to {plain_number(codebook.highest):,}:]"


def _line(label: Label) -> str:
    return "- " + " ".join(_parts(label))


def _parts(label: Label) -> Iterator[str]:
    yield f"**{plain(label.name)}**"
    if label.meaning.strip():
        yield plain(label.meaning)
    if label.examples.strip():
        yield f":gray[Examples: {plain(label.examples)}]"
