"""The app's own scripts: the files in `scripts`, run in the page by their name.

The server's content policy names each of them by its hash, so that no other script runs. What changes from
run to run therefore stays out of a script's text: it reads that from `document.currentScript.dataset`.
"""

from functools import cache
from html import escape
from pathlib import Path

import streamlit as st

_FOLDER = Path(__file__).parent / "scripts"


@cache
def page_scripts() -> dict[str, str]:
    """The text of each script by its name, as it was when it was first asked for."""
    return {path.stem: path.read_text("utf-8") for path in sorted(_FOLDER.glob("*.js"))}


def run_script(name: str, **data: str | int) -> None:
    """Adds a script to the page. The browser runs it once, and again whenever the data differ.

    Raises:
        KeyError: no script has this name.
    """
    attributes = "".join(f' data-{key}="{escape(str(value))}"' for key, value in data.items())
    st.html(f"<script{attributes}>{page_scripts()[name]}</script>", unsafe_allow_javascript=True)
