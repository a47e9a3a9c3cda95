"""Memory for reading a file, taken before the reading starts: a file that does not fit is rejected in words.

Python, and the libraries below it, may end the process when memory runs out, and that would end everybody's
session. Files that are read at the same time share what is free: one that does not fit beside the others waits.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from math import inf
from threading import Condition, get_ident

from lib.common.free_memory import free_memory
from lib.common.problems import Unreadable, unreadable

SPARE = 200_000_000
"""Bytes that stay free for the rest of the work."""

_SECONDS = 60
"""For which a file waits until others are read."""

_changed = Condition()
_taken: dict[int, float] = {}
"""Bytes by the thread that reads."""
_most = inf


class NotEnoughMemory(MemoryError):
    """A work does not fit into what is free."""

    def __init__(self, need: float, free: float) -> None:
        super().__init__(need, free)
        self.need, self.free = need, free


def limit_memory(most: float) -> None:
    """Sets the bytes that the process may have in all."""
    global _most
    _most = most


def spare_memory() -> float:
    """The bytes that a work can take now."""
    with _changed:
        return free_memory(_most) - SPARE - sum(_taken.values())


@contextmanager
def memory_for(need: float, name: str) -> Iterator[None]:
    """Keeps memory for reading a file, and gives it back at the end.

    Args:
        need: bytes that the reading may take.

    Raises:
        Unreadable: the file does not fit into what is free.
    """
    me = get_ident()
    before = _taken.get(me)
    _taken[me] = before or 0
    try:
        take_memory(need)
        yield
    except MemoryError as error:
        raise _does_not_fit(error, name) from None
    finally:
        _give_back(me, before)


def memory_problem(need: float, name: str) -> Unreadable | None:
    """What `memory_for` would raise now; None if the file fits."""
    try:
        with memory_for(need, name):
            return None
    except Unreadable as problem:
        return problem


def take_memory(need: float) -> None:
    """Keeps more memory until the end of the `memory_for` around it; without one it only looks.

    Raises:
        NotEnoughMemory: so much is not free, even when the other files are read.
    """
    until, me = time.monotonic() + _SECONDS, get_ident()
    with _changed:
        while True:
            others = sum(taken for thread, taken in _taken.items() if thread != me)
            free = free_memory(_most) - SPARE
            if need <= free - others:
                break
            if not others or time.monotonic() > until:
                raise NotEnoughMemory(need, max(0, free - others))
            _changed.wait(1)
        if me in _taken:
            _taken[me] += need


def _give_back(thread: int, before: float | None) -> None:
    with _changed:
        if before is None:
            del _taken[thread]
        else:
            _taken[thread] = before
        _changed.notify_all()


def _does_not_fit(error: MemoryError, name: str) -> Unreadable:
    if isinstance(error, NotEnoughMemory):
        message = f"reading it may take {_gb(error.need)} of memory, and {_gb(error.free)} are free."
    else:
        message = "the memory of this machine is not enough to read it."
    hint = "Load a part of it: fewer rows, or only the columns you need. Other tabs with large files take memory too."
    return unreadable("no-memory", message, hint, name)


def _gb(size: float) -> str:
    return f"{size / 1e9:,.1f} GB"
