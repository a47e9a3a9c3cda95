"""A word of warning before a tab is left with review marks that are in no file yet."""

import streamlit as st

from pages.parts.marks import has_unsaved

WHOLE, PART = "exports_whole", "exports_part"
"""Start the keys around downloads: whether these hold every mark, or those of some rows or without some columns."""

_SCRIPT = """
<script>
window.batchdeskUnsaved = {unsaved};  // as of change {version}: another text, so that it runs again
if (!window.batchdeskWatches) {{
    window.batchdeskWatches = true;
    window.addEventListener("beforeunload", (event) => {{
        if (window.batchdeskUnsaved) event.preventDefault();
    }});
    document.addEventListener("click", (event) => {{
        if (event.target.closest("[class*=st-key-{whole}] button")) window.batchdeskUnsaved = false;
    }}, true);
}}
</script>
"""


def watch_leaving() -> None:
    """Has the browser ask before it leaves, for as long as there is something to lose."""
    unsaved, version = str(has_unsaved()).lower(), st.session_state.get("marks version", 0)
    st.html(_SCRIPT.format(unsaved=unsaved, version=version, whole=WHOLE), unsafe_allow_javascript=True)
