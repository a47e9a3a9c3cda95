"""Review marks across files: each stays with the answer it was made of.

A custom_id alone does not tell an answer: another batch, or another run of the same sheet, has the
same ids. So a mark is kept by custom_id and by what the answer says, and is used for no other.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from lib.join import Joined
from lib.review import Mark, Marks, Merge, ReadMarks, marked, merge

Key = tuple[str, str]
"""A custom_id, and the key of its answer; the latter is empty where a file did not say it."""

Kept = Mapping[Key, Mark]
"""All marks of a session; a mark that says nothing is not in it."""

# What a spreadsheet may add to a text, take from it, or replace in it.
_LOST = re.compile("[\\s\x00-\x1f\ufffd\ufffe\uffff\ud800-\udfff]+")


def answer_key(answer: str) -> str:
    """What tells an answer from others, the same before and after its way through a CSV or a workbook.

    >>> answer_key("=1+1\\r\\n") == answer_key("'=1+1") != answer_key("=1+2")
    True
    """
    return sha256(_LOST.sub("", answer).lstrip("'").encode()).hexdigest()[:16]


def marks_here(joined: Joined, kept: Kept) -> dict[str, Mark]:
    """The marks of these very answers, by custom_id."""
    return {
        custom_id: mark
        for custom_id, key in _answers(joined, kept)
        if (mark := kept.get((custom_id, key)) or kept.get((custom_id, "")))
    }


def about_others(joined: Joined, kept: Kept) -> list[str]:
    """The custom_ids of answers that have no mark here, while another answer of the same id has one."""
    here = marks_here(joined, kept)
    return [custom_id for custom_id, _ in _answers(joined, kept) if custom_id not in here]


def _answers(joined: Joined, kept: Kept) -> Iterator[tuple[str, str]]:
    """The ids and keys of the answers whose ids have any mark."""
    ids = {custom_id for custom_id, _ in kept}
    for at, row in enumerate(joined.rows if ids else ()):
        result = joined.result(at) if row.custom_id in ids else None
        if result is not None and result.state != "Failed":
            yield row.custom_id, answer_key(result.answer)


def keep(kept: Kept, custom_id: str, answer: str, mark: Mark) -> dict[Key, Mark]:
    """The marks with this one of this answer; a mark that says nothing takes the old one away."""
    rest = {key: old for key, old in kept.items() if key not in ((custom_id, ""), (custom_id, answer_key(answer)))}
    return rest | {(custom_id, answer_key(answer)): mark} if any(mark) else rest


def adopt(joined: Joined, kept: Kept) -> dict[Key, Mark]:
    """The marks with those of other answers used for the answers here, the last kept one of each id."""
    last = {custom_id: mark for (custom_id, _), mark in kept.items()}
    others = set(about_others(joined, kept))
    keys = {custom_id: key for custom_id, key in _answers(joined, kept) if custom_id in others}
    return {**kept, **{(custom_id, key): last[custom_id] for custom_id, key in keys.items()}}


@dataclass(frozen=True, slots=True)
class Taken:
    """The marks with those of a file."""

    kept: Kept
    merge: Merge
    """Of those that are about the answers here."""

    waiting: int
    """Marks of the file that are about answers which are not here; they are kept until those are loaded."""


def take(joined: Joined, kept: Kept, read: ReadMarks) -> Taken:
    """The marks of a file beside those of the session; where they contradict each other the session's stay."""
    keyed = {
        custom_id: answer_key(read.answers[custom_id]) if custom_id in read.answers else "" for custom_id in read.marks
    }
    every = {(custom_id, keyed[custom_id]): mark for custom_id, mark in read.marks.items()}
    theirs = marks_here(joined, every)
    merged = merge(marks_here(joined, kept), theirs)
    waiting = {key: mark for key, mark in every.items() if key[0] not in theirs}
    return Taken({**waiting, **_placed(joined, kept, merged.marks)}, merged, len(waiting))


def settle(joined: Joined, kept: Kept, merged: Merge) -> dict[Key, Mark]:
    """The marks with a file's own wherever it contradicted them."""
    marks: Marks = marks_here(joined, kept)
    for conflict in merged.conflicts:
        marks = marked(marks, conflict.custom_id, conflict.theirs)
    return _placed(joined, kept, marks)


def _placed(joined: Joined, kept: Kept, here: Marks) -> dict[Key, Mark]:
    """All marks, with these for the answers here."""
    wanted: Sequence[tuple[str, str]] = list(
        _answers(joined, {(custom_id, ""): mark for custom_id, mark in here.items()})
    )
    placed = {(custom_id, key): here[custom_id] for custom_id, key in wanted}
    bare = {(custom_id, "") for custom_id, _ in wanted}
    return {key: mark for key, mark in kept.items() if key not in bare} | placed
