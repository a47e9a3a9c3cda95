"""How far several readers agree: people, runs or columns that label the same rows."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import numpy as np

from lib.analysis.agreement import alpha, kappa
from lib.analysis.intervals import Figures, Floats, Interval, bootstrap_intervals, share_interval
from lib.analysis.row_labels import Keys, RowLabels, keys_of_rows

ReaderLabels = Mapping[str, Sequence[RowLabels]]
"""The labels of each reader, by the reader's name: one item for each row, None where the reader gave none."""


class PairAgreement(NamedTuple):
    """How far two readers agree on the rows that both labelled."""

    first: str
    second: str
    rows: int
    agreement: Interval
    """Share of these rows with the same labels."""

    kappa: Interval


@dataclass(frozen=True, slots=True)
class Consensus:
    """What all readers together say of each row."""

    majority: Sequence[RowLabels]
    """What more than half of a row's readers say; None where no label has that."""

    stability: Sequence[float | None]
    """Share of a row's readers that say the most frequent thing; None with fewer than two readers."""

    disagreements: Sequence[int]
    """Rows on which two readers differ."""

    compared: int
    """Number of rows with two readers or more."""


def pair_agreements(labels: ReaderLabels) -> list[PairAgreement]:
    """The agreement of each two readers. Several labels of a row agree if all of them are the same."""
    keys = {name: keys_of_rows(rows) for name, rows in labels.items()}
    return [_pair(first, second, keys[first], keys[second]) for first, second in combinations(keys, 2)]


def _pair(first: str, second: str, ones: Sequence[Keys | None], others: Sequence[Keys | None]) -> PairAgreement:
    pairs = Counter(pair for pair in zip(ones, others, strict=True) if None not in pair)
    if not pairs:
        return PairAgreement(first, second, 0, Interval(None), Interval(None))
    patterns = _Patterns.of(pairs.items())
    agreed = sum(count for (one, other), count in pairs.items() if one == other)
    beyond = bootstrap_intervals(patterns.counts, patterns.kappa, 4 * len(patterns.values))["kappa"]
    return PairAgreement(first, second, pairs.total(), share_interval(agreed, pairs.total()), beyond)


def overall_alpha(labels: ReaderLabels) -> Interval:
    """Krippendorff's alpha, nominal, of all readers: also where not every reader labelled every row."""
    rows = Counter(row for row in zip(*map(keys_of_rows, labels.values()), strict=True) if _given(row) > 1)
    if not rows:
        return Interval(None)
    patterns = _Patterns.of(rows.items())
    return bootstrap_intervals(patterns.counts, patterns.alpha, 4 * len(patterns.values))["alpha"]


def _given(row: Sequence[Keys | None]) -> int:
    """Number of readers that labelled a row."""
    return sum(keys is not None for keys in row)


@dataclass(frozen=True, slots=True)
class _Patterns:
    """Rows that the readers labelled alike are one pattern."""

    counts: np.ndarray[tuple[int], np.dtype[np.int64]]
    """Number of rows with each pattern."""

    values: Sequence[Keys]
    given: Floats
    """How often each value is in a pattern, by reader: shape (readers, patterns, values)."""

    @classmethod
    def of(cls, rows: Iterable[tuple[tuple[Keys | None, ...], int]]) -> "_Patterns":
        ordered = sorted(rows, key=repr)
        values = sorted({keys for row, _ in ordered for keys in row if keys is not None})
        place = {keys: index for index, keys in enumerate(values)}
        given = np.zeros((len(ordered[0][0]), len(ordered), len(values)))
        for pattern, (row, _) in enumerate(ordered):
            for reader, keys in enumerate(row):
                if keys is not None:
                    given[reader, pattern, place[keys]] = 1
        return cls(np.array([count for _, count in ordered], dtype=np.int64), values, given)

    def kappa(self, counts: Floats) -> Figures:
        """Cohen's kappa of the first two readers."""
        one, other = self.given[:2]
        return {"kappa": kappa(counts @ (one * other).sum(axis=1), counts @ one, counts @ other)}

    def alpha(self, counts: Floats) -> Figures:
        sums = self.given.sum(axis=0)
        agreed = (sums * (sums - 1)).sum(axis=1) / (sums.sum(axis=1) - 1)
        return {"alpha": alpha(counts @ agreed, counts @ sums)}


def consensus(labels: ReaderLabels) -> Consensus:
    """The majority of each row's readers, how stable it is, and the rows on which readers differ."""
    columns = [keys_of_rows(rows) for rows in labels.values()]
    rows = [Counter(keys for keys in row if keys is not None) for row in zip(*columns, strict=True)]
    return Consensus(
        majority=list(_majorities(rows, columns, list(labels.values()))),
        stability=[max(row.values()) / row.total() if row.total() > 1 else None for row in rows],
        disagreements=[index for index, row in enumerate(rows) if len(row) > 1],
        compared=sum(row.total() > 1 for row in rows),
    )


def _majorities(
    rows: Sequence[Counter[Keys]], columns: Sequence[Sequence[Keys | None]], labels: Sequence[Sequence[RowLabels]]
) -> Iterator[RowLabels]:
    """The majority's labels as the first of its readers wrote them."""
    for index, row in enumerate(rows):
        keys, count = row.most_common(1)[0] if row else (None, 0)
        has_majority = 2 * count > row.total()
        yield (
            next(side[index] for side, own in zip(labels, columns, strict=True) if own[index] == keys)
            if (has_majority)
            else None
        )
