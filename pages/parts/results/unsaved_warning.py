"""A word of warning before a tab is left with review marks that are in no file yet."""

import time

import streamlit as st

from pages.parts.results.session_marks import marks_version, unsaved_marks

WHOLE, PART = "exports_whole", "exports_part"
"""Start the keys around downloads: whether these hold every mark that is in no file yet."""

_SCRIPT = """
<script>
// Run {run}: another text each time, so that what the app says always counts last.
window.batchdeskUnsaved = {unsaved};
window.batchdeskMarks = "st-key-{whole}_{version}_";
if (!window.batchdeskWatches) {{
    window.batchdeskWatches = true;
    window.addEventListener("beforeunload", (event) => {{
        if (window.batchdeskUnsaved) event.preventDefault();
    }});
    document.addEventListener("click", (event) => {{
        const button = event.target.closest("button");
        if (button?.closest(`[class*=${{window.batchdeskMarks}}]`)) window.batchdeskUnsaved = false;
    }}, true);
}}
</script>
"""


def warn_before_leaving() -> None:
    """Has the browser ask before it leaves, for as long as there is something to lose."""
    unsaved = str(bool(unsaved_marks())).lower()
    script = _SCRIPT.format(run=time.monotonic_ns(), unsaved=unsaved, version=marks_version(), whole=WHOLE)
    st.html(script, unsafe_allow_javascript=True)


def download_key(part: str, whole: bool) -> str:
    """The key around some downloads: of these marks, and whether they hold all that are in no file yet."""
    return f"{WHOLE if whole else PART}_{marks_version()}_{part}"
