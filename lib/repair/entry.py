"""One faulty entry of a batch file, repaired as far as that is safe and wanted."""

from codecs import BOM_UTF8
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lib.check import RULES, CheckedFile, Finding, Flaw, Impact
from lib.check.broken_line import BROKEN_DETAILS
from lib.check.line import LineCheck
from lib.json import codec
from lib.repair.fixes import ASKED, NORMALISED
from lib.repair.frame_repairs import FixedLine, FrameRepairs
from lib.repair.line_fixes import LINE_FIXES, Context, apply_fixes
from lib.repair.new_ids import new_ids


@dataclass(frozen=True, slots=True)
class RepairOptions:
    """What the user wants repaired. By default: every safe fix, and no request that would fail."""

    disabled: frozenset[str] = ASKED
    """Slugs of the fixes that are switched off."""

    leave_out: frozenset[Impact] = frozenset(("rejected", "fails"))
    """Impacts for which an entry is left out if no fix repairs it."""

    model: str = ""
    """Model for requests that name none."""


class RepairedEntry(NamedTuple):
    """One entry after the fixes."""

    line: bytes | None
    """Repaired line without its line end; None if no fix was applied."""

    applied: Sequence[str]
    """Slugs of the fixes, in order."""

    remaining: Sequence[Flaw]
    """Flaws that no fix repaired."""


class EntryRepairer:
    """Repairs the faulty entries of a file, one by one.

    Args:
        taken: ids of the files that are downloaded with this one, which no new id may equal.
    """

    def __init__(self, checked: CheckedFile, options: RepairOptions, taken: frozenset[str] = frozenset()) -> None:
        self.checked, self.options, self.taken = checked, options, taken
        self._check = LineCheck(checked.provider)
        self._enabled = set(LINE_FIXES) - options.disabled - (set() if options.model else {"model"})
        self._reasons = {
            *(slug for slug, rule in RULES.items() if rule.impact(checked.provider.name) in options.leave_out),
            *_UNDECIDED,
        }
        self.new_ids = new_ids(checked, "ids-new" in self._enabled, "ids-rename" in self._enabled, taken)
        self.findings = _findings_by_entry(checked.findings)
        """Findings of each faulty entry, without those that every download repairs."""

        self._first = _first_of_each_id(checked)
        self._frames = FrameRepairs(checked, self.new_ids)

    def is_left_out(self, flaws: Sequence[Flaw]) -> bool:
        """Whether an entry with these flaws is left out."""
        return any(map(self.is_reason, flaws))

    def is_reason(self, flaw: Flaw) -> bool:
        """Whether an entry with this flaw is left out."""
        return flaw.rule in self._reasons

    def keeps_id(self, entry: int) -> bool:
        """Whether an entry is the first with its id."""
        return entry in self._first

    def repair(self, entry: int) -> RepairedEntry:
        """A faulty entry with every fix that its flaws ask for, and those that show up after these."""
        flaws = [Flaw(finding.rule, finding.path, finding.detail, finding.fix) for finding in self.findings[entry]]
        hidden = [flaw for flaw in flaws if flaw.rule in _NOT_IN_VALUE and not self._is_unique(flaw, entry)]
        visible: Sequence[Flaw] = [flaw for flaw in flaws if flaw.rule not in _NOT_IN_VALUE]
        wanted = self._wanted(flaws, entry)
        if not wanted:
            return RepairedEntry(None, (), [*hidden, *visible])
        line = bare_line(self.checked, entry)
        fixed = self._frames.repaired(entry, line, wanted)
        if fixed is None:
            fixed = self._fixed(entry, line, wanted, visible)
            self._frames.learn(entry, wanted, fixed)
        hidden = [flaw for flaw in hidden if flaw.fix not in fixed.applied]
        return RepairedEntry(fixed.line if fixed.applied else None, fixed.applied, [*hidden, *fixed.remaining])

    def _fixed(self, entry: int, line: bytes, wanted: Sequence[str], visible: Sequence[Flaw]) -> FixedLine:
        """An entry with the fixes that are wanted, and with those that show up after these."""
        text, context = _text(line), self.context(entry)
        applied: list[str] = []
        tried: set[str] = set()
        while wanted:
            text, made = apply_fixes(wanted, text, context)
            applied += made
            tried.update(wanted)
            line = text.encode("utf-8", "surrogateescape")
            value, damage = codec.loads(line)
            if damage != "not-json":
                visible = self._check.flaws(value)
            wanted = self._wanted(visible, entry, tried)
        return FixedLine(line, applied, visible)

    def reapply(self, entry: int, fixes: Sequence[str]) -> bytes:
        """The line that `repair` gave: repairing it again takes less memory than keeping it."""
        line = bare_line(self.checked, entry)
        if fixed := self._frames.repaired(entry, line, fixes):
            return fixed.line
        text, _ = apply_fixes(fixes, _text(line), self.context(entry))
        return text.encode("utf-8", "surrogateescape")

    def context(self, entry: int) -> Context:
        """What a fix needs to know about the entry."""
        renamed = self.new_ids.get(entry)
        custom_id = renamed.new if renamed else self.checked.ids[entry] or ""
        return Context(self.checked.provider, custom_id, self.options.model)

    def _wanted(self, flaws: Sequence[Flaw], entry: int, tried: Collection[str] = ()) -> list[str]:
        enabled = [flaw.fix for flaw in flaws if flaw.fix in self._enabled and flaw.fix not in tried]
        wanted = [fix for fix in enabled if fix != "ids-rename" or entry in self.new_ids]
        return sorted(set(wanted), key=LINE_FIXES.index) if len(wanted) > 1 else wanted

    def _is_unique(self, flaw: Flaw, entry: int) -> bool:
        """Whether a duplicate id is repaired because this entry keeps it or another one gets a new id."""
        return flaw.rule == "id-duplicate" and (self.keeps_id(entry) or entry in self.new_ids)


_UNDECIDED = ("key-differs",)
"""Rules whose lines wait for a decision, though a provider may take them: it would choose in silence."""

_NOT_IN_VALUE = {
    *("pretty-printed", "array", "wrapper-rest", "same-line", "comma-after", "around"),
    *("not-json", "broken-text", "half-character", "key-twice", "key-differs", "line-too-large", "id-duplicate"),
    *BROKEN_DETAILS,
}
"""Rules whose flaws the parsed value does not show, so that a second check cannot find them."""


def _text(line: bytes) -> str:
    return line.decode("utf-8", "surrogateescape")


def bare_line(checked: CheckedFile, entry: int) -> bytes:
    """An entry as it is in the file, without byte order mark and line end."""
    return checked.raw(entry).removeprefix(BOM_UTF8).removesuffix(b"\r")


def _findings_by_entry(findings: Iterable[Finding]) -> dict[int, list[Finding]]:
    by_entry: dict[int, list[Finding]] = {}
    for finding in findings:
        if finding.entry >= 0 and finding.fix not in NORMALISED:
            by_entry.setdefault(finding.entry, []).append(finding)
    return by_entry


def _first_of_each_id(checked: CheckedFile) -> set[int]:
    """The entries that keep their id."""
    first: dict[str, int] = {}
    for entry, custom_id in enumerate(checked.ids):
        if custom_id is not None:
            first.setdefault(custom_id, entry)
    return set(first.values())
