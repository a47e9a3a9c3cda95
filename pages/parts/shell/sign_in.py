"""Sign-in, where whoever runs the app asks for it: then nobody sees a page before.

Streamlit does it by OpenID Connect as soon as its secrets have an `[auth]` section; without one
everybody is let in, since the app answers this machine only.
"""

import streamlit as st
from streamlit.runtime.secrets import secrets_singleton


def is_let_in() -> bool:
    """Whether this visitor may see the pages."""
    return not _is_wanted() or bool(st.user.is_logged_in)


def show_sign_in() -> None:
    """All that a visitor sees who has not signed in."""
    st.title("Batchdesk", anchor=False)
    st.write("Sign in to go on. Your files stay on the machine that runs this app.")
    if st.button("Sign in", key="sign_in", type="primary", icon=":material/login:"):
        st.login()


def show_sign_out() -> None:
    """The way out; the session and all that was loaded end with it."""
    if _is_wanted():
        st.button("Sign out", key="sign_out", type="tertiary", icon=":material/logout:", on_click=st.logout)


def _is_wanted() -> bool:
    return secrets_singleton.load_if_toml_exists() and "auth" in st.secrets
