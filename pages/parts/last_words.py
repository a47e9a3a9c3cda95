"""A download waits for what was typed last: the app knows of a text only when its field is left.

To press a download is to leave the field. Streamlit then sends the text, and at the same moment fetches
the file as it was before, without a word.
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
    let written = 0, started = 0, holding = false;
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
    const settled = async () => {
        await until(isAtWork, 1000);  // what was written may have been sent already, and no run comes
        let rested = 0;  // one run may ask for another
        await until(() => (rested = isAtWork() ? 0 : rested + 1) > 10, 300000);
        written = 0;
    };
    document.addEventListener("click", async (event) => {
        const button = event.isTrusted && event.target.closest?.("[data-testid=stDownloadButton] button");
        if (!button || !(isAtWork() || written > started)) return;
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
