"""What the Batches page shows before an account is connected."""

import streamlit as st

_PICTURE = """
| Batch | What happens | |
| --- | --- | --- |
| reviews, 295 requests | :blue-badge[The provider answers] 141 of 295 answered, running for 2 hours | Stop |
| survey, 1,000 requests | :green-badge[Ended] 988 answered, 12 failed | Bring into Results |
"""


def show_empty() -> None:
    """What will be there, and that nothing is sent without a press."""
    with st.container(border=True, gap="small"):
        st.markdown("**What you will see:** your batches at this provider, how far each is, and its answers.")
        st.markdown(_PICTURE)
        st.caption(
            "Make a batch on Compose or Check and press Send there. Nothing is sent before you have looked once more. "
            "You can also download the file and upload it on the provider's page."
        )


def show_switched_off() -> None:
    """Why there is nothing to do here."""
    st.info(
        "Your administrator switched sending off. Download the file on Compose or Check, upload it on the provider's "
        "page, and load what comes back on Results.",
        icon=":material/cloud_off:",
    )
