"""What is wrong with one entry of a batch file; the file's columns get its id, its model and its endpoint."""

from collections.abc import Sequence

from lib.check.broken_line import BrokenLine, broken_flaws
from lib.check.checked_file import CheckedFile
from lib.check.entry_recorder import EntryRecorder
from lib.check.key_counts import KeyCounts, keys_in
from lib.check.line import LineCheck
from lib.check.line_frame import FramedLine, LineFrames
from lib.check.line_template import LineTemplate
from lib.check.rule import Flaw
from lib.check.syntax import duplicate_flaws, syntax_flaw
from lib.json import Line
from lib.json.codec import strict_loads


class EntryCheck:
    """Receives every entry of a file in order."""

    def __init__(self, checked: CheckedFile) -> None:
        self._checked, self._data = checked, checked.text.data
        self._check = LineCheck(checked.provider)
        self._recorder = EntryRecorder(checked, self._check)
        self._keys = KeyCounts(self._data)
        self.frames = LineFrames()
        """Frames of the lines so far, with which lines are read."""

    def flaws(self, line: Line, broken: BrokenLine | None, fills_line: bool) -> Sequence[Flaw]:
        """The flaws of an entry, except for those of its place.

        Args:
            fills_line: whether nothing else is on its line.
        """
        number, start, stop, value, damage, _, _ = line
        if type(value) is FramedLine:  # as nearly all are
            frame, template, custom_id, keys = value
            if self._keys.are(keys, number, start, stop):
                self._recorder.add_match(custom_id, template)
                if template.flaws:
                    self._checked.frames[len(self._checked.ids) - 1] = frame
                return template.flaws
            line = line._replace(value=strict_loads(self._data[start:stop]))
        if broken:
            return self._broken_flaws(broken)
        if not damage and (matched := self._match(line)):
            if fills_line:
                self.frames.add(self._data[start : stop + 1], matched)
            self._recorder.add_match(line.value["custom_id"], matched)
            return matched.flaws
        flaws = self._line_flaws(line)
        self._recorder.add(line.value, bool(flaws))
        return flaws

    def _match(self, line: Line) -> LineTemplate | None:
        """The template that a line matches, if none of its keys is duplicate."""
        template = self._check.templates.match(line.value)
        if template is None:
            return None
        keys = template.count_keys(line.value["body"][template.prompt_field])
        return template if self._keys.are(keys, line.number, line.start, line.stop) else None

    def _broken_flaws(self, broken: BrokenLine) -> Sequence[Flaw]:
        self._checked.broken.add(len(self._checked.ids))
        self._recorder.add(broken.value, True)
        duplicates = duplicate_flaws(broken.text, broken.value)
        return [*broken_flaws(broken), *duplicates, *self._check.flaws(broken.value)]

    def _line_flaws(self, line: Line) -> Sequence[Flaw]:
        """What is wrong with a line's text and its value."""
        written = self._data[line.start : line.stop]
        flaws = [syntax_flaw(written, line.damage)] if line.damage else []
        if line.damage == "not-json":
            return flaws
        return [*flaws, *self._check.flaws(line.value), *self._duplicates(line, written)]

    def _duplicates(self, line: Line, written: bytes) -> Sequence[Flaw]:
        """The flaws of duplicate keys. A count of keys proves for most lines that there are none."""
        _, start, stop, value, _, item, _ = line
        holds_text = type(value) is str or (type(value) is dict and type(value.get("body")) is str)
        if item or (not holds_text and self._keys.are(keys_in(value), line.number, start, stop)):
            return ()
        return list(duplicate_flaws(written.decode("utf-8", "replace"), value))
