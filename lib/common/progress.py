"""The callback through which long work reports its progress."""

from collections.abc import Callable

Tick = Callable[[int, int], None]
"""Callback that receives, now and then, how much is done and how much there is."""
