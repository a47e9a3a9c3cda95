"""A warning before the tab is closed while marks or corrections are in no file yet."""

import time

import streamlit as st

from pages.parts.results.session_marks import marks_version, unsaved_marks

_COMPLETE, _PARTIAL = "exports_whole", "exports_part"
"""Start of the keys around downloads: whether these hold every mark that is in no file yet."""

_SCRIPT = """
<script>
// Run {run}: the text differs each time, so that what the app says always counts last.
window.batchdeskUnsaved = {unsaved};
window.batchdeskMarks = "st-key-{complete}_{version}_";
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
    """Makes the browser ask before it leaves, as long as there are unsaved marks."""
    unsaved = str(bool(unsaved_marks())).lower()
    script = _SCRIPT.format(run=time.monotonic_ns(), unsaved=unsaved, version=marks_version(), complete=_COMPLETE)
    st.html(script, unsafe_allow_javascript=True)


def download_key(part: str, has_all_marks: bool) -> str:
    """The key around some downloads: it names these marks, and whether the downloads hold all unsaved ones."""
    return f"{_COMPLETE if has_all_marks else _PARTIAL}_{marks_version()}_{part}"
