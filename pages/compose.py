"""A sheet and a recipe to batch input files: load, write, check, download."""

import streamlit as st

from lib.compose import Composition, Recipe, compose
from lib.compose.composition import sends_own
from lib.compose.row_ids import row_ids
from lib.compose.row_values import Templates
from lib.sheets import Sheet
from pages.parts.compose.decisions import decisions_for, show_decisions
from pages.parts.compose.download import download_places, hold_download, show_download
from pages.parts.compose.example import leave_example, show_example
from pages.parts.compose.preview import show_glance, show_preview
from pages.parts.compose.provider_check import show_preflight
from pages.parts.compose.recipe_form import recipe_form, take_recipe
from pages.parts.compose.row_selection import rows_choice, show_choice
from pages.parts.compose.sheet_card import LoadedSheet, sheet_card, take_sheet
from pages.parts.shared.problem_list import show_blocking, show_remarks
from pages.parts.shared.progress import progress
from pages.parts.shared.session import SHEET, derived, is_current
from pages.parts.shell.frame import heading, open_via_app

open_via_app(__file__)


MANY = 2_000  # rows: with more, writing all requests takes so long that the preview goes ahead


def composition_of(loaded: LoadedSheet, recipe: Recipe) -> Composition:
    """The composition, made anew only when the sheet, the recipe or a decision changed."""
    sheet, decisions, choice = loaded.sheet, decisions_for(loaded.sheet, recipe), rows_choice(loaded.sheet)
    made_of = (sheet.name, sheet.digest, recipe.digest, decisions, choice)

    def make() -> Composition:
        with progress("Writing requests", at_work) as tick:
            return compose(sheet, recipe, decisions, tick, choice, ids_of(sheet, recipe))

    if len(sheet) <= MANY or is_current("composition", made_of):
        return derived("composition", made_of, make, owner=SHEET)
    hold_download(download)
    with glance.container():
        show_glance(sheet, recipe)
    composition = derived("composition", made_of, make, owner=SHEET)
    glance.empty()
    return composition


def ids_of(sheet: Sheet, recipe: Recipe) -> list[str] | None:
    """The default ids, which only another sheet changes; None if a column has the ids."""
    if recipe.id_column is not None:
        return None
    whole = sends_own(sheet, Templates.of(recipe, sheet.columns))
    return derived("row ids", (sheet.digest, whole), lambda: row_ids(sheet, whole), owner=SHEET)


heading(
    "Compose",
    "Turn a spreadsheet into a batch file: one request for every row. "
    "Nothing leaves the machine that runs this app, and no key is needed.",
)

st.header("1. Your sheet", anchor=False)
to_load, to_restore = st.columns(2)
with to_load:
    loaded = take_sheet("compose_file", "Spreadsheet: CSV, XLSX or another table", show_example)
leave_example(loaded)
with to_restore:
    take_recipe("compose_recipe_file", "Saved recipe (optional)")
if loaded:
    sheet_card(loaded)

st.header("2. What to send", anchor=False)
to_write, to_see = st.columns(2, gap="medium")
with to_write:
    recipe = recipe_form(loaded)
# Two places: when one is filled twice in a run, Streamlit may send the parts out of order, and the tab breaks.
glance, preview = to_see.empty(), to_see.empty()

st.header("3. Check and download", anchor=False)
at_work, findings = st.empty(), st.container()
download = download_places()
composition = composition_of(loaded, recipe) if loaded else None
with preview.container():
    show_preview(composition)
if loaded and composition is not None:
    with findings:
        show_choice(loaded.sheet, composition)
        show_blocking(composition.problems)
        show_remarks([problem for problem in composition.problems if problem.severity == "warn"])
        show_preflight(composition)
        show_remarks([problem for problem in composition.problems if problem.severity == "note"][:3])
        show_decisions(composition)
show_download(composition, recipe, download)
