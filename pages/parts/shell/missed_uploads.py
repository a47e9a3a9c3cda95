"""Files that were dropped and never taken: their inbox was emptied while they were still on their way.

An inbox that has taken its files is drawn anew, and whatever stood in the old one goes with it:
a file that was dropped a moment later, or one that is too large, with the word of that.
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
    const keysAround = (node) => {
        const keys = [];
        for (let box = node; box; box = box.parentElement) {
            keys.push(...[...box.classList].filter((name) => name.startsWith("st-key-")));
        }
        return keys;
    };
    const isAnew = (key) => document.querySelector(`.${CSS.escape(key)} ${INBOX}`);
    let forgotten = -Infinity;
    document.addEventListener("click", (event) => {
        if (event.target.closest?.(".st-key-forget button")) forgotten = performance.now();
    }, true);
    const lookAgain = (keys) => {  // if no inbox stands there again, the page or its panel was left
        if (keys.some(isAnew) && performance.now() - forgotten > 10000) tell();
    };
    new MutationObserver((changes) => {
        for (const change of changes) {
            if ([...change.removedNodes].some(hadMore)) setTimeout(lookAgain, 1000, keysAround(change.target));
        }
    }).observe(document.body, { subtree: true, childList: true });
}
</script>
"""


def watch_inboxes() -> None:
    """What a tab needs for it, to be drawn where nobody sees it."""
    st.html(_SCRIPT, unsafe_allow_javascript=True)
    st.button("A file came too late", key="late_files", on_click=_say, args=(True,))


def show_late_files() -> None:
    """Says that a file is missing, until its person has read it."""
    if st.session_state.get("files are late"):
        st.warning(
            "Not every file that was dropped has been taken: one was still on its way while others were read, or it is "
            "too large. Look at what is listed, and drop the missing one again.",
            icon=":material/upload_file:",
        )
        st.button("Close", icon=":material/close:", type="tertiary", key="late_files_read", on_click=_say)


def _say(late: bool = False) -> None:
    st.session_state["files are late"] = late
