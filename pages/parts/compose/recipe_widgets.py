"""A recipe as the values of the widgets that show it, and the widgets' values as a recipe."""

import secrets
from dataclasses import replace
from typing import Any

import streamlit as st

from lib.compose import Recipe
from lib.compose.codebook import Codebook
from lib.compose.recipe import COLUMN_FIELDS, COLUMNS_FIELDS, TurnTemplate, without_missing
from lib.compose.stop_words import read_stop_words, write_stop_words
from lib.compose.structured_output import AnswerColumn
from lib.compose.typed_lists import read_list, write_list
from lib.providers import Limits
from lib.providers.limits import MEGABYTE
from lib.sheets import ImportOptions
from pages.parts.compose.loaded_sheet import LoadedSheet
from pages.parts.shared.saved_work import note_saved
from pages.parts.shared.session import set_defaults

TEXTS = ("model", "system", "prompt", "extra", "schema")
CHOICES = ("task", "provider", "endpoint", "encoding_format", "answer_format")
OPTIONAL = ("image_detail", "reasoning_effort", *COLUMN_FIELDS)
"""Choices that may be None. A select box shows None as an option of its own."""

NUMBERS = (
    *("max_tokens", "temperature", "top_p", "n", "seed", "frequency_penalty", "presence_penalty"),
    *("logprobs", "dimensions"),
)
LIMIT_FIELDS = ("requests", "embedding_inputs", "tokens")
WITH_CHOICES = ("One of a list", "List of texts")
"""Kinds of answer columns that have choices."""

NONE = ""
"""The option for None. No column has this name."""

TURNS, ANSWER_COLUMNS = "compose turns", "compose answer columns"
"""Keys of the lists that hold a key prefix for each turn and for each answer column."""


IDENTICAL_ONCE = "compose identical once"
"""Key of the setting that a press on "Send each once" switches on."""


def key_of(field: str) -> str:
    """The key of the widget that holds a field of the recipe."""
    return f"compose_{field}"


def to_widgets(recipe: Recipe) -> dict[str, Any]:
    """The values of the widgets that show a recipe, by key."""
    values = {key_of(name): getattr(recipe, name) for name in (*TEXTS, *CHOICES, *NUMBERS)}
    values |= {key_of(name): getattr(recipe, name) or NONE for name in OPTIONAL}
    values |= {key_of(name): list(getattr(recipe, name)) for name in COLUMNS_FIELDS}
    values |= {key_of(f"limit_{name}"): getattr(recipe.limits, name) for name in LIMIT_FIELDS}
    values[key_of("limit_one_model")] = NONE if recipe.limits.one_model is None else recipe.limits.one_model
    values[key_of("limit_mb")] = recipe.limits.bytes / MEGABYTE if recipe.limits.bytes is not None else None
    values[key_of("stop")] = write_stop_words(recipe.stop)
    values[IDENTICAL_ONCE] = recipe.identical_once
    turns = {secrets.token_hex(4): turn for turn in recipe.turns}
    values |= {TURNS: list(turns)}
    for key, turn in turns.items():
        values |= {f"{key} role": turn.role, f"{key} text": turn.text}
    columns = {secrets.token_hex(4): column for column in recipe.answer_columns}
    values |= {ANSWER_COLUMNS: list(columns)}
    for key, column in columns.items():
        values |= column_widgets(key, column)
    return values


def column_widgets(key: str, column: AnswerColumn) -> dict[str, Any]:
    """The values of the widgets that show one answer column, by key."""
    return {
        f"{key} name": column.name,
        f"{key} kind": column.kind,
        f"{key} description": column.description,
        f"{key} choices": column.unclear_choices or write_list(column.choices),
        f"{key} one choice": column.choices[0] if column.has_one_choice and column.choices else "",
        f"{key} source": column.source,
        **_codebook_widgets(key, column.codebook or Codebook()),
    }


def _codebook_widgets(key: str, codebook: Codebook) -> dict[str, Any]:
    return {
        f"{key} gets": codebook.kind,
        f"{key} labels": codebook.labels,
        f"{key} lowest": float(codebook.lowest),
        f"{key} highest": float(codebook.highest),
        f"{key} whole": codebook.whole_numbers,
    }


def codebook_of(key: str) -> Codebook:
    """The codebook in the widgets of one answer column."""
    fields = ("gets", "labels", "lowest", "highest", "whole")
    return Codebook(*(st.session_state[f"{key} {field}"] for field in fields))


def show_recipe(recipe: Recipe) -> None:
    """Sets the widgets to a recipe that is an example or comes from a file."""
    for key, value in to_widgets(recipe).items():
        st.session_state[key] = value
    note_saved(settings_digest())


def settings_digest() -> str:
    """A digest of what a person made in the widgets; empty if they hold nothing but a suggested prompt."""
    recipe = recipe_in_widgets(None)
    if recipe.prompt == st.session_state.get("suggested prompt"):
        recipe = replace(recipe, prompt="")
    return "" if recipe == Recipe(import_options=recipe.import_options) else recipe.digest


def set_recipe_defaults() -> None:
    """Sets the widgets that have no value yet to an empty recipe."""
    set_defaults(to_widgets(Recipe()))


def recipe_in_widgets(loaded: LoadedSheet | None) -> Recipe:
    """The recipe that the widgets hold, without the columns that the loaded sheet lacks."""
    state = st.session_state
    plain = {name: state[key_of(name)] for name in (*CHOICES, *NUMBERS)}
    texts = {name: state[key_of(name)] or "" for name in TEXTS}
    optional = {name: state[key_of(name)] or None for name in OPTIONAL}
    several = {name: tuple(state[key_of(name)]) for name in COLUMNS_FIELDS}
    values = plain | texts | optional | several
    recipe = Recipe(**values)
    recipe = replace(
        recipe,
        model=recipe.model.strip(),
        stop=read_stop_words(state[key_of("stop")] or ""),
        turns=tuple(TurnTemplate(state[f"{key} role"], state[f"{key} text"] or "") for key in state[TURNS]),
        answer_columns=tuple(map(_answer_column, state[ANSWER_COLUMNS])),
        limits=_limits(),
        identical_once=state[IDENTICAL_ONCE],
        import_options=loaded.choices.options if loaded else state.get("wanted options", ImportOptions()),
        sheet_name=loaded.sheet.name if loaded else "",
        sheet_digest=loaded.sheet.digest if loaded else "",
    )
    return without_missing(recipe, loaded.sheet.columns) if loaded else recipe


def _answer_column(key: str) -> AnswerColumn:
    state = st.session_state
    kind = state[f"{key} kind"]
    text = (state[f"{key} choices"] or "") if kind in WITH_CHOICES else ""
    typed = read_list(text)
    return AnswerColumn(
        name=(state[f"{key} name"] or "").strip(),
        kind=kind,
        description=(state[f"{key} description"] or "").strip(),
        choices=typed.items,
        unclear_choices="" if typed.is_certain else text,
        source=state[f"{key} source"] if kind == "Repeated cell" else "",
        has_one_choice=len(typed.items) == 1 and state[f"{key} one choice"] == typed.items[0],
        codebook=codebook_of(key) if kind == "Codebook" else None,
    )


def _limits() -> Limits:
    state = st.session_state
    limits = {name: state[key_of(f"limit_{name}")] for name in LIMIT_FIELDS}
    megabytes = state[key_of("limit_mb")]
    most = None if megabytes is None else round(megabytes * MEGABYTE)
    one_model = state[key_of("limit_one_model")]
    return Limits(bytes=most, one_model=None if one_model == NONE else one_model, **limits)
