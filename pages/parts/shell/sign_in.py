"""Sign-in before any page, if the administrator has set it up.

Streamlit uses OpenID Connect as soon as its secrets have an `[auth]` section. Without one everyone
may use the app, which by default answers only this machine.
"""

import sys

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.secrets import secrets_singleton


def is_let_in() -> bool:
    """Whether this visitor may see the pages."""
    return not _is_required() or bool(st.user.is_logged_in)


def is_signed_in(session: AppSession) -> bool:
    """Whether the visitor of a session may use the app."""
    return not _is_required() or session._user_info.get("is_logged_in") is True


def show_sign_in() -> None:
    """The page that a visitor sees before signing in."""
    st.title("Batchdesk", anchor=False)
    st.write("Sign in to continue. Your files stay on the machine that runs this app.")
    if st.button("Sign in", key="sign_in", type="primary", icon=":material/login:"):
        st.login()


def show_sign_out() -> None:
    """The button that ends the session and removes all loaded files, if sign-in is set up."""
    if _is_required():
        st.button("Sign out", key="sign_out", type="tertiary", icon=":material/logout:", on_click=st.logout)


def check_secrets() -> None:
    """Ends a start with secrets that cannot be read: Streamlit would run the app without sign-in.

    Raises:
        SystemExit: with the reason.
    """
    try:
        secrets_singleton._parse()
    except StreamlitSecretNotFoundError as error:
        if error.error_id != "no-secrets-found":
            sys.exit(f"Batchdesk does not start, because it cannot read its secrets.\n{error}")


def _is_required() -> bool:
    return secrets_singleton.load_if_toml_exists() and "auth" in st.secrets
