"""The repair of a line repeated on the lines of its frame: a fix of a field depends on neither id nor prompt."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from lib.check import CheckedFile, Flaw
from lib.check.line_frame import LineFrame, line_frame_of
from lib.providers.limits import ID_LENGTH
from lib.repair.line_fixes import FIELD_FIXES
from lib.repair.new_ids import NewId


class FixedLine(NamedTuple):
    """A line after fixes."""

    line: bytes
    applied: Sequence[str]
    """Slugs of the fixes that changed it, in order."""

    remaining: Sequence[Flaw]
    """The flaws that its value still has."""


class _FrameRepair(NamedTuple):
    """What some fixes make of the lines in a frame."""

    after: LineFrame
    applied: Sequence[str]
    remaining: Sequence[Flaw]


class FrameRepairs:
    """The repairs of a file's frames, each learnt from one line."""

    def __init__(self, checked: CheckedFile, new_ids: Mapping[int, NewId]) -> None:
        self._checked, self._new_ids = checked, new_ids
        self._known: dict[tuple[LineFrame, Sequence[str]], _FrameRepair | None] = {}
        """By frame and fixes; None if the repair differs from line to line."""

    def repaired(self, entry: int, line: bytes, fixes: Sequence[str]) -> FixedLine | None:
        """An entry with some fixes, as a line in its frame had them; None if none had."""
        frame = self._frame(entry)
        known = self._known.get((frame, tuple(fixes))) if frame else None
        if frame is None or known is None:
            return None
        return FixedLine(self._line(entry, line, frame, known), known.applied, known.remaining)

    def learn(self, entry: int, fixes: Sequence[str], fixed: FixedLine) -> None:
        """Keeps a repair for the lines in the same frame, unless these may need another one."""
        frame = self._frame(entry)
        if frame is None or (frame, tuple(fixes)) in self._known:
            return
        after = line_frame_of(fixed.line) if FIELD_FIXES.issuperset(fixed.applied) else None
        repair = _FrameRepair(after, tuple(fixed.applied), fixed.remaining) if after else None
        self._known[frame, tuple(fixes)] = self._known[frame, tuple(fixed.applied)] = repair

    def _frame(self, entry: int) -> LineFrame | None:
        renamed = self._new_ids.get(entry)
        is_long = renamed is not None and len(renamed.new) > ID_LENGTH  # which is a flaw of its own
        return None if is_long else self._checked.frames.get(entry)

    def _line(self, entry: int, line: bytes, frame: LineFrame, repair: _FrameRepair) -> bytes:
        old = self._checked.ids[entry] or ""
        new = self._new_ids[entry].new if "ids-rename" in repair.applied else old
        return repair.after.line(new.encode(), frame.prompt(line, len(old.encode())))
