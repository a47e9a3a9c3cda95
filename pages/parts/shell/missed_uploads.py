"""A warning about dropped files that never arrived, because their inbox was emptied during the upload.

An inbox that has taken its files is replaced by a new one. A file that was dropped a moment later
disappears with the old one, and so does the error about a file that is too large.
"""

import streamlit as st

_SCRIPT = """
<script>
if (!window.batchdeskInboxes) {
    window.batchdeskInboxes = true;
    const INBOX = "[data-testid=stFileUploader]";
    const LEFT = "[data-testid=stFileChipIconSpinner], [data-testid=stFileChip][aria-invalid=true]";
    const app = () => document.querySelector("[data-testid=stApp]")?.getAttribute("data-test-script-state");
    const tell = () => {
        const button = document.querySelector(".st-key-late_files button");
        if (button && app() === "notRunning") button.click();
        else setTimeout(tell, 100);
    };
    const isInbox = (node) => node.nodeType === 1 && (node.matches(INBOX) || node.querySelector(INBOX));
    const hadMore = (node) => isInbox(node) && node.querySelector(LEFT);
    const keysOf = (boxes) => boxes.flatMap((box) => [...box.classList].filter((name) => name.startsWith("st-key-")));
    const keysAround = (node, removed) => {  // the new inbox may be in another place, with its own box around it
        const boxes = removed.flatMap((box) => [box, ...box.querySelectorAll("[class*=st-key-]")]);
        for (let box = node; box; box = box.parentElement) boxes.push(box);
        return keysOf(boxes);
    };
    const isReplaced = (key) => document.querySelector(`.${CSS.escape(key)} ${INBOX}`);
    let forgotten = -Infinity;
    document.addEventListener("click", (event) => {
        if (event.target.closest?.(".st-key-forget button")) forgotten = performance.now();
    }, true);
    const lookAgain = (keys) => {  // without a new inbox, the user left the page or closed the panel
        if (keys.some(isReplaced) && performance.now() - forgotten > 10000) tell();
    };
    new MutationObserver((changes) => {
        for (const change of changes) {
            const removed = [...change.removedNodes].filter(hadMore);
            if (removed.length) setTimeout(lookAgain, 1000, keysAround(change.target, removed));
        }
    }).observe(document.body, { subtree: true, childList: true });
}
</script>
"""


def watch_inboxes() -> None:
    """Adds the script and the hidden button that it presses."""
    st.html(_SCRIPT, unsafe_allow_javascript=True)
    st.button("A file came too late", key="late_files", on_click=_set_late, args=(True,))


def show_late_files() -> None:
    """Warns that a file is missing, until the user closes the warning."""
    if st.session_state.get("files are late"):
        st.warning(
            "At least one file is not loaded. It was still uploading while Batchdesk read the others, or it is too "
            "large. Compare the list of files and upload the missing one again.",
            icon=":material/upload_file:",
        )
        st.button("Close", icon=":material/close:", type="tertiary", key="late_files_read", on_click=_set_late)


def _set_late(late: bool = False) -> None:
    st.session_state["files are late"] = late
