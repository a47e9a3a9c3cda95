"""The recipe as a form: its widgets, a saved recipe into them, and the recipe out of them."""

from functools import partial

import streamlit as st

from lib.grid import ImportOptions
from lib.problems import Unreadable
from lib.providers import PROVIDERS
from lib.recipe import ENCODING_FORMATS, TASKS, Recipe, missing_columns, read_recipe
from lib.sheet import Sheet
from lib.template import placeholder
from pages.parts.problems import show_remarks, show_unreadable
from pages.parts.sheet_card import LoadedSheet, want_options
from pages.parts.state import empty_inbox, inbox, seed
from pages.parts.words import option_label, plain, short

FIELDS = {
    "compose_task": "task",
    "compose_provider": "provider",
    "compose_model": "model",
    "compose_system": "system",
    "compose_prompt": "prompt",
    "compose_id_column": "id_column",
    "compose_max_tokens": "max_tokens",
    "compose_temperature": "temperature",
    "compose_encoding_format": "encoding_format",
}
"""Each widget's key and the recipe's field it holds."""

_CHIPS_SHOWN = 24
_ROW_NUMBER = ""
"""The id column's value for ids made from the row: no column is called that."""


def take_recipe(key: str, label: str) -> None:
    """The uploader for a saved recipe, which is applied at once."""
    about = "A .json file saved here earlier. Its settings replace the ones below."
    files = inbox(key, label, help=about, max_upload_size=10)
    if files:
        _apply(files[0].getvalue(), files[0].name)
        empty_inbox(key)
        st.rerun()
    if error := st.session_state.pop("recipe error", None):
        show_unreadable(error)
    if (said := st.session_state.get("recipe said")) is not None:
        name, problems = said
        st.caption(f":material/check: The settings of {plain(name)} are applied.")
        show_remarks(problems)


def _apply(data: bytes, name: str) -> None:
    try:
        recipe, problems = read_recipe(data, name)
    except Unreadable as error:
        st.session_state["recipe error"] = error
        return
    for key, field in FIELDS.items():
        st.session_state[key] = getattr(recipe, field)
    st.session_state["compose_id_column"] = recipe.id_column or _ROW_NUMBER
    st.session_state["recipe said"] = (name, problems)
    want_options(recipe.import_options)


def recipe_form(loaded: LoadedSheet | None) -> Recipe:
    """The widgets, and the recipe they hold now."""
    sheet = loaded.sheet if loaded else None
    seed({key: getattr(Recipe(), field) for key, field in FIELDS.items()} | {"compose_id_column": _ROW_NUMBER})
    st.segmented_control("Task", TASKS, key="compose_task", required=True, persist_state="session")
    chat = st.session_state["compose_task"] != "Embeddings"
    _provider_and_model()
    if chat:
        hint = "What the model should always keep in mind. Left empty, it is not sent."
        st.text_area(
            "System message (optional)", key="compose_system", height=80, placeholder=hint, persist_state="session"
        )
    label = "Prompt for each row" if chat else "Text to embed for each row"
    st.text_area(label, key="compose_prompt", height=160, placeholder=_prompt_hint(sheet), persist_state="session")
    if sheet:
        _chips(sheet, chat)
    _id_column(sheet)
    _numbers(chat)
    return _recipe(loaded)


def _provider_and_model() -> None:
    left, right = st.columns([1, 2])
    left.selectbox("Provider", list(PROVIDERS), key="compose_provider", persist_state="session")
    provider = PROVIDERS[st.session_state["compose_provider"]]
    right.text_input(
        "Model", key="compose_model", placeholder=f"For example {provider.example_model}", persist_state="session"
    )


def _prompt_hint(sheet: Sheet | None) -> str:
    column = sheet.columns[0] if sheet else "Column name"
    return f"Write the prompt; {placeholder(column)} stands for the row's cell in that column."


def _chips(sheet: Sheet, chat: bool) -> None:
    """A button a column, which puts its placeholder at the end of the chosen text."""
    with st.container(gap="xsmall"):
        target = _insert_into(chat)
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            for at, column in enumerate(sheet.columns[:_CHIPS_SHOWN]):
                label = plain(short(column, 40))
                st.button(label, icon=":material/add:", key=f"insert {at}", on_click=_insert, args=(target, column))
        if rest := sheet.columns[_CHIPS_SHOWN:]:
            choose = partial(_insert_chosen, target)
            st.selectbox("More columns to insert", rest, index=None, key="insert more", on_change=choose)


def _insert_into(chat: bool) -> str:
    """The key of the text that the buttons insert into."""
    if not chat:
        st.caption("Insert a column:")
        return "compose_prompt"
    help_text = "Each row's own cell takes the place of {{Column name}}. Write \\\\{{ for two plain braces."
    texts, key = {"Prompt": "compose_prompt", "System message": "compose_system"}, "insert into"
    seed({key: "Prompt"})
    label = "Insert a column into"
    chosen = st.segmented_control(label, list(texts), key=key, required=True, help=help_text, persist_state="session")
    return texts[chosen or "Prompt"]


def _insert(key: str, column: str) -> None:
    written = st.session_state.get(key) or ""
    blank = "" if not written or written[-1].isspace() else " "
    st.session_state[key] = written + blank + placeholder(column)


def _insert_chosen(key: str) -> None:
    if column := st.session_state["insert more"]:
        _insert(key, column)
        st.session_state["insert more"] = None


def _id_column(sheet: Sheet | None) -> None:
    columns = sheet.columns if sheet else ()
    wanted = _wanted_id_column(sheet)
    options = [_ROW_NUMBER, *columns] if sheet else list(dict.fromkeys([_ROW_NUMBER, wanted]))
    st.selectbox(
        "Id of each request (custom_id)",
        options,
        key="compose_id_column",
        format_func=lambda column: option_label(column, "Row number"),
        help="Row number makes ids that stay true when the sheet is sorted. "
        "Or take a column of your own, in which no two rows are alike.",
        on_change=lambda: st.session_state.pop("wanted id column", None),
        persist_state="session",
    )


def _wanted_id_column(sheet: Sheet | None) -> str:
    """The chosen column; one that this sheet lacks is said to be missing, and comes back with a sheet that has it."""
    chosen: str = st.session_state["compose_id_column"]
    wanted: str = st.session_state.get("wanted id column") or chosen
    if sheet is None or wanted == _ROW_NUMBER:
        return chosen
    there = wanted in sheet.columns
    if not there:
        show_remarks(missing_columns(Recipe(id_column=wanted), sheet.columns))
    st.session_state["wanted id column"] = "" if there else wanted
    st.session_state["compose_id_column"] = wanted if there else _ROW_NUMBER
    return wanted


def _numbers(chat: bool) -> None:
    left, right = st.columns(2)
    if not chat:
        help_text = "base64 makes the answer about 4 times smaller, and nothing is lost."
        st.selectbox(
            "Vector format", ENCODING_FORMATS, key="compose_encoding_format", help=help_text, persist_state="session"
        )
        return
    left.number_input(
        "Max completion tokens", step=1, key="compose_max_tokens", placeholder="Not sent", persist_state="session"
    )
    right.number_input(
        "Temperature",
        step=0.1,
        key="compose_temperature",
        placeholder="Not sent",
        persist_state="session",
    )


def _recipe(loaded: LoadedSheet | None) -> Recipe:
    said = st.session_state
    sheet = loaded.sheet if loaded else None
    chat = said["compose_task"] != "Embeddings"
    return Recipe(
        task="Chat" if chat else "Embeddings",
        provider=said["compose_provider"],
        model=(said["compose_model"] or "").strip(),
        system=said["compose_system"] or "",
        prompt=said["compose_prompt"] or "",
        id_column=said["compose_id_column"] or None,
        max_tokens=said["compose_max_tokens"],
        temperature=said["compose_temperature"],
        encoding_format=said["compose_encoding_format"],
        import_options=loaded.asked if loaded else said.get("wanted options", ImportOptions()),
        sheet_name=sheet.name if sheet else "",
        sheet_digest=sheet.digest if sheet else "",
    )
