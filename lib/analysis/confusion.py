"""How often each label of one column meets each label of another."""

from collections.abc import Sequence
from dataclasses import dataclass

from lib.analysis.label_pairs import LabelPairs, label_pairs
from lib.analysis.label_scores import confusion_counts, overall_scores


@dataclass(frozen=True, slots=True)
class ConfusionMatrix:
    """The counts of pairs of labels, with the agreement in them."""

    labels: Sequence[str]
    """Labels of rows and columns, the most frequent first."""

    keys: Sequence[str]
    """The labels as they are compared."""

    counts: Sequence[Sequence[int]]
    """`counts[first][second]`"""

    kappa: float | None
    """Cohen's kappa, the agreement beyond chance: 1 is perfect, 0 is chance. None if all pairs have one label."""

    @property
    def total(self) -> int:
        return sum(map(sum, self.counts))

    @property
    def agreed(self) -> int:
        """Pairs with the same label."""
        return sum(self.counts[label][label] for label in range(len(self.labels)))

    @property
    def agreement(self) -> float:
        """Share of pairs with the same label."""
        return self.agreed / self.total


def confusion_matrix(pairs: Sequence[tuple[str, str]]) -> ConfusionMatrix | None:
    """The counts of pairs of labels; None if either side has texts rather than labels."""
    return matrix_of(label_pairs([(one,) for one, _ in pairs], [(other,) for _, other in pairs]))


def matrix_of(pairs: LabelPairs | None) -> ConfusionMatrix | None:
    """The counts of pairs; None where rows may have several labels or none."""
    if pairs is None or not pairs.are_single:
        return None
    kappa = overall_scores(pairs)["kappa"].value
    return ConfusionMatrix(pairs.labels, pairs.keys, confusion_counts(pairs).tolist(), kappa)
