"""The settings of the batch as a form: the common ones in sight, the rest in folds."""

from functools import partial
from itertools import accumulate

import streamlit as st

from lib.common import Unreadable
from lib.compose import Recipe
from lib.compose.recipe import TASKS
from lib.compose.recipe_file import read_recipe
from lib.compose.template import placeholder
from lib.providers import PROVIDERS
from lib.sheets import Sheet
from pages.parts.compose.answer_form import answer_form
from pages.parts.compose.examples_form import turns_form
from pages.parts.compose.recipe_columns import choose_recipe_column
from pages.parts.compose.recipe_widgets import key_of, recipe_in_widgets, set_recipe_defaults, show_recipe
from pages.parts.compose.settings_form import embeddings_form, images_form, limits_form, rows_form, settings_form
from pages.parts.compose.sheet_card import LoadedSheet, want_options
from pages.parts.shared.formatting import plain, truncated
from pages.parts.shared.problem_list import show_remarks, show_unreadable
from pages.parts.shared.session import empty_inbox, file_inbox, set_defaults

_CHIP = 40
"""Characters of a column's name on its button."""

_CHIPS = 240
"""Characters of all buttons together, about four lines. Each button counts as its name and some more."""

_AROUND = 8
"""Characters that a button's icon and margins take."""


def take_recipe(key: str, label: str) -> None:
    """The uploader for saved settings, which are applied at once."""
    about = "A .json file saved here earlier. Its settings replace the ones below."
    files = file_inbox(key, label, help=about, max_upload_size=10)
    if files:
        _apply(files[0].getvalue(), files[0].name)
        empty_inbox(key)
        st.rerun()
    if error := st.session_state.pop("recipe error", None):
        show_unreadable(error)
    if (applied := st.session_state.get("recipe applied")) is not None:
        name, sheet_name, problems = applied
        origin = f" They were saved with {plain(sheet_name)}." if sheet_name else ""
        st.caption(f":material/check: The settings of {plain(name)} are applied.{origin}")
        show_remarks(problems)


def _apply(data: bytes, name: str) -> None:
    try:
        recipe, problems = read_recipe(data, name)
    except Unreadable as error:
        st.session_state["recipe error"] = error
        return
    for key in [key for key in st.session_state if str(key).startswith("wanted ")]:
        del st.session_state[key]
    show_recipe(recipe)
    st.session_state["recipe applied"] = (name, recipe.sheet_name, problems)
    want_options(recipe.import_options)


def recipe_form(loaded: LoadedSheet | None) -> Recipe:
    """The widgets, and the recipe that they hold now."""
    sheet = loaded.sheet if loaded else None
    set_recipe_defaults()
    about = (
        "Chat: the model answers a prompt for each row. "
        "Embeddings: the model turns each row's text into numbers, to compare and group texts."
    )
    st.segmented_control("Task", TASKS, key=key_of("task"), required=True, help=about, persist_state="session")
    chat = st.session_state[key_of("task")] != "Embeddings"
    _provider_and_model()
    _texts(sheet, chat)
    with st.container():  # so that a change of its length does not move what follows and close open panels there
        if chat:
            answer_form()
        else:
            embeddings_form(sheet)
    _numbers(sheet, chat)
    if chat:
        turns_form()
        images_form(sheet)
        settings_form()
    rows_form(sheet)
    limits_form()
    return recipe_in_widgets(loaded)


def _provider_and_model() -> None:
    left, right = st.columns([1, 2])
    left.selectbox("Provider", list(PROVIDERS), key=key_of("provider"), persist_state="session")
    provider = PROVIDERS[st.session_state[key_of("provider")]]
    hint = f"For example {provider.example_model}"
    right.text_input(provider.model_label, key=key_of("model"), placeholder=hint, persist_state="session")
    if provider.advice:
        st.caption(f":material/info: {provider.advice}")


def _texts(sheet: Sheet | None, chat: bool) -> None:
    """The templates, and the buttons that insert columns into them."""
    if chat:
        hint = "What the model should know for every row. An empty one is not sent."
        label = "System message (optional)"
        st.text_area(label, key=key_of("system"), height=80, placeholder=hint, persist_state="session")
    label = "Prompt for each row" if chat else "Text to embed for each row"
    st.text_area(label, key=key_of("prompt"), height=160, placeholder=_prompt_hint(sheet), persist_state="session")
    if sheet:
        _chips(sheet, chat)


def _prompt_hint(sheet: Sheet | None) -> str:
    column = sheet.columns[0] if sheet else "Column name"
    return f"Write the prompt. {placeholder(column)} is replaced by the row's cell in that column."


def _chips(sheet: Sheet, chat: bool) -> None:
    """A button for each column that inserts its placeholder at the end of the chosen text."""
    with st.container(gap="xsmall"):
        target = _insert_into(chat)
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            shown = _shown_chips(sheet)
            for index, column in enumerate(sheet.columns[:shown]):
                label = plain(truncated(column, _CHIP))
                st.button(label, icon=":material/add:", key=f"insert {index}", on_click=_insert, args=(target, column))
        if rest := sheet.columns[shown:]:
            choose = partial(_insert_chosen, target)
            st.selectbox("More columns to insert", rest, index=None, key="insert more", on_change=choose)


def _shown_chips(sheet: Sheet) -> int:
    """How many columns have a button, so that long names do not fill the page."""
    widths = accumulate(min(len(column), _CHIP) + _AROUND for column in sheet.columns)
    return sum(width <= _CHIPS for width in widths)


def _insert_into(chat: bool) -> str:
    """The key of the text field that the buttons insert into."""
    if not chat:
        st.caption("Insert a column:")
        return key_of("prompt")
    help_text = "Each row's own cell replaces {{Column name}}. Write \\\\{{ for two plain braces."
    texts, key = {"Prompt": key_of("prompt"), "System message": key_of("system")}, "insert into"
    set_defaults({key: "Prompt"})
    label = "Insert a column into"
    chosen = st.segmented_control(label, list(texts), key=key, required=True, help=help_text, persist_state="session")
    return texts[chosen or "Prompt"]


def _insert(key: str, column: str) -> None:
    text = st.session_state.get(key) or ""
    space = "" if not text or text[-1].isspace() else " "
    st.session_state[key] = text + space + placeholder(column)


def _insert_chosen(key: str) -> None:
    if column := st.session_state["insert more"]:
        _insert(key, column)
        st.session_state["insert more"] = None


def _numbers(sheet: Sheet | None, chat: bool) -> None:
    """The id column, and the two numbers that most batches set."""
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
