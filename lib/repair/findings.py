"""What Check found and what became of it: the findings grouped by rule, and as a table with a row for each."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from lib.check import RULES, Finding, Impact
from lib.check.rule import IMPACTS, Rule
from lib.common.excel_cells import guard
from lib.common.phrasing import without_backticks
from lib.repair.fixes import FIXES, NORMALISED
from lib.repair.repaired_file import RepairedFile

FindingOutcome = Literal["Fixed", "Left out", "Stays"]
"""What becomes of a finding: it is repaired, its line is not sent, or its line is sent as it is."""

IMPACT_LABELS: Mapping[Impact, str] = {
    "rejected": "Rejected",
    "fails": "Fails when run",
    "risky": "Risky",
    "advice": "Advice",
}


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """All findings of one rule."""

    rule: Rule
    impact: Impact
    findings: Sequence[tuple[int, Finding]]
    """Each finding with the number of its file."""

    outcomes: Mapping[FindingOutcome, int]
    """Number of lines by outcome."""

    @property
    def count(self) -> int:
        """The number of lines with this finding."""
        return sum(finding.times for _, finding in self.findings)


def group_findings(files: Sequence[RepairedFile]) -> list[FindingGroup]:
    """The findings by rule: those with the worst impact first, then the most frequent."""
    findings: dict[str, list[tuple[int, Finding]]] = {}
    outcomes: dict[str, Counter[FindingOutcome]] = {}
    for number, file in enumerate(files):
        for finding in file.checked.findings:
            findings.setdefault(finding.rule, []).append((number, finding))
            outcomes.setdefault(finding.rule, Counter())[outcome_of(file, finding)] += finding.times
    provider = files[0].checked.provider.name if files else ""
    groups = [
        FindingGroup(RULES[rule], RULES[rule].impact(provider) or "advice", of_rule, outcomes[rule])
        for rule, of_rule in findings.items()
    ]
    return sorted(groups, key=lambda group: (IMPACTS.index(group.impact), -group.count))


def outcome_of(file: RepairedFile, finding: Finding) -> FindingOutcome:
    """What becomes of one finding."""
    if finding.entry in file.left_out:
        return "Left out"
    if finding.fix in NORMALISED:
        return "Fixed"
    applied = file.applied.get(finding.entry, ())
    if finding.fix in applied or (applied and finding.rule not in file.remaining[finding.entry]):
        return "Fixed"  # the repair of one fault may be that of another, such as a field that moves
    if finding.rule == "id-duplicate":  # another line may have got the new id, or be left out
        return "Stays" if file.checked.ids[finding.entry] in file.shared_ids else "Fixed"
    is_whole = finding.entry < 0 and finding.fix and finding.fix not in file.options.disabled
    return "Fixed" if is_whole else "Stays"


def entry_impacts(groups: Sequence[FindingGroup]) -> set[Impact]:
    """The impacts of findings about single entries."""
    return {group.impact for group in groups if any(finding.entry >= 0 for _, finding in group.findings)}


def fix_line_counts(files: Sequence[RepairedFile]) -> dict[str, int]:
    """How many lines each fix changes or, while it is off, would change; in the order of `FIXES`."""
    counts: Counter[str] = Counter()
    for file in files:
        wanted: Counter[str] = Counter()
        for finding in file.checked.findings:
            wanted[finding.fix] += finding.times
        counts.update({**wanted, **file.fix_counts()})
    return {slug: counts[slug] for slug in FIXES if slug in counts}


COLUMNS = (
    *("file", "line", "custom_id", "severity", "rule", "what_is_wrong", "json_path", "what_becomes_of_it"),
    *("what_to_do", "source"),
)


def write_findings(files: Sequence[RepairedFile]) -> bytes:
    """Every finding as a row of a CSV, in the order of files and lines."""
    return _csv(COLUMNS, _rows(files))


def _rows(files: Sequence[RepairedFile]) -> Iterator[Sequence[object]]:
    for file in files:
        checked = file.checked
        for finding in checked.findings:
            rule = RULES[finding.rule]
            custom_id = (checked.ids[finding.entry] or "") if finding.entry >= 0 else ""
            place = (checked.name, finding.line or "", custom_id)
            wrong = (IMPACT_LABELS[checked.impact(finding)], rule.slug, finding.detail, finding.path)
            yield (*place, *wrong, outcome_of(file, finding), without_backticks(rule.todo), rule.source)


def write_new_ids(files: Sequence[RepairedFile]) -> bytes:
    """Every request that is sent under another id, as a CSV with its old and its new id."""
    rows = ((file.checked.name, renamed.line, renamed.old, renamed.new) for file in files for renamed in file.new_ids)
    return _csv(("file", "line", "old_custom_id", "new_custom_id"), rows)


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with a byte order mark, as Excel wants it; no cell runs as a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([guard(str(cell)) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig", "replace")
