"""Review marks across files: each stays with the answer it was made of.

A custom_id alone does not tell an answer: another batch, or another run of the same sheet, has the
same ids. So a mark is kept by custom_id and by what the answer says, and is used for no other.
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
"""A custom_id, and the key of its answer; the latter is empty where a file did not say it."""

StoredMarks = Mapping[MarkKey, Mark]
"""All marks of a session; a mark that says nothing is not in it."""

AnswerKeys = Mapping[str, str]
"""The keys of the answers that are loaded, by custom_id."""

# What a spreadsheet may add to a text, take from it, or replace in it.
_LOST = re.compile("[\\s\x00-\x1f\ufffd\ufffe\uffff\ud800-\udfff]+")


_SURE = 4_000
"""Characters that a workbook surely keeps of an answer which it cannot hold: these tell it from others."""


def answer_key(answer: str) -> str:
    """What tells an answer from others, the same before and after its way through a CSV or a workbook.

    >>> answer_key("=1+1\\r\\n") == answer_key("'=1+1") != answer_key("=1+2")
    True
    """
    said = _LOST.sub("", answer).lstrip("'")
    if is_too_long(answer) or has_cut_mark(answer):
        said = said[:_SURE]
    return sha256(said.encode()).hexdigest()[:16]


def answer_keys(joined: Joined) -> dict[str, str]:
    """The key of each answer by its custom_id; failures have none."""
    answers = filter(None, map(joined.answer, range(len(joined.rows))))
    return {result.custom_id: answer_key(result.answer) for result in answers}


def stored_marks_here(answers: AnswerKeys, kept: StoredMarks) -> dict[MarkKey, Mark]:
    """The marks of these very answers, as they are kept."""
    return {
        (custom_id, key): mark
        for (custom_id, key), mark in kept.items()
        if key == answers.get(custom_id) or (not key and custom_id in answers)
    }


def marks_here(answers: AnswerKeys, kept: StoredMarks) -> dict[str, Mark]:
    """The marks of these very answers, by custom_id."""
    return {custom_id: mark for (custom_id, _), mark in stored_marks_here(answers, kept).items()}


def ids_marked_elsewhere(answers: AnswerKeys, kept: StoredMarks) -> set[str]:
    """The custom_ids of answers that have no mark here, while another answer of the same id has one."""
    return {custom_id for custom_id, _ in kept if custom_id in answers} - marks_here(answers, kept).keys()


def set_mark(kept: StoredMarks, custom_id: str, answer: str, mark: Mark) -> dict[MarkKey, Mark]:
    """The marks with this one of this answer; a mark that says nothing takes the old one away."""
    key = answer_key(answer)
    rest = dict(kept)
    rest.pop((custom_id, ""), None)
    rest.pop((custom_id, key), None)
    return rest | {(custom_id, key): mark} if any(mark) else rest


def reuse_marks(answers: AnswerKeys, kept: StoredMarks) -> dict[MarkKey, Mark]:
    """The marks with those of other answers used for the answers here, the last kept one of each id."""
    others = ids_marked_elsewhere(answers, kept)
    last = {custom_id: mark for (custom_id, _), mark in kept.items() if custom_id in others}
    return _placed(answers, kept, last)


@dataclass(frozen=True, slots=True)
class FileMerge:
    """The marks with those of a file."""

    kept: StoredMarks
    merge: Merge
    """Of those that are about the answers here."""

    waiting: int
    """Marks of the file that are about answers which are not here; they are kept until those are loaded."""

    against: int = 0
    """Marks of the file about answers which are not here that the session has marked otherwise; its own stay."""


def merge_file(answers: AnswerKeys, kept: StoredMarks, read: ImportedMarks) -> FileMerge:
    """The marks of a file beside those of the session; where they contradict each other the session's stay."""
    every = {
        (custom_id, _key_of(read.answers.get(custom_id), answers.get(custom_id))): mark
        for custom_id, mark in read.marks.items()
    }
    theirs = marks_here(answers, every)
    merged = merge_marks(marks_here(answers, kept), theirs)
    waiting = {key: mark for key, mark in every.items() if key[0] not in theirs}
    against = sum(kept.get(key, mark) != mark for key, mark in waiting.items())
    return FileMerge({**waiting, **_placed(answers, kept, merged.marks)}, merged, len(waiting) - against, against)


def _key_of(told: str | None, here: str | None) -> str:
    """The key of an answer in a file; one of vectors, which files have in full, is only described in the session."""
    if told is None:
        return ""
    key = answer_key(told)
    if key == here or not told.startswith("["):
        return key
    vectors, _ = loads(told.encode("utf-8", "replace"))
    several = vectors if isinstance(vectors, list) and all(isinstance(one, list) for one in vectors) else [vectors]
    sizes = [len(one) for one in several if isinstance(one, list)]
    described_key = answer_key(describe_vectors(sizes)) if sizes else key
    return described_key if described_key == here else key


def accept_theirs(answers: AnswerKeys, kept: StoredMarks, merged: Merge) -> dict[MarkKey, Mark]:
    """The marks with a file's own wherever it contradicted them."""
    return _placed(answers, kept, {conflict.custom_id: conflict.theirs for conflict in merged.conflicts})


def _placed(answers: AnswerKeys, kept: StoredMarks, marks: Marks) -> dict[MarkKey, Mark]:
    """All marks, with these for the answers here."""
    placed = dict(kept)
    for custom_id, mark in marks.items():
        placed.pop((custom_id, ""), None)
        placed[custom_id, answers[custom_id]] = mark
    return placed
