"""The app asks nobody anything: what Streamlit would still ask of the network, it is told."""

from streamlit import net_util


def ask_nobody() -> None:
    """Keeps Streamlit from asking a web service for this machine's public address.

    It would when a page of another site knocks (to let it in if it came from that address). This
    reaches into a part of Streamlit that has no public way; the exact version is pinned, and a
    browser test watches what the server asks for.
    """
    net_util._external_ip = ""
