"""How right the answers are: every row's answer compared with its right label, whoever gave that."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from lib.analysis.label_pairs import LabelPairs, label_pairs
from lib.analysis.row_labels import Keys, RowLabels, keys_of_rows

NO_VALUE = "OK, but empty"
"""The reason of a row whose answer is OK and has nothing in the compared column."""


LabelOutcome = Literal["found", "missed", "added"]
"""What an answer does with one of several labels that it has, or should have."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The rows with a right label and an OK answer, and the numbers of rows that lack one of them."""

    truths: Sequence[RowLabels]
    answers: Sequence[RowLabels]
    """The labels of every row of the table; None too where the answer is not OK."""

    truth_keys: Sequence[Keys | None]
    answer_keys: Sequence[Keys | None]
    """The same labels as they are compared."""

    right: Sequence[int]
    wrong: Sequence[int]
    apart: Sequence[int]
    """Rows with both, left out of the scores since they are examples in the prompt."""

    unlabelled: int
    """Number of rows with an OK answer and no right label."""

    unanswered: Mapping[str, int]
    """Number of rows with a right label and no OK answer, by the row's state."""

    pairs: LabelPairs | None
    """What the scored rows have on both sides; None if that is texts rather than labels."""

    @property
    def total(self) -> int:
        """Number of scored rows."""
        return len(self.right) + len(self.wrong)

    @property
    def scored(self) -> list[int]:
        """The scored rows, in order."""
        return sorted([*self.right, *self.wrong])

    def texts(self) -> tuple[list[str], list[str]]:
        """The right label and the answer of each scored row that has one of each."""
        both = [(self.truths[row] or (), self.answers[row] or ()) for row in self.scored]
        single = [(one[0], other[0]) for one, other in both if len(one) == len(other) == 1]
        return [one for one, _ in single], [other for _, other in single]

    def rows_with(self, truth: str, answer: str) -> list[int]:
        """The scored rows with one label by the right labels and another by the answer, given as keys."""
        both = (truth,), (answer,)
        return [row for row in self.scored if (self.truth_keys[row], self.answer_keys[row]) == both]

    def rows_of_label(self, label: str, outcome: LabelOutcome) -> list[int]:
        """The scored rows in which the answer finds, misses or wrongly adds a label, given as its key."""
        sides = {"found": (True, True), "missed": (True, False), "added": (False, True)}[outcome]
        has = ((label in (self.truth_keys[row] or ()), label in (self.answer_keys[row] or ())) for row in self.scored)
        return [row for row, both in zip(self.scored, has, strict=True) if both == sides]


def evaluate(
    truths: Sequence[RowLabels], answers: Sequence[RowLabels], states: Sequence[str], apart: Collection[int] = ()
) -> Evaluation:
    """Every row's answer, compared with its right label; capitals, extra spaces, quotes and closing stops are ignored.

    Args:
        truths: the right labels of each row, None for a row without; `answers` and `states` have the same rows.
        states: the state of each row; only answers that are OK are scored.
        apart: rows to leave out of the scores, such as those that are examples in the prompt.
    """
    complete = [answer if state == "OK" else None for answer, state in zip(answers, states, strict=True)]
    right: list[int] = []
    wrong: list[int] = []
    left_out = set(apart)
    truth_keys, answer_keys = keys_of_rows(truths), keys_of_rows(complete)
    unanswered: Counter[str] = Counter()
    for row, (truth, answer) in enumerate(zip(truths, complete, strict=True)):
        if truth is not None and answer is None:
            unanswered[NO_VALUE if states[row] == "OK" else states[row]] += 1
        elif truth is not None and answer is not None and row not in left_out:
            (right if truth_keys[row] == answer_keys[row] else wrong).append(row)
    scored = sorted([*right, *wrong])
    both = [row for row in sorted(left_out) if truths[row] is not None and complete[row] is not None]
    return Evaluation(
        truths,
        complete,
        truth_keys,
        answer_keys,
        right,
        wrong,
        both,
        unlabelled=sum(truth is None and answer is not None for truth, answer in zip(truths, complete, strict=True)),
        unanswered=unanswered,
        pairs=label_pairs([truths[row] or () for row in scored], [complete[row] or () for row in scored]),
    )
