"""Right labels and answers of the same rows, counted: rows that are alike are one pair with a number."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lib.analysis.intervals import Floats
from lib.analysis.row_labels import Keys, are_labels, is_number, keys_of_rows, spellings


@dataclass(frozen=True, slots=True)
class LabelPairs:
    """Different pairs of right labels and answers, in an order that depends on nothing but themselves."""

    labels: Sequence[str]
    """Every label of either side in its most frequent spelling: numbers in order, others by their right labels."""

    keys: Sequence[str]
    """The same labels as they are compared."""

    counts: NDArray[np.int64]
    """Number of rows with each pair: shape (pairs)."""

    truths: Floats
    """1 where a pair has a label by the right labels: shape (pairs, labels)."""

    answers: Floats
    """1 where a pair has a label by its answer: shape (pairs, labels)."""

    equal: NDArray[np.bool_]
    """Whether both sides of a pair have the same labels."""

    @property
    def total(self) -> int:
        return int(self.counts.sum())

    @property
    def are_single(self) -> bool:
        """Whether every row has exactly one label on either side."""
        return bool((self.truths.sum(axis=1) == 1).all() and (self.answers.sum(axis=1) == 1).all())

    @property
    def scale(self) -> list[str]:
        """The keys from low to high, if all of them are numbers; else empty."""
        return sorted(self.keys, key=float) if all(map(is_number, self.keys)) else []

    def crossed(self, counts: Floats) -> Floats:
        """Counts of pairs as counts of label and answer: shape (..., labels, labels). For single labels."""
        size = len(self.labels)
        cells = self.truths.argmax(axis=1) * size + self.answers.argmax(axis=1)
        table = np.zeros((*counts.shape[:-1], size * size))
        table[..., cells] = counts
        return table.reshape((*counts.shape[:-1], size, size))


def label_pairs(truths: Sequence[Sequence[str]], answers: Sequence[Sequence[str]]) -> LabelPairs | None:
    """The pairs of the labels of rows; None if they are texts rather than labels, or if there are no rows.

    Args:
        truths: the right labels of each row as written; `answers` has the same rows.
    """
    one, other = ([keys or () for keys in keys_of_rows(map(tuple, side))] for side in (truths, answers))
    if not are_labels([[key for row in side for key in row] for side in (one, other)]):
        return None
    spelled = spellings(label for row in truths for label in row)
    spelled |= {k: v for k, v in spellings(label for row in answers for label in row).items() if k not in spelled}
    if all(map(is_number, spelled)):
        spelled = dict(sorted(spelled.items(), key=lambda item: float(item[0])))
    counted = sorted(Counter(zip(one, other, strict=True)).items())
    keys = list(spelled)
    return LabelPairs(
        labels=list(spelled.values()),
        keys=keys,
        counts=np.array([count for _, count in counted], dtype=np.int64),
        truths=_indicators([pair[0] for pair, _ in counted], keys),
        answers=_indicators([pair[1] for pair, _ in counted], keys),
        equal=np.array([pair[0] == pair[1] for pair, _ in counted], dtype=np.bool_),
    )


def _indicators(rows: Sequence[Keys], keys: Sequence[str]) -> Floats:
    place = {key: index for index, key in enumerate(keys)}
    table = np.zeros((len(rows), len(keys)))
    for row, labels in enumerate(rows):
        table[row, [place[key] for key in labels]] = 1
    return table
