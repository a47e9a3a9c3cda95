"""The form of the answer: free text, JSON, or a table of answer columns."""

import secrets

import streamlit as st

from lib.compose.recipe import ANSWER_FORMATS, AnswerFormat
from lib.compose.structured_output import KINDS, AnswerColumn
from lib.json.codec import pretty
from lib.schema import PastedSchema, check_strict, made_strict, read_schema
from pages.parts.compose.recipe_widgets import ANSWER_COLUMNS, column_widgets, key_of
from pages.parts.shared.conversation import show_json

_LABELS: dict[AnswerFormat, str] = {
    "Text": "Free text",
    "JSON object": "JSON object",
    "Table": "Answer columns",
    "JSON schema": "JSON schema",
}
_WITH_CHOICES = ("One of a list", "List of texts")


def answer_form() -> None:
    """What the answer is to look like."""
    help_text = (
        "Answer columns: list what you want to know about each row, and every answer fills in exactly these columns. "
        "Not every model can do it; the larger ones can."
    )
    chosen = st.segmented_control(
        "The answer is",
        ANSWER_FORMATS,
        key=key_of("answer_format"),
        format_func=lambda name: _LABELS[name],
        help=help_text,
        required=True,
        persist_state="session",
    )
    if chosen == "Table":
        _table()
    elif chosen == "JSON schema":
        _schema()


def _table() -> None:
    keys: list[str] = st.session_state[ANSWER_COLUMNS]
    if not keys:
        _add()
    for place, key in enumerate(keys, 1):
        with st.container(border=True, gap="small"):
            _column(place, key, only=len(keys) == 1)
    st.button("Add an answer column", icon=":material/add:", key="answer add", on_click=_add)


def _column(place: int, key: str, only: bool) -> None:
    """One answer column: its name, its kind, and what the model should know about it."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        hint = "sentiment" if place == 1 else "Its name"
        st.text_input(
            f"Answer column {place}", key=f"{key} name", placeholder=hint, width="stretch", persist_state="session"
        )
        st.selectbox(f"Kind of {place}", KINDS, key=f"{key} kind", width=160, persist_state="session")
        icon, remove = ":material/close:", f"Remove {place}"
        st.button(remove, icon=icon, key=f"{key} remove", type="tertiary", disabled=only, on_click=_remove, args=(key,))
    if st.session_state[f"{key} kind"] in _WITH_CHOICES:
        label = f"Choices of {place}, separated by commas"
        st.text_input(label, key=f"{key} choices", placeholder="good, bad, neither", persist_state="session")
    label, hint = f"Description of {place} (optional)", "What the model should fill in"
    st.text_input(label, key=f"{key} description", placeholder=hint, persist_state="session")


def _add() -> None:
    key = secrets.token_hex(4)
    st.session_state[ANSWER_COLUMNS].append(key)
    st.session_state.update(column_widgets(key, AnswerColumn("")))


def _remove(key: str) -> None:
    st.session_state[ANSWER_COLUMNS].remove(key)


def _schema() -> None:
    """A pasted schema, and how it was understood."""
    hint = '{"type": "object", "properties": {"score": {"type": "integer"}}, ...}'
    key = key_of("schema")
    st.text_area("JSON schema of the answer", key=key, height=180, placeholder=hint, persist_state="session")
    written = st.session_state[key] or ""
    pasted = read_schema(written)[0] if written.strip() else None
    if pasted is None:
        return
    if pasted.strict and check_strict(pasted.schema) and made_strict(pasted.schema) != pasted.schema:
        _offer_strict(pasted)
    with st.expander("The schema as it is sent", icon=":material/schema:"):
        show_json(pretty(pasted.schema))


def _offer_strict(pasted: PastedSchema) -> None:
    """One click to what strict mode wants: closed objects in which every field is there, or null."""
    about = "Adds additionalProperties: false, and lists every property as required; optional ones may then be null."
    st.button(
        "Make it strict", icon=":material/rule:", key="answer strict", help=about, on_click=_strict, args=(pasted,)
    )


def _strict(pasted: PastedSchema) -> None:
    whole = {"name": pasted.name, "strict": True, "schema": made_strict(pasted.schema)}
    st.session_state[key_of("schema")] = pretty(whole)
