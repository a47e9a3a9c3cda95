"""The findings in three parts, as a person reads them: what cannot be sent, what was wrong and is fixed, the rest.

A line that is left out may have many findings, of which only some are the reason. Those alone are in the first part.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from lib.check import RULES, Finding, Impact
from lib.check.rule import IMPACTS
from lib.repair.findings import FindingGroup
from lib.repair.repaired_file import RepairedFile

_BAD: tuple[Impact, ...] = ("rejected", "fails")


class Sections(NamedTuple):
    """Findings by rule; a rule may be in two parts, since some of its lines may be fixed and others not."""

    blocking: Sequence[FindingGroup]
    """Why lines are left out, and what is wrong with the lines that are sent all the same."""

    fixed: Sequence[FindingGroup]
    others: Sequence[FindingGroup]
    """Risks, advice, and what else is wrong with lines that are left out."""


def in_sections(groups: Sequence[FindingGroup], files: Sequence[RepairedFile]) -> Sections:
    """The groups of `group_findings` in three parts, each in the order of the groups."""
    blocking = _reasons(files)
    named = {group.rule.slug for group in blocking}
    blocking += [
        group for group in groups if group.impact in _BAD and "Stays" in group.outcomes and group.rule.slug not in named
    ]
    blocking.sort(key=lambda group: (IMPACTS.index(group.impact), -group.count))
    named = {group.rule.slug for group in blocking}
    fixed = [group for group in groups if "Fixed" in group.outcomes]
    others = [group for group in groups if "Fixed" not in group.outcomes and group.rule.slug not in named]
    return Sections(blocking, fixed, others)


def _reasons(files: Sequence[RepairedFile]) -> list[FindingGroup]:
    """Why lines are left out, by rule. A repair may uncover a reason that is not among the findings of the file."""
    found: dict[str, list[tuple[int, Finding]]] = {}
    for number, file in enumerate(files):
        for entry, flaws in file.left_out.items():
            for flaw in dict.fromkeys(filter(file.repairer.is_reason, flaws)):
                finding = Finding(flaw.rule, file.checked.lines[entry], entry, flaw.path, flaw.detail, flaw.fix)
                found.setdefault(flaw.rule, []).append((number, finding))
    return [
        FindingGroup(RULES[rule], _impact(rule, files[0]), places, Counter({"Left out": len(places)}))
        for rule, places in found.items()
    ]


def _impact(rule: str, file: RepairedFile) -> Impact:
    return RULES[rule].impact(file.checked.provider.name) or "advice"
