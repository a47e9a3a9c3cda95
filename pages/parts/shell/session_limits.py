"""Limits for open sessions: so many for an address, so many in all, and none that a stranger leaves behind.

Streamlit keeps a closed session for half an hour, and at most 128 of them. Visitors who never signed in
would push out those that hold somebody's work.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from streamlit.runtime import Runtime
from streamlit.runtime.memory_session_storage import MemorySessionStorage

from pages.parts.shell.sign_in import is_signed_in

MOST_OF_AN_ADDRESS = 20
"""Tabs that one address may have open."""

MOST = 200
"""Tabs that may be open in all."""


class OpenSessions:
    """The tabs that are open now, by address."""

    def __init__(self) -> None:
        self._count: Counter[str] = Counter()

    def full(self, address: str) -> str:
        """Why this address can open no tab now, in words; empty if it can."""
        if self._count[address] >= MOST_OF_AN_ADDRESS:
            return f"{MOST_OF_AN_ADDRESS} tabs of Batchdesk are open from your address. Close one of them."
        if self._count.total() >= MOST:
            return f"{MOST} tabs of Batchdesk are open, which is the most. Try again later."
        return ""

    @contextmanager
    def place(self, address: str) -> Iterator[bool]:
        """Counts a tab for as long as it is open. It gives False if the address, or the server, has too many."""
        if self.full(address):
            yield False
            return
        self._count[address] += 1
        try:
            yield True
        finally:
            self._count[address] -= 1
            self._count += Counter()  # leaves out addresses without a tab


def close_strangers(runtime: Runtime) -> None:
    """Closes the sessions of closed tabs whose visitors have not signed in. It must run on the server's own thread."""
    storage = getattr(runtime._session_mgr, "_session_storage", None)
    if not isinstance(storage, MemorySessionStorage):
        return
    for info in storage.list():
        if not is_signed_in(info.session):
            runtime.close_session(info.session.id)
