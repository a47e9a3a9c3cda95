"""The list is asked soon at first, then less often, and never after the end."""

from datetime import UTC, datetime, timedelta

from lib.sending import Polling
from lib.sending.state_text import standstill
from tests.support.sendings import batch

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def counted(done: int) -> dict[str, object]:
    return {"request_counts": {"total": 9, "completed": done}}


def test_waits_grow_from_3_to_60_seconds_while_the_state_is_the_same() -> None:
    polling, waits = Polling(), list[float]()
    for look in range(12):
        polling = polling.after_look([batch(**counted(look))], NOW)
        waits.append(polling.wait)
    assert waits[:4] == [3, 4.5, 6.75, 10.125]
    assert waits[-1] == 60
    assert waits == sorted(waits)
    assert polling.next_look == after(60)


def test_a_new_state_is_followed_closely() -> None:
    polling = Polling()
    for _ in range(9):
        polling = polling.after_look([batch()], NOW)
    assert polling.after_look([batch(status="finalizing")], NOW).wait == 3
    assert polling.after_look([batch(), batch("b2")], NOW).wait == 3
    assert polling.after_look([batch(), batch("b2", "completed")], NOW).wait > 3


def test_nothing_is_asked_after_the_end() -> None:
    polling = Polling().after_look([batch()], NOW).after_look([batch(status="completed")], NOW)
    assert polling == Polling()
    assert not polling.is_due(after(1e6))


def test_a_look_is_due_when_its_time_has_come() -> None:
    polling = Polling().after_look([batch()], NOW)
    assert (polling.is_due(after(2.9)), polling.is_due(after(3))) == (False, True)


def test_a_failure_waits_as_the_provider_asks() -> None:
    polling = Polling().after_look([batch()], NOW)
    assert polling.after_failure(NOW).next_look == after(4.5)
    assert polling.after_failure(NOW, asked=90).next_look == after(90)
    assert polling.after_failure(NOW, asked=1).next_look == after(4.5)


def test_since_when_nothing_has_changed() -> None:
    polling = Polling().after_look([batch(**counted(1))], NOW)
    polling = polling.after_look([batch(**counted(1))], after(500))
    assert polling.unchanged_since(batch()) == NOW
    moved = polling.after_look([batch(**counted(2))], after(900))
    assert moved.unchanged_since(batch()) == after(900)
    assert moved.unchanged_since(batch("unknown")) is None
    assert standstill(NOW, after(599)) is None
    assert standstill(NOW, after(600)) == NOW
