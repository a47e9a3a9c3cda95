"""Answers that are one of a list: which there are, and how often each was given."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

MOST_LABELS = 20
LABEL_LENGTH = 60
"""Characters; what is longer is a text, not a label."""

_WRAPPED = re.compile(r"^([\"'`]|\*{1,3})([^*].*)\1$")
OTHER = "… other answers"
_MOSTLY = 0.9


def folded(answer: str) -> str:
    """An answer without what does not tell it from others: letter case, blanks, closing stops, quotes around it.

    >>> folded(' "Very  good." ') == folded("**very good**")
    True
    >>> folded("A*") == folded("A"), folded(".5") == folded("5")
    (False, False)
    """
    bare, before = " ".join(answer.split()).casefold(), ""
    while bare != before:
        before, bare = bare, _WRAPPED.sub(r"\2", bare.rstrip("!.") or bare).strip()
    return bare


def same(cell: object) -> str:
    """What all spellings of a value have in common: letter case, blanks, quotes around it and closing stops aside.

    >>> same(" Very good. ") == same("very good"), same(None), same('" "')
    (True, '', '" "')
    """
    text = "" if cell is None else str(cell).strip()
    return (folded(text) or text) if len(text) <= LABEL_LENGTH else text


@dataclass(frozen=True, slots=True)
class Tally:
    """How often each label was given."""

    labels: dict[str, int]
    """In their most frequent spelling, the most frequent label first."""

    other: int
    """Answers that are none of the labels."""

    @property
    def counts(self) -> dict[str, int]:
        """The labels, and what is none of them if there is any; all answers in sum."""
        return self.labels | ({OTHER: self.other} if self.other else {})


def tally(answers: Iterable[str]) -> Tally | None:
    """How often each answer was given; None if the answers are texts rather than one of a list.

    They are one of a list if nine in ten of them are one of at most 20 short answers that came
    twice or more.
    """
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    total = 0
    for answer in answers:
        total += 1
        if len(answer) <= LABEL_LENGTH and answer.strip():
            spellings[folded(answer)][answer.strip()] += 1
    again = [(spelled.total(), spelled) for spelled in spellings.values() if spelled.total() > 1]
    frequent = sorted(again, key=lambda found: -found[0])[:MOST_LABELS]
    covered = sum(count for count, _ in frequent)
    if not covered or covered < total * _MOSTLY:
        return None
    return Tally({spelled.most_common(1)[0][0]: count for count, spelled in frequent}, total - covered)
