"""What each fix does, shown on the first line that it changes."""

from collections.abc import Sequence
from itertools import repeat
from typing import NamedTuple

from lib.repair.entry import EntryRepairer, RepairOptions, bare_line
from lib.repair.line_fixes import LINE_FIXES, apply_fixes
from lib.repair.repaired_file import RepairedFile

_AROUND = 28
"""Characters shown before and after what differs."""

_LONGEST = 110
"""Characters of what differs that are shown."""


class Example(NamedTuple):
    """A piece of a line, before and after a fix."""

    line: int
    before: str
    after: str


def examples(files: Sequence[RepairedFile]) -> dict[str, Example]:
    """What each fix does on the first line that it changes in any of the files, or would change if all were on."""
    repairers = [_with_every_fix(file.repairer) for file in files]
    first = ((fix, next(filter(None, map(_example, files, repairers, repeat(fix))), None)) for fix in LINE_FIXES)
    return {fix: example for fix, example in first if example}


def _with_every_fix(repairer: EntryRepairer) -> EntryRepairer:
    if not repairer.options.disabled:
        return repairer
    return EntryRepairer(repairer.checked, RepairOptions(frozenset(), model=repairer.options.model), repairer.taken)


def _example(file: RepairedFile, repairer: EntryRepairer, fix: str) -> Example | None:
    entry = next((entry for entry, applied in file.applied.items() if fix in applied), None)
    if entry is None and repairer is not file.repairer:
        entry = _first_repaired(repairer, fix)
    return None if entry is None else _of_line(repairer, entry, fix)


def _first_repaired(repairer: EntryRepairer, fix: str) -> int | None:
    """The first entry that asks for a fix and is repaired by it."""
    for entry, findings in repairer.findings.items():
        if any(finding.fix == fix for finding in findings):
            repaired = repairer.repair(entry)
            if fix in repaired.applied and not repairer.is_left_out(repaired.remaining):
                return entry
    return None


def _of_line(repairer: EntryRepairer, entry: int, fix: str) -> Example:
    before = bare_line(repairer.checked, entry).decode("utf-8", "replace")
    after, applied = apply_fixes([fix], before, repairer.context(entry))
    if not applied:  # it needs another fix first, so both are shown
        after = (repairer.repair(entry).line or b"").decode("utf-8", "replace")
    return Example(repairer.checked.lines[entry], *_around_difference(before, after))


def _around_difference(before: str, after: str) -> tuple[str, str]:
    """The two texts, cut to what differs and some characters around it."""
    start = _common_start(before, after)
    room = min(len(before), len(after)) - start
    end = min(_common_start(before[::-1], after[::-1]), room)
    return _window(before, start, end), _window(after, start, end)


def _common_start(before: str, after: str) -> int:
    """How many characters the texts share at their start. `difflib` needs 19 s for 20,000 characters."""
    pairs = enumerate(zip(before, after, strict=False))
    return next((index for index, (left, right) in pairs if left != right), min(len(before), len(after)))


def _window(text: str, start: int, end: int) -> str:
    first, last = max(0, start - _AROUND), min(len(text), len(text) - end + _AROUND)
    shown = text[first:last]
    cut = shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST // 2]}…{shown[-_LONGEST // 2 :]}"
    return f"{'…' if first else ''}{cut}{'…' if last < len(text) else ''}"
