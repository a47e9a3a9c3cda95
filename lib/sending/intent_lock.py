"""Which sendings are at work in this process: a desk that is open in two tabs has the same sending twice."""

from threading import Lock

_at_work: set[str] = set()
_lock = Lock()


def take_intent(intent: str) -> bool:
    """Whether nothing else in this process is at work on a sending; if so, the caller is from now on."""
    with _lock:
        is_free = intent not in _at_work
        _at_work.add(intent)
        return is_free


def return_intent(intent: str) -> None:
    """Lets others work on a sending again."""
    with _lock:
        _at_work.discard(intent)
