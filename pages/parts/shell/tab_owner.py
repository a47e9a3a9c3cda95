"""Who a tab belongs to: a person in a browser, as one digest. A secret alone opens no desk of another person."""

from hashlib import sha256

import streamlit as st


def tab_owner() -> str:
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
