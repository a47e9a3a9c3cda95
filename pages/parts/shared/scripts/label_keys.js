// Keys that a button's own shortcut cannot have, and the cursor in the field of a label that is typed.
if (!window.batchdeskLabelKeys) {
    window.batchdeskLabelKeys = true;
    const BUTTONS = { "?": ".st-key-label_keys button", Backspace: ".st-key-label_previous button" };
    addEventListener("keydown", (event) => {
        const { key, target, ctrlKey, metaKey, altKey } = event;
        if (ctrlKey || metaKey || altKey || target.closest?.("input, textarea, [contenteditable]")) return;
        const button = BUTTONS[key] && document.querySelector(BUTTONS[key]);
        if (!button || button.disabled) return;
        event.preventDefault();
        button.click();
    });
}
if (!document.querySelector(".st-key-label_options button")) {
    setTimeout(() => document.querySelector(".st-key-label_field input")?.focus(), 50);
}
