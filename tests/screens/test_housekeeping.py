"""Closed tabs: what they hold is counted once, and the one that was closed first ends first."""

from functools import partial

import pytest
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.session_manager import SessionInfo

from lib.join.file_roles import FileKind
from pages.parts.shared.uploads import LoadedFile
from pages.parts.shell import housekeeping
from pages.parts.shell.session_values import held_bytes

FILE = LoadedFile("a.jsonl", b"x" * 100, "digest", "Results", FileKind.RESULTS)


class Session:
    """A closed session that holds a file."""

    def __init__(self, name: str) -> None:
        self.id, self.counted, self.ended = name, 0, False
        self.session_state = self

    @property
    def filtered_state(self) -> dict[str, object]:
        self.counted += 1
        return {"files": [FILE]}

    def shutdown(self) -> None:
        self.ended = True

    def clear(self) -> None:
        """Empties its state."""


def closed(storage: MemorySessionStorage, session: Session) -> None:
    storage.save(SessionInfo(client=None, session=session))  # type: ignore[arg-type]


def test_a_closed_session_is_counted_once_each_time_it_closes() -> None:
    storage, session = MemorySessionStorage(), Session("one")
    closed(storage, session)
    for _ in range(3):
        housekeeping._end_oldest(storage)
    assert session.counted == 1
    closed(storage, session)
    housekeeping._end_oldest(storage)
    assert session.counted == 2


def test_the_session_that_was_closed_first_ends_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(housekeeping, "MOST_HELD", 200)
    storage, sessions = MemorySessionStorage(), [Session(name) for name in ("one", "two", "three")]
    for session in sessions:
        closed(storage, session)
    housekeeping._end_oldest(storage)
    assert [session.ended for session in sessions] == [True, False, False]
    assert [info.session.id for info in storage.list()] == ["two", "three"]


@pytest.mark.parametrize(
    ("value", "held"),
    [
        ([FILE, FILE], 200),
        ([(FILE, "Results")], 100),
        ([("a.jsonl", partial(print, FILE, 0))], 100),
        ((b"x" * 30, "desk.zip"), 30),
        ("text", 0),
        ({"slots": FILE}, 0),
    ],
    ids=["files", "set aside", "removed", "waiting desk", "text", "derived"],
)
def test_every_place_of_a_file_counts(value: object, held: int) -> None:
    assert held_bytes(value) == held
