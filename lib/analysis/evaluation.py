"""How right the answers are, by a column of the sheet with the right labels; and how two columns of labels agree."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt

from lib.common.labels import OTHER_ANSWERS, fold_label, tally, value_key
from lib.common.own_columns import Cell


@dataclass(frozen=True, slots=True)
class ConfusionMatrix:
    """How often each label of one column meets each label of another."""

    labels: Sequence[str]
    """Labels of rows and columns, the most frequent first; `OTHER_ANSWERS` last, if any answer is not a label."""

    counts: Sequence[Sequence[int]]
    """`counts[first][second]`"""

    @property
    def total(self) -> int:
        return sum(map(sum, self.counts))

    @property
    def agreed(self) -> int:
        """Pairs with the same label; other answers never agree."""
        return sum(self.counts[label][label] for label in self._label_indexes)

    @property
    def agreement(self) -> float:
        """Share of pairs with the same label."""
        return self.agreed / self.total

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa, the agreement beyond chance: 1 is perfect, 0 is chance. None if all pairs have one label."""
        columns = list(map(sum, zip(*self.counts, strict=True)))
        chance = sum(sum(self.counts[label]) * columns[label] for label in self._label_indexes) / self.total**2
        return None if chance == 1 else (self.agreement - chance) / (1 - chance)

    @property
    def _label_indexes(self) -> list[int]:
        return [index for index, label in enumerate(self.labels) if label != OTHER_ANSWERS]


def confusion_matrix(pairs: Sequence[tuple[str, str]]) -> ConfusionMatrix | None:
    """The counts of pairs of labels; None if either side has texts rather than labels."""
    both = tally(text for pair in pairs for text in pair)
    if both is None or any(tally(side) is None for side in zip(*pairs, strict=True)):
        return None
    spelling = {fold_label(label): label for label in both.labels}
    counts = Counter(tuple(spelling.get(fold_label(text), OTHER_ANSWERS) for text in pair) for pair in pairs)
    labels = [*both.labels, *([OTHER_ANSWERS] if both.other else [])]
    return ConfusionMatrix(labels, [[counts[one, other] for other in labels] for one in labels])


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The rows with a label and a complete answer, and the numbers of rows that lack one of them."""

    right: Sequence[int]
    wrong: Sequence[int]
    unlabelled: int
    """Number of rows with a complete answer and no label."""

    unanswered: int
    """Number of rows with a label and no complete answer, or an empty cell in the compared column."""

    matrix: ConfusionMatrix | None
    """How often each label got each answer; None if they are texts rather than labels."""

    @property
    def total(self) -> int:
        return len(self.right) + len(self.wrong)


def evaluate(labels: Sequence[Cell], answers: Sequence[Cell], states: Sequence[str]) -> Evaluation:
    """Every row's answer, compared with its label.

    Capitals, extra spaces, quotes around and closing stops are ignored, as are zeros at the end of a decimal number.

    Args:
        states: the state of each row; only an answer that is OK is complete.
    """
    right: list[int] = []
    wrong: list[int] = []
    unlabelled = unanswered = 0
    for row, (label, answer, state) in enumerate(zip(labels, answers, states, strict=True)):
        expected, actual = value_key(label), value_key(answer) if state == "OK" else ""
        if expected and actual:
            (right if expected == actual or _is_same_number(expected, actual) else wrong).append(row)
        unlabelled += bool(actual and not expected)
        unanswered += bool(expected and not actual)
    pairs = [(str(labels[row]), str(labels[row])) for row in right]  # both in the sheet's spelling
    matrix = confusion_matrix(pairs + [(str(labels[row]), str(answers[row])) for row in wrong])
    return Evaluation(right, wrong, unlabelled, unanswered, matrix)


def _is_same_number(one: str, other: str) -> bool:
    """Whether two texts are the same number, such as 5 and 5.0. A text with a leading 0 may be an id, so never."""
    return bool(_NUMBER.fullmatch(one) and _NUMBER.fullmatch(other)) and Decimal(one) == Decimal(other)


_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,30})(?:\.\d{1,30})?", re.ASCII)


def wilson_interval(right: int, total: int) -> tuple[float, float]:
    """The range with the true share in 95 of 100 cases, if the rows are a random sample.

    Wilson's interval (E. B. Wilson, 1927) also holds for few rows and for shares near 0 and 1.

    >>> [round(share, 2) for share in wilson_interval(46, 50)]
    [0.81, 0.97]
    """
    z = 1.96
    share, spread = right / total, z * z / total
    centre = (share + spread / 2) / (1 + spread)
    half = z * sqrt(share * (1 - share) / total + spread / (4 * total)) / (1 + spread)
    return max(0.0, centre - half), min(1.0, centre + half)
