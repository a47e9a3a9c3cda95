"""What lies on a desk: everything that a person loaded, chose or made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, get_args

from lib.compose import RowChoices
from lib.review.mark_store import StoredMarks
from lib.sheets.doubts import SheetChoices

Place = Literal["Sheet", "Results", "Second run", "Check", "Batch", "Aside on Compose", "Aside on Check"]
"""Where a file lies: the sheet on Compose, the files on Results, those of a second run, those on Check, a batch that
was composed here and downloaded or sent, or a file that a page set aside because it belongs on another one."""

PLACES: tuple[Place, ...] = get_args(Place)


class DeskFile(NamedTuple):
    """One file as it was loaded."""

    place: Place
    name: str
    data: bytes
    role: str = ""
    """What it is used for on Results."""

    reason: str = ""
    """What decided its role."""

    choices: SheetChoices | None = None
    """How a person chose to read it."""

    lines: tuple[tuple[int, int, bytes], ...] = ()
    """Lines that a person wrote again on Check: start and stop in the data, as bytes, and the new bytes."""

    page: str = ""
    """The page that a file belongs on that was set aside."""

    settings: bytes = b""
    """The settings that a batch was made with, as their own file has them."""

    rows: RowChoices | None = None
    """The choices about rows that a batch was made with."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that a tab has."""

    files: tuple[DeskFile, ...] = ()
    settings: bytes = b""
    """The settings of Compose as their own file has them; empty if there are none."""

    marks: StoredMarks = field(default_factory=dict)
    choices: Mapping[str, Any] = field(default_factory=dict)
    """What a person chose and typed on the pages, as JSON, by the session's key."""

    problems: tuple[str, ...] = ()
    """What could not be read of a saved desk, a sentence each."""
