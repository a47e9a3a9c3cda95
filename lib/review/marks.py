"""Marks: a verdict, a note and corrections for one answer each.

A mark belongs to a custom_id, the prompt that was sent and the answer. An unknown prompt equals any,
so a mark made without the input file counts with it, too.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Literal, NamedTuple, get_args

from lib.batch.content import content_text
from lib.common.own_columns import CHECK_COLUMNS, CHECK_KEY
from lib.join import Joined

Verdict = Literal["", "OK", "wrong", "unsure"]

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)[1:]
"""Verdicts that a person can choose."""

CORRECTED = "corrected"
"""Stands for the answers with corrections, among verdicts to select."""


class Correction(NamedTuple):
    """A person's text in place of what an answer says in one column."""

    column: str
    """The column's name as `bare_name` gives it: `answer` for the whole answer, else that of a field."""

    text: str


class Mark(NamedTuple):
    """What a person says of one answer."""

    verdict: Verdict = ""
    note: str = ""
    corrections: tuple[Correction, ...] = ()
    """In the order of their columns' names, at most one for each column."""


def sorted_corrections(texts: Mapping[str, str]) -> tuple[Correction, ...]:
    """The corrections of one answer from their texts by column."""
    return tuple(Correction(*each) for each in sorted(texts.items()))


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
        fields = (joined.field(name) for name in ("state", "custom_id", "answer"))
        self.answers = [
            "" if state == "Failed" else answer_digest(str(custom_id), str(answer))
            for state, custom_id, answer in zip(*fields, strict=True)
        ]
        """The part of each row's key that is known without the input; empty for a row without an answer."""

        self._prompts: dict[int, str] = {}

    def key(self, row: int) -> MarkKey:
        """The key of one row's answer."""
        return MarkKey(self.answers[row], self.prompt(row))

    def prompt(self, row: int) -> str:
        """Digest of everything that was sent for a row; empty if that is unknown."""
        if row not in self._prompts:
            self._prompts[row] = _prompt_digest(self.joined, row)
        return self._prompts[row]


def _prompt_digest(joined: Joined, row: int) -> str:
    request = joined.rows.requests[row]
    return _digest(content_text(joined.sent[request[0]].body(request[1]))) if request else ""


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Progress(NamedTuple):
    """How many answers a person has checked: `37 of 400 checked`."""

    checked: int
    """Answers with a verdict."""

    answers: int
    verdicts: Mapping[str, int]
    """Number of answers with each verdict."""

    corrected: int
    """Answers with corrections."""

    def __str__(self) -> str:
        return f"{self.checked:,} of {self.answers:,} checked"


def check_progress(joined: Joined, marks: RowMarks) -> Progress:
    """How many of the answers have a verdict; rows that share an answer count once."""
    row_of = {joined.rows.results[row]: row for row in joined.with_answer()}
    here = [marks.get(row, _EMPTY) for row in row_of.values()]
    counts: Counter[str] = Counter(mark.verdict for mark in here if mark.verdict)
    corrected = sum(bool(mark.corrections) for mark in here)
    return Progress(counts.total(), len(row_of), {verdict: counts[verdict] for verdict in VERDICTS}, corrected)


def rows_marked(joined: Joined, marks: RowMarks, verdicts: Iterable[str]) -> list[int]:
    """The rows whose answer has one of the verdicts, in the table's order.

    An empty verdict selects answers that are not checked, and `CORRECTED` those with corrections.
    """
    wanted = set(verdicts)
    return [
        row
        for row in joined.with_answer()
        if (mark := marks.get(row, _EMPTY)).verdict in wanted or (mark.corrections and CORRECTED in wanted)
    ]


def check_columns(joined: Joined, marks: RowMarks, corrected: Mapping[int, Sequence[str]]) -> dict[str, list[str]]:
    """The marks as columns of an export, with a cell for each row of the table.

    Args:
        corrected: the names of the columns with corrections, by row.
    """
    by_row = [marks.get(row, _EMPTY) for row in range(len(joined.rows))]
    verdicts = [str(mark.verdict) for mark in by_row]
    names = [names_text(corrected.get(row, ())) for row in range(len(by_row))]
    return dict(zip(CHECK_COLUMNS, (verdicts, [mark.note for mark in by_row], names), strict=True))


def names_text(names: Sequence[str]) -> str:
    """Names of columns as one cell; `names_in` reads them again.

    >>> names_text(["Mood", "Topic"]), names_text(["a;b"])
    ('Mood; Topic', '["a;b"]')
    """
    if any(name.startswith("[") or ";" in name or name != name.strip() for name in names):
        return json.dumps(list(names), ensure_ascii=False)
    return "; ".join(names)


def names_in(text: str) -> list[str]:
    """The names in such a cell."""
    if text.startswith("["):
        try:
            return [name for name in json.loads(text) if isinstance(name, str)]
        except (ValueError, RecursionError):
            return [text]
    return [name for part in text.split(";") if (name := part.strip())]


def key_column(keys: RowKeys) -> dict[str, list[str]]:
    """The key of every answer as a column of an export, so that a mark finds it again in whatever file."""
    return {CHECK_KEY: [str(keys.key(row)) if answer else "" for row, answer in enumerate(keys.answers)]}
