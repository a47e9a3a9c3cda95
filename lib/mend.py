"""A checked file mended: what is safe is fixed, what cannot be is left out, every other line stays byte for byte.

Nothing is lost: every entry of the file is either in what goes out or among what was left out.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lib.checked import CheckedFile
from lib.mend_entry import Choices, Mender
from lib.mend_write import Writer
from lib.new_ids import Renamed
from lib.rules import Flaw
from lib.tick import Tick


@dataclass(frozen=True, slots=True)
class Mended:
    """What goes out of one file, and what does not."""

    mender: Mender
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


def mend(
    checked: CheckedFile,
    choices: Choices,
    tick: Tick = lambda done, total: None,
    taken: frozenset[str] = frozenset(),
) -> Mended:
    """The file with the fixes that are on.

    Args:
        tick: is told how many faulty entries are done, and how many there are.
        taken: ids of the files that go out together with this one, which no new id may be.
    """
    mender = Mender(checked, choices, taken)
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
    return Mended(mender, kept, writer.sizes(sizes), made, left_out, renamed, counts, writer.line)


def around(checked: CheckedFile) -> dict[str, int]:
    """How many lines the fixes of the file around its entries are about; those about none are left out."""
    marks = checked.text.marked + sum(finding.rule == "bom" and finding.at >= 0 for finding in checked.findings)
    counts = {
        "encoding": len(checked) if checked.text.codec != "utf-8" else 0,
        "bom": int(marks),
        "blank-lines": len(checked.blanks),
        "line-ends": checked.crlf,
    }
    return {fix: count for fix, count in counts.items() if count}
