"""Review marks from an export."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lib.common import Problem
from lib.common.excel_cells import has_cut_mark, has_unguarded, unguard
from lib.common.own_columns import BATCH_SUFFIX, REVIEW_COLUMNS, REVIEW_KEY, export_columns, start_of
from lib.review.marks import VERDICTS, Mark, MarkKey, Verdict, parse_key
from lib.sheets import Sheet


class FileMark(NamedTuple):
    """One mark in a file, with what the file says of its answer."""

    custom_id: str
    answer: str | None
    """The answer as the file has it, which may be only the start of a long one; None if the file has no answers."""

    key: MarkKey | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class ImportedMarks:
    """The marks in a file, and the problems with them."""

    marks: Sequence[FileMark] = ()
    problems: Sequence[Problem] = ()


def has_marks(sheet: Sheet) -> bool:
    """Whether a sheet has the columns of an export with review marks."""
    return _find_columns(sheet) is not None and bool(_places(sheet, REVIEW_COLUMNS[0]))


def read_marks(sheet: Sheet) -> ImportedMarks:
    """The marks in an export, or in any sheet with the columns `custom_id` and `review`.

    Capitals and spaces in a verdict are ignored. In a guarded CSV, the apostrophes are removed.
    """
    columns = _find_columns(sheet)
    if columns is None:
        hint = "Load an export of this app that has the columns custom_id and review."
        return ImportedMarks((), [Problem("no-marks", "the sheet has no review marks.", hint, "ask", file=sheet.name)])
    marks: dict[object, FileMark] = {}
    problems: list[Problem] = []
    for row, marked in enumerate(columns.marked_rows(sheet.options.delimiter is not None)):
        place = _Place(sheet.numbers[row], sheet.name)
        verdict, *_ = cells = [column[row] for column in columns.review]
        problems += [_cut_text(place) for cell in cells if has_cut_mark(cell)]
        identity = marked.key or (marked.custom_id, marked.answer)
        problems += _problems(place, verdict, marked, marks.get(identity, marked).mark)
        if any(marked.mark) and (marked.key or marked.custom_id):
            marks.setdefault(identity, marked)
    return ImportedMarks(list(marks.values()), problems)


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of an export that hold the marks and what they belong to."""

    review: Sequence[Sequence[str]]
    """The columns of `REVIEW_COLUMNS`; empty texts where one is missing."""

    ids: Sequence[str]
    answers: Sequence[str] | None
    keys: Sequence[str]

    def marked_rows(self, is_text: bool) -> Iterator[FileMark]:
        """Each row of the file; a text file was guarded if no cell has a formula."""
        every = [*self.review, self.ids, self.answers or ()]
        plain = unguard if is_text and not any(map(has_unguarded, every)) else str
        for row, custom_id in enumerate(self.ids):
            cells = [column[row] for column in self.review]
            verdict, note, corrected = ("" if has_cut_mark(cell) else plain(cell) for cell in cells)
            answer = None if self.answers is None else plain(self.answers[row])
            mark = Mark(_verdict(verdict), note, corrected)
            yield FileMark(plain(custom_id), answer, parse_key(self.keys[row]), mark)


def _find_columns(sheet: Sheet) -> _Columns | None:
    """The columns of the last run in the sheet that has marks; None if they belong to no answers."""
    last = {name: places[-1] for name in REVIEW_COLUMNS if (places := _places(sheet, name))}
    first = min(last.values(), default=0)
    none = [""] * len(sheet)
    ids, answers = _before(sheet, "custom_id", first), _before(sheet, "answer", first)
    keys = next((_column(sheet, place) for place in _places(sheet, REVIEW_KEY) if place > first), None)
    if not last or (ids is None and keys is None):
        return None
    review = [_column(sheet, last[name]) if name in last else none for name in REVIEW_COLUMNS]
    return _Columns(review, ids or none, answers, keys or none)


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
    """The column that belongs to the marks: that of the last export which starts before them, else the last before."""
    exports = [export for export in export_columns(sheet.columns) if start_of(export) < review]
    places = _places(sheet, name)
    before = [place for place in places if place < review]
    place = exports[-1].get(name) if exports else next(iter([*before[-1:], *places]), None)
    return None if place is None else _column(sheet, place)


def _verdict(text: str) -> Verdict:
    folded = text.strip().casefold()
    return next((verdict for verdict in VERDICTS if verdict.casefold() == folded), "")


class _Place(NamedTuple):
    """Where a mark is."""

    row: int
    file: str


def _problems(place: _Place, verdict: str, marked: FileMark, first: Mark) -> Iterator[Problem]:
    """The problem of a row, if any; `first` is the first mark of its answer."""
    if verdict.strip() and not marked.mark.verdict and not has_cut_mark(verdict):
        message = f'"{verdict[:40]}" is not a verdict.'
        hint = f"Use one of {', '.join(VERDICTS)}; the note beside it is still used."
        yield Problem("unknown-verdict", message, hint, "ask", row=place.row, column="review", file=place.file)
    elif any(marked.mark) and not (marked.custom_id or marked.key):
        message, hint = "the row has a mark but no custom_id.", "Without one, its answer is unknown."
        yield Problem("mark-without-id", message, hint, "ask", row=place.row, file=place.file)
    elif any(marked.mark) and first != marked.mark:
        message = f"the row has another mark for {marked.custom_id[:80]} than a row above it."
        yield Problem("duplicate-mark", message, "The first one counts.", "ask", row=place.row, file=place.file)


def _cut_text(place: _Place) -> Problem:
    message, hint = "Excel's limit has cut a text, which is left out.", "Load the CSV, which has the whole text."
    return Problem("cut-text", message, hint, "ask", row=place.row, file=place.file)
