"""How often each label of one column meets each label of another."""

from collections.abc import Sequence
from dataclasses import dataclass

from lib.analysis.intervals import Interval, share_interval
from lib.analysis.label_pairs import LabelPairs, label_pairs
from lib.analysis.label_scores import confusion_counts, overall_scores


@dataclass(frozen=True, slots=True)
class ConfusionMatrix:
    """The counts of pairs of labels, with the agreement in them."""

    pairs: LabelPairs
    counts: Sequence[Sequence[int]]
    """`counts[first][second]`"""

    @property
    def labels(self) -> Sequence[str]:
        """Labels of rows and columns, the most frequent first."""
        return self.pairs.labels

    @property
    def keys(self) -> Sequence[str]:
        """The labels as they are compared."""
        return self.pairs.keys

    @property
    def total(self) -> int:
        return self.pairs.total

    @property
    def agreed(self) -> int:
        """Pairs with the same label."""
        return sum(self.counts[label][label] for label in range(len(self.labels)))

    @property
    def agreement(self) -> Interval:
        """Share of pairs with the same label."""
        return share_interval(self.agreed, self.total)

    def kappa(self) -> Interval:
        """Cohen's kappa, the agreement beyond chance: 1 is perfect, 0 is chance; without a value for a single label."""
        return overall_scores(self.pairs)["kappa"]


def confusion_matrix(pairs: Sequence[tuple[str, str]]) -> ConfusionMatrix | None:
    """The counts of pairs of labels; None if either side has texts rather than labels."""
    return matrix_of(label_pairs([(one,) for one, _ in pairs], [(other,) for _, other in pairs]))


def matrix_of(pairs: LabelPairs | None) -> ConfusionMatrix | None:
    """The counts of pairs; None where rows may have several labels or none."""
    if pairs is None or not pairs.are_single:
        return None
    return ConfusionMatrix(pairs, confusion_counts(pairs).tolist())
