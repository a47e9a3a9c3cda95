"""How a file's values stand on its lines: one a line is what JSON Lines wants."""

from collections.abc import Sequence

from lib.check.rule import Flaw
from lib.json import Line

_MARK = b"\xef\xbb\xbf"
_NOTHING: Sequence[Flaw] = ()


class Layout:
    """Told every value of a file in order, it says what is wrong with the place of each."""

    def __init__(self, data: bytes) -> None:
        self.blanks: list[int] = []
        """The numbers of blank lines."""

        self.crlf = 0
        """Lines with a value that end in CR LF."""

        self._data = data
        self._start = 0
        self._stop = -1
        self._last = 0
        """The line on which the value before ended."""

        self._in_array = False

    def is_plain(self, line: Line) -> bool:
        """Whether a value is all of the line after the one before, as nearly all are; if so, it is noted."""
        data = self._data
        number, start, stop, _, _, item, lines = line
        if start != self._stop + 1 or number != self._last + 1 or item or lines != 1 or self._in_array:
            return False
        if data[stop - 1] != 125 or data[start] != 123:  # braces
            return False
        self._start, self._stop, self._last = start, stop, number
        return True

    def flaws(self, line: Line) -> Sequence[Flaw]:
        """The faults of the place of a value that is not plain."""
        data, start, stop = self._data, line.start, line.stop
        found: list[Flaw] = []
        if start != self._stop + 1 or line.number != self._last + 1:
            found += self._between(line)
        else:
            self._in_array = False
        self._start, self._stop, self._last = start, stop, line.number + line.lines - 1
        cr = data[stop - 1] == 13
        self.crlf += cr
        if line.lines > 1 and not (line.item or data[start] == 91):  # [
            found.append(Flaw("pretty-printed", "$", f"The request goes over {line.lines:,} lines.", "one-per-line"))
        if data[stop - 1 - cr] == 44 and not line.damage:  # a comma
            found.append(Flaw("comma-after", "$", "The line ends in a comma.", "one-per-line"))
        elif type(line.value) is dict and not found and not self._is_bare(start, stop):
            message = "Brackets, commas or odd blanks stand around the request."
            found.append(Flaw("around", "$", message, "one-per-line"))
        if data.startswith(_MARK, start):
            found.append(Flaw("bom", "$", "The line begins with a byte order mark.", "bom"))
        return found

    def _is_bare(self, start: int, stop: int) -> bool:
        """Whether a line is an object and nothing else, but for the blanks that JSON allows."""
        written = self._data[start:stop].removeprefix(_MARK).strip(b" \t\r\n")
        return written.startswith(b"{") and written.endswith(b"}")

    def end(self) -> list[int]:
        """The numbers of the blank lines after the last value."""
        tail = self._data[max(self._stop, 0) :]
        if tail.strip() or tail == b"\n":
            return []
        lines = self._data.count(b"\n") + (not self._data.endswith(b"\n") and bool(self._data))
        return list(range(self._last + 1, lines + 1))

    def _between(self, line: Line) -> Sequence[Flaw]:
        """What stands between the value before and this one, if it is not just a line end."""
        if line.item and line.start == self._start:  # values whose places could not be told apart
            return self._together(self._data[line.start : line.start + 1] == b"[")
        gap = self._data[max(self._stop, 0) : line.start]
        if not gap.strip():
            self.blanks += range(self._last + 1, line.number)
        opened, closed = gap.rfind(b"["), gap.rfind(b"]")
        if opened >= 0 or closed >= 0:
            self._in_array = opened > closed
        if self._in_array:
            return self._together(array=True)
        return self._together(array=False) if self._last and b"\n" not in gap else _NOTHING

    def _together(self, array: bool) -> Sequence[Flaw]:
        if array:
            return [Flaw("array", "$", "The request is an item of an array.", "one-per-line")]
        return [Flaw("same-line", "$", "The request stands on the same line as the one before.", "one-per-line")]
