"""What lies on a desk: everything that a person loaded, chose or made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, get_args

from lib.review.mark_store import StoredMarks
from lib.sheets.doubts import SheetChoices

Place = Literal["Sheet", "Results", "Second run", "Check", "Batch"]
"""Where a file lies: the sheet on Compose, the files on Results, those of a second run, those on Check, or a batch
that was composed and downloaded here."""

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


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that a tab has."""

    files: tuple[DeskFile, ...] = ()
    settings: bytes = b""
    """The settings of Compose as their own file has them; empty if there are none."""

    marks: StoredMarks = field(default_factory=dict)
    matching: Mapping[str, str | bool | list[str]] = field(default_factory=dict)
    """The choices about the sheet and how rows are matched, under the names that Results gives them."""

    problems: tuple[str, ...] = ()
    """What could not be read of a saved desk, a sentence each."""
