"""Review marks: a verdict, a note and a corrected text for one answer each.

A mark belongs to a custom_id, the prompt that was sent and the answer. An unknown prompt equals any,
so a mark made without the input file counts with it, too.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Literal, NamedTuple, get_args

from lib.batch.content import content_text
from lib.common.own_columns import REVIEW_COLUMNS, REVIEW_KEY
from lib.join import Joined

Verdict = Literal["", "OK", "wrong", "unsure"]

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)[1:]
"""Verdicts that a person can choose."""


class Mark(NamedTuple):
    """A person's review of one answer."""

    verdict: Verdict = ""
    note: str = ""
    corrected: str = ""


RowMarks = Mapping[int, Mark]
"""Marks by row of a joined table, without empty ones."""

_EMPTY = Mark()
_WRITTEN_KEY = re.compile("(k[0-9a-f]{15})-([0-9a-f]{16}|)")


class MarkKey(NamedTuple):
    """What a mark belongs to."""

    answer: str
    """Digest of the custom_id and the answer."""

    prompt: str = ""
    """Digest of everything that was sent; empty if that is unknown."""

    def __str__(self) -> str:
        """The key as an export has it, whatever the id and the answer are."""
        return f"{self.answer}-{self.prompt}"


def parse_key(text: str) -> MarkKey | None:
    """The key in an export's cell, if it has one."""
    written = _WRITTEN_KEY.fullmatch(text.strip())
    return MarkKey(*written.groups()) if written else None


def answer_digest(custom_id: str, answer: str) -> str:
    """The part of a key that is known without the input."""
    return f"k{_digest(f'{len(custom_id)} {custom_id} {answer}')[:15]}"


class RowKeys:
    """The key of each answer of a joined table."""

    def __init__(self, joined: Joined) -> None:
        self.joined = joined
        self.answers = [
            answer_digest(result.custom_id, result.answer) if (result := joined.answer(row)) else ""
            for row in range(len(joined.rows))
        ]
        """The part of each row's key that is known without the input; empty for a row without an answer."""

        self._prompts: dict[int, str] = {}

    def key(self, row: int) -> MarkKey:
        """The key of one row's answer."""
        prompt = self._prompts.get(row)
        if prompt is None:
            prompt = self._prompts[row] = _prompt_digest(self.joined, row)
        return MarkKey(self.answers[row], prompt)


def _prompt_digest(joined: Joined, row: int) -> str:
    request = joined.rows.requests[row]
    return _digest(content_text(joined.sent[request[0]].body(request[1]))) if request else ""


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Progress(NamedTuple):
    """How much of a review is done: `37 of 400 reviewed`."""

    reviewed: int
    """Answers with a verdict."""

    answers: int
    verdicts: Mapping[str, int]
    """Number of answers with each verdict."""

    def __str__(self) -> str:
        return f"{self.reviewed:,} of {self.answers:,} reviewed"


def review_progress(joined: Joined, marks: RowMarks) -> Progress:
    """How many of the answers have a verdict; rows that share an answer count once."""
    row_of = {joined.rows.results[row]: row for row in joined.with_answer()}
    counts: Counter[str] = Counter(mark.verdict for row in row_of.values() if (mark := marks.get(row, _EMPTY)).verdict)
    return Progress(counts.total(), len(row_of), {verdict: counts[verdict] for verdict in VERDICTS})


def rows_marked(joined: Joined, marks: RowMarks, verdicts: Iterable[str]) -> list[int]:
    """The rows whose answer has one of the verdicts, in the table's order; an empty verdict selects unreviewed ones."""
    wanted = set(verdicts)
    return [row for row in joined.with_answer() if marks.get(row, _EMPTY).verdict in wanted]


def review_columns(joined: Joined, marks: RowMarks) -> dict[str, list[str]]:
    """The marks as columns of an export, with a cell for each row of the table."""
    by_row = [marks.get(row, _EMPTY) for row in range(len(joined.rows))]
    return {name: [mark[field] for mark in by_row] for field, name in enumerate(REVIEW_COLUMNS)}


def key_column(keys: RowKeys) -> dict[str, list[str]]:
    """The key of every answer as a column of an export, so that a mark finds it again in whatever file."""
    return {REVIEW_KEY: [str(keys.key(row)) if answer else "" for row, answer in enumerate(keys.answers)]}
