"""A progress bar for work that takes more than a moment."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.common import Tick
from lib.common.memory_budget import take_memory

_PATIENCE = 0.4
"""Seconds before a bar appears, because a bar that only flashes disturbs."""


@contextmanager
def progress_bar(what: str, place: DeltaGenerator | None = None) -> Iterator[Tick]:
    """Gives a function `tick(done, total)` that draws the bar.

    If the user clicks something meanwhile, Streamlit ends this run of the page at the next tick, and with it the work.

    Args:
        place: an empty container for the bar, so that what follows need not move. Without it, the bar appears here.

    Raises:
        NotEnoughMemory: no memory is left to begin with.
    """
    take_memory(0)
    place = place or st.empty()
    started = time.monotonic()

    def tick(done: int, total: int) -> None:
        if total and time.monotonic() - started > _PATIENCE:
            place.progress(min(done / total, 1.0), text=f"{what}: {done:,} of {total:,}")

    yield tick
    place.empty()  # not in a `finally`: drawing while Streamlit ends a run could lose the click that ended it
