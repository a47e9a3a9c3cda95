"""One faulty entry mended, as far as that is safe and wanted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lib.check import CheckedFile, Finding, Flaw, Impact
from lib.check.line import LineCheck
from lib.check.rules import RULES
from lib.json import codec
from lib.repair.fixes import FIXES, OF_LINES, Context, apply_fix
from lib.repair.new_ids import new_ids


@dataclass(frozen=True, slots=True)
class Choices:
    """What the user wants done. As it is at first: everything that is safe, and nothing that would fail."""

    off: frozenset[str] = frozenset()
    """The fixes that are not made."""

    leave_out: frozenset[Impact] = frozenset(("rejected", "fails"))
    """How bad an entry must be to be left out, if it cannot be mended."""

    model: str = ""
    """For requests that name none."""


class Outcome(NamedTuple):
    """What became of one entry."""

    line: bytes | None
    """As it is now, without line end; None if it was not touched."""

    made: Sequence[str]
    left: Sequence[Flaw]
    """What is still wrong with it."""


class EntryRepairer:
    """Mends entries one by one.

    Args:
        taken: ids of the files that go out together with this one, which no new id may be.
    """

    def __init__(self, checked: CheckedFile, choices: Choices, taken: frozenset[str] = frozenset()) -> None:
        self.checked, self.choices, self.taken = checked, choices, taken
        self.check = LineCheck(checked.provider)
        self.on = FIXES.keys() - choices.off - (set() if choices.model else {"model"})
        self.new = new_ids(checked, give="ids-new" in self.on, rename="ids-rename" in self.on, taken=taken)
        self.faulty: dict[int, list[Finding]] = {}
        for finding in checked.findings:
            if finding.entry >= 0:
                self.faulty.setdefault(finding.entry, []).append(finding)
        self._first = _first_of_groups(checked)

    def is_out(self, left: Sequence[Flaw]) -> bool:
        name = self.checked.provider.name
        return any(RULES[flaw.rule].impact(name) in self.choices.leave_out for flaw in left)

    def mend(self, at: int, findings: Sequence[Finding]) -> Outcome:
        flaws = [Flaw(finding.rule, finding.path, finding.detail, finding.fix) for finding in findings]
        around = [flaw for flaw in flaws if flaw.rule in _AROUND and not self._is_settled(flaw, at)]
        wanted = self._wanted(flaws, at, done=())
        if not wanted:
            return Outcome(None, (), [*around, *(flaw for flaw in flaws if flaw.rule not in _AROUND)])
        text, context = self._text(at), self.context(at)
        made: list[str] = []
        tried: set[str] = set()
        while wanted:
            for fix in wanted:
                tried.add(fix)
                try:
                    text = apply_fix(fix, text, context)
                    made.append(fix)
                except ValueError:
                    continue
            flaws = list(self.check.flaws(codec.loads(text.encode("utf-8", "surrogateescape"))[0]))
            wanted = self._wanted(flaws, at, tried)
        around = [flaw for flaw in around if flaw.fix not in made]
        line = text.encode("utf-8", "surrogateescape")
        return Outcome(line if made else None, made, [*around, *flaws])

    def remade(self, at: int, made: Sequence[str]) -> bytes:
        """An entry with fixes that were found to be possible, made again."""
        text, context = self._text(at), self.context(at)
        for fix in made:
            text = apply_fix(fix, text, context)
        return text.encode("utf-8", "surrogateescape")

    def _text(self, at: int) -> str:
        return self.checked.raw(at).decode("utf-8", "surrogateescape").removeprefix("\ufeff").removesuffix("\r")

    def _wanted(self, flaws: Sequence[Flaw], at: int, done: Collection[str]) -> list[str]:
        asked = {flaw.fix for flaw in flaws if flaw.fix != "ids-rename" or at in self.new}
        return [fix for fix in OF_LINES if fix in asked and fix in self.on and fix not in done]

    def _is_settled(self, flaw: Flaw, at: int) -> bool:
        """Whether a fault that only the file as a whole shows is one no more."""
        if flaw.rule == "id-duplicate":
            return at in self._first or at in self.new
        return flaw.rule == "bom" and "bom" in self.on

    def context(self, at: int) -> Context:
        """What the fixes of an entry are told."""
        named = self.new.get(at)
        custom_id = named.new if named else self.checked.ids[at] or ""
        return Context(self.checked.provider, custom_id, self.choices.model)


_AROUND = {
    *(
        "pretty-printed",
        "array",
        "same-line",
        "comma-after",
        "around",
        "bom",
        "not-json",
        "broken-text",
        "half-character",
        "key-twice",
    ),
    *("line-too-large", "id-duplicate"),
}
"""Faults of an entry that its value alone does not show."""


def _first_of_groups(checked: CheckedFile) -> set[int]:
    """The entries that keep their id."""
    first: dict[str, int] = {}
    for at, custom_id in enumerate(checked.ids):
        if custom_id is not None:
            first.setdefault(custom_id, at)
    return set(first.values())
