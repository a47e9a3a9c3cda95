"""Two readings of the same rows against each other, where both are labels of a list."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lib.labels import OTHER, folded, tally


@dataclass(frozen=True, slots=True)
class CrossTable:
    """How often the second run said each label where the first said each."""

    labels: Sequence[str]
    """Of rows and columns alike, the most frequent first; `OTHER` last, if any answer is none of them."""

    counts: Sequence[Sequence[int]]
    """`counts[first][second]`"""

    @property
    def total(self) -> int:
        return sum(map(sum, self.counts))

    @property
    def agreed(self) -> int:
        """Pairs with the same label; other answers agree with nothing."""
        return sum(self.counts[at][at] for at, label in enumerate(self.labels) if label != OTHER)

    @property
    def agreement(self) -> float:
        """The share of pairs with the same label."""
        return self.agreed / self.total

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa, the agreement beyond chance: 1 is perfect, 0 is chance; None if one label is all there is."""
        at_labels = [at for at, label in enumerate(self.labels) if label != OTHER]
        columns = list(map(sum, zip(*self.counts, strict=True)))
        chance = sum(sum(self.counts[at]) * columns[at] for at in at_labels) / self.total**2
        return None if chance == 1 else (self.agreement - chance) / (1 - chance)


def crossed(said: Sequence[tuple[str, str]]) -> CrossTable | None:
    """Pairs of labels against each other; None if they are not one of a list on both sides."""
    left, right = tally(one for one, _ in said), tally(other for _, other in said)
    both = tally(answer for pair in said for answer in pair)
    if left is None or right is None or both is None:
        return None
    label = {folded(name): name for name in both.labels}
    count = Counter((label.get(folded(one), OTHER), label.get(folded(other), OTHER)) for one, other in said)
    labels = [*both.labels, *([OTHER] if both.other else [])]
    return CrossTable(labels, [[count[one, other] for other in labels] for one in labels])
