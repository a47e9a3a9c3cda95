"""A button for each column that inserts its placeholder at the cursor, so that the browser can undo it.

Streamlit's own buttons cannot know where the cursor is, and a text that Python sets cannot be undone.
"""

from collections.abc import Sequence

import streamlit as st

from lib.compose.template import placeholder
from pages.parts.compose.recipe_widgets import key_of

_HTML = '<div class="bar" role="group" aria-label="Insert a column at the cursor"></div>'

_CSS = """
.bar { display: flex; flex-wrap: wrap; gap: 0.375rem; max-height: 4.4rem; overflow-y: auto; padding: 2px }
button {
    max-width: 16rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap;
    font: inherit; font-size: 0.875rem; line-height: 1.25; padding: 0.25rem 0.6rem; cursor: pointer;
    color: var(--st-text-color); background: var(--st-background-color);
    border: 1px solid var(--st-border-color); border-radius: var(--st-base-radius);
}
button:hover, button:focus-visible { border-color: var(--st-primary-color); color: var(--st-primary-color) }
button:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: -1px }
"""

_JS = r"""
const PROMPT = ".st-key-compose_prompt textarea";
const AREAS = `${PROMPT}, .st-key-compose_system textarea, .st-key-compose_turns_panel textarea`;
let last = null;  // the text that had the cursor last
document.addEventListener("focusin", (event) => { if (event.target.matches?.(AREAS)) last = event.target; });

function insert(name, setTriggerValue) {
    const area = last?.isConnected ? last : document.querySelector(PROMPT);
    let text = `{{${name}}}`;
    if (!area) return setTriggerValue("append", name);
    if (area !== last) {  // no cursor yet: at the end
        if (/\S$/.test(area.value)) text = " " + text;
        area.setSelectionRange(area.value.length, area.value.length);
    }
    area.focus();
    // Deprecated, and yet the only way to insert that the browser can undo.
    if (!document.execCommand("insertText", false, text)) return setTriggerValue("append", name);
    const send = { key: "Enter", ctrlKey: true, bubbles: true };  // for the preview
    setTimeout(() => area.dispatchEvent(new KeyboardEvent("keydown", send)));
}

const TAB_STOPS = 12;  // the arrow keys reach the buttons behind them
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

function step(event) {
    const buttons = [...event.currentTarget.children];
    const next = buttons[buttons.indexOf(event.target) + (STEPS[event.key] ?? NaN)];
    if (!next) return;
    event.preventDefault();
    next.focus();
}

export default function ({ data, parentElement, setTriggerValue }) {
    const bar = parentElement.querySelector(".bar");
    bar.onkeydown = step;
    bar.replaceChildren(...data.names.map((name, at) => {
        const button = document.createElement("button");
        button.type = "button";
        button.tabIndex = at < TAB_STOPS ? 0 : -1;
        button.textContent = `+ ${name}`;
        button.title = `Insert {{${name}}} at the cursor`;
        button.onmousedown = (event) => event.preventDefault();  // keeps focus and selection
        button.onclick = () => insert(name, setTriggerValue);
        return button;
    }));
}
"""

_buttons = st.components.v2.component("column_buttons", html=_HTML, css=_CSS, js=_JS)


def show_column_buttons(columns: Sequence[str]) -> None:
    """The buttons. Where the browser cannot insert, the placeholder is added at the end of the prompt."""
    _buttons(data={"names": list(columns)}, key="compose_insert", on_append_change=_append)


def _append() -> None:
    column = st.session_state["compose_insert"].append
    if column is not None:
        append_placeholder(column)


def append_placeholder(column: str) -> None:
    """Adds a column's placeholder at the end of the prompt."""
    key = key_of("prompt")
    text = st.session_state.get(key) or ""
    space = "" if not text or text[-1].isspace() else " "
    st.session_state[key] = text + space + placeholder(column)
