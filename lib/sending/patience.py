"""Waits as a provider asks, and repeats calls that have no effect."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from lib.sending.call_error import CallError, ErrorKind

LONGEST_WAIT = 60.0
"""Seconds that Batchdesk waits as the provider asks. For longer, it stops and says so."""

_AGAIN = frozenset((ErrorKind.UNREACHABLE, ErrorKind.UNCLEAR, ErrorKind.SERVER_FAULT))
_WAITS = (1.0, 4.0)

T = TypeVar("T")


def patient(call: Callable[[], T], sleep: Callable[[float], None], waits: Sequence[float] = _WAITS) -> T:
    """The value of a call, repeated if the connection fails, and once if the provider asks to wait a little.

    Args:
        waits: seconds before each repetition after a failed connection; empty for a call that has an effect.

    Raises:
        CallError: of the last try.
    """
    left, has_waited = list(waits), False
    while True:
        try:
            return call()
        except CallError as error:
            wait = error.wait if error.kind is ErrorKind.RATE_LIMITED and not has_waited else None
            if wait is not None and wait <= LONGEST_WAIT:
                has_waited = True
            elif error.kind in _AGAIN and left:
                wait = left.pop(0)
            else:
                raise
        sleep(wait)
