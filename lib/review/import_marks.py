"""Marks and corrections from an export, of this version or an older one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from lib.common import Problem
from lib.common.excel_cells import has_cut_mark, has_unguarded, unguard
from lib.common.own_columns import (
    BATCH_SUFFIX,
    CHECK_COLUMNS,
    CHECK_KEY,
    OLD_CHECK_COLUMNS,
    OLD_CHECK_KEY,
    ORIGINAL_SUFFIX,
    SNAKE_CHECK_COLUMNS,
    SNAKE_CHECK_KEY,
    bare_name,
    export_columns,
    start_of,
)
from lib.review.marks import VERDICTS, Correction, Mark, MarkKey, Verdict, names_in, parse_key, sorted_corrections
from lib.sheets import Sheet

_LOAD_WHOLE = "Load a file with all columns to get the correction back."


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
    """Whether a sheet has all columns of an export with marks."""
    columns = _find_columns(sheet)
    return columns is not None and columns.are_whole


def read_marks(sheet: Sheet) -> ImportedMarks:
    """The marks in an export, or in any sheet with the columns `custom_id` and `Checked`.

    Capitals and spaces in a verdict are ignored. In a guarded CSV, the apostrophes are removed.
    """
    columns = _find_columns(sheet)
    if columns is None:
        hint = "Load an export of this app that has the columns custom_id and Checked."
        return ImportedMarks((), [Problem("no-marks", "the sheet has no marks.", hint, "ask", file=sheet.name)])
    marks: dict[object, FileMark] = {}
    problems: list[Problem] = []
    for row in range(len(sheet)):
        marked = columns.marked(row)
        place = _Place(sheet.numbers[row], sheet.name)
        problems += [_cut_text(place) for _ in range(columns.cut(row))]
        identity = marked.key or (marked.custom_id, marked.answer)
        problems += _problems(place, columns, row, marked, marks.get(identity, marked).mark)
        if any(marked.mark) and (marked.key or marked.custom_id) and not columns.lacks_original(row):
            marks.setdefault(identity, marked)
    return ImportedMarks(list(marks.values()), problems)


class _Columns:
    """The columns of an export that hold the marks and what they belong to.

    Args:
        places: where the columns of marks are in the sheet: verdicts, notes, corrections; None for a missing one.
        names: their names, without suffixes.
    """

    def __init__(self, sheet: Sheet, places: Sequence[int | None], names: Sequence[str], key: str) -> None:
        self._sheet = sheet
        self.are_whole = None not in places
        first = min(place for place in places if place is not None)
        self._none = [""] * len(sheet)
        self.verdicts, self._notes, self._corrected = (list(self._cells(place)) for place in places)
        self.name = names[0]
        self.is_old = names == OLD_CHECK_COLUMNS
        """Whether the corrections are texts for the whole answer."""

        ids, answers = _before(sheet, "custom_id", first), _before(sheet, "answer", first)
        keys = next((place for place in _places(sheet, key) if place > first), None)
        self.belong = ids is not None or keys is not None
        self._ids, self._keys = list(self._cells(ids)), list(self._cells(keys))
        self._read_names: dict[str, list[str]] = {}
        self._answer = None if answers is None else sheet.columns[answers]

    @cached_property
    def _is_guarded(self) -> bool:
        """Whether the file may be a guarded CSV: no cell that belongs to the marks has a formula."""
        sheet, answers = self._sheet, [self._answer] if self._answer is not None else []
        corrected = {name for cell in set(self._corrected) for name in names_in(cell)}.intersection(sheet.columns)
        texts = [sheet.column(name) for name in (*answers, *corrected)]
        every = [self.verdicts, self._notes, self._corrected, self._ids, *texts]
        return sheet.options.delimiter is not None and not any(map(has_unguarded, every))

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {self._plain(name): place for place, name in enumerate(self._sheet.columns)}

    def marked(self, row: int) -> FileMark:
        """One row of the file."""
        mark = Mark(_verdict(self._text(self.verdicts[row])), self._text(self._notes[row]), self._corrections(row))
        return FileMark(self._plain(self._ids[row]), self._original(row), parse_key(self._keys[row]), mark)

    def cut(self, row: int) -> int:
        """Number of texts of a row's mark that Excel's limit has cut."""
        own = (self.verdicts[row], self._notes[row], *self._corrected_cells(row).values())
        return sum(has_cut_mark(cell) for cell in (*own, self._corrected[row] if self.is_old else ""))

    def lacks_original(self, row: int) -> bool:
        """Whether nothing in the file says which answer was corrected."""
        return not parse_key(self._keys[row]) and self._answer in self._names(row) and self._original(row) is None

    def unknown_columns(self, row: int) -> list[str]:
        """The columns that a row names as corrected, and that the file does not have."""
        return [name for name in self._names(row) if name not in self._places]

    def _corrections(self, row: int) -> tuple[Correction, ...]:
        if self.is_old:
            text = self._text(self._corrected[row])
            return (Correction("answer", text),) if text else ()
        cells = self._corrected_cells(row)
        texts = {bare_name(name): self._plain(cell) for name, cell in cells.items() if not has_cut_mark(cell)}
        return sorted_corrections(texts)

    def _corrected_cells(self, row: int) -> dict[str, str]:
        return {name: self._cells(self._places[name])[row] for name in self._names(row) if name in self._places}

    def _names(self, row: int) -> list[str]:
        cell = self._corrected[row]
        if self.is_old or not cell:
            return []
        if cell not in self._read_names:
            self._read_names[cell] = names_in(self._plain(cell))
        return self._read_names[cell]

    def _original(self, row: int) -> str | None:
        """The answer before its correction."""
        if self._answer is None:
            return None
        if self._answer not in self._names(row):
            return self._plain(self._sheet.column(self._answer)[row])
        place = next(reversed(_places(self._sheet, f"{self._answer}{ORIGINAL_SUFFIX}")), None)
        return None if place is None else self._plain(self._cells(place)[row])

    def _cells(self, place: int | None) -> Sequence[str]:
        return self._none if place is None else self._sheet.column(self._sheet.columns[place])

    def _text(self, cell: str) -> str:
        return "" if has_cut_mark(cell) else self._plain(cell)

    def _plain(self, cell: str) -> str:
        return unguard(cell) if self._is_guarded else cell


def _find_columns(sheet: Sheet) -> _Columns | None:
    """The columns of the last run in the sheet that has marks; None if they belong to no answers."""
    found = [(_last_places(sheet, names), names, key) for names, key in _VERSIONS.items()]
    places, names, key = max(found, key=lambda each: (None not in each[0], _last(each[0])))
    if _last(places) < 0:
        return None
    columns = _Columns(sheet, places, names, key)
    return columns if columns.belong else None


_VERSIONS = {
    CHECK_COLUMNS: CHECK_KEY,
    SNAKE_CHECK_COLUMNS: SNAKE_CHECK_KEY,
    OLD_CHECK_COLUMNS: OLD_CHECK_KEY,
}
"""The columns of marks, each set with its key, as the versions of Batchdesk wrote them: the newest first."""


def _last_places(sheet: Sheet, names: Sequence[str]) -> list[int | None]:
    return [next(reversed(_places(sheet, name)), None) for name in names]


def _last(places: Sequence[int | None]) -> int:
    return max(-1 if place is None else place for place in places)


def _places(sheet: Sheet, name: str) -> list[int]:
    """The places of one of our columns, one for each run: ours has the suffix where the sheet had the name."""
    return [
        place
        for place, column in enumerate(sheet.columns)
        if column.startswith(name) and not column.removeprefix(name).replace(BATCH_SUFFIX, "")
    ]


def _before(sheet: Sheet, name: str, marks: int) -> int | None:
    """The column that belongs to the marks: that of the last export which starts before them, else the last before."""
    exports = [export for export in export_columns(sheet.columns) if start_of(export) < marks]
    places = _places(sheet, name)
    before = [place for place in places if place < marks]
    return exports[-1].get(name) if exports else next(iter([*before[-1:], *places]), None)


def _verdict(text: str) -> Verdict:
    folded = text.strip().casefold()
    return next((verdict for verdict in VERDICTS if verdict.casefold() == folded), "")


class _Place(NamedTuple):
    """Where a mark is."""

    row: int
    file: str


def _problems(place: _Place, columns: _Columns, row: int, marked: FileMark, first: Mark) -> Iterator[Problem]:
    """The problems of a row; `first` is the first mark of its answer."""
    verdict, file = columns.verdicts[row], place.file
    if verdict.strip() and not marked.mark.verdict and not has_cut_mark(verdict):
        message = f'"{verdict[:40]}" is not a verdict.'
        hint = f"Use one of {', '.join(VERDICTS)}; the note beside it is still used."
        yield Problem("unknown-verdict", message, hint, "ask", row=place.row, column=columns.name, file=file)
    elif any(marked.mark) and not (marked.custom_id or marked.key):
        message, hint = "the row has a mark but no custom_id.", "Without one, its answer is unknown."
        yield Problem("mark-without-id", message, hint, "ask", row=place.row, file=file)
    elif any(marked.mark) and first != marked.mark:
        message = f"the row has another mark for {marked.custom_id[:80]} than a row above it."
        yield Problem("duplicate-mark", message, "The first one counts.", "ask", row=place.row, file=file)
    if columns.lacks_original(row):
        message, hint = "the answer has a correction, but the file does not have the original answer.", _LOAD_WHOLE
        yield Problem("original-missing", message, hint, "ask", row=place.row, file=file)
    for name in columns.unknown_columns(row):
        message = f'"{name[:40]}" has a correction, but the file does not have this column.'
        yield Problem("corrected-column-missing", message, _LOAD_WHOLE, "ask", row=place.row, file=file)


def _cut_text(place: _Place) -> Problem:
    message, hint = "Excel's limit has cut a text, which is left out.", "Load the CSV, which has the whole text."
    return Problem("cut-text", message, hint, "ask", row=place.row, file=place.file)
