"""Review marks from an export."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lib.common import Problem
from lib.common.excel_cells import has_cut_mark, unguard
from lib.common.own_columns import BATCH_COLUMNS, BATCH_SUFFIX, REVIEW_COLUMNS
from lib.review.marks import VERDICTS, Mark, Marks, Verdict
from lib.sheets import Sheet


@dataclass(frozen=True, slots=True)
class ImportedMarks:
    """The marks in a file, and the problems with them."""

    marks: Marks = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    """Marked answers by custom_id, as the file has them: a workbook has only the start of a long one."""


def has_marks(sheet: Sheet) -> bool:
    """Whether a sheet has the columns of an export with review marks."""
    return bool(_places(sheet, "custom_id") and _places(sheet, REVIEW_COLUMNS[0]))


def read_marks(sheet: Sheet) -> ImportedMarks:
    """The marks in an export, or in any sheet with the columns `custom_id` and `review`.

    Capitals and spaces in a verdict are ignored. In a text file, the apostrophes that guard a CSV
    are removed.
    """
    columns = _find_columns(sheet)
    if columns is None:
        hint = "Load an export of this app that has the columns custom_id and review."
        return ImportedMarks({}, [Problem("no-marks", "the sheet has no review marks.", hint, "ask", file=sheet.name)])
    plain = unguard if sheet.options.delimiter is not None else str
    marks: dict[str, Mark] = {}
    answers: dict[str, str] = {}
    problems: list[Problem] = []
    for row, custom_id in enumerate(map(plain, columns.ids)):
        cells = [column[row] for column in columns.review]
        verdict, note, corrected = ("" if has_cut_mark(cell) else cell for cell in cells)
        mark = Mark(_verdict(verdict), plain(note), plain(corrected))
        marked = _MarkedRow(custom_id, mark, verdict, sheet.numbers[row], sheet.name)
        problems += [_cut_text(marked) for cell in cells if has_cut_mark(cell)]
        problems += _problems(marked, marks.get(custom_id, mark))
        if custom_id and any(mark) and custom_id not in marks:
            marks[custom_id] = mark
            if columns.answers:
                answers[custom_id] = plain(columns.answers[row])
    return ImportedMarks(marks, problems, answers)


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of an export that hold the marks and what they belong to."""

    ids: Sequence[str]
    answers: Sequence[str] | None
    review: Sequence[Sequence[str]]
    """The columns of `REVIEW_COLUMNS`; empty texts where one is missing."""


def _find_columns(sheet: Sheet) -> _Columns | None:
    """The columns of the last run in the sheet; None if it has no custom_id or no marks."""
    last = {name: places[-1] for name in REVIEW_COLUMNS if (places := _places(sheet, name))}
    first = min(last.values(), default=0)
    ids = _find_ids(sheet, first)
    if ids is None or not last:
        return None
    review = [_column(sheet, last[name]) if name in last else [""] * len(sheet) for name in REVIEW_COLUMNS]
    return _Columns(ids, _before(sheet, "answer", first), review)


def _column(sheet: Sheet, place: int) -> Sequence[str]:
    return sheet.column(sheet.columns[place])


def _places(sheet: Sheet, name: str) -> list[int]:
    """The places of one of our columns, one for each run: ours has the suffix where the sheet had the name."""
    return [
        place
        for place, column in enumerate(sheet.columns)
        if column.startswith(name) and not column.removeprefix(name).replace(BATCH_SUFFIX, "")
    ]


def _before(sheet: Sheet, name: str, review: int) -> Sequence[str] | None:
    """The column that belongs to the marks: the last one before them, since a later run's is behind them."""
    places = _places(sheet, name)
    before = [place for place in places if place < review]
    place = next(iter([*before[-1:], *places]), None)
    return None if place is None else _column(sheet, place)


def _find_ids(sheet: Sheet, review: int) -> Sequence[str] | None:
    """The ids of the run that was marked: left of its states, or else the sheet's own column of ids."""
    runs = [place for place in _places(sheet, "state") if place < review and _is_run(sheet, place)]
    if not runs or "custom_id" not in sheet.columns:
        return _before(sheet, "custom_id", review)
    left = runs[-1] - 1
    return _column(sheet, left) if left in _places(sheet, "custom_id") else sheet.column("custom_id")


def _is_run(sheet: Sheet, place: int) -> bool:
    """Whether all columns of a batch start here, in their order."""
    own = BATCH_COLUMNS[1:]
    names = [column.replace(BATCH_SUFFIX, "") for column in sheet.columns[place : place + len(own)]]
    return names == list(own)


def _verdict(text: str) -> Verdict:
    folded = text.strip().casefold()
    return next((verdict for verdict in VERDICTS if verdict.casefold() == folded), "")


@dataclass(frozen=True, slots=True)
class _MarkedRow:
    """One row of a file with marks."""

    custom_id: str
    mark: Mark
    verdict: str
    """Text in the column of verdicts."""

    number: int
    file: str


def _problems(row: _MarkedRow, first: Mark) -> Iterator[Problem]:
    """The problem of a row, if any; `first` is the first mark with its custom_id."""
    if row.verdict.strip() and not row.mark.verdict:
        message = f'"{row.verdict[:40]}" is not a verdict.'
        hint = f"Use one of {', '.join(VERDICTS)}; the note beside it is still used."
        yield Problem("unknown-verdict", message, hint, "ask", row=row.number, column="review", file=row.file)
    elif any(row.mark) and not row.custom_id:
        message, hint = "the row has a mark but no custom_id.", "Without one, its answer is unknown."
        yield Problem("mark-without-id", message, hint, "ask", row=row.number, file=row.file)
    elif any(row.mark) and first != row.mark:
        message = f"the row has another mark for {row.custom_id[:80]} than a row above it."
        yield Problem("duplicate-mark", message, "The first one counts.", "ask", row=row.number, file=row.file)


def _cut_text(row: _MarkedRow) -> Problem:
    message, hint = "Excel's limit has cut a text, which is left out.", "Load the CSV, which has the whole text."
    return Problem("cut-text", message, hint, "ask", row=row.number, file=row.file)
