"""The place of the codebook in the messages: the placeholder `{{codebook}}`, which is put in and taken out here."""

from dataclasses import replace

import streamlit as st

from lib.compose.codebook import CODEBOOK
from lib.compose.recipe_checks import has_codebook_place
from lib.compose.template import placeholder
from pages.parts.compose.recipe_widgets import key_of, recipe_in_widgets
from pages.parts.shared.formatting import plain

_MARK = placeholder(CODEBOOK)


def settle_codebook_place() -> None:
    """Puts the codebook after the system message once there is one; takes it from there once there is none."""
    recipe, key = recipe_in_widgets(None), key_of("system")
    if recipe.codebooks and not has_codebook_place(recipe):
        st.session_state[key] = f"{recipe.system.rstrip()}\n\n{_MARK}".lstrip()
    elif not recipe.codebooks and recipe.system.rstrip().endswith(_MARK):
        st.session_state[key] = recipe.system.rstrip().removesuffix(_MARK).rstrip()


def show_codebook_place() -> None:
    """Where the model reads the codebook; if it does not, a button puts it in. Nothing without a codebook."""
    recipe = recipe_in_widgets(None)
    if not recipe.codebooks:
        return
    places = [
        ("the system message", replace(recipe, prompt="", turns=())),
        ("the examples", replace(recipe, system="", prompt="")),
        ("the prompt", replace(recipe, system="", turns=())),
    ]
    if names := [name for name, part in places if has_codebook_place(part)]:
        st.caption(
            f"The model reads the codebook in {' and '.join(names)}, in place of {plain(_MARK)}. See the preview."
        )
        return
    st.warning(f"The model does not read the codebook yet: no message has {plain(_MARK)}.", icon=":material/warning:")
    label = "Add it to the system message"
    st.button(label, key="codebook place", icon=":material/add:", on_click=settle_codebook_place)
