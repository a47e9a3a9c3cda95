"""A script that keeps the focus at an inbox after an upload.

An inbox that has taken its files is replaced, and may move into a fold. The browser then forgets where
the focus was, so that the next Tab would begin at the top of the page.
"""

import streamlit as st

_SCRIPT = """
<script>
if (!window.batchdeskFocus) {
    window.batchdeskFocus = true;
    const INBOX = "[data-testid=stFileUploader]";
    const keyOf = (node) => {  // of the container around the uploader, whose own key changes
        const box = node.closest?.(INBOX)?.closest("[class*=st-key-]");
        return box?.className.match(/st-key-(\\S+?)-[0-9a-f]{8}(?!\\S)/)?.[1] || "";
    };
    let key = "";
    const remember = (event) => { key = keyOf(event.target); };
    document.addEventListener("focusin", remember, true);
    document.addEventListener("pointerdown", remember, true);
    new MutationObserver(() => {
        if (!key || document.activeElement !== document.body) return;
        const button = document.querySelector(`.st-key-${CSS.escape(key)} [data-testid=stFileUploaderDropzone] button`);
        const target = button?.checkVisibility() ? button : button?.closest("details")?.querySelector("summary");
        target?.focus({ preventScroll: true });
    }).observe(document.body, { subtree: true, childList: true });
}
</script>
"""


def keep_upload_focus() -> None:
    """Adds the script to the page."""
    st.html(_SCRIPT, unsafe_allow_javascript=True)
