"""The Compose page: from a sheet and settings to batch input files, which are previewed, checked and downloaded."""

import streamlit as st

from lib.common import Problem
from lib.compose import Composition, Recipe, compose, resolve, row_ids
from lib.providers.known_models import nearest_model
from lib.sheets import Sheet
from lib.sheets.doubts import open_doubts
from pages.parts.compose.codebook_form import CODEBOOK_HINTS
from pages.parts.compose.composed import composition_key, row_choices
from pages.parts.compose.decisions import show_all_problems, show_decisions
from pages.parts.compose.download import download_area, hold_download, show_batch_download
from pages.parts.compose.example_sheet import leave_example, show_example_menu, show_example_offer
from pages.parts.compose.layout import PANE, use_layout
from pages.parts.compose.loaded_sheet import LoadedSheet, loaded_sheet
from pages.parts.compose.model_field import show_suggestions
from pages.parts.compose.only_new import show_left_out, show_only_new_switch, take_earlier_files
from pages.parts.compose.open_points import show_open_doubts
from pages.parts.compose.preview import show_glance, show_preview
from pages.parts.compose.prompt_doubts import PROMPT_KINDS, show_prompt_doubts
from pages.parts.compose.recipe_form import recipe_form
from pages.parts.compose.recipe_inbox import show_recipe_inbox, show_recipe_messages, take_recipe_file
from pages.parts.compose.replication import show_replication
from pages.parts.compose.row_selection import show_rows_choice, show_unselected
from pages.parts.compose.sheet_inbox import show_other_ways, show_sheet_inbox, show_sheet_messages, take_sheet_file
from pages.parts.compose.sheet_line import show_sheet_line
from pages.parts.compose.trial import show_trial
from pages.parts.shared.problem_list import show_blocking, show_remarks
from pages.parts.shared.progress import progress_bar
from pages.parts.shared.session import COMPOSITION, SHEET, derived, is_current
from pages.parts.shell.frame import heading, open_via_app

open_via_app(__file__)


MANY = 2_000
"""Rows above which the preview shows one request before all of them are written."""


def composition_of(loaded: LoadedSheet, recipe: Recipe) -> Composition:
    """The composition, made again only when the sheet, the recipe, a decision or the choice of rows changes."""
    sheet = loaded.sheet
    choices = row_choices(sheet, recipe)
    key = composition_key(sheet, recipe, choices)

    def make() -> Composition:
        with progress_bar("Writing requests", at_work) as tick:
            return compose(sheet, recipe, choices, known_ids=ids_of(sheet, recipe), tick=tick)

    if len(sheet) <= MANY or is_current(COMPOSITION, key):
        return derived(COMPOSITION, key, make, owner=SHEET)
    hold_download(download)
    with glance.container():
        show_glance(sheet, recipe)
    composition = derived(COMPOSITION, key, make, owner=SHEET)
    glance.empty()
    return composition


def is_remark(problem: Problem) -> bool:
    """Whether a problem is a warning, or a question whose buttons are beside a field."""
    return problem.severity == "warn" or (problem.severity == "ask" and problem.row is None)


def ids_of(sheet: Sheet, recipe: Recipe) -> list[str] | None:
    """The default ids, which depend on the sheet alone; None if a column has the ids."""
    if recipe.id_column is not None:
        return None
    every_column = resolve(recipe, sheet.columns).has_batchdesk_column
    return derived("row ids", (sheet.digest, every_column), lambda: row_ids(sheet, every_column), owner=SHEET)


heading(
    "Compose",
    "A batch file with one request for every row. Nothing leaves the machine that runs this app unless you send it.",
)

work = st.container(key="work")  # progress has its own place, so that the rest keeps its place, focus and scroll
with work:
    take_sheet_file()
    take_recipe_file()
    take_earlier_files()
loaded = loaded_sheet()
leave_example(loaded)

with st.container(gap="small"):
    show_sheet_messages()
    if loaded:
        show_sheet_line(loaded, show_sheet_inbox)
    else:
        sheet_side, settings_side = st.columns(2)
        with sheet_side:
            show_sheet_inbox()
            show_other_ways(show_example_menu)
        with settings_side:
            show_recipe_inbox()
    show_recipe_messages()
    show_example_offer()
    show_replication(loaded)

form_side, pane_side = st.columns([6, 5], gap="medium")
with form_side, st.container(gap="small"):
    recipe, places = recipe_form(loaded)
with pane_side, st.container(key=PANE, gap="xsmall"):
    # Two places: when one is filled twice in a run, Streamlit may send the parts out of order, and the tab breaks.
    glance, preview = st.empty(), st.empty()
    at_work, findings = st.empty(), st.container(gap="xsmall")
    download = download_area()
    all_problems = st.container()
composition = composition_of(loaded, recipe) if loaded else None
doubts = open_doubts(loaded.sheet, loaded.choices) if loaded else {}
with preview.container():
    show_preview(composition, doubts)
if loaded and composition is not None:
    with places.prompt_doubts:
        show_prompt_doubts(composition.problems)
    with places.rows:
        show_rows_choice(loaded.sheet, composition)
        show_only_new_switch(loaded.sheet, recipe)
    with findings:
        show_open_doubts(doubts)
        show_blocking(composition.problems)
        show_decisions(composition)
        show_unselected(composition)
        show_left_out(composition)
        beside = {*PROMPT_KINDS, *CODEBOOK_HINTS}
        beside |= {"model-unknown"} if nearest_model(recipe.provider, recipe.model) else set()
        elsewhere = [problem for problem in composition.problems if problem.kind not in beside]
        show_remarks([problem for problem in elsewhere if is_remark(problem)])
    with all_problems:
        show_remarks([problem for problem in elsewhere if problem.severity == "note"][:3])
        show_all_problems(composition)
show_batch_download(composition, doubts, recipe, download, places)
if composition is not None:
    show_trial(composition)
show_suggestions()
use_layout()
