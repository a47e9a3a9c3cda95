"""Review marks by custom_id: a verdict, a note and a corrected text for each answer."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from lib.common.own_columns import REVIEW_COLUMNS
from lib.common.phrasing import counted
from lib.join import Joined

Verdict = Literal["", "OK", "wrong", "unsure"]

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)[1:]
"""Verdicts that a person can choose."""


class Mark(NamedTuple):
    """A person's review of one answer."""

    verdict: Verdict = ""
    note: str = ""
    corrected: str = ""


Marks = Mapping[str, Mark]
"""Marks by custom_id, without empty ones."""

_EMPTY = Mark()


class Progress(NamedTuple):
    """How much of a review is done: `37 of 400 reviewed`."""

    reviewed: int
    """Answers with a verdict."""

    answers: int
    verdicts: Mapping[str, int]
    """Number of answers with each verdict."""

    def __str__(self) -> str:
        return f"{self.reviewed:,} of {self.answers:,} reviewed"


def review_progress(joined: Joined, marks: Marks) -> Progress:
    """How many of the answers have a verdict."""
    answered = {joined.rows.custom_ids[row] for row in joined.with_answer()}
    counts: Counter[str] = Counter(
        mark.verdict for custom_id, mark in marks.items() if custom_id in answered and mark.verdict
    )
    return Progress(counts.total(), len(answered), {verdict: counts[verdict] for verdict in VERDICTS})


def rows_marked(joined: Joined, marks: Marks, verdicts: Iterable[str]) -> list[int]:
    """The rows whose answer has one of the verdicts, in the table's order; an empty verdict selects unreviewed ones."""
    wanted = set(verdicts)
    ids = joined.rows.custom_ids
    return [row for row in joined.with_answer() if marks.get(ids[row], _EMPTY).verdict in wanted]


def review_columns(joined: Joined, marks: Marks) -> dict[str, list[str]]:
    """The marks as columns of an export, with a cell for each row of the table."""
    by_row = [marks.get(custom_id, _EMPTY) if custom_id else _EMPTY for custom_id in joined.rows.custom_ids]
    return {name: [mark[field] for mark in by_row] for field, name in enumerate(REVIEW_COLUMNS)}


class Conflict(NamedTuple):
    """Two marks of one answer that contradict each other."""

    custom_id: str
    mine: Mark
    theirs: Mark


@dataclass(frozen=True, slots=True)
class Merge:
    """Two sets of marks as one."""

    marks: Marks
    added: int
    """Answers that only they have marked."""

    completed: int
    """Marks of mine whose empty fields theirs filled."""

    same: int
    """Marks of theirs that add nothing to mine."""

    conflicts: Sequence[Conflict]

    @property
    def summary(self) -> str:
        """The counts as a sentence."""
        parts = [counted(self.added, "mark") + " added"]
        parts += [f"{self.completed:,} completed"] if self.completed else []
        parts += [f"{self.same:,} the same"] if self.same else []
        parts += [counted(len(self.conflicts), "conflict")] if self.conflicts else []
        return ", ".join(parts) + "."


def merge_marks(mine: Marks, theirs: Marks) -> Merge:
    """Both sets of marks; where two contradict each other, mine and a conflict."""
    marks = dict(mine)
    added = completed = same = 0
    conflicts = []
    for custom_id, other in theirs.items():
        own = mine.get(custom_id)
        if own is None:
            marks[custom_id] = other
            added += 1
        elif any(one and two and one != two for one, two in zip(own, other, strict=True)):
            conflicts.append(Conflict(custom_id, own, other))
        else:
            both = Mark(own.verdict or other.verdict, own.note or other.note, own.corrected or other.corrected)
            marks[custom_id] = both
            completed += both != own
            same += both == own
    return Merge(marks, added, completed, same, conflicts)
