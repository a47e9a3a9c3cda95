"""A checked file mended: what is safe is fixed, what cannot be is left out, every other line stays byte for byte.

Nothing is lost: every entry of the file is either in what goes out or among what was left out.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lib.check import CheckedFile, Flaw
from lib.common import Tick
from lib.repair.entry import Choices, EntryRepairer
from lib.repair.new_ids import Renamed


class Writer:
    """Writes the lines that go out. What was mended is mended anew rather than kept: a file may be large."""

    def __init__(self, mender: EntryRepairer, kept: Sequence[int], made: Mapping[int, Sequence[str]]) -> None:
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
        marked = {
            finding.entry for finding in self.checked.findings if finding.rule == "bom" and "bom" in self.mender.on
        }
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


@dataclass(frozen=True, slots=True)
class RepairedFile:
    """What goes out of one file, and what does not."""

    mender: EntryRepairer
    kept: Sequence[int]
    """The entries that go out, in order."""

    sizes: Sequence[int]
    """Bytes of each line that goes out, its line end included."""

    made: Mapping[int, Sequence[str]]
    """The entries that were changed, and by which fixes."""

    left_out: Mapping[int, Sequence[Flaw]]
    """The entries that do not go out, and what is wrong with each."""

    renamed: Sequence[Renamed]
    """Requests that go out under another id, or that had none."""

    counts: Mapping[str, int]
    """How many lines each fix changed, of those that go out."""

    line: Callable[[int], bytes]
    """The i-th line that goes out, its line end included."""

    @property
    def checked(self) -> CheckedFile:
        return self.mender.checked

    @property
    def choices(self) -> Choices:
        return self.mender.choices


def repair(
    checked: CheckedFile,
    choices: Choices,
    tick: Tick = lambda done, total: None,
    taken: frozenset[str] = frozenset(),
) -> RepairedFile:
    """The file with the fixes that are on.

    Args:
        tick: is told how many faulty entries are done, and how many there are.
        taken: ids of the files that go out together with this one, which no new id may be.
    """
    mender = EntryRepairer(checked, choices, taken)
    made: dict[int, Sequence[str]] = {}
    left_out: dict[int, Sequence[Flaw]] = {}
    sizes: dict[int, int] = {}
    for done, (at, findings) in enumerate(mender.faulty.items()):
        if not done % 500:
            tick(done, len(mender.faulty))
        outcome = mender.mend(at, findings)
        if mender.is_out(outcome.left):
            left_out[at] = outcome.left
        elif outcome.line is not None:
            made[at] = outcome.made
            sizes[at] = len(outcome.line)
    kept = range(len(checked)) if not left_out else [at for at in range(len(checked)) if at not in left_out]
    writer = Writer(mender, kept, made)
    counts = Counter(fix for fixes in made.values() for fix in fixes)
    counts.update({fix: count for fix, count in around(checked).items() if fix not in choices.off})
    renamed = [named for at, named in mender.new.items() if at not in left_out]
    return RepairedFile(mender, kept, writer.sizes(sizes), made, left_out, renamed, counts, writer.line)


def around(checked: CheckedFile) -> dict[str, int]:
    """How many lines the fixes of the file around its entries are about; those about none are left out."""
    marks = checked.text.marked + sum(finding.rule == "bom" and finding.entry >= 0 for finding in checked.findings)
    counts = {
        "encoding": len(checked) if checked.text.codec != "utf-8" else 0,
        "bom": int(marks),
        "blank-lines": len(checked.blanks),
        "line-ends": checked.crlf,
    }
    return {fix: count for fix, count in counts.items() if count}
