"""An example to try the page with: a sheet, and settings that fit it."""

from dataclasses import replace
from pathlib import Path

import streamlit as st

from lib.compose import Recipe
from lib.compose.structured_output import AnswerColumn
from lib.providers import PROVIDERS
from lib.sheets.doubts import SheetChoices
from pages.parts.compose.loaded_sheet import LoadedSheet, load, suggest_prompt
from pages.parts.compose.recipe_widgets import recipe_in_widgets, show_recipe

_SHEET = Path(__file__).parent / "example.csv"
EXAMPLE_LOADED = "example loaded"
"""The session's key for the digest of the example, while its settings are the example's too."""

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


def show_example() -> None:
    """Loads the example sheet, and its settings unless the user has made some."""
    load(_SHEET.read_bytes(), "example reviews.csv", SheetChoices())
    st.session_state[EXAMPLE_LOADED] = st.session_state["sheet"].sheet.digest
    if replace(recipe_in_widgets(None), prompt="").digest == Recipe().digest:
        show_recipe(RECIPE)


def leave_example(loaded: LoadedSheet | None) -> None:
    """Clears the example's settings once another sheet or none is loaded, unless the user changed them."""
    if loaded and loaded.sheet.digest == st.session_state.get(EXAMPLE_LOADED):
        return
    if st.session_state.pop(EXAMPLE_LOADED, None) and recipe_in_widgets(None).digest == RECIPE.digest:
        show_recipe(Recipe())
        if loaded:
            suggest_prompt(loaded.sheet)
