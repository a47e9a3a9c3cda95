"""The frame around every page: the tab's title, the menu, sign-in if it is asked for, a net under the pages."""

import logging
import secrets
from pathlib import Path

import streamlit as st

from pages.parts.shell.frame import frame
from pages.parts.shell.housekeeping import disable_ip_lookup, start_housekeeping
from pages.parts.shell.sign_in import is_let_in, show_sign_in

PARTS = Path(__file__).parent / "pages/parts/shell"

# The tab's icon is a file of ours: a :material/name: would be fetched from a font host by every visitor.
st.set_page_config(page_title="Batchdesk", page_icon=str(PARTS / "icon.svg"), layout="wide")
st.logo(PARTS / "logo.svg", size="large")
PAGES = {
    "compose": st.Page("pages/compose.py", title="Compose", icon=":material/edit_note:", default=True),
    "check": st.Page("pages/check.py", title="Check", icon=":material/rule:"),
    "results": st.Page("pages/results.py", title="Results", icon=":material/fact_check:"),
}
# On the dark theme's light colour Streamlit writes white, which few can read; pills beside other things end at the edge
# of a narrow screen.
st.html(
    "<style>"
    "button[kind^=primary] { color: light-dark(#fff, #06141a) } "
    ".stButtonGroup > div { flex-wrap: wrap } "
    ":has(> .st-key-unseen) { display: none }"
    "</style>"
)
disable_ip_lookup()
let_in = is_let_in()
page = st.navigation(list(PAGES.values()), position="top" if let_in else "hidden")
start_housekeeping()

try:
    if let_in:
        frame(PAGES)
        page.run()
    else:
        show_sign_in()
except Exception:
    # Streamlit's own stops and reruns are no Exception, so they pass.
    reference = secrets.token_hex(3).upper()
    logging.getLogger("batchdesk").exception("Reference %s: the page %s failed", reference, page.title)
    st.error(
        "What you loaded is still here. Go back one step, or load the file again. If it happens again, tell whoever "
        f"runs this app the reference **{reference}**: the details stand under it in the app's log.",
        title="Something went wrong on this page",
        icon=":material/error:",
    )
