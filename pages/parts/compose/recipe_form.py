"""The settings of the batch as a form: the common ones in sight, the rest in the Advanced fold."""

import streamlit as st

from lib.compose import Recipe
from lib.compose.codebook import CODEBOOK
from lib.compose.recipe import TASKS
from lib.compose.template import placeholder
from lib.sheets import Sheet
from pages.parts.compose.advanced_form import Places, advanced_form
from pages.parts.compose.answer_form import answer_form
from pages.parts.compose.column_buttons import show_column_buttons
from pages.parts.compose.glossary import show_glossary
from pages.parts.compose.loaded_sheet import LoadedSheet
from pages.parts.compose.model_field import model_field, provider_field, show_about_model
from pages.parts.compose.recipe_widgets import key_of, recipe_in_widgets, set_recipe_defaults, settings_digest
from pages.parts.shared.saved_work import note_work
from pages.parts.shared.session import RECIPE


def recipe_form(loaded: LoadedSheet | None) -> tuple[Recipe, Places]:
    """The widgets; the recipe that they hold now; and places among them for what depends on the requests."""
    sheet = loaded.sheet if loaded else None
    set_recipe_defaults()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        _task()
        provider = provider_field()
        model_field(provider)
    show_about_model(provider)
    if provider.advice:
        st.caption(f":material/info: {provider.advice}")
    chat = st.session_state[key_of("task")] != "Embeddings"
    _texts(sheet, chat)
    prompt_doubts = st.container()
    with st.container():  # so that a change of its length does not move what follows and close open panels there
        if chat:
            answer_form(loaded)
    places = advanced_form(sheet, chat, prompt_doubts)
    show_glossary()
    recipe = st.session_state[RECIPE] = recipe_in_widgets(loaded)
    note_work("settings", settings_digest())
    return recipe, places


def _task() -> None:
    about = (
        "Chat: the model answers a prompt for each row. "
        "Embeddings: the model turns each row's text into numbers, to compare and group texts."
    )
    st.segmented_control("Task", TASKS, key=key_of("task"), required=True, help=about, persist_state="session")


def _texts(sheet: Sheet | None, chat: bool) -> None:
    """The templates, and the buttons that insert columns into them."""
    if chat:
        _system()
    label = "Prompt for each row" if chat else "Text to embed for each row"
    st.text_area(label, key=key_of("prompt"), height=130, placeholder=_prompt_hint(sheet), persist_state="session")
    if sheet:
        codebook = [CODEBOOK] if chat and recipe_in_widgets(None).codebooks else []
        show_column_buttons(list(dict.fromkeys([*sheet.columns, *codebook])))


def _system() -> None:
    hint = "What the model should know for every row. An empty one is not sent."
    label = "System message (optional)"
    st.text_area(label, key=key_of("system"), height=68, placeholder=hint, persist_state="session")


def _prompt_hint(sheet: Sheet | None) -> str:
    column = sheet.columns[0] if sheet else "Column name"
    return f"Write the prompt. {placeholder(column)} is replaced by the row's cell in that column."
