"""A script that holds a download until the app has what the user typed or pressed before it.

The browser sends a text only when its field loses the focus, as at a click on a download button.
Streamlit then sends the text and fetches the old file at the same moment, without a warning.
On a slow connection a switch that was pressed a moment before has not arrived either.
"""

import streamlit as st

_SCRIPT = """
<script>
if (!window.batchdeskHolds) {
    window.batchdeskHolds = true;
    const FIELDS = ["TextArea", "TextInput", "NumberInput"];
    const FIELD = FIELDS.map((kind) => `[data-testid=st${kind}] :is(input, textarea)`).join();
    const isAtWork = () =>
        document.querySelector("[data-testid=stApp]")?.getAttribute("data-test-script-state") !== "notRunning";
    const MOVES = "button, input, label, canvas, [role=option], [role=radio]";  // clicks that may run the app
    const DOWNLOAD = "[data-testid=stDownloadButton]";
    let written = 0, pressed = 0, started = 0, holding = false;
    const write = (event) => { if (event.target.matches?.(FIELD)) written = performance.now(); };
    document.addEventListener("input", write, true);
    document.addEventListener("change", write, true);
    new MutationObserver(() => { if (isAtWork()) started = performance.now(); })
        .observe(document.body, { subtree: true, attributeFilter: ["data-test-script-state"] });

    const until = (isSo, most) => new Promise((resolve) => {
        const end = performance.now() + most;
        const look = () => isSo() || performance.now() > end ? resolve() : setTimeout(look, 20);
        look();
    });
    const isAhead = () => written > started || (pressed > started && performance.now() - pressed < 3000);
    const settled = async () => {
        // No run comes if the text was already sent, or if the click changed nothing.
        await until(isAtWork, written > started ? 2000 : 800);
        let rested = 0;  // one run may start another
        await until(() => (rested = isAtWork() ? 0 : rested + 1) > 10, 300000);
        written = pressed = 0;
    };
    document.addEventListener("click", async (event) => {
        const button = event.isTrusted && event.target.closest?.(`${DOWNLOAD} button`);
        if (event.isTrusted && !button && event.target.closest?.(MOVES)) pressed = performance.now();
        if (!button || !(isAtWork() || isAhead())) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        if (holding) return;  // the user clicked again while the download waits
        holding = true;
        const key = button.closest("[class*=st-key-]")?.className.match(/st-key-\\S+/)[0];
        await settled();
        holding = false;
        const current = key ? document.querySelector(`.${CSS.escape(key)} button`) : button;
        if (current && !current.disabled) current.click();
    }, true);
}
</script>
"""


def hold_downloads() -> None:
    """Adds the script to the page."""
    st.html(_SCRIPT, unsafe_allow_javascript=True)
