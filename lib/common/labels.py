"""Labels among the answers: which there are, and how often each occurs."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

MOST_LABELS = 20
LABEL_LENGTH = 60
"""Most characters of a label; a longer answer is a text."""

OTHER_ANSWERS = "… other answers"

_LABEL_SHARE = 0.9
_WRAPPED = re.compile(r"^([\"'`]|\*{1,3})([^*].*)\1$")


def fold_label(answer: str) -> str:
    """The answer without capitals, extra spaces, closing stops and the quotes around it.

    >>> fold_label(' "Very  good." ') == fold_label("**very good**")
    True
    >>> fold_label("A*") == fold_label("A"), fold_label(".5") == fold_label("5")
    (False, False)
    """
    bare, before = " ".join(answer.split()).casefold(), ""
    while bare != before:
        before, bare = bare, _WRAPPED.sub(r"\2", bare.rstrip("!.") or bare).strip()
    return bare


def value_key(cell: object) -> str:
    """A key that all spellings of a value share: a label's folded form, a longer text as it is.

    >>> value_key(" Very good. ") == value_key("very good"), value_key(None), value_key('" "')
    (True, '', '" "')
    """
    text = "" if cell is None else str(cell).strip()
    return (fold_label(text) or text) if len(text) <= LABEL_LENGTH else text


@dataclass(frozen=True, slots=True)
class Tally:
    """How often each label occurs."""

    labels: dict[str, int]
    """Count by label, in its most frequent spelling, the most frequent label first."""

    other: int
    """Number of answers that are not one of the labels."""

    @property
    def counts(self) -> dict[str, int]:
        """The labels, and the other answers if there are any; together all answers."""
        return self.labels | ({OTHER_ANSWERS: self.other} if self.other else {})


def tally(answers: Iterable[str]) -> Tally | None:
    """How often each label occurs; None if the answers are texts rather than labels.

    They are labels if nine in ten of them belong to at most 20 short answers that occur more than
    once.
    """
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    total = 0
    for answer in answers:
        total += 1
        if len(answer) <= LABEL_LENGTH and answer.strip():
            spellings[fold_label(answer)][answer.strip()] += 1
    repeated = [spelled for spelled in spellings.values() if spelled.total() > 1]
    frequent = sorted(repeated, key=Counter.total, reverse=True)[:MOST_LABELS]
    covered = sum(map(Counter.total, frequent))
    if not covered or covered < total * _LABEL_SHARE:
        return None
    return Tally({spelled.most_common(1)[0][0]: spelled.total() for spelled in frequent}, total - covered)
