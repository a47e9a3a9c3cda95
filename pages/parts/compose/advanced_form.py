"""The one fold for everything that most batches leave as it is."""

from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.sheets import Sheet
from pages.parts.compose.answer_form import json_form
from pages.parts.compose.examples_form import turns_form
from pages.parts.compose.recipe_columns import choose_recipe_column
from pages.parts.compose.recipe_inbox import show_recipe_inbox
from pages.parts.compose.recipe_widgets import key_of
from pages.parts.compose.settings_form import embeddings_form, images_form, limits_form, rows_form, settings_form


class Places(NamedTuple):
    """Containers in the form for what depends on the requests, which are written after it."""

    prompt_doubts: DeltaGenerator
    rows: DeltaGenerator
    prices: DeltaGenerator
    keyed_sheet: DeltaGenerator


_CHAT_TABS = ("Rows", "Examples", "Images", "More settings", "By row", "File limits", "Prices", "Files")
_EMBEDDINGS_TABS = ("Rows", "By row", "File limits", "Prices", "Files")


def advanced_form(sheet: Sheet | None, chat: bool, prompt_doubts: DeltaGenerator) -> Places:
    """The settings, and the places for the choice of rows, the prices, and the sheet with ids."""
    with st.expander("Advanced", icon=":material/tune:", key="compose_advanced"):
        _numbers(sheet, chat)
        if chat:
            json_form()
        else:
            embeddings_form(sheet)
        names = _CHAT_TABS if chat else _EMBEDDINGS_TABS
        tabs = dict(zip(names, st.tabs(names), strict=True))
        if chat:
            with tabs["Examples"]:
                turns_form()
            with tabs["Images"]:
                images_form(sheet)
            with tabs["More settings"]:
                settings_form()
        with tabs["By row"]:
            rows_form(sheet)
        with tabs["File limits"]:
            limits_form()
        with tabs["Files"]:
            keyed_sheet = st.container()
            if sheet:
                show_recipe_inbox()
    return Places(prompt_doubts, tabs["Rows"].container(), tabs["Prices"].container(), keyed_sheet)


def _numbers(sheet: Sheet | None, chat: bool) -> None:
    """The id column, and the two numbers that many batches set."""
    about = (
        "Each request is sent under an id (custom_id), by which its answer is matched to its row. "
        "Row number makes ids that stay valid when you sort the sheet. "
        "Or choose a column in which every row has a different value."
    )
    choose_recipe_column("id_column", "How rows are recognised later", "Row number", sheet, about)
    if not chat:
        return
    left, right = st.columns(2)
    with left:
        about = (
            "The most that an answer may have, in tokens, which are pieces of words: 1,000 tokens are about 750 "
            "English words. Longer answers are cut short. Sent as max_completion_tokens."
        )
        _number("max_tokens", "Longest answer", 1, about)
    with right:
        about = (
            "How freely the model varies its answers, from 0 to 2. Choose 0 for answers that hardly change from run to "
            "run. Sent as temperature."
        )
        _number("temperature", "Creativity", 0.1, about)


def _number(field: str, label: str, step: float, about: str) -> None:
    st.number_input(
        label,
        value=None,
        step=step,
        key=key_of(field),
        placeholder="Provider's default",
        help=about,
        persist_state="session",
    )
