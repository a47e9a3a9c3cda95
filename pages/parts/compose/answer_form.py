"""The form for what each answer looks like: one text, separate columns, or JSON."""

import secrets

import streamlit as st

from lib.compose.codebook import Label
from lib.compose.recipe import AnswerFormat
from lib.compose.structured_output import ANSWER_KINDS, AnswerColumn
from lib.compose.typed_lists import read_list, write_list
from lib.json.codec import pretty
from lib.schema import PastedSchema, check_strict, make_strict, read_schema
from pages.parts.compose.codebook_form import codebook_form, offer_codebook, show_unused_labels
from pages.parts.compose.codebook_place import settle_codebook_place, show_codebook_place
from pages.parts.compose.codebook_table import labels_key, set_labels
from pages.parts.compose.list_fields import choices_field
from pages.parts.compose.loaded_sheet import LoadedSheet
from pages.parts.compose.recipe_widgets import ANSWER_COLUMNS, WITH_CHOICES, column_widgets, key_of
from pages.parts.shared.column_picker import NO_COLUMN
from pages.parts.shared.conversation import show_json
from pages.parts.shared.formatting import option_label

_LABELS: dict[AnswerFormat, str] = {
    "Text": "One text",
    "Table": "Separate columns",
    "JSON object": "JSON object",
    "JSON schema": "JSON by a schema",
}
_JSON: tuple[AnswerFormat, ...] = ("JSON object", "JSON schema")
_NO_JSON = "No"


def answer_form(loaded: LoadedSheet | None) -> None:
    """The choice of a form, and the columns that it needs. A form of JSON is among the choices once it is chosen."""
    help_text = (
        "One text: the model answers in its own words. Separate columns: you list what you want to know about each "
        "row, and every answer fills in exactly these columns. Larger models can do this; some small ones cannot."
    )
    now = st.session_state[key_of("answer_format")]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        chosen = st.segmented_control(
            "Answer as",
            [name for name in _LABELS if name not in _JSON or name == now],
            key=key_of("answer_format"),
            format_func=lambda name: _LABELS[name],
            help=help_text,
            required=True,
            persist_state="session",
        )
        offer_codebook()
    if chosen == "Table":
        _columns_form(loaded)
    else:
        show_unused_labels()


def json_form() -> None:
    """The choice of JSON, the notation of programs, instead of a form for people; and the schema that it needs."""
    key, now = "compose_json_answer", st.session_state[key_of("answer_format")]
    st.session_state[key] = now if now in _JSON else _NO_JSON
    about = (
        "JSON is a notation that programs read. JSON object: any fields. JSON by a schema: exactly the fields that "
        "your schema lists, a description in JSON. For a spreadsheet, choose Separate columns instead."
    )
    labels: dict[str, str] = {_NO_JSON: _NO_JSON} | {name: _LABELS[name] for name in _JSON}
    st.selectbox(
        "Answer in JSON", list(labels), key=key, format_func=labels.__getitem__, help=about, on_change=_use_json
    )
    if now == "JSON schema":
        _schema_form()


def _use_json() -> None:
    chosen = st.session_state["compose_json_answer"]
    st.session_state[key_of("answer_format")] = "Text" if chosen == _NO_JSON else chosen


def _columns_form(loaded: LoadedSheet | None) -> None:
    keys: list[str] = st.session_state[ANSWER_COLUMNS]
    if not keys:
        _add()
    for number, key in enumerate(keys, 1):
        with st.container(border=True, gap="small"):
            _column(number, key, len(keys) == 1, loaded)
    show_codebook_place()
    st.button("Add an answer column", icon=":material/add:", key="answer add", on_click=_add)


def _column(number: int, key: str, only: bool, loaded: LoadedSheet | None) -> None:
    """One answer column: its name, its kind, and a description for the model."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        hint = "sentiment" if number == 1 else "Name of the column"
        st.text_input(
            f"Answer column {number}", key=f"{key} name", placeholder=hint, width="stretch", persist_state="session"
        )
        st.selectbox(
            f"Kind of column {number}",
            ANSWER_KINDS,
            key=f"{key} kind",
            width=160,
            persist_state="session",
            on_change=_change_kind,
            args=(key,),
        )
        icon, remove = ":material/close:", f"Remove column {number}"
        st.button(remove, icon=icon, key=f"{key} remove", type="tertiary", disabled=only, on_click=_remove, args=(key,))
    kind = st.session_state[f"{key} kind"]
    if kind == "Repeated cell":
        _source(number, key, loaded)
        return
    if kind in WITH_CHOICES:
        choices_field(number, key)
    label = f"Description of column {number} (optional)"
    hint = (
        "What the model judges, such as the mood of the writer"
        if kind == "Codebook"
        else "What the model should fill in"
    )
    st.text_input(label, key=f"{key} description", placeholder=hint, persist_state="session")
    if kind == "Codebook":
        codebook_form(number, key, loaded)


def _source(number: int, key: str, loaded: LoadedSheet | None) -> None:
    """The column whose cell the answer repeats, to prove that it is the answer to its row."""
    about = (
        "Choose a short one that differs from row to row, such as a number or a title. The prompt ends with the cell, "
        "and the answer repeats it. Results calls an answer failed that repeats another row's cell: it was mixed up."
    )
    key, chosen = f"{key} source", st.session_state[f"{key} source"]
    options = dict.fromkeys([NO_COLUMN, *(loaded.sheet.columns if loaded else ()), chosen])
    st.selectbox(
        f"Column that answer column {number} repeats",
        list(options),
        key=key,
        format_func=lambda name: option_label(name, "Choose a column"),
        help=about,
        persist_state="session",
    )


def _change_kind(key: str) -> None:
    """Takes the choices of a list over into a codebook, and the labels of a codebook into a list."""
    state = st.session_state
    if state[f"{key} kind"] == "Codebook" and not state[labels_key(key)]:
        typed = read_list(state[f"{key} choices"] or "")
        set_labels(key, map(Label, typed.items) if typed.is_certain else ())
    elif state[f"{key} kind"] in WITH_CHOICES and not state[f"{key} choices"]:
        state[f"{key} choices"] = write_list([label.name for label in state[labels_key(key)] if label.name])
    settle_codebook_place()


def _add() -> None:
    key = secrets.token_hex(4)
    st.session_state[ANSWER_COLUMNS].append(key)
    st.session_state.update(column_widgets(key, AnswerColumn("")))


def _remove(key: str) -> None:
    st.session_state[ANSWER_COLUMNS].remove(key)
    settle_codebook_place()


def _schema_form() -> None:
    """A field for a JSON schema, and the schema as it is sent."""
    hint = '{"type": "object", "properties": {"score": {"type": "integer"}}, ...}'
    key = key_of("schema")
    st.text_area("JSON schema of the answer", key=key, height=180, placeholder=hint, persist_state="session")
    text = st.session_state[key] or ""
    pasted = read_schema(text)[0] if text.strip() else None
    if pasted is None:
        return
    if pasted.strict and check_strict(pasted.schema) and make_strict(pasted.schema) != pasted.schema:
        _offer_strict(pasted)
    with st.expander("The schema as it is sent", icon=":material/schema:"):
        show_json(pretty(pasted.schema))


def _offer_strict(pasted: PastedSchema) -> None:
    """A button that makes a schema fit for strict mode: closed objects whose fields are all required."""
    about = "Adds additionalProperties: false and makes every property required. Optional ones may then be null."
    st.button(
        "Make the schema strict",
        icon=":material/rule:",
        key="answer strict",
        help=about,
        on_click=_make_strict,
        args=(pasted,),
    )


def _make_strict(pasted: PastedSchema) -> None:
    whole = {"name": pasted.name, "strict": True, "schema": make_strict(pasted.schema)}
    st.session_state[key_of("schema")] = pretty(whole)
