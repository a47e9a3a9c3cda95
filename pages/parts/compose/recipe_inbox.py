"""The uploader for saved settings, which are applied at once, and the message about them."""

import streamlit as st

from lib.common import Problem, Unreadable
from lib.compose.recipe_file import read_recipe
from lib.compose.replication import is_replication
from pages.parts.compose.loaded_sheet import want_options
from pages.parts.compose.recipe_widgets import show_recipe
from pages.parts.compose.replication import keep_replication
from pages.parts.shared.formatting import plain
from pages.parts.shared.problem_list import show_remarks, show_unreadable
from pages.parts.shared.session import show_inbox, take_dropped

_KEY = "compose_recipe_file"


def take_recipe_file() -> None:
    """Applies the settings in the file that waits in the inbox."""
    take_dropped(_KEY, apply_recipe)


def show_recipe_inbox() -> None:
    """The uploader for saved settings."""
    about = "A .json file that you saved here earlier. Its settings replace the ones on this page."
    show_inbox(_KEY, "Saved settings (optional)", several=False, help=about, max_upload_size=10)


def apply_recipe(data: bytes, name: str) -> None:
    """Sets the page to the settings in a file, which may be those of a batch to make again."""
    try:
        problems: list[Problem] = []
        if is_replication(data):
            recipe = keep_replication(data, name).recipe
        else:
            recipe, problems = read_recipe(data, name)
    except Unreadable as error:
        st.session_state["recipe error"] = error
        return
    for key in [key for key in st.session_state if str(key).startswith("wanted ")]:
        del st.session_state[key]
    show_recipe(recipe)
    st.session_state["recipe applied"] = (name, recipe.sheet_name, problems)
    want_options(recipe.import_options)


def show_recipe_messages() -> None:
    """What was wrong with the last file of settings, else which settings are applied."""
    if error := st.session_state.pop("recipe error", None):
        show_unreadable(error)
    if (applied := st.session_state.get("recipe applied")) is not None:
        name, sheet_name, problems = applied
        origin = f" They were saved with {plain(sheet_name)}." if sheet_name else ""
        st.caption(f":material/check: The settings of {plain(name)} are applied.{origin}")
        show_remarks(problems)
