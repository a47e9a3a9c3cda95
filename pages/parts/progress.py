"""A bar for work that takes more than a moment."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

_PATIENCE = 0.4
"""Seconds before a bar appears: a flash of one is worse than none."""


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """Gives a `tick(done, total)`; any click of the user's stops the work at the next tick."""
    place = st.empty()
    started = time.monotonic()

    def tick(done: int, total: int) -> None:
        if total and time.monotonic() - started > _PATIENCE:
            place.progress(min(done / total, 1.0), text=f"{what}: {done:,} of {total:,}")

    yield tick
    place.empty()
