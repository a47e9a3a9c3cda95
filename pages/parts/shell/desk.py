"""The desk of a tab: after a reload the tab gets back its sheet, settings, files, marks and page.

The tab keeps a secret in its own storage, which no other tab and no other browser has. After a reload,
the new session takes over the values of the session with this secret, if that one is closed and belongs
to the same person in the same browser. The secret stays the same, so that a tab that is reloaded again
before it hears from this session finds it. Streamlit keeps a closed session for `disconnectedSessionTTL`
seconds. If it is gone, the tab still knows the settings and the names of the files. This module uses
private parts of Streamlit. The exact version is pinned, and browser tests reload every page.
"""

import secrets
import time
from collections.abc import Callable, Mapping
from hashlib import sha256
from threading import Lock
from typing import Any

import streamlit as st
from streamlit.runtime import get_instance
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.session_manager import SessionStorage
from streamlit.runtime.state import SessionState

from lib.compose import Recipe
from lib.compose.recipe_file import write_recipe
from pages.parts.compose.loaded_sheet import LoadedSheet
from pages.parts.compose.recipe_form import RECIPE
from pages.parts.compose.recipe_inbox import apply_recipe
from pages.parts.shared.account import disconnect
from pages.parts.shared.uploads import LoadedFile
from pages.parts.shell.reconnect import LOST

_SECRET, _OWNER = "desk secret", "desk owner"

_COOKIE = "batchdesk"
"""Says only that this browser had a desk: without it, the tab is not asked."""

_TYPED = "batchdesk_typed"
"""The tab's text that was being typed when it was reloaded, by the key of its field."""

_SCRIPT = f"""
export default ({{ data, setTriggerValue }}) => {{
    if (!data.secret) {{
        const read = (name) => JSON.parse(sessionStorage.getItem(name)) ?? {{}};
        setTriggerValue("answer", {{ ...read("{_COOKIE}"), typed: read("{_TYPED}") }});
        return;
    }}
    sessionStorage.setItem("{_COOKIE}", JSON.stringify(data));
    sessionStorage.removeItem("{_TYPED}");
    document.cookie = "{_COOKIE}=1; path=/; SameSite=Strict";
    if (!window.batchdeskSends) {{
        window.batchdeskSends = true;
        addEventListener("beforeunload", () => {{  // a text that is being typed is kept: sent now, it may be too late
            const field = document.activeElement, box = field?.closest("[class*=st-key-]");
            const key = [...(box?.classList ?? [])].find((name) => name.startsWith("st-key-"))?.slice(7);
            const isKept = key && field.value && field.type != "password";  // a key for a provider is not kept
            sessionStorage.setItem("{_TYPED}", JSON.stringify(isKept ? {{ [key]: field.value }} : {{}}));
            field?.blur();
        }});
    }}
}};
"""

_SECONDS_TO_CLOSE, _SECONDS_TO_STOP = 5, 60
"""For which a session may look open after its tab was reloaded, and for which its run may take to stop."""

_NOT_SETTABLE = {
    "trigger_value",
    "string_trigger_value",
    "json_trigger_value",
    "chat_input_value",
    "file_uploader_state_value",
}
"""Kinds of widgets whose value Streamlit does not let an app set: buttons and uploaders."""


def return_desk() -> None:
    """Gives a reloaded tab its desk back, before any widget is drawn. The run ends here while the tab is asked."""
    state = st.session_state
    if _SECRET not in state:
        if st.context.cookies.get(_COOKIE) == "1":
            _take_over(_ask())
        if _SECRET not in state:
            _begin()
    _tell("desk_told")


def remember_desk() -> None:
    """Tells the tab at the end of a run what it needs if the session is gone when it comes back."""
    with st.container(key="remembered"):
        _tell("desk_told_last")


def _tell(key: str) -> None:
    state = st.session_state
    recipe: Recipe | None = state.get(RECIPE)
    is_written = recipe and (recipe.prompt or recipe.system or recipe.model)
    told = {
        "secret": state[_SECRET],
        "files": [item.name for item in _held(state.to_dict())],
        "settings": write_recipe(recipe).decode("utf-8", "replace") if recipe and is_written else "",
    }
    _tab()(key=key, data=told, on_answer_change=_ignore)


def new_desk() -> None:
    """Empties the session and ends the desk: the tab's secret leads to nothing from now on."""
    disconnect()
    st.session_state.clear()
    _begin()


def held_bytes(values: Mapping[str, Any]) -> int:
    """The bytes of the loaded files among a session's values."""
    return sum(item.size for item in _held(values))


def _held(values: Mapping[str, Any]) -> list[LoadedFile | LoadedSheet]:
    items = (item for value in values.values() for item in (value if isinstance(value, list) else [value]))
    return [item for item in items if isinstance(item, LoadedFile | LoadedSheet)]


def _begin() -> None:
    st.session_state[_OWNER], st.session_state[_SECRET] = _owner(), secrets.token_urlsafe(24)


@st.cache_resource(show_spinner=False)
def _tab() -> Any:
    return st.components.v2.component("batchdesk_desk", js=_SCRIPT)


def _ask() -> dict[str, Any]:
    """What the tab was told last; empty if it had no desk."""
    answer: dict[str, Any] | None = _tab()(key="desk_asked", data={}, on_answer_change=_ignore).answer
    if answer is None:
        st.stop()
    return answer


def _ignore() -> None:
    """Streamlit tells an app a component's answer only if it has a function for it."""


def _owner() -> str:
    """The same for the same person in the same browser."""
    user = st.user.to_dict()
    person = (user.get("iss"), user.get("sub"), user.get("email"))
    return sha256(repr((person, _browser(str(st.context.cookies.get("_streamlit_xsrf"))))).encode()).hexdigest()


def _browser(cookie: str) -> bytes:
    """The secret in Streamlit's cookie against forged requests, which is masked in another way at every load.

    The cookie is `2|mask|masked|time` in hexadecimal digits; without one, nothing is known.
    """
    version, _, rest = cookie.partition("|")
    mask, _, rest = rest.partition("|")
    masked = rest.partition("|")[0]
    if version != "2" or not mask:
        return b""
    key = bytes.fromhex(mask)
    return bytes(byte ^ key[at % len(key)] for at, byte in enumerate(bytes.fromhex(masked)))


def _take_over(told: Mapping[str, Any]) -> None:
    """Takes the values of the closed session with the tab's secret, which is then empty."""
    secret = str(told.get("secret", ""))
    while session := _closed_session(secret):
        with _one_at_a_time():
            if _has(session, secret):  # else another session of a tab reloaded twice has taken it over meanwhile
                return _move_values(session, told.get("typed") or {})
    if secret and not _is_open(secret):
        _bring_back(told)


@st.cache_resource(show_spinner=False)
def _one_at_a_time() -> Any:
    return Lock()


def _move_values(session: AppSession, typed: Mapping[str, str]) -> None:
    """The secret comes last: a second reload may stop this run at any value, and the next one takes them all."""
    if session.session_state[_OWNER] != _owner():
        return
    values, secret = _settable(session.session_state), session.session_state[_SECRET]
    for key, value in values.items():
        st.session_state[key] = value
    _type(typed)
    st.session_state[_OWNER] = _owner()
    st.session_state[_SECRET] = secret
    _storage().delete(session.id)
    session.session_state.clear()


def _type(typed: Mapping[str, str]) -> None:
    """Puts the text that was being typed into its field."""
    for key, text in typed.items():
        if isinstance(st.session_state.get(key), str):
            st.session_state[key] = text


def _bring_back(told: Mapping[str, Any]) -> None:
    """What the tab itself still has of a desk whose session is gone."""
    files, settings = list(map(str, told.get("files") or [])), str(told.get("settings") or "")
    if settings:
        apply_recipe(settings.encode(), "this tab")
    if files or settings:
        st.session_state[LOST] = files


def _closed_session(secret: str) -> AppSession | None:
    """The closed session with this secret, when its run has stopped."""
    _wait_while(lambda: _is_open(secret), _SECONDS_TO_CLOSE)
    session = next((info.session for info in _storage().list() if _has(info.session, secret)), None)
    if session:
        _wait_while(lambda: bool(session._scriptrunner), _SECONDS_TO_STOP)
    return session


def _wait_while(is_so: Callable[[], bool], seconds: float) -> None:
    until = time.monotonic() + seconds
    while is_so() and time.monotonic() < until:
        time.sleep(0.05)


def _is_open(secret: str) -> bool:
    return any(_has(info.session, secret) for info in get_instance()._session_mgr.list_active_sessions())


def _storage() -> SessionStorage:
    storage: SessionStorage = get_instance()._session_mgr._session_storage  # type: ignore[attr-defined]
    return storage


def _has(session: AppSession, secret: str) -> bool:
    try:
        return secrets.compare_digest(session.session_state[_SECRET], secret)
    except KeyError:
        return False


def _settable(state: SessionState) -> Mapping[str, Any]:
    """The values under keys of the app and of widgets, without those that no app may set."""
    names = state._key_id_mapper.id_key_mapping
    widgets = state._new_widget_state.widget_metadata
    buttons = {names.get(widget) for widget, metadata in widgets.items() if metadata.value_type in _NOT_SETTABLE}
    tables = {name for name in names.values() if isinstance(state.filtered_state.get(name), Mapping)}
    hidden = buttons | tables | {_SECRET, _OWNER, "desk_asked", "desk_told", "desk_told_last"}
    return {key: value for key, value in state.filtered_state.items() if key not in hidden}
