"""Finished files of downloads stay until they are fetched, and no two of them are taken for one."""

import pytest
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from pages.parts.shell import downloads

Made = tuple[MediaFileManager, MemoryMediaFileStorage]


class Clock:
    now = 1_000.0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> type[Clock]:
    monkeypatch.setattr(downloads.time, "monotonic", lambda: Clock.now)
    return Clock


@pytest.fixture
def files(clock: type[Clock]) -> Made:
    storage = MemoryMediaFileStorage("/media")
    manager = MediaFileManager(storage)
    downloads.keep_files(manager)
    return manager, storage


def press(files: Made, data: bytes, key: str = "csv") -> str:
    """Redraws a button and presses it: the name of the finished file on the server."""
    manager, _ = files
    file_id = manager.add_deferred(lambda: data, "text/csv", "0.1", "table.csv", element_id=key)
    return manager.execute_deferred(file_id).removeprefix("/media/")


def end_runs(files: Made, count: int = 5) -> None:
    """What Streamlit does at the end of runs in which the page is drawn anew."""
    for _ in range(count):
        files[0].clear_session_refs()
        files[0].remove_orphaned_files()


def test_a_file_waits_a_minute_for_the_browser(files: Made, clock: type[Clock]) -> None:
    name = press(files, b"a,b\n")
    clock.now += 59
    end_runs(files)
    assert files[1].get_file(name).content == b"a,b\n"


def test_a_file_that_nobody_fetches_is_freed(files: Made, clock: type[Clock]) -> None:
    press(files, b"a,b\n")
    clock.now += 61
    end_runs(files)
    assert not files[1].get_stats()


def test_a_fetched_file_is_freed_soon(files: Made, clock: type[Clock]) -> None:
    files[1].get_file(press(files, b"a,b\n"))
    clock.now += 6
    end_runs(files)
    assert not files[1].get_stats()


def test_a_button_has_the_same_id_in_each_run(files: Made) -> None:
    """A click on the page as it was before the last run makes the file of now."""
    manager, storage = files
    before = manager.add_deferred(lambda: b"old", "text/csv", "0.1", element_id="csv")
    end_runs(files)
    now = manager.add_deferred(lambda: b"new", "text/csv", "0.2", element_id="csv")
    other = manager.add_deferred(lambda: b"other", "text/csv", "0.1", element_id="xlsx")
    assert before == now != other
    assert storage.get_file(manager.execute_deferred(before).removeprefix("/media/")).content == b"new"


def test_files_that_differ_in_a_few_bytes_are_two(files: Made) -> None:
    large = bytearray(2**21)
    first = press(files, bytes(large))
    large[2**19] = 1
    second = press(files, bytes(large))
    assert [files[1].get_file(name).content[2**19] for name in (first, second)] == [0, 1]


def test_a_run_that_is_to_stop_offers_nothing(files: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next run of the tab may have drawn the button before it."""
    manager, storage = files
    now = manager.add_deferred(lambda: b"new", "text/csv", "0.1", element_id="csv")
    monkeypatch.setattr(downloads, "_is_stopped", lambda: True)
    manager.add_deferred(lambda: b"old", "text/csv", "0.1", element_id="csv")
    assert storage.get_file(manager.execute_deferred(now).removeprefix("/media/")).content == b"new"
