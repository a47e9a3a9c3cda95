"""The share of each label among all answered rows, corrected for the errors that the labelled rows show."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from lib.analysis.evaluation import Evaluation
from lib.analysis.intervals import COVERAGE, DRAWS, Floats, Interval
from lib.analysis.row_labels import Keys


@dataclass(frozen=True, slots=True)
class EstimatedShare:
    """One label's share of all rows with an OK answer."""

    label: str
    raw: float
    """Share by the answers alone."""

    corrected: Interval
    rows: int
    """Number of rows that both shares are of."""


def estimated_shares(evaluation: Evaluation) -> list[EstimatedShare]:
    """The shares of the labels, in the order of `evaluation.pairs`.

    Post-stratification by the answer (D. Holt and T. M. F. Smith, 1979, J. R. Stat. Soc. A 142; for classifiers that
    err: A. Tenenbein, 1970, J. Am. Stat. Assoc. 65): of all rows with one answer, as many have the label as of the
    labelled ones. Unlike a correction by sensitivity and specificity (W. J. Rogan and B. Gladen, 1978), it needs no
    inverse and stays between 0 and 1. It is unbiased if the labelled rows of each answer are a random sample of the
    rows with that answer. An answer without labelled rows takes the mean of the others.

    Few labelled rows may show errors by chance. So the corrections are smaller the less certain they are, as for the
    smallest mean squared error (J. R. Thompson, 1968, J. Am. Stat. Assoc. 63). The intervals are of the whole ones.

    Raises:
        ValueError: the evaluation has no pairs of labels.
    """
    if evaluation.pairs is None:
        raise ValueError("Texts have no shares.")
    every = [keys for keys in evaluation.answer_keys if keys is not None]
    sample = [(evaluation.answer_keys[row] or (), evaluation.truth_keys[row] or ()) for row in evaluation.scored]
    counted = Counter(every), Counter(sample)
    strata = [_Strata.of(key, *counted) for key in evaluation.pairs.keys]
    raw = np.array([each.raw() for each in strata])
    direct = np.array([each.estimate() for each in strata])
    drawn = [each.draw() for each in strata]
    moved = raw + _certainty(direct - raw, sum(float(draws.var()) for draws in drawn)) * (direct - raw)
    return [
        EstimatedShare(label, float(raw[place]), _interval(float(moved[place]), drawn[place]), len(every))
        for place, label in enumerate(evaluation.pairs.labels)
    ]


def _certainty(moves: Floats, variance: float) -> float:
    """How much of the corrections counts, from 0 to 1."""
    squares = float(moves @ moves)
    return squares / (squares + variance) if squares else 1.0


def _interval(value: float, drawn: Floats) -> Interval:
    low, high = np.percentile(drawn, [50 * (1 - COVERAGE), 50 * (1 + COVERAGE)])
    return Interval(value, min(value, float(low)), max(value, float(high)))


@dataclass(frozen=True, slots=True)
class _Strata:
    """The rows by their answer, for one label. All arrays have the shape (answers)."""

    sizes: Floats
    """Number of rows with each answer."""

    taken: Floats
    """Number of labelled rows among them."""

    hits: Floats
    """Number of labelled rows that have the label."""

    has: Floats
    """1 for answers that have the label."""

    @classmethod
    def of(cls, key: str, every: Mapping[Keys, int], sample: Mapping[tuple[Keys, Keys], int]) -> "_Strata":
        """Several labels a row make very many different answers; there are then two: with the label, or without."""
        are_single = all(len(answer) == 1 for answer in every)

        def name(answer: Keys) -> str:
            return answer[0] if are_single else key * (key in answer)

        names = sorted(set(map(name, every)))
        place = {each: index for index, each in enumerate(names)}
        sizes, taken, hits = np.zeros((3, len(names)))
        for answer, count in every.items():
            sizes[place[name(answer)]] += count
        for (answer, truth), count in sample.items():
            taken[place[name(answer)]] += count
            hits[place[name(answer)]] += count * (key in truth)
        return cls(sizes, taken, hits, np.array([float(each == key) for each in names]))

    def raw(self) -> float:
        return float(self.sizes @ self.has / self.sizes.sum())

    def estimate(self) -> float:
        """The share by post-stratification."""
        rates = np.where(self.taken > 0, self.hits / np.maximum(self.taken, 1), self._pooled())
        return float((self.hits + (self.sizes - self.taken) * rates).sum() / self.sizes.sum())

    def draw(self) -> Floats:
        """Shares that the labelled rows leave possible: a Bayesian bootstrap (D. B. Rubin, 1981, Ann. Stat. 9).

        The answers with the label have together one row more, half with it and half without, and so have the others: a
        sample without any error does not prove that there is none. Labelled rows count as labelled, so that nothing
        is uncertain once all rows are labelled.
        """
        random = self._random()
        open_rows = (self.sizes - self.taken).astype(np.int64)
        drawn = self.hits + random.binomial(open_rows, self._drawn_rates(random))
        shares: Floats = drawn.sum(axis=1) / self.sizes.sum()
        return shares

    def _drawn_rates(self, random: np.random.Generator) -> Floats:
        """Shares with the label that the labelled rows of each answer leave possible: shape (draws, answers)."""
        size = DRAWS, len(self.sizes)
        more = 0.5 * self.sizes / self._summed(self.sizes)
        own = random.beta(self.hits + more, self.taken - self.hits + more, size)
        if (self.taken > 0).all():
            return own
        pooled = np.zeros(size)
        for alike in (self.has > 0, self.has == 0):
            hits, taken = self.hits[alike].sum(), self.taken[alike].sum()
            pooled[:, alike] = random.beta(hits + 0.5, taken - hits + 0.5, (DRAWS, 1))
        return np.where(self.taken > 0, own, pooled)

    def _pooled(self) -> Floats:
        """The share with the label of all labelled rows whose answers have it, or do not; else as the answers say."""
        rows = self._summed(self.taken)
        return np.where(rows > 0, self._summed(self.hits) / np.maximum(rows, 1), self.has)

    def _summed(self, counts: Floats) -> Floats:
        """For each answer, the sum over all answers that have the label, or over all that do not."""
        return np.where(self.has > 0, counts @ self.has, counts @ (1 - self.has))

    def _random(self) -> np.random.Generator:
        """The same for the same rows."""
        seed = hashlib.sha256(b"".join(part.tobytes() for part in (self.sizes, self.taken, self.hits))).digest()
        return np.random.default_rng(int.from_bytes(seed[:8], "big"))
