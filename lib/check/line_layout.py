"""What is wrong with the places of a file's values: JSON Lines wants one on each line, and nothing else."""

from codecs import BOM_UTF8
from collections.abc import Sequence

from lib.check.rule import Flaw
from lib.json import Line

_NOTHING: Sequence[Flaw] = ()


class Layout:
    """Receives every value of a file in order, and finds the flaws of its place."""

    def __init__(self, data: bytes) -> None:
        self.blanks: list[int] = []
        """Numbers of the blank lines."""

        self.crlf = 0
        """Number of lines with a value that end in CR LF."""

        self._data = data
        self._start = 0
        self._stop = -1
        self._last_line = 0
        """Number of the line on which the previous value ended."""

        self._in_array = False

    def is_plain(self, line: Line) -> bool:
        """Whether a value fills the line after the previous value, as nearly all do. A plain value is recorded."""
        data = self._data
        number, start, stop, _, _, item, lines = line
        if start != self._stop + 1 or number != self._last_line + 1 or item or lines != 1 or self._in_array:
            return False
        if data[stop - 1] != 125 or data[start] != 123:  # braces
            return False
        self._start, self._stop, self._last_line = start, stop, number
        return True

    def flaws(self, line: Line) -> Sequence[Flaw]:
        """The flaws in the place of a value that is not plain."""
        data, start, stop = self._data, line.start, line.stop
        flaws: list[Flaw] = []
        if start != self._stop + 1 or line.number != self._last_line + 1:
            flaws += self._gap_flaws(line)
        else:
            self._in_array = False
        self._start, self._stop, self._last_line = start, stop, line.number + line.lines - 1
        cr = data[stop - 1] == 13
        self.crlf += cr
        if line.lines > 1 and not (line.item or data[start] == 91):  # [
            flaws.append(Flaw("pretty-printed", "$", f"The request spans {line.lines:,} lines.", "one-per-line"))
        if data[stop - 1 - cr] == 44 and not line.damage:  # a comma
            flaws.append(Flaw("comma-after", "$", "The line ends in a comma.", "one-per-line"))
        elif type(line.value) is dict and not flaws and not self._is_bare_object(start, stop):
            detail = "Brackets, commas or other characters surround the request."
            flaws.append(Flaw("around", "$", detail, "one-per-line"))
        if data.startswith(BOM_UTF8, start):
            flaws.append(Flaw("bom", "$", "The line begins with a byte order mark.", "bom"))
        return flaws

    def _is_bare_object(self, start: int, stop: int) -> bool:
        """Whether a line is an object and nothing else, except for the whitespace that JSON allows."""
        written = self._data[start:stop].removeprefix(BOM_UTF8).strip(b" \t\r\n")
        return written.startswith(b"{") and written.endswith(b"}")

    def blank_lines_at_end(self) -> list[int]:
        """The numbers of the blank lines after the last value."""
        tail = self._data[max(self._stop, 0) :]
        if tail.strip() or tail == b"\n":
            return []
        lines = self._data.count(b"\n") + (not self._data.endswith(b"\n") and bool(self._data))
        return list(range(self._last_line + 1, lines + 1))

    def _gap_flaws(self, line: Line) -> Sequence[Flaw]:
        """The flaws between the previous value and this one, where there is more than a newline."""
        if line.item and line.start == self._start:  # values that share their bytes
            return _shared_line(is_array=self._data[line.start : line.start + 1] == b"[")
        gap = self._data[max(self._stop, 0) : line.start]
        if not gap.strip():
            self.blanks += range(self._last_line + 1, line.number)
        opened, closed = gap.rfind(b"["), gap.rfind(b"]")
        if opened >= 0 or closed >= 0:
            self._in_array = opened > closed
        if self._in_array:
            return _shared_line(is_array=True)
        return _shared_line(is_array=False) if self._last_line and b"\n" not in gap else _NOTHING


def _shared_line(is_array: bool) -> Sequence[Flaw]:
    if is_array:
        return [Flaw("array", "$", "The request is an item of an array.", "one-per-line")]
    return [Flaw("same-line", "$", "The request is on the same line as the previous one.", "one-per-line")]
