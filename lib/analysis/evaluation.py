"""Answers against a column of the sheet that says what they should be: labels given by hand, most often."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt

from lib.common.columns import Cell
from lib.common.labels import OTHER_ANSWERS, fold_label, tally, value_key


@dataclass(frozen=True, slots=True)
class ConfusionMatrix:
    """How often the second run said each label where the first said each."""

    labels: Sequence[str]
    """Of rows and columns alike, the most frequent first; `OTHER_ANSWERS` last, if any answer is none of them."""

    counts: Sequence[Sequence[int]]
    """`counts[first][second]`"""

    @property
    def total(self) -> int:
        return sum(map(sum, self.counts))

    @property
    def agreed(self) -> int:
        """Pairs with the same label; other answers agree with nothing."""
        return sum(self.counts[at][at] for at, label in enumerate(self.labels) if label != OTHER_ANSWERS)

    @property
    def agreement(self) -> float:
        """The share of pairs with the same label."""
        return self.agreed / self.total

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa, the agreement beyond chance: 1 is perfect, 0 is chance; None if one label is all there is."""
        at_labels = [at for at, label in enumerate(self.labels) if label != OTHER_ANSWERS]
        columns = list(map(sum, zip(*self.counts, strict=True)))
        chance = sum(sum(self.counts[at]) * columns[at] for at in at_labels) / self.total**2
        return None if chance == 1 else (self.agreement - chance) / (1 - chance)


def confusion_matrix(said: Sequence[tuple[str, str]]) -> ConfusionMatrix | None:
    """Pairs of labels against each other; None if they are not one of a list on both sides."""
    left, right = tally(one for one, _ in said), tally(other for _, other in said)
    both = tally(answer for pair in said for answer in pair)
    if left is None or right is None or both is None:
        return None
    label = {fold_label(name): name for name in both.labels}
    count = Counter(
        (label.get(fold_label(one), OTHER_ANSWERS), label.get(fold_label(other), OTHER_ANSWERS)) for one, other in said
    )
    labels = [*both.labels, *([OTHER_ANSWERS] if both.other else [])]
    return ConfusionMatrix(labels, [[count[one, other] for other in labels] for one in labels])


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The rows that have both a label and a whole answer, and those that lack one of them."""

    right: Sequence[int]
    wrong: Sequence[int]
    unlabelled: int
    """Rows with a whole answer and no label."""

    unanswered: int
    """Rows with a label and no whole answer, or none in the column that is looked at."""

    table: ConfusionMatrix | None
    """How often each label was answered how; None if they are not one of a list."""

    @property
    def total(self) -> int:
        return len(self.right) + len(self.wrong)


def evaluate(labels: Sequence[Cell], said: Sequence[Cell], states: Sequence[str]) -> Evaluation:
    """Every row of a table, by what it should say, what it says, and the state of its answer.

    Letter case, blanks, quotes around and a closing stop make no other label, nor do zeros behind a decimal point.
    """
    right: list[int] = []
    wrong: list[int] = []
    unlabelled = unanswered = 0
    for at, (label, answer, state) in enumerate(zip(labels, said, states, strict=True)):
        wanted, told = value_key(label), value_key(answer) if state == "OK" else ""
        if wanted and told:
            (right if wanted == told or _is_one_number(wanted, told) else wrong).append(at)
        unlabelled += bool(told and not wanted)
        unanswered += bool(wanted and not told)
    pairs = [(str(labels[at]), str(labels[at])) for at in right]  # the sheet's spelling for both
    table = confusion_matrix(pairs + [(str(labels[at]), str(said[at])) for at in wrong])
    return Evaluation(right, wrong, unlabelled, unanswered, table)


def _is_one_number(one: str, other: str) -> bool:
    """Whether two texts are the same number: sheets say 5 where JSON says 5.0. What begins with 0 may be an id."""
    return bool(_NUMBER.fullmatch(one) and _NUMBER.fullmatch(other)) and Decimal(one) == Decimal(other)


_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,30})(?:\.\d{1,30})?", re.ASCII)


def wilson_interval(right: int, total: int) -> tuple[float, float]:
    """Between which shares the true one lies in 95 of 100 cases, if the rows were drawn by chance.

    Wilson's interval (E. B. Wilson, 1927), which holds for few rows and for shares near 0 and 1.

    >>> [round(share, 2) for share in wilson_interval(46, 50)]
    [0.81, 0.97]
    """
    z = 1.96
    share, spread = right / total, z * z / total
    middle = (share + spread / 2) / (1 + spread)
    half = z * sqrt(share * (1 - share) / total + spread / (4 * total)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)
