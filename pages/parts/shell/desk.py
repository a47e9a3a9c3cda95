"""The desk of a tab: after a reload the tab gets back its sheet, settings, files, marks and page.

The tab keeps a secret in its own storage. After a reload, the new session takes over the values of the
session with this secret, if that one is closed and belongs to the same person in the same browser. The
secret stays the same, so that a tab that is reloaded again before it hears from this session finds it.
Streamlit keeps a closed session for `disconnectedSessionTTL` seconds. If it is gone, the tab still knows
the settings and the names of the rest. This module uses private parts of Streamlit. The exact version is
pinned, and browser tests reload every page.
"""

import json
import secrets
import time
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime import get_instance
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.session_manager import SessionStorage

from pages.parts.compose.recipe_inbox import apply_recipe
from pages.parts.shared.account import disconnect
from pages.parts.shared.formatting import plain
from pages.parts.shared.saved_work import WORK_SAVED
from pages.parts.shell.lost_session import LOST
from pages.parts.shell.session_desk import KEPT, file_names, has_work, names_of_the_rest, settings_of
from pages.parts.shell.session_values import settable, type_text
from pages.parts.shell.tab_memory import COMPONENTS, ask_tab, had_desk, tell_secret, tell_tab
from pages.parts.shell.tab_owner import tab_owner

_SECRET, _OWNER, _TOLD = "desk secret", "desk owner", "desk secret told"

_ELSEWHERE = "desk elsewhere"
"""The session's key for what the tab was told last, while the session with its secret is still open."""

_SECONDS_TO_CLOSE, _SECONDS_TO_STOP = 5, 60
"""For which a session may look open after its tab was reloaded, and for which its run may take to stop."""

_MOST_TOLD = 200_000
"""Characters of choices that are sent to the tab at each run."""


def return_desk(words: DeltaGenerator) -> None:
    """Gives a reloaded tab its desk back, before any widget is drawn. The run ends here while the tab is asked.

    Args:
        words: the place for a message while the tab waits.
    """
    state = st.session_state
    if _SECRET not in state:
        if had_desk():
            told = ask_tab()
            with words, st.spinner("Waiting for this tab's work: its last connection is not closed yet"):
                _take_over(told)
        if _SECRET not in state:
            _begin()
    if state.get(_TOLD) != state[_SECRET]:
        tell_secret(state[_SECRET])
        state[_TOLD] = state[_SECRET]


def remember_desk() -> None:
    """Tells the tab at the end of a run what it needs after a reload. At its start this would be what was before it."""
    values = st.session_state.to_dict()
    if _SECRET not in values:
        return
    choices = KEPT.saved(values)
    told = {
        "secret": values[_SECRET],
        "files": file_names(values),
        "rest": names_of_the_rest(values),
        "settings": settings_of(values).decode("utf-8", "replace"),
        "choices": choices if len(json.dumps(choices)) <= _MOST_TOLD else {},
    }
    with st.container(key="remembered"):
        tell_tab(told)


def new_desk() -> None:
    """Empties the session and ends the desk: the tab's secret leads to nothing from now on."""
    disconnect()
    st.session_state.clear()
    _begin()


def clear_desk() -> None:
    """Empties the session for another desk in the same tab."""
    disconnect()
    state = st.session_state
    tab = {key: state[key] for key in (_OWNER, _SECRET, _TOLD) if key in state}
    state.clear()
    state.update(tab)


def offer_desk_elsewhere() -> None:
    """Says that the tab's work is still open elsewhere, with the way to bring it here while there is none here."""
    told: dict[str, Any] | None = st.session_state.get(_ELSEWHERE)
    if told is None or has_work(st.session_state.to_dict()):
        return
    files = ", ".join(map(plain, list(map(str, told.get("files") or []))[:3]))
    st.warning(
        f"Your work{f' with {files}' if files else ''} is still open in another place. Either this tab is a copy, and "
        "the first tab has the work, or the last connection of this tab is just ending. Close the first tab or wait "
        "a moment, then bring the work here.",
        icon=":material/tab:",
    )
    with st.container(horizontal=True):
        st.button("Bring it here", key="desk_bring_here", type="primary", on_click=_take_over, args=(told,))
        st.button("Start empty", key="desk_start_empty", on_click=_start_empty)


def _start_empty() -> None:
    st.session_state.pop(_ELSEWHERE, None)


def _begin() -> None:
    st.session_state[_OWNER], st.session_state[_SECRET] = tab_owner(), secrets.token_urlsafe(24)


def _take_over(told: Mapping[str, Any]) -> None:
    """Takes the values of the closed session with the tab's secret, which is then empty."""
    secret = str(told.get("secret", ""))
    while session := _closed_session(secret):
        with _one_at_a_time():
            if _has(session, secret):  # else another session of a tab reloaded twice has taken it over meanwhile
                return _move_values(session, told.get("typed") or {})
    if secret and _is_open(secret):
        st.session_state[_ELSEWHERE] = dict(told)
    elif secret:
        _bring_back(told)


@st.cache_resource(show_spinner=False)
def _one_at_a_time() -> Any:
    return Lock()


def _move_values(session: AppSession, typed: Mapping[str, str]) -> None:
    """The secret comes last: a second reload may stop this run at any value, and the next one takes them all."""
    if session.session_state[_OWNER] != tab_owner():
        return
    hidden = {_SECRET, _OWNER, _ELSEWHERE, *COMPONENTS}
    secret, values = session.session_state[_SECRET], settable(session.session_state)
    for key, value in values.items():
        if key not in hidden:
            st.session_state[key] = value
    type_text(session.session_state, typed)
    _start_empty()
    st.session_state[_OWNER] = tab_owner()
    st.session_state[_SECRET] = secret
    _storage().delete(session.id)
    session.session_state.clear()


def _bring_back(told: Mapping[str, Any]) -> None:
    """What the tab itself still has of a desk whose session is gone."""
    state = st.session_state
    _start_empty()
    files, rest = list(map(str, told.get("files") or [])), list(map(str, told.get("rest") or []))
    settings, choices = str(told.get("settings") or ""), told.get("choices")
    if settings:
        apply_recipe(settings.encode(), "this tab")
        state.pop(WORK_SAVED, None)  # a tab is not a file
    if isinstance(choices, Mapping):
        state.update(dict(KEPT.restored(choices).values))
    if files or settings or rest:
        state[LOST] = (files, rest)


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
