"""The values of a closed session for the session that takes it over. This module uses private parts of Streamlit."""

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st
from streamlit.runtime.state import SessionState

from pages.parts.compose.loaded_sheet import LoadedSheet
from pages.parts.shared.uploads import LoadedFile

_NOT_SETTABLE = {
    "trigger_value",
    "string_trigger_value",
    "json_trigger_value",
    "chat_input_value",
    "file_uploader_state_value",
}
"""Kinds of widgets whose value Streamlit does not let an app set: buttons and uploaders."""


def settable(state: SessionState) -> Mapping[str, Any]:
    """The values under keys of the app and of widgets, without those that no app may set."""
    names = state._key_id_mapper.id_key_mapping
    widgets = state._new_widget_state.widget_metadata
    buttons = {names.get(widget) for widget, metadata in widgets.items() if metadata.value_type in _NOT_SETTABLE}
    tables = {name for name in names.values() if isinstance(state.filtered_state.get(name), Mapping)}
    return {key: value for key, value in state.filtered_state.items() if key not in buttons | tables}


def type_text(old: SessionState, typed: Mapping[str, str]) -> None:
    """Puts the text that was being typed into its field, and does what the field does with a new text.

    Args:
        old: the closed session, which knows the fields.
        typed: the text by the CSS class of its field.
    """
    widgets = {_class_of(key): (key, widget) for widget, key in old._key_id_mapper.id_key_mapping.items()}
    for name, text in typed.items():
        if name not in widgets:
            continue
        key, widget = widgets[name]
        before = st.session_state.get(key)
        if isinstance(before, str) and before != text:
            st.session_state[key] = text
            if widget in old._new_widget_state.widget_metadata:
                old._new_widget_state.call_callback(widget)


def _class_of(key: str) -> str:
    """The CSS class that Streamlit makes of a key."""
    return "st-key-" + re.sub(r"[^a-zA-Z0-9_-]", "-", key.strip())


def held_bytes(value: Any) -> int:
    """The bytes of the files that a session's values hold, or one of them; those that can be brought back count too."""
    if isinstance(value, LoadedFile | LoadedSheet):
        return value.size
    if isinstance(value, bytes):
        return len(value)
    if isinstance(value, partial):
        return held_bytes(value.args)
    return sum(map(held_bytes, value)) if isinstance(value, list | tuple) else 0
