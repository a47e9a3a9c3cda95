"""The faults of some files as people read them: grouped by rule, and as a table with a row for each."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from lib.check import Finding, Impact
from lib.check.rule import IMPACTS, Rule
from lib.check.rules import RULES
from lib.common.excel_cells import guard
from lib.repair.fixes import FIXES
from lib.repair.new_ids import Renamed
from lib.repair.repaired_file import RepairedFile

Fate = Literal["Fixed", "Left out", "Stays"]
"""What becomes of a fault: it is mended, its line does not go out, or it goes out as it is."""

WORDS: Mapping[Impact, str] = {
    "rejected": "Rejected",
    "fails": "Fails when run",
    "risky": "Risky",
    "advice": "Advice",
}


@dataclass(frozen=True, slots=True)
class Group:
    """All faults of one rule."""

    rule: Rule
    severity: Impact
    findings: Sequence[tuple[int, Finding]]
    """Each with the number of its file."""

    fates: Mapping[Fate, int]

    @property
    def count(self) -> int:
        """The lines that it stands for."""
        return sum(finding.times for _, finding in self.findings)


def groups(files: Sequence[RepairedFile]) -> list[Group]:
    """The faults by rule, the worst first, then the most frequent."""
    found: dict[str, list[tuple[int, Finding]]] = {}
    fates: dict[str, dict[Fate, int]] = {}
    for number, mended in enumerate(files):
        for finding in mended.checked.findings:
            found.setdefault(finding.rule, []).append((number, finding))
            of_rule, fate = fates.setdefault(finding.rule, {}), fate_of(mended, finding)
            of_rule[fate] = of_rule.get(fate, 0) + finding.times
    name = files[0].checked.provider.name if files else ""
    made = [
        Group(RULES[slug], RULES[slug].impact(name) or "advice", every, fates[slug]) for slug, every in found.items()
    ]
    return sorted(made, key=lambda group: (IMPACTS.index(group.severity), -group.count))


def fate_of(mended: RepairedFile, finding: Finding) -> Fate:
    """What becomes of one fault."""
    if finding.entry in mended.left_out:
        return "Left out"
    if not finding.fix or finding.fix in mended.choices.off:
        return "Stays"
    if finding.rule == "id-duplicate" or finding.entry < 0 or finding.fix == "bom":
        return "Fixed"  # by another line's new name, or around the lines
    return "Fixed" if finding.fix in mended.made.get(finding.entry, ()) else "Stays"


COLUMNS = ("file", "line", "custom_id", "severity", "rule", "what_is_wrong", "json_path", "what_becomes_of_it")
_MORE = ("what_to_do", "source")


def write_findings(files: Sequence[RepairedFile]) -> bytes:
    """Every fault as a row of a CSV, in the order of files and lines."""
    return _csv((*COLUMNS, *_MORE), _rows(files))


def _rows(files: Sequence[RepairedFile]) -> Iterator[Sequence[object]]:
    for mended in files:
        checked = mended.checked
        for finding in checked.findings:
            rule = RULES[finding.rule]
            custom_id = (checked.ids[finding.entry] or "") if finding.entry >= 0 else ""
            place = (checked.name, finding.line or "", custom_id)
            said = (WORDS[checked.impact(finding)], rule.slug, finding.detail, finding.path, fate_of(mended, finding))
            yield (*place, *said, rule.todo, rule.source)


def write_renamed(files: Sequence[RepairedFile]) -> bytes:
    """Every request that goes out under another id, as a CSV: what it was called, and what it is called now."""
    rows = ((mended.checked.name, named) for mended in files for named in _sorted(mended.renamed))
    return _csv(
        ("file", "line", "old_custom_id", "new_custom_id"),
        ((name, named.line, named.old, named.new) for name, named in rows),
    )


def _sorted(renamed: Sequence[Renamed]) -> list[Renamed]:
    return sorted(renamed, key=lambda named: named.at)


def _csv(header: Sequence[str], rows: Iterator[Sequence[object]]) -> bytes:
    """UTF-8 with a byte order mark, as Excel wants it; no cell runs as a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([guard(str(cell)) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig", "replace")


def severities(found: Sequence[Group]) -> set[Impact]:
    """How bad the faults of single entries are."""
    return {group.severity for group in found if any(finding.entry >= 0 for _, finding in group.findings)}


def fixes_made(files: Sequence[RepairedFile]) -> dict[str, int]:
    """How many lines each fix is about, also of those that are off, in the order of `FIXES`."""
    counts: dict[str, int] = {}
    for mended in files:
        asked = {finding.fix: 0 for finding in mended.checked.findings if finding.fix}
        for finding in mended.checked.findings:
            if finding.fix:
                asked[finding.fix] += finding.times
        for slug in asked.keys() | mended.counts.keys():
            counts[slug] = counts.get(slug, 0) + (mended.counts.get(slug) or asked.get(slug, 0))
    return {slug: counts[slug] for slug in FIXES if slug in counts}
