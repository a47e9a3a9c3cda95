"""Failed calls to a provider, as the page shows them."""

import streamlit as st

from lib.sending import CallError
from pages.parts.shared.formatting import plain


def show_call_error(error: CallError) -> None:
    """What went wrong, what to do, and what the provider wrote."""
    st.error(f"{plain(error.message)} {plain(error.hint)}{provider_wrote(error.words)}", icon=":material/error:")


def provider_wrote(words: str) -> str:
    """A sentence with the provider's own words, after a space; empty if there are none."""
    return f" The provider writes: “{plain(words)}”" if words else ""
