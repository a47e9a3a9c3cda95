"""Review marks across files, each kept with its answer.

A custom_id does not identify an answer: another batch, or another run of the same sheet, has the
same ids. So the key of a mark is the custom_id with the answer's text, and no other answer uses it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from lib.common.excel_cells import has_cut_mark, is_too_long
from lib.join import Joined
from lib.json.codec import loads
from lib.results.bodies.vectors import describe_vectors
from lib.review.import_marks import ImportedMarks
from lib.review.marks import Mark, Marks, Merge, merge_marks

MarkKey = tuple[str, str]
"""A custom_id and the key of its answer; the latter is empty where a file has no answers."""

StoredMarks = Mapping[MarkKey, Mark]
"""All marks of a session, without empty ones."""

AnswerKeys = Mapping[str, str]
"""Keys of the loaded answers by custom_id."""

_CHANGED_BY_SPREADSHEETS = re.compile("[\\s\x00-\x1f\ufffd\ufffe\uffff\ud800-\udfff]+")
"""Characters that a spreadsheet may add, remove or replace."""

_KEPT_CHARACTERS = 4_000
"""Characters that a workbook certainly keeps of an answer that is too long for it."""


def answer_key(answer: str) -> str:
    """A key of the answer's text, the same before and after a CSV or a workbook.

    >>> answer_key("=1+1\\r\\n") == answer_key("'=1+1") != answer_key("=1+2")
    True
    """
    text = _CHANGED_BY_SPREADSHEETS.sub("", answer).lstrip("'")
    if is_too_long(answer) or has_cut_mark(answer):
        text = text[:_KEPT_CHARACTERS]
    return sha256(text.encode()).hexdigest()[:16]


def answer_keys(joined: Joined) -> dict[str, str]:
    """The key of each answer by its custom_id; failures have none."""
    answers = filter(None, map(joined.answer, range(len(joined.rows))))
    return {result.custom_id: answer_key(result.answer) for result in answers}


def stored_marks_here(answers: AnswerKeys, stored: StoredMarks) -> dict[MarkKey, Mark]:
    """The marks of the loaded answers, by their keys."""
    return {
        (custom_id, key): mark
        for (custom_id, key), mark in stored.items()
        if key == answers.get(custom_id) or (not key and custom_id in answers)
    }


def marks_here(answers: AnswerKeys, stored: StoredMarks) -> dict[str, Mark]:
    """The marks of the loaded answers, by custom_id."""
    return {custom_id: mark for (custom_id, _), mark in stored_marks_here(answers, stored).items()}


def ids_marked_elsewhere(answers: AnswerKeys, stored: StoredMarks) -> set[str]:
    """The custom_ids of loaded answers without a mark, for which another answer has one."""
    return {custom_id for custom_id, _ in stored if custom_id in answers} - marks_here(answers, stored).keys()


def set_mark(stored: StoredMarks, custom_id: str, answer: str, mark: Mark) -> dict[MarkKey, Mark]:
    """The marks with a new one for an answer; an empty mark removes the old one."""
    key = answer_key(answer)
    others = {other: old for other, old in stored.items() if other not in ((custom_id, ""), (custom_id, key))}
    return others | {(custom_id, key): mark} if any(mark) else others


def reuse_marks(answers: AnswerKeys, stored: StoredMarks) -> dict[MarkKey, Mark]:
    """The marks, with those of other answers used for the loaded ones: the last mark of each custom_id."""
    others = ids_marked_elsewhere(answers, stored)
    last = {custom_id: mark for (custom_id, _), mark in stored.items() if custom_id in others}
    return _set_here(answers, stored, last)


@dataclass(frozen=True, slots=True)
class FileMerge:
    """The marks of the session and of a file."""

    stored: StoredMarks
    merge: Merge
    """Merge of the marks of loaded answers."""

    waiting: int
    """Marks in the file for answers that are not loaded; they are stored until those are."""

    contradicted: int = 0
    """Marks in the file for answers that are not loaded, where the session has another mark and keeps it."""


def merge_file(answers: AnswerKeys, stored: StoredMarks, imported: ImportedMarks) -> FileMerge:
    """The marks of the session with those of a file; on a contradiction, those of the session stay."""
    in_file = {
        (custom_id, _key_in_file(imported.answers.get(custom_id), answers.get(custom_id))): mark
        for custom_id, mark in imported.marks.items()
    }
    theirs = marks_here(answers, in_file)
    merged = merge_marks(marks_here(answers, stored), theirs)
    waiting = {key: mark for key, mark in in_file.items() if key[0] not in theirs}
    contradicted = sum(stored.get(key, mark) != mark for key, mark in waiting.items())
    every = {**waiting, **_set_here(answers, stored, merged.marks)}
    return FileMerge(every, merged, len(waiting) - contradicted, contradicted)


def _key_in_file(answer: str | None, loaded: str | None) -> str:
    """The key of an answer in a file. Vectors, which a file has in full, get the key of their description."""
    if answer is None:
        return ""
    key = answer_key(answer)
    if key == loaded or not answer.startswith("["):
        return key
    vectors, _ = loads(answer.encode("utf-8", "replace"))
    several = vectors if isinstance(vectors, list) and all(isinstance(one, list) for one in vectors) else [vectors]
    lengths = [len(vector) for vector in several if isinstance(vector, list)]
    description_key = answer_key(describe_vectors(lengths)) if lengths else key
    return description_key if description_key == loaded else key


def accept_theirs(answers: AnswerKeys, stored: StoredMarks, merged: Merge) -> dict[MarkKey, Mark]:
    """The marks, with the file's own wherever they contradict the session's."""
    return _set_here(answers, stored, {conflict.custom_id: conflict.theirs for conflict in merged.conflicts})


def _set_here(answers: AnswerKeys, stored: StoredMarks, marks: Marks) -> dict[MarkKey, Mark]:
    """All marks, with these for the loaded answers."""
    every = dict(stored)
    for custom_id, mark in marks.items():
        every.pop((custom_id, ""), None)
        every[custom_id, answers[custom_id]] = mark
    return every
