"""Failed calls to a provider, as the page shows them."""

import streamlit as st

from lib.sending import CallError
from pages.parts.shared.formatting import plain


def show_call_error(error: CallError) -> None:
    """What went wrong, what to do, and what the provider wrote."""
    words = f" The provider writes: “{plain(error.words)}”" if error.words else ""
    st.error(f"{plain(error.message)} {plain(error.hint)}{words}", icon=":material/error:")
