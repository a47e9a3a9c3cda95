"""Sendings go on in the background, each once, until they are started, stopped or closed."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from threading import Event

import httpx
import pytest

from lib.sending import Courier, ErrorKind, PartState
from lib.sending.answers import BatchList
from tests.support.scripted_provider import KEY, ScriptedProvider
from tests.support.sendings import OTHER, files_of, new_sending

INTENT = new_sending(files_of()).intent


class HeldProvider(ScriptedProvider):
    """Holds every create until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.go = Event(), Event()

    def create(self, request: httpx.Request) -> httpx.Response:
        self.asked.set()
        assert self.go.wait(10)
        return super().create(request)


class QuickCourier(Courier):
    """Waits a hundredth of each time."""

    def _sleep(self, seconds: float) -> None:
        super()._sleep(seconds / 100)


@pytest.fixture
def couriers() -> Iterator[list[Courier]]:
    """Couriers that are closed at the end."""
    made: list[Courier] = []
    yield made
    for courier in made:
        courier.close()


def courier_of(provider: ScriptedProvider, couriers: list[Courier], **options: bool) -> Courier:
    client = provider.client(service=replace(OTHER, **options))
    couriers.append(QuickCourier(client, client.batches()))
    return couriers[-1]


def wait_until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.005)


def states(courier: Courier) -> list[PartState]:
    (sending,) = courier.sendings
    return [part.state for part in sending.parts]


def test_a_sending_is_started_in_the_background(couriers: list[Courier]) -> None:
    provider = ScriptedProvider()
    courier = courier_of(provider, couriers)
    courier.send(new_sending(files_of()), files_of())
    wait_until(lambda: not courier.is_at_work(INTENT))
    assert states(courier) == [PartState.TRACKED] * 2
    assert courier.is_busy
    courier.look_if_due()
    wait_until(lambda: len(courier.groups) == 1)
    (group,) = courier.groups
    assert (group.name, group.files) == ("Sheet.xlsx", 2)
    assert KEY not in repr(courier)


def test_a_second_press_starts_nothing(couriers: list[Courier]) -> None:
    provider = HeldProvider()
    courier = courier_of(provider, couriers)
    courier.send(new_sending(files_of()), files_of())
    assert provider.asked.wait(10)
    courier.go_on(INTENT)
    courier.go_on(INTENT, again=True)
    provider.go.set()
    wait_until(lambda: not courier.is_at_work(INTENT))
    assert len(provider.batches) == 2


def test_a_sending_that_is_open_twice_is_sent_once(couriers: list[Courier]) -> None:
    provider = HeldProvider()
    first, second = courier_of(provider, couriers), courier_of(provider, couriers)
    first.send(new_sending(files_of()), files_of())
    assert provider.asked.wait(10)
    second.send(new_sending(files_of()), None)
    assert not second.is_at_work(INTENT)
    provider.go.set()
    wait_until(lambda: not first.is_at_work(INTENT))
    second.go_on(INTENT)
    wait_until(lambda: not second.is_at_work(INTENT))
    assert states(second) == [PartState.TRACKED] * 2
    assert (len(provider.files), len(provider.batches)) == (2, 2)


def test_stopping_while_a_batch_is_started_stops_that_batch_and_the_rest(couriers: list[Courier]) -> None:
    provider = HeldProvider()
    courier = courier_of(provider, couriers)
    courier.send(new_sending(files_of()), files_of())
    assert provider.asked.wait(10)
    courier.stop_sending(INTENT)
    provider.go.set()
    wait_until(lambda: not courier.is_at_work(INTENT))
    assert states(courier) == [PartState.TRACKED, PartState.STOPPED]
    assert [batch["status"] for batch in provider.batches.values()] == ["cancelling"]


def test_stopping_a_started_batch_cancels_all_its_files(couriers: list[Courier]) -> None:
    provider = ScriptedProvider()
    courier = courier_of(provider, couriers)
    courier.send(new_sending(files_of()), files_of())
    wait_until(lambda: not courier.is_at_work(INTENT))
    courier.look_if_due()
    wait_until(lambda: bool(courier.groups))
    courier.stop(courier.groups[0])
    assert [batch["status"] for batch in provider.batches.values()] == ["cancelling"] * 2


def test_a_file_whose_queue_is_limited_follows_once_the_one_before_is_accepted(couriers: list[Courier]) -> None:
    provider = ScriptedProvider()
    courier = courier_of(provider, couriers, queue_limited=True)
    courier.send(new_sending(files_of()), files_of())
    wait_until(lambda: PartState.TRACKED in states(courier))
    provider.batches["batch_1"]["status"] = "in_progress"
    wait_until(lambda: states(courier) == [PartState.TRACKED] * 2)
    assert len(provider.batches) == 2


def test_a_closed_courier_does_nothing_more(couriers: list[Courier]) -> None:
    provider = HeldProvider()
    courier = courier_of(provider, couriers)
    courier.send(new_sending(files_of()), files_of())
    assert provider.asked.wait(10)
    courier.close()
    provider.go.set()
    wait_until(lambda: not courier.is_at_work(INTENT))
    calls = len(provider.calls)
    courier.go_on(INTENT)
    courier.look_if_due()
    assert len(provider.calls) == calls
    assert len(provider.batches) == 1


def test_a_look_that_fails_is_told_and_repeated_later(couriers: list[Courier]) -> None:
    provider = ScriptedProvider()
    provider.batches = {"b1": {"id": "b1", "status": "in_progress"}}
    client = provider.client()
    times = iter(datetime(2026, 11, 30, 12, minute, tzinfo=UTC) for minute in range(60))
    courier = Courier(client, client.batches(), clock=lambda: next(times))
    couriers.append(courier)
    provider.faults = dict.fromkeys(range(len(provider.calls), 99), "unreachable")
    courier.look_if_due()
    wait_until(lambda: courier.problem is not None)
    assert courier.problem
    assert courier.problem.kind is ErrorKind.UNREACHABLE
    assert [batch.id for batch in courier.batches] == ["b1"]
    provider.faults = {}
    courier.look_if_due()
    wait_until(lambda: courier.problem is None)


def test_a_sending_that_was_kept_goes_on(couriers: list[Courier]) -> None:
    """As after a restart: the list has one of its batches, and the other is not started yet."""
    provider = ScriptedProvider()
    first = courier_of(provider, couriers)
    first.send(new_sending(files_of()), files_of())
    wait_until(lambda: not first.is_at_work(INTENT))
    kept = first.sendings[0]
    lost = kept.with_part(replace(kept.part(2), state=PartState.UPLOADED, batch_id=""))
    second = courier_of(provider, couriers)
    second.send(lost, None)
    wait_until(lambda: not second.is_at_work(INTENT))
    assert states(second) == [PartState.TRACKED] * 2
    assert len(provider.batches) == 2


def test_a_sending_without_a_batch_can_be_discarded(couriers: list[Courier]) -> None:
    provider = ScriptedProvider()
    courier = courier_of(provider, couriers)
    provider.faults = dict.fromkeys(range(99), "unreachable")
    courier.send(new_sending(files_of()), files_of(), again=True)
    wait_until(lambda: not courier.is_at_work(INTENT))
    assert courier.sendings[0].part(1).problem_kind is ErrorKind.UNREACHABLE
    courier.discard(INTENT)
    assert (courier.sendings, courier.files(INTENT)) == ([], None)


def test_it_begins_with_the_list_of_the_connection() -> None:
    provider = ScriptedProvider()
    assert Courier(provider.client(), BatchList((), True)).is_busy is False
