"""The app: page configuration, menu, sign-in, and an error message for a page that fails.

`python3 app.py` makes what the app needs and starts it. Streamlit imports this file once for its server, and
then runs it for every click.
"""

import sys

if __name__ == "__main__" and "streamlit" not in sys.modules:
    if sys.version_info < (3, 11):  # noqa: UP036 (it may be started with any Python)
        sys.exit("Batchdesk needs Python 3.11 or newer: see https://www.python.org/downloads/")
    from lib.commands.start import start

    sys.exit(start(sys.argv[1:]))

import logging
import secrets
from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import StopException

from pages.parts.shell.frame import end_frame, show_frame
from pages.parts.shell.housekeeping import disable_ip_lookup, start_housekeeping
from pages.parts.shell.server import guard, open_browser
from pages.parts.shell.sign_in import is_let_in, show_sign_in

PARTS = Path(__file__).parent / "pages/parts/shell"


def show_app() -> None:
    """Draws the page that the visitor has opened, in its frame."""
    # The tab's icon is a local file: every visitor would load a :material/name: from a font host.
    st.set_page_config(page_title="Batchdesk", page_icon=str(PARTS / "icon.svg"), layout="wide")
    st.logo(PARTS / "logo.svg", size="large")
    pages = {
        "compose": st.Page("pages/compose.py", title="Compose", icon=":material/edit_note:", default=True),
        "check": st.Page("pages/check.py", title="Check", icon=":material/rule:"),
        "batches": st.Page("pages/batches.py", title="Batches", icon=":material/cloud_sync:"),
        "results": st.Page("pages/results.py", title="Results", icon=":material/fact_check:"),
    }
    # White text on the dark theme's light buttons has too little contrast, and pills overflow a narrow screen.
    # Fields of an answer are as high as their text, where Streamlit gives three lines to a word.
    st.html(
        "<style>"
        "button[kind^=primary] { color: light-dark(#fff, #06141a) } "
        ".stButtonGroup > div { flex-wrap: wrap } "
        "[class*=st-key-correct-] textarea { field-sizing: content; min-height: 2.4rem } "
        ":has(> :is(.st-key-unseen, .st-key-remembered, .st-key-leaving)), "
        ":has(> .st-key-work):not(:has(> .st-key-work > * > :not(.stEmpty))), "
        ":has(> .st-key-returning):not(:has(> .st-key-returning > * > :not(.stEmpty))) { display: none }"
        "</style>"
    )
    disable_ip_lookup()
    let_in = is_let_in()
    page = st.navigation(list(pages.values()), position="top" if let_in else "hidden")
    start_housekeeping()
    try:
        if let_in:
            show_frame(pages)
            page.run()
        else:
            show_sign_in()
    except StopException:
        pass  # a page that has nothing more to show
    except MemoryError:
        show_lack_of_memory()
    except Exception:
        # Streamlit's reruns are not subclasses of Exception, so they pass.
        show_fault(page.title)
    if let_in:
        end_frame()


def show_lack_of_memory() -> None:
    """Says what helps when the page has ended for lack of memory."""
    st.error(
        "Your files and settings are still here. Remove files that you no longer need, on every page, or try again "
        "when others have closed their tabs.",
        title="The app has not enough memory for this step",
        icon=":material/memory:",
    )


def show_fault(title: str) -> None:
    """Says that the page has failed, with a reference to the details in the log."""
    reference = secrets.token_hex(3).upper()
    logging.getLogger("batchdesk").exception("Reference %s: the page %s failed", reference, title)
    st.error(
        "Your files and settings are still here. Undo your last step, or load the file again. If it happens again, "
        f"give your administrator the reference **{reference}**: the app's log has the details under it.",
        title="Something went wrong on this page",
        icon=":material/error:",
    )


if __name__ == "app":
    app = st.App(__file__, middleware=guard(), lifespan=open_browser)
else:
    show_app()
