"""Review marks read from an export."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lib.common import Problem
from lib.common.columns import BATCH_COLUMNS, BATCH_SUFFIX, REVIEW_COLUMNS
from lib.common.excel_cells import has_cut_mark, unguard
from lib.review.marks import VERDICTS, Mark, Marks, Verdict
from lib.sheets import Sheet


@dataclass(frozen=True, slots=True)
class ImportedMarks:
    """The marks in a file, and what of it was not understood."""

    marks: Marks = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    """What each marked answer says, by custom_id, as the file has it: a workbook holds the start of a long one."""


def read_marks(sheet: Sheet) -> ImportedMarks:
    """The marks in an export, or in any sheet with the columns `custom_id` and `review`.

    Letter case of a verdict and blanks around it do not matter. In a file of plain text the
    apostrophes that guard a CSV are taken off.
    """
    last = {name: places[-1] for name in REVIEW_COLUMNS if (places := _places(sheet, name))}
    first = min(last.values(), default=0)
    ids, told = _ids(sheet, first), _beside(sheet, "answer", first)
    if ids is None or not last:
        hint = "Load an export of this app that has the columns custom_id and review."
        return ImportedMarks({}, [Problem("no-marks", "the sheet has no review marks.", hint, "ask", file=sheet.name)])
    said = [sheet.cells[last[name]] if name in last else [""] * len(sheet) for name in REVIEW_COLUMNS]
    plain = unguard if sheet.options.delimiter is not None else str
    marks: dict[str, Mark] = {}
    answers: dict[str, str] = {}
    problems: list[Problem] = []
    for at, custom_id in enumerate(map(plain, ids)):
        verdict, note, corrected = ("" if has_cut_mark(column[at]) else column[at] for column in said)
        mark = Mark(_verdict(verdict), plain(note), plain(corrected))
        problems += [_cut(sheet, at) for column in said if has_cut_mark(column[at])]
        if problem := _problem(sheet, at, custom_id, verdict, mark, marks):
            problems.append(problem)
        if custom_id and any(mark) and custom_id not in marks:
            marks[custom_id] = mark
            if told:
                answers[custom_id] = plain(told[at])
    return ImportedMarks(marks, problems, answers)


def has_marks(sheet: Sheet) -> bool:
    """Whether a sheet has the columns of an export with review marks."""
    return bool(_places(sheet, "custom_id") and _places(sheet, REVIEW_COLUMNS[0]))


def _places(sheet: Sheet, name: str) -> list[int]:
    """Where a column of ours stands, once for each run: where the sheet had one of that name, ours has the suffix."""
    return [
        at
        for at, column in enumerate(sheet.columns)
        if column.startswith(name) and not column.removeprefix(name).replace(BATCH_SUFFIX, "")
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
    names = [column.replace(BATCH_SUFFIX, "") for column in sheet.columns[at : at + len(own)]]
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
