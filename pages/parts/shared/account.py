"""The account that this tab is connected to. Its key is in the memory of this session only."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import streamlit as st

from lib.sending import BatchClient, Courier, Sending

_ACCOUNT = "account"

SENDINGS = "sendings"
"""The session's key for what was sent from this tab: by the account's address, then by the intent."""


class ConnectedAccount(NamedTuple):
    """A provider's account, whose key was accepted."""

    provider: str
    client: BatchClient
    courier: Courier
    """Sends to this account and follows its batches."""

    models: tuple[str, ...]
    """Names of the models that the key may use; empty if the provider does not list them."""

    key_ending: str
    """The key's last characters, for people with several."""

    @property
    def name(self) -> str:
        """Its provider, for people."""
        return "a server of your own" if self.provider == "Other" else self.provider

    def close(self) -> None:
        """Ends the work for this account and forgets the key."""
        self.courier.close()
        self.client.close()


def connected_account() -> ConnectedAccount | None:
    """The account of this tab; None before it connects."""
    account: ConnectedAccount | None = st.session_state.get(_ACCOUNT)
    return account


def sendings_to(address: str) -> dict[str, Sending]:
    """What was sent to an address from this tab, by the intent. The courier of the account keeps it up to date."""
    every: dict[str, dict[str, Sending]] = st.session_state.setdefault(SENDINGS, {})
    return every.setdefault(address, {})


def keep_account(account: ConnectedAccount) -> None:
    """Makes this the account of the tab."""
    disconnect()
    st.session_state[_ACCOUNT] = account


def disconnect() -> None:
    """Forgets the account and its key."""
    close_account({_ACCOUNT: st.session_state.pop(_ACCOUNT, None)})


def close_account(values: Mapping[str, Any]) -> None:
    """Ends the work for the account among a session's values, and forgets its key."""
    account: ConnectedAccount | None = values.get(_ACCOUNT)
    if account:
        account.close()
