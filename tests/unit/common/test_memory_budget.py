"""Files share the memory that is free; one that does not fit is rejected in words."""

from collections.abc import Iterator
from threading import Event, Thread

import pytest

from lib.common import Unreadable, memory_budget
from lib.common.memory_budget import (
    NotEnoughMemory,
    limit_memory,
    memory_for,
    memory_problem,
    spare_memory,
    take_memory,
)

GB = 1_000_000_000


@pytest.fixture(autouse=True)
def _ten_gb_free(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory_budget, "free_memory", lambda most: min(most, 10 * GB + memory_budget.SPARE))


@pytest.fixture
def reading() -> Iterator[Event]:
    """Another session reads a file that takes 8 GB, until the event is set."""
    taken, over = Event(), Event()

    def read() -> None:
        with memory_for(8 * GB, "other.csv"):
            taken.set()
            over.wait()

    thread = Thread(target=read)
    thread.start()
    taken.wait()
    yield over
    over.set()
    thread.join()


def test_a_file_that_does_not_fit_is_rejected_with_figures_and_what_to_do() -> None:
    with pytest.raises(Unreadable) as caught, memory_for(12.34 * GB, "big.csv"):
        raise AssertionError
    assert str(caught.value) == (
        "big.csv: reading it may take 12.3 GB of memory, and 10.0 GB are free. "
        "Load a part of it: fewer rows, or only the columns you need. Other tabs with large files take memory too."
    )


def test_memory_is_given_back() -> None:
    with memory_for(6 * GB, "a"):
        assert spare_memory() == 4 * GB
    assert spare_memory() == 10 * GB


def test_what_is_taken_inside_counts_for_the_same_file() -> None:
    with memory_for(3 * GB, "a"):
        take_memory(4 * GB)
        assert spare_memory() == 3 * GB
    assert spare_memory() == 10 * GB


def test_memory_that_runs_out_inside_is_told_in_words() -> None:
    with (
        pytest.raises(Unreadable, match=r"a: the memory of this machine is not enough to read it\."),
        memory_for(1, "a"),
    ):
        raise MemoryError


def test_a_look_alone_takes_nothing() -> None:
    take_memory(9 * GB)
    assert spare_memory() == 10 * GB
    with pytest.raises(NotEnoughMemory):
        take_memory(11 * GB)


def test_a_small_file_is_read_beside_a_large_one(reading: Event) -> None:
    assert memory_problem(1 * GB, "small.csv") is None


def test_a_large_file_waits_until_another_is_read(reading: Event) -> None:
    Thread(target=lambda: (Event().wait(0.2), reading.set())).start()
    with memory_for(9 * GB, "large.csv"):
        assert reading.is_set()


def test_a_large_file_does_not_wait_for_ever(reading: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory_budget, "_SECONDS", 0)
    problem = memory_problem(9 * GB, "large.csv")
    assert problem is not None
    assert "and 2.0 GB are free" in str(problem)


def test_a_limit_of_the_app_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory_budget, "_most", float("inf"))
    limit_memory(5 * GB + memory_budget.SPARE)
    assert spare_memory() == 5 * GB


def test_a_step_begins_only_if_some_memory_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    take_memory(0)
    monkeypatch.setattr(memory_budget, "free_memory", lambda most: memory_budget.SPARE - 1)
    with pytest.raises(NotEnoughMemory):
        take_memory(0)
