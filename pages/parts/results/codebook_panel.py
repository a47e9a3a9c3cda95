"""The codebook beside an answer: what each label or score means, as the model read it."""

from collections.abc import Iterator, Sequence

import streamlit as st

from lib.analysis.json_columns import list_items
from lib.common.own_columns import bare_name
from lib.compose import Codebook, Label
from lib.compose.codebook import plain_number
from lib.review.codebooks import AnswerCodebook, sent_codebooks, settings_codebooks
from pages.parts.results.table_data import TableData
from pages.parts.shared.formatting import plain
from pages.parts.shared.session import FILES, RECIPE, derived

_REQUESTS = 5
"""Requests of each file to read: all requests of a batch ask for the same."""

_MOST_IN_SIGHT = 15
"""Labels beyond which they scroll in a box of their own, of so many pixels."""

_HEIGHT = 320


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


def show_codebooks(table: TableData, column: str = "", row: int | None = None, is_open: bool = True) -> None:
    """The codebooks of all columns of the answers, or of one, in a fold; nothing without one.

    Args:
        row: the row whose answer is in sight; in a long codebook, its labels are shown first.
        is_open: whether the fold is open at first.
    """
    codebooks = {name: each for name, each in codebooks_of(table).items() if column in ("", name)}
    if codebooks:
        with st.expander("Codebook", icon=":material/menu_book:", expanded=is_open, key="results_codebook"):
            for name, each in codebooks.items():
                _show_codebook(name, each, "" if row is None else str(table.columns[name][row] or ""))


def _show_codebook(name: str, each: AnswerCodebook, answer: str) -> None:
    """The codebook of one column: what it is about, and a line for each label."""
    about = f": {plain(each.description)}" if each.description.strip() else ""
    st.markdown(f"**{plain(name)}**{about}  \n{_how_many(each.codebook)}")
    labels = each.codebook.labels
    if len(labels) <= _MOST_IN_SIGHT:
        _show_labels(labels)
        return
    _show_labels([label for label in labels if label.name in (answer, *list_items(answer))])
    with st.container(height=_HEIGHT, border=True):
        _show_labels(labels)


def _show_labels(labels: Sequence[Label]) -> None:
    if labels:
        st.markdown("\n".join(map(_line, labels)))


def _how_many(codebook: Codebook) -> str:
    if codebook.kind == "One label":
        return ":small[One label for each row]"
    if codebook.kind == "Several labels":
        return ":small[Any number of labels for each row]"
    kind = "whole number" if codebook.whole_numbers else "number"
    return f":small[A {kind} from {plain_number(codebook.lowest):,} to {plain_number(codebook.highest):,}]"


def _line(label: Label) -> str:
    return f"- :small[{' '.join(_parts(label))}]"


def _parts(label: Label) -> Iterator[str]:
    yield f"**{plain(label.name)}**"
    if label.meaning.strip():
        yield plain(label.meaning)
    if label.examples.strip():
        yield f":gray[Examples: {plain(label.examples)}]"
