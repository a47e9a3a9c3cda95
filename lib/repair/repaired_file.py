"""A checked batch file, repaired: the lines to send, and the lines that are left out.

Nothing is lost: every entry of the file is in one of the two. A line without a fault stays byte for
byte; around the lines every file is normalised to UTF-8, LF after every line, and no blank lines.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from lib.check import CheckedFile, Flaw
from lib.common import Tick
from lib.repair.entry import EntryRepairer, RepairOptions, bare_line
from lib.repair.new_ids import NewId


@dataclass(frozen=True, slots=True)
class RepairedFile:
    """What is sent of one file, and what is left out."""

    repairer: EntryRepairer
    kept: Sequence[int]
    """Entries to send, in order."""

    sizes: Sequence[int]
    """Bytes of each line to send, including its line end."""

    applied: Mapping[int, Sequence[str]]
    """Changed entries, each with the slugs of its fixes."""

    remaining: Mapping[int, frozenset[str]]
    """Changed entries, each with the rules that it still breaks."""

    left_out: Mapping[int, Sequence[Flaw]]
    """Entries that are not sent, each with its remaining flaws."""

    new_ids: Sequence[NewId]
    """Requests to send that get another id, or their first."""

    shared_ids: frozenset[str] = frozenset()
    """Ids that several of the lines to send have."""

    @property
    def checked(self) -> CheckedFile:
        return self.repairer.checked

    @property
    def options(self) -> RepairOptions:
        return self.repairer.options

    def line(self, index: int) -> bytes:
        """The index-th line to send, including its line end. Repaired lines are not kept: a file may be large."""
        entry = self.kept[index]
        fixes = self.applied.get(entry)
        line = self.repairer.reapply(entry, fixes) if fixes else bare_line(self.checked, entry)
        return line + b"\n"

    def fix_counts(self) -> Counter[str]:
        """How many of the lines to send each fix changed."""
        return Counter(fix for fixes in self.applied.values() for fix in fixes)


def repair(
    checked: CheckedFile,
    options: RepairOptions,
    tick: Tick = lambda done, total: None,
    taken: frozenset[str] = frozenset(),
) -> RepairedFile:
    """The file with the fixes that are switched on.

    Args:
        tick: receives how many faulty entries are done, and how many there are.
        taken: ids of the files that are downloaded with this one, which no new id may equal.
    """
    repairer = EntryRepairer(checked, options, taken)
    applied: dict[int, Sequence[str]] = {}
    remaining: dict[int, frozenset[str]] = {}
    same: dict[frozenset[str], frozenset[str]] = {}
    left_out: dict[int, Sequence[Flaw]] = {}
    sizes: dict[int, int] = {}
    for done, entry in enumerate(repairer.findings):
        if not done % 500:
            tick(done, len(repairer.findings))
        repaired = repairer.repair(entry)
        if repairer.is_left_out(repaired.remaining):
            left_out[entry] = repaired.remaining
        elif repaired.line is not None:
            applied[entry] = repaired.applied
            rules = frozenset(flaw.rule for flaw in repaired.remaining)
            remaining[entry] = same.setdefault(rules, rules)
            sizes[entry] = len(repaired.line)
    kept = range(len(checked)) if not left_out else [entry for entry in range(len(checked)) if entry not in left_out]
    renamed = [new_id for entry, new_id in repairer.new_ids.items() if entry not in left_out]
    return RepairedFile(
        repairer,
        kept,
        _line_sizes(checked, kept, sizes),
        applied,
        remaining,
        left_out,
        renamed,
        _shared_ids(repairer, left_out),
    )


def _shared_ids(repairer: EntryRepairer, left_out: Collection[int]) -> frozenset[str]:
    """The ids that several lines have after the repair."""
    duplicates = (one.entry for one in repairer.checked.findings if one.rule == "id-duplicate")
    sent = (entry for entry in duplicates if entry not in left_out and entry not in repairer.new_ids)
    counts = Counter(repairer.checked.ids[entry] for entry in sent)
    return frozenset(custom_id for custom_id, count in counts.items() if custom_id is not None and count > 1)


def _line_sizes(checked: CheckedFile, kept: Sequence[int], repaired: Mapping[int, int]) -> Sequence[int]:
    """The bytes of each line to send, mostly without reading it."""
    data, starts, stops = checked.text.data, checked.starts, checked.stops
    measured = checked.items.keys() | {finding.entry for finding in checked.findings if finding.rule == "bom"}

    def size(entry: int) -> int:
        if entry in repaired:
            return repaired[entry]
        if entry in measured:
            return len(bare_line(checked, entry))
        stop = stops[entry]
        return stop - starts[entry] - (data[stop - 1] == 13)  # CR

    return [size(entry) + 1 for entry in kept]
