"""A sheet and a recipe to batch input files: load, write, check, download."""

import streamlit as st

from lib.compose import Composition, compose
from lib.recipe import Recipe
from pages.parts.decisions import decisions_for, show_decisions
from pages.parts.download import show_download
from pages.parts.frame import heading, require_frame
from pages.parts.problems import show_blocking, show_remarks
from pages.parts.progress import progress
from pages.parts.recipe_form import recipe_form, take_recipe
from pages.parts.request_preview import show_preview
from pages.parts.rows_choice import rows_choice, show_choice
from pages.parts.sheet_card import LoadedSheet, sheet_card, take_sheet
from pages.parts.state import derived

require_frame(__file__)


def composition_of(loaded: LoadedSheet, recipe: Recipe) -> Composition:
    """The composition, made anew only when the sheet, the recipe or a decision changed."""
    sheet, decisions, choice = loaded.sheet, decisions_for(loaded.sheet, recipe), rows_choice(loaded.sheet)

    def make() -> Composition:
        with progress("Writing requests") as tick:
            return compose(sheet, recipe, decisions, tick, choice)

    return derived("composition", (sheet.digest, recipe.digest, decisions, choice), make)


heading(
    "Compose",
    "Turn a spreadsheet into a batch file: one request for every row. "
    "Nothing leaves the machine that runs this app, and no key is needed.",
)

st.subheader("1. Your sheet", anchor=False)
to_load, to_restore = st.columns(2)
with to_load:
    loaded = take_sheet("compose_file", "Spreadsheet: CSV, XLSX or another table")
with to_restore:
    take_recipe("compose_recipe_file", "Saved recipe (optional)")
if loaded:
    sheet_card(loaded)

st.subheader("2. What to send", anchor=False)
to_write, to_see = st.columns(2, gap="medium")
with to_write:
    recipe = recipe_form(loaded)
composition = composition_of(loaded, recipe) if loaded else None
with to_see:
    show_preview(composition)

st.subheader("3. Check and download", anchor=False)
if loaded and composition is not None:
    show_choice(loaded.sheet, composition)
    show_blocking(composition.problems)
    show_remarks([problem for problem in composition.problems if problem.weight == "warn"])
    show_remarks([problem for problem in composition.problems if problem.weight == "note"][:3])
    show_decisions(composition)
show_download(composition, recipe)
