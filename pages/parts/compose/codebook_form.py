"""The form of a codebook: one label, several or a score, the table of meanings, and what is missing in it."""

import secrets

import streamlit as st

from lib.compose.codebook import CODEBOOK_KINDS, Codebook, CodebookKind
from lib.compose.codebook_checks import NO_OTHER, OTHER, lacks_other
from lib.compose.recipe_checks import CODEBOOK_NOT_SENT, has_codebook_place
from lib.compose.structured_output import AnswerColumn
from pages.parts.compose.codebook_place import settle_codebook_place
from pages.parts.compose.codebook_source import show_codebook_source
from pages.parts.compose.codebook_table import renew_table, set_labels, show_table
from pages.parts.compose.loaded_sheet import LoadedSheet
from pages.parts.compose.recipe_widgets import ANSWER_COLUMNS, codebook_of, column_widgets, key_of, recipe_in_widgets

CODEBOOK_HINTS = (NO_OTHER, CODEBOOK_NOT_SENT)
"""Kinds of the problems that are shown in the form, each with a button that solves it."""

_KINDS: dict[CodebookKind, str] = {
    "One label": "One label",
    "Several labels": "Several labels",
    "Score": "A score",
}


def offer_codebook() -> None:
    """The button that starts a codebook, or goes back to it, while none is in sight."""
    is_hidden = st.session_state[key_of("answer_format")] != "Table"
    if not is_hidden and _has_codebook():
        return
    about = (
        "A codebook lists your labels, or scores, with what each means and examples. The model reads it, answers "
        "only with these labels, and you see it beside the answers when you review them."
    )
    icon = ":material/new_label:"
    st.button("Label with a codebook", key="compose_codebook_start", icon=icon, help=about, on_click=_start)


def show_unused_labels() -> None:
    """Says where the model reads a codebook whose labels the form of the answers does not ask for."""
    if has_codebook_place(recipe := recipe_in_widgets(None)) and recipe.codebooks:
        st.caption(
            ":material/info: The model still reads your codebook, but it may answer with anything. "
            "Choose Separate columns to allow only its labels."
        )


def _has_codebook() -> bool:
    return any(st.session_state[f"{key} kind"] == "Codebook" for key in st.session_state[ANSWER_COLUMNS])


def _start() -> None:
    """Adds an answer column with a codebook, unless there is one. An answer column that was not filled in goes."""
    state = st.session_state
    state[key_of("answer_format")] = "Table"
    if not _has_codebook():
        state[ANSWER_COLUMNS] = [key for key in state[ANSWER_COLUMNS] if _is_filled(key)]
        names = {state[f"{other} name"] for other in state[ANSWER_COLUMNS]}
        key = secrets.token_hex(4)
        state[ANSWER_COLUMNS].append(key)
        column = AnswerColumn("" if "label" in names else "label", "Codebook", codebook=Codebook())
        state.update(column_widgets(key, column))
    settle_codebook_place()


def _is_filled(key: str) -> bool:
    return any(st.session_state[f"{key} {field}"] for field in ("name", "description", "choices"))


def codebook_form(number: int, key: str, loaded: LoadedSheet | None) -> None:
    """The codebook of one answer column."""
    with st.container(key=f"compose_codebook_{number}", gap="small"):
        kind = st.segmented_control(
            f"Each row gets (column {number})",
            CODEBOOK_KINDS,
            key=f"{key} gets",
            format_func=_KINDS.__getitem__,
            required=True,
            persist_state="session",
            on_change=renew_table,
            args=(key,),
        )
        if kind == "Score":
            _range(number, key)
        show_table(number, key, codebook_of(key))
        if kind != "Score":
            _offer_other(key)
            show_codebook_source(number, key, loaded)


def _range(number: int, key: str) -> None:
    """The lowest and the highest score."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        for end, label in (("lowest", "Lowest score"), ("highest", "Highest score")):
            st.number_input(
                f"{label} (column {number})",
                step=1.0,
                key=f"{key} {end}",
                format="%g",
                width=190,
                persist_state="session",
                on_change=renew_table,
                args=(key,),
            )
        st.toggle("Whole numbers only", key=f"{key} whole", persist_state="session", on_change=renew_table, args=(key,))


def _offer_other(key: str) -> None:
    """A hint where no label is for the rows that fit nowhere, with the button that adds one."""
    codebook = codebook_of(key)
    if not lacks_other(codebook):
        return
    st.warning(
        "No label is for rows that fit nowhere, such as “other” or “unclear”. "
        "Without one, the model must choose a label that is wrong.",
        icon=":material/warning:",
    )
    label, labels = f"Add the label “{OTHER.name}”", (*codebook.labels, OTHER)
    st.button(label, key=f"{key} other", icon=":material/add:", on_click=set_labels, args=(key, labels))
