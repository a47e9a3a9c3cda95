"""All marks of a session, those of them that belong to the loaded answers, and those of a file."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lib.common.excel_cells import cut_cell, unguard
from lib.common.phrasing import counted
from lib.review.import_marks import FileMark
from lib.review.marks import Mark, MarkKey, RowKeys, answer_digest, sorted_corrections

StoredMarks = Mapping[MarkKey, Mark]
"""All marks of a session, without empty ones."""

_CHANGED_BY_FILES = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile("\r\n?")


def marks_here(keys: RowKeys, stored: StoredMarks) -> dict[int, MarkKey]:
    """The keys of the marks of the loaded answers, by row."""
    marked = _by_answer(stored)
    rows = {row: _key_of(marked[answer], keys.key(row)) for row, answer in enumerate(keys.answers) if answer in marked}
    return {row: key for row, key in rows.items() if key}


def set_mark(stored: StoredMarks, key: MarkKey, mark: Mark) -> dict[MarkKey, Mark]:
    """The marks with a new one for an answer; an empty mark removes the old one."""
    old = _key_of([other for other in stored if other.answer == key.answer], key)
    others = {other: kept for other, kept in stored.items() if other != old}
    return others | {_known(key, old): mark} if any(mark) else others


def mark_of(stored: StoredMarks, key: MarkKey) -> Mark:
    """The mark of an answer; an empty one if it has none."""
    found = _key_of([other for other in stored if other.answer == key.answer], key)
    return stored[found] if found else Mark()


@dataclass(frozen=True, slots=True)
class FileMerge:
    """The marks of the session with those of a file, which win."""

    stored: StoredMarks
    applied: int = 0
    """Marks in the file for answers that are loaded."""

    overwritten: int = 0
    """Marks of the session that the file changed."""

    waiting: int = 0
    """Marks in the file for answers that are not loaded; they are stored until those are."""

    without_answer: int = 0
    """Marks in the file that name only an id, of no loaded answer; they are left out."""

    @property
    def summary(self) -> str:
        """`12 marks applied (3 of yours overwritten), 2 wait for answers that are not here.`"""
        overwritten = f" ({self.overwritten:,} of yours overwritten)" if self.overwritten else ""
        answers = "wait for answers that are" if self.waiting > 1 else "waits for an answer that is"
        waiting = f", {self.waiting:,} {answers} not here" if self.waiting else ""
        return f"{counted(self.applied, 'mark')} applied{overwritten}{waiting}."


def merge_file(keys: RowKeys, stored: StoredMarks, marks: Iterable[FileMark]) -> FileMerge:
    """The marks of the session with those of a file: what the file says of an answer replaces what was said before."""
    merged = {answer: {key: stored[key] for key in of} for answer, of in _by_answer(stored).items()}
    rows = _LoadedRows(keys)
    counts = {"applied": 0, "overwritten": 0, "waiting": 0, "without_answer": 0}
    for file_mark in marks:
        here = list(dict.fromkeys(rows.keys_of(file_mark)))
        there = [key for key in [file_mark.key or _key_in_file(file_mark)] if key and not here]
        counts["applied" if here else "waiting" if there else "without_answer"] += 1
        for key in [*here, *there]:
            counts["overwritten"] += _take(merged.setdefault(key.answer, {}), key, file_mark.mark)
    return FileMerge({key: mark for of in merged.values() for key, mark in of.items()}, **counts)


def _take(stored: dict[MarkKey, Mark], key: MarkKey, theirs: Mark) -> bool:
    """Stores a mark among those of equal answers; whether it changes one. What it leaves empty stays as it was."""
    old = _key_of(stored, key)
    mine = stored.pop(old) if old else Mark()
    corrections = {**dict(mine.corrections), **dict(theirs.corrections)}
    both = Mark(theirs.verdict or mine.verdict, theirs.note or mine.note, sorted_corrections(corrections))
    stored[_known(key, old)] = both
    kept = Mark(mine.verdict or both.verdict, mine.note or both.note)
    is_kept = kept == both._replace(corrections=()) and set(mine.corrections) <= set(both.corrections)
    return not is_kept


class _LoadedRows:
    """Finds the loaded answers that a mark of a file belongs to."""

    def __init__(self, keys: RowKeys) -> None:
        self._keys = keys
        self._rows: dict[str, list[int]] = defaultdict(list)
        """Rows by the part of their key that is known without the input."""

        for row, answer in enumerate(keys.answers):
            if answer:
                self._rows[answer].append(row)
        self._by_id: dict[str, list[int]] = {}

    def keys_of(self, mark: FileMark) -> Iterator[MarkKey]:
        if mark.key:
            for row in self._rows.get(mark.key.answer, ()):
                key = self._keys.key(row)
                if _is_same(key, mark.key):
                    yield _known(key, mark.key)
            return
        for custom_id in dict.fromkeys(map(_in_files, (mark.custom_id, unguard(mark.custom_id)))):
            for row in self._rows_with(custom_id):
                if mark.answer is None or _is_text(mark.answer, self._keys.joined.full_answer(row)):
                    yield self._keys.key(row)

    def _rows_with(self, custom_id: str) -> list[int]:
        if not self._by_id:
            ids = self._keys.joined.rows.custom_ids
            self._by_id = defaultdict(list)
            for rows in self._rows.values():
                for row in rows:
                    for written in {_in_files(ids[row]), _in_files(cut_cell(ids[row]))}:
                        self._by_id[written].append(row)
        return self._by_id.get(custom_id, [])


def _is_text(cell: str, text: str) -> bool:
    """Whether a file's cell is a text, as a CSV or a workbook has it."""
    written = {_in_files(text), _in_files(cut_cell(text))}
    return _in_files(cell) in written or _in_files(unguard(cell)) in written


def _in_files(text: str) -> str:
    return _LINE_END.sub("\n", _CHANGED_BY_FILES.sub("\ufffd", text))


def _key_in_file(mark: FileMark) -> MarkKey | None:
    return None if mark.answer is None else MarkKey(answer_digest(mark.custom_id, mark.answer))


def _by_answer(stored: StoredMarks) -> dict[str, list[MarkKey]]:
    keys = defaultdict(list)
    for key in stored:
        keys[key.answer].append(key)
    return keys


def _key_of(stored: Iterable[MarkKey], key: MarkKey) -> MarkKey | None:
    """The stored key that is this one: the very same, else the last one where a prompt is unknown."""
    same = [other for other in stored if _is_same(other, key)]
    return key if key in same else same[-1] if same else None


def _is_same(one: MarkKey, other: MarkKey) -> bool:
    return one.answer == other.answer and (one.prompt == other.prompt or not (one.prompt and other.prompt))


def _known(key: MarkKey, other: MarkKey | None) -> MarkKey:
    """The one of two equal keys that knows its prompt."""
    return key if key.prompt or other is None else other
