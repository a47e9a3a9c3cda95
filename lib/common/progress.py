"""How long work says how far it is."""

from collections.abc import Callable

Tick = Callable[[int, int], None]
"""Is told now and then how much is done, and how much there is."""
