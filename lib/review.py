"""What a reader made of each answer: a verdict, a note, a corrected text, kept by custom_id."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, get_args

from lib.cut import was_cut
from lib.guard import unguard
from lib.join import Joined
from lib.problems import Problem, counted
from lib.rowid import BATCH_COLUMNS, REVIEW_COLUMNS, SUFFIX
from lib.sheet import Sheet

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


def progress(joined: Joined, marks: Marks) -> Progress:
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


@dataclass(frozen=True, slots=True)
class ReadMarks:
    """The marks in a file, and what of it was not understood."""

    marks: Marks = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    """What each marked answer says, by custom_id, as the file has it: a workbook holds the start of a long one."""


def read_marks(sheet: Sheet) -> ReadMarks:
    """The marks in an export, or in any sheet with the columns `custom_id` and `review`.

    Letter case of a verdict and blanks around it do not matter. In a file of plain text the
    apostrophes that guard a CSV are taken off.
    """
    last = {name: places[-1] for name in REVIEW_COLUMNS if (places := _places(sheet, name))}
    first = min(last.values(), default=0)
    ids, told = _ids(sheet, first), _beside(sheet, "answer", first)
    if ids is None or not last:
        hint = "Load an export of this app that has the columns custom_id and review."
        return ReadMarks({}, [Problem("no-marks", "the sheet has no review marks.", hint, "ask", file=sheet.name)])
    said = [sheet.cells[last[name]] if name in last else [""] * len(sheet) for name in REVIEW_COLUMNS]
    plain = unguard if sheet.options.delimiter is not None else str
    marks: dict[str, Mark] = {}
    answers: dict[str, str] = {}
    problems: list[Problem] = []
    for at, custom_id in enumerate(map(plain, ids)):
        verdict, note, corrected = ("" if was_cut(column[at]) else column[at] for column in said)
        mark = Mark(_verdict(verdict), plain(note), plain(corrected))
        problems += [_cut(sheet, at) for column in said if was_cut(column[at])]
        if problem := _problem(sheet, at, custom_id, verdict, mark, marks):
            problems.append(problem)
        if custom_id and any(mark) and custom_id not in marks:
            marks[custom_id] = mark
            if told:
                answers[custom_id] = plain(told[at])
    return ReadMarks(marks, problems, answers)


def has_marks(sheet: Sheet) -> bool:
    """Whether a sheet has the columns of an export with review marks."""
    return bool(_places(sheet, "custom_id") and _places(sheet, REVIEW_COLUMNS[0]))


def _places(sheet: Sheet, name: str) -> list[int]:
    """Where a column of ours stands, once for each run: where the sheet had one of that name, ours has the suffix."""
    return [
        at
        for at, column in enumerate(sheet.columns)
        if column.startswith(name) and not column.removeprefix(name).replace(SUFFIX, "")
    ]


def _beside(sheet: Sheet, name: str, review: int) -> Sequence[str] | None:
    """The column that goes with the marks: the last one before them, since a later run's stands behind them."""
    places = _places(sheet, name)
    before = [at for at in places if at < review]
    at = next(iter([*before[-1:], *places]), None)
    return None if at is None else sheet.cells[at]


def _ids(sheet: Sheet, review: int) -> Sequence[str] | None:
    """The ids of the marks' own run: left of its states, or the sheet's own column if those were the ids."""
    runs = [at for at in _places(sheet, "state") if at < review and _is_run(sheet, at)]
    if not runs or "custom_id" not in sheet.columns:
        return _beside(sheet, "custom_id", review)
    left = runs[-1] - 1
    return sheet.cells[left if left in _places(sheet, "custom_id") else sheet.columns.index("custom_id")]


def _is_run(sheet: Sheet, at: int) -> bool:
    """Whether our own columns begin here, all of them in their order."""
    own = BATCH_COLUMNS[1:]
    names = [column.replace(SUFFIX, "") for column in sheet.columns[at : at + len(own)]]
    return names == list(own)


def _verdict(said: str) -> Verdict:
    folded = said.strip().casefold()
    return next((verdict for verdict in VERDICTS if verdict.casefold() == folded), "")


def _problem(sheet: Sheet, at: int, custom_id: str, verdict: str, mark: Mark, marks: Marks) -> Problem | None:
    """What is not understood about one row of a file of marks."""
    row, file = sheet.numbers[at], sheet.name
    if verdict.strip() and not mark.verdict:
        said = f'"{verdict[:40]}" is no verdict.'
        hint = f"Use one of {', '.join(VERDICTS)}; the note beside it is read all the same."
        return Problem("unknown-verdict", said, hint, "ask", row=row, column="review", file=file)
    if not any(mark):
        return None
    if not custom_id:
        said = "the row has a mark and no custom_id."
        return Problem("mark-without-id", said, "Nobody can tell which answer it is about.", "ask", row=row, file=file)
    if marks.get(custom_id, mark) != mark:
        said = f"the row marks {custom_id[:80]} otherwise than a row above it."
        return Problem("mark-twice", said, "The first of them counts.", "ask", row=row, file=file)
    return None


def _cut(sheet: Sheet, at: int) -> Problem:
    said, hint = "a text was cut by Excel's limit, and is left out.", "Load the CSV, which has it whole."
    return Problem("cut-text", said, hint, "ask", row=sheet.numbers[at], file=sheet.name)


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


def merge(mine: Marks, theirs: Marks) -> Merge:
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
