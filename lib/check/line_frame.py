"""The bytes of a line around its id and its prompt, which most lines of a file share with one before.

Such a line needs no reading but that of its prompt: what is around it has been read and checked.
"""

from typing import NamedTuple

from lib.check.line_template import LineTemplate, is_plain
from lib.json import edit
from lib.json.codec import NotStrict, strict_loads

_MOST_FRAMES = 8
"""Most frames that a line is compared with. The least recently found one goes."""

_MOST_TRIED = 1_000
"""Most lines of a file whose frame is read: a file in which each line has its own takes no longer for it."""


class LineFrame(NamedTuple):
    """The bytes of a line without those of its id and its prompt."""

    head: bytes
    """Up to the id, with its first quote."""

    middle: bytes
    """From the last quote of the id up to the prompt."""

    tail: bytes

    def prompt(self, line: bytes, id_size: int) -> bytes:
        """The prompt, as written, of a line in this frame."""
        return line[len(self.head) + id_size + len(self.middle) : len(line) - len(self.tail)]

    def line(self, written_id: bytes, prompt: bytes) -> bytes:
        """The line with an id and a prompt."""
        return b"".join((self.head, written_id, self.middle, prompt, self.tail))


class FramedLine(NamedTuple):
    """A line in a known frame."""

    frame: LineFrame
    template: LineTemplate
    custom_id: str
    keys: int
    """The number of keys that it should have."""


def line_frame_of(line: bytes) -> LineFrame | None:
    """The frame of a line without duplicate keys; None if its prompt comes before its id, or in no body."""
    text = line.decode("latin-1")  # offsets are those of bytes
    try:
        outer = edit.members(text)
        custom_id, body = edit.find(outer, "custom_id"), edit.find(outer, "body")
        inner = edit.members(text, body.value) if body else []
    except ValueError:
        return None
    prompt = edit.find(inner, "messages") or edit.find(inner, "input")
    if custom_id is None or prompt is None or custom_id.start > prompt.start:
        return None
    return LineFrame(line[: custom_id.value + 1], line[custom_id.stop - 1 : prompt.value], line[prompt.stop :])


class LineFrames:
    """The frames of the checked lines."""

    def __init__(self) -> None:
        self._known: list[tuple[LineFrame, bytes, LineTemplate]] = []
        self._tried = 0

    def add(self, written: bytes, template: LineTemplate) -> None:
        """Remembers the frame of a line that matches a template and has no duplicate keys."""
        self._tried += 1
        line = written.rstrip(b"\r\n")
        frame = line_frame_of(line) if self._tried <= _MOST_TRIED else None
        if frame is not None:
            self._known = [(frame, frame.tail + written[len(line) :], template), *self._known[: _MOST_FRAMES - 1]]

    def read(self, written: bytes) -> FramedLine | None:
        """A line with its line end, if it is in a known frame and its id and its prompt are plain."""
        for frame, tail, template in self._known:
            if written.endswith(tail) and written.startswith(frame.head):
                start = len(frame.head)
                stop = written.find(b'"', start)
                if written.startswith(frame.middle, stop):
                    try:
                        custom_id = written[start:stop].decode()
                        prompt = strict_loads(written[stop + len(frame.middle) : -len(tail)])
                    except (UnicodeDecodeError, NotStrict):
                        return None
                    if "\\" in custom_id or not custom_id.isprintable():
                        return None
                    if not is_plain(custom_id, template.prompt_field, prompt):
                        return None
                    return FramedLine(frame, template, custom_id, template.count_keys(prompt))
        return None
