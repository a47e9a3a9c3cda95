"""The lines that go out of a mended file, each written when it is asked for."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence

from lib.checked import CheckedFile
from lib.mend_entry import Mender


class Writer:
    """Writes the lines that go out. What was mended is mended anew rather than kept: a file may be large."""

    def __init__(self, mender: Mender, kept: Sequence[int], made: Mapping[int, Sequence[str]]) -> None:
        self.checked, self.mender, self.kept, self.made = mender.checked, mender, kept, made
        checked, choices = mender.checked, mender.choices
        self._keeps_cr = "line-ends" in choices.off
        self._keeps_mark = "bom" in choices.off and checked.text.marked
        self._codec = checked.text.codec if "encoding" in choices.off else "utf-8"
        self._blanks = Counter(_entry_after(checked, number) for number in checked.blanks)
        if "blank-lines" not in choices.off:
            self._blanks.clear()

    def line(self, i: int) -> bytes:
        at = self.kept[i]
        data, stop = self.checked.text.data, self.checked.stops[at]
        cr = b"\r" if self._keeps_cr and data[stop - 1] == 13 else b""
        if at in self.made:
            written = self.mender.remade(at, self.made[at])
        else:
            written = self.checked.raw(at).removesuffix(b"\r")
            if "bom" in self.mender.on:
                written = written.removeprefix(b"\xef\xbb\xbf")
        written = b"\n" * self._blanks[at] + written + cr + b"\n"
        if i == len(self.kept) - 1:
            written += b"\n" * self._blanks[len(self.checked)]
        return self._encoded(b"\xef\xbb\xbf" + written if self._keeps_mark and not i else written, not i)

    def sizes(self, mended: Mapping[int, int]) -> Sequence[int]:
        """The bytes of each line, without writing those that are as they were."""
        odd = self._codec != "utf-8" or self._keeps_mark or self._keeps_cr or bool(self._blanks)
        if odd or self.checked.items:
            return [len(self.line(i)) for i in range(len(self.kept))]
        marked = {finding.at for finding in self.checked.findings if finding.rule == "bom" and "bom" in self.mender.on}
        return [1 + (mended[at] if at in mended else self._bare(at) - 3 * (at in marked)) for at in self.kept]

    def _bare(self, at: int) -> int:
        """The bytes of an entry as it stands, without its line end."""
        stop = self.checked.stops[at]
        return stop - self.checked.starts[at] - (self.checked.text.data[stop - 1] == 13)

    def _encoded(self, written: bytes, first: bool) -> bytes:
        """The line in the file's own encoding, where that is to stay."""
        if self._codec == "utf-8":
            return written
        text = written.decode("utf-8", "replace")
        if self._codec not in ("utf-16", "utf-32"):
            return text.encode(self._codec, "replace")
        return f"{_MARK if first else ''}{text}".encode(f"{self._codec}-le")


_MARK = "\ufeff"


def _entry_after(checked: CheckedFile, number: int) -> int:
    """The entry that a blank line stands before; the number of entries if none follows."""
    return bisect_left(checked.lines, number)
