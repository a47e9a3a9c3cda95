"""What a reader made of each answer: a verdict, a note, a corrected text, kept by custom_id."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from lib.common.columns import REVIEW_COLUMNS
from lib.common.phrasing import counted
from lib.join import Joined

Verdict = Literal["", "OK", "wrong", "unsure"]

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)[1:]
"""What a row may be marked as."""


class Mark(NamedTuple):
    """What was said of one answer; what is empty was not said."""

    verdict: Verdict = ""
    note: str = ""
    corrected: str = ""


Marks = Mapping[str, Mark]
"""By custom_id; a mark that says nothing is not in it."""


class Progress(NamedTuple):
    """How far a review is: `37 of 400 reviewed`."""

    reviewed: int
    """Answers that have a verdict."""

    answers: int
    """Rows that have an answer."""

    verdicts: Mapping[str, int]
    """How many of these answers have each verdict."""

    def __str__(self) -> str:
        return f"{self.reviewed:,} of {self.answers:,} reviewed"


def review_progress(joined: Joined, marks: Marks) -> Progress:
    """How many of the answers have a verdict."""
    answered = {joined.rows.custom_ids[at] for at in joined.with_answer()}
    said: Counter[str] = Counter(
        mark.verdict for custom_id, mark in marks.items() if custom_id in answered and mark.verdict
    )
    verdicts: dict[str, int] = {verdict: said[verdict] for verdict in VERDICTS}
    return Progress(said.total(), len(answered), verdicts)


def rows_marked(joined: Joined, marks: Marks, verdicts: Iterable[str]) -> list[int]:
    """The answers with any of the verdicts, in the table's order; the empty verdict finds what is not reviewed."""
    wanted = set(verdicts)
    none = Mark()
    ids = joined.rows.custom_ids
    return [at for at in joined.with_answer() if marks.get(ids[at], none).verdict in wanted]


def review_columns(joined: Joined, marks: Marks) -> dict[str, list[str]]:
    """The marks as columns of an export, a cell for each row of the table."""
    none = Mark()
    said = [marks.get(custom_id, none) if custom_id else none for custom_id in joined.rows.custom_ids]
    return {name: [mark[at] for mark in said] for at, name in enumerate(REVIEW_COLUMNS)}


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
    """Answers that only theirs had marked."""

    completed: int
    """Marks of mine to which theirs added what was empty."""

    same: int
    """Marks of theirs that say nothing beyond mine."""

    conflicts: Sequence[Conflict]

    @property
    def said(self) -> str:
        """The merge in a sentence."""
        parts = [counted(self.added, "mark") + " added"]
        parts += [f"{self.completed:,} completed"] if self.completed else []
        parts += [f"{self.same:,} the same"] if self.same else []
        parts += [counted(len(self.conflicts), "conflict")] if self.conflicts else []
        return ", ".join(parts) + "."


def merge_marks(mine: Marks, theirs: Marks) -> Merge:
    """Both sets of marks: where they contradict each other, mine as a whole, and a conflict."""
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
            marks[custom_id] = Mark(
                own.verdict or other.verdict, own.note or other.note, own.corrected or other.corrected
            )
            completed += marks[custom_id] != own
            same += marks[custom_id] == own
    return Merge(marks, added, completed, same, conflicts)
