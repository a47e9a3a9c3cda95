"""A download waits for what was typed or pressed last.

The app knows of a text only when its field is left, and to press a download is to leave the field.
Streamlit then sends the text, and at the same moment fetches the file as it was before, without a word.
Over a slow line a switch pressed a moment before has not arrived yet either, and there may be no file at all.
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
    const MOVES = "button, input, label, canvas, [role=option], [role=radio]";  // of what the app hears
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
        // What was written may have been sent already, and not every press is news to the app: then no run comes.
        await until(isAtWork, written > started ? 2000 : 800);
        let rested = 0;  // one run may ask for another
        await until(() => (rested = isAtWork() ? 0 : rested + 1) > 10, 300000);
        written = pressed = 0;
    };
    document.addEventListener("click", async (event) => {
        const button = event.isTrusted && event.target.closest?.(`${DOWNLOAD} button`);
        if (event.isTrusted && !button && event.target.closest?.(MOVES)) pressed = performance.now();
        if (!button || !(isAtWork() || isAhead())) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        if (holding) return;  // pressed again, since nothing seems to happen
        holding = true;
        const key = button.closest("[class*=st-key-]")?.className.match(/st-key-\\S+/)[0];
        await settled();
        holding = false;
        const anew = key ? document.querySelector(`.${CSS.escape(key)} button`) : button;
        if (anew && !anew.disabled) anew.click();
    }, true);
}
</script>
"""


def wait_for_last_words() -> None:
    """Has the browser hold a download back until the app has taken what was typed before it."""
    st.html(_SCRIPT, unsafe_allow_javascript=True)
