"""A script that closes the menu of a narrow screen after a choice.

There the menu lies over the page, and Streamlit leaves it open.
"""

import streamlit as st

_SCRIPT = """
<script>
if (!window.batchdeskMenu) {
    window.batchdeskMenu = true;
    document.addEventListener("click", (event) => {
        if (!event.target.closest?.("[data-testid=stSidebarNavLink]")) return;
        document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click();
    });
}
</script>
"""


def close_menu_after_choice() -> None:
    """Adds the script to the page."""
    st.html(_SCRIPT, unsafe_allow_javascript=True)
