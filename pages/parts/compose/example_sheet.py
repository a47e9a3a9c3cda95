"""Examples to try the page with, each a sheet and settings that fit it: the first one, and a shelf of six tasks."""

from dataclasses import replace
from pathlib import Path

import streamlit as st

from lib.compose import Recipe
from lib.compose.recipe_file import read_recipe
from lib.compose.structured_output import AnswerColumn
from lib.providers import PROVIDERS
from lib.sheets.doubts import SheetChoices
from pages.parts.compose.loaded_sheet import LoadedSheet, load, suggest_prompt
from pages.parts.compose.recipe_widgets import recipe_in_widgets, show_recipe

_SHEET = Path(__file__).parent / "example.csv"
_FOLDER = Path(__file__).parent / "examples"

EXAMPLE_LOADED = "example loaded"
"""The session's key for the digest of an example's sheet, while its settings are the example's too."""

SETTINGS_OFFERED = "example settings offered"
"""The session's key for the name of an example whose sheet is loaded beside the user's own settings."""

FIRST = "reviews"
RECIPE = Recipe(
    model=PROVIDERS[Recipe().provider].example_model,
    system="You read reviews of outdoor goods. Answer in English, whatever language a review is in.",
    prompt="Product: {{product}}\nStars: {{stars}}\n\n{{review}}",
    id_column="review_id",
    answer_format="Table",
    answer_columns=(
        AnswerColumn("mood", "One of a list", "How the buyer feels about the product", ("good", "mixed", "bad")),
        AnswerColumn("fault", "Text", "What is broken or wrong, in a few words; empty if nothing is"),
        AnswerColumn("fits_stars", "Yes or no", "Whether the text says the same as the stars"),
    ),
    max_tokens=300,
    temperature=0.0,
)

SHELF = {
    "sentiment": "Sentiment of comments",
    "topics": "Topics of mails, from a codebook",
    "fields": "Fields of invoices",
    "rubric": "Scores by a rubric",
    "translate": "Translations",
    "embeddings": "Embeddings of questions",
}
"""Titles of the examples on the shelf, by the names of their files."""


def example_settings(name: str) -> Recipe:
    """The settings of an example; chat goes to the example model of the provider."""
    if name == FIRST:
        return RECIPE
    recipe, _ = read_recipe((_FOLDER / f"{name}.json").read_bytes(), name)
    return recipe if recipe.model else replace(recipe, model=PROVIDERS[recipe.provider].example_model)


def example_sheet(name: str) -> bytes:
    """The file of an example's sheet."""
    return (_SHEET if name == FIRST else _FOLDER / f"{name}.csv").read_bytes()


def show_example(name: str = FIRST) -> None:
    """Loads an example's sheet, and its settings unless the user has made some: then a press brings them."""
    is_untouched = replace(recipe_in_widgets(None), prompt="").digest == Recipe().digest
    load(example_sheet(name), f"example {name}.csv", SheetChoices())
    st.session_state[EXAMPLE_LOADED] = st.session_state["sheet"].sheet.digest
    if is_untouched:
        use_example_settings(name)
    else:
        st.session_state[SETTINGS_OFFERED] = name


def use_example_settings(name: str) -> None:
    """Sets the page to an example's settings."""
    show_recipe(example_settings(name))
    st.session_state.pop(SETTINGS_OFFERED, None)


def show_example_offer() -> None:
    """Says that the user's own settings stay beside an example's sheet, with a button for the example's settings."""
    name = st.session_state.get(SETTINGS_OFFERED)
    if name is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(":material/science: Your own settings are still on the page.", width="content")
        label, key = "Use the settings of the example", "compose_example_settings"
        st.button(label, key=key, type="tertiary", on_click=use_example_settings, args=(name,))


def show_example_menu() -> None:
    """The button for the first example, and a menu of the others."""
    st.button("Try an example", icon=":material/science:", key="compose_example", on_click=show_example)
    about = "Ready settings for common tasks, each with a small sheet."
    key = "compose_examples"
    st.menu_button(
        "More examples", list(SHELF), key=key, format_func=SHELF.__getitem__, help=about, on_click=_show_chosen
    )


def _show_chosen() -> None:
    if chosen := st.session_state["compose_examples"]:
        show_example(chosen)


def leave_example(loaded: LoadedSheet | None) -> None:
    """Clears the example's settings once another sheet or none is loaded, unless the user changed them."""
    if loaded and loaded.sheet.digest == st.session_state.get(EXAMPLE_LOADED):
        return
    st.session_state.pop(SETTINGS_OFFERED, None)
    if st.session_state.pop(EXAMPLE_LOADED, None) and _are_of_example():
        show_recipe(Recipe())
        if loaded:
            suggest_prompt(loaded.sheet)


def _are_of_example() -> bool:
    """Whether the settings are those of an example, unchanged."""
    digest = recipe_in_widgets(None).digest
    return any(digest == example_settings(name).digest for name in (FIRST, *SHELF))
