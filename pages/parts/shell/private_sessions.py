"""Sessions that say nothing about the machine, and that leave the others alone.

Streamlit tells every browser where the app's main file is. On request it also names the branch and the changed
files of a git repository around it, and clears the caches of all sessions. It offers both in its menu for
developers, which is switched off, but any visitor can send such a request.
"""

from pathlib import Path
from typing import Any

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.app_session import AppSession

_new_session_message = AppSession._create_new_session_message


def keep_sessions_private() -> None:
    """Changes what the sessions of this server tell and do. It may be called again."""
    AppSession._create_new_session_message = _without_path  # type: ignore[method-assign]
    for request in ("git_information", "clear_cache", "set_run_on_save"):
        setattr(AppSession, f"_handle_{request}_request", _ignore)


def _without_path(self: AppSession, *values: Any, **named: Any) -> ForwardMsg:
    message = _new_session_message(self, *values, **named)
    message.new_session.main_script_path = Path(message.new_session.main_script_path).name
    return message


def _ignore(self: AppSession, *_: object) -> None:
    """Leaves a request without an answer."""
