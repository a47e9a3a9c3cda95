"""Precision, recall and F1 of each label and over all labels, of answers that were compared with right labels."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lib.analysis.agreement import alpha, kappa, ordinal_alpha, weighted_kappa
from lib.analysis.intervals import Figures, Floats, Interval, bootstrap_intervals, share_interval
from lib.analysis.label_pairs import LabelPairs

FEW_ROWS = 30
"""With fewer rows than this, a figure says little."""


@dataclass(frozen=True, slots=True)
class LabelScore:
    """How well the answers give one label."""

    label: str
    labelled: int
    """Number of rows that have the label by the right labels."""

    answered: int
    """Number of rows that have it by their answer."""

    precision: Interval
    recall: Interval
    f1: Interval
    kappa: Interval
    """Cohen's kappa of having the label or not."""


def label_scores(pairs: LabelPairs) -> list[LabelScore]:
    """The scores of each label, those with most rows first; 0 where nothing is to divide, as scikit-learn has it."""
    hits, labelled, answered = (counts.astype(int) for counts in _sums(pairs, pairs.counts.astype(np.float64)))
    intervals = bootstrap_intervals(pairs.counts, lambda drawn: _by_label(pairs, drawn), 16 * len(pairs.labels))
    scores = []
    for index, label in enumerate(pairs.labels):
        precision = share_interval(int(hits[index]), int(answered[index]))
        recall = share_interval(int(hits[index]), int(labelled[index]))
        scores.append(
            LabelScore(
                label,
                int(labelled[index]),
                int(answered[index]),
                _or_zero(precision),
                _or_zero(recall),
                intervals[f"f1 {index}"],
                intervals[f"kappa {index}"],
            )
        )
    return scores


def _or_zero(share: Interval) -> Interval:
    return Interval(0.0) if share.value is None else share


def overall_scores(pairs: LabelPairs, order: Sequence[str] = ()) -> dict[str, Interval]:
    """Accuracy, averages over the labels, and agreement beyond chance. Those that are not defined have no value.

    Averages go over every label that a right label or an answer has. Micro averages count all labels of all rows
    together; weighted ones weigh each label by its rows.

    Args:
        order: the labels from low to high, for figures that need an order; empty if they have none.
    """
    right = int(pairs.counts[pairs.equal].sum())
    width = 8 * len(pairs.labels) + 4 * len(order) ** 2
    found = bootstrap_intervals(
        pairs.counts, lambda drawn: _averages(pairs, drawn) | _beyond(pairs, drawn, order), width
    )
    return {"accuracy": share_interval(right, pairs.total)} | found


def _sums(pairs: LabelPairs, counts: Floats) -> tuple[Floats, Floats, Floats]:
    """Rows with each label on both sides, by the right labels, and by the answers: shape (..., labels)."""
    return counts @ (pairs.truths * pairs.answers), counts @ pairs.truths, counts @ pairs.answers


def _by_label(pairs: LabelPairs, counts: Floats) -> Figures:
    hits, labelled, answered = _sums(pairs, counts)
    f1 = _ratio(2 * hits, labelled + answered)
    total = counts.sum(axis=-1)[..., None]
    neither = total - labelled - answered + hits
    beyond = kappa(hits + neither, _or_not(labelled, total), _or_not(answered, total))
    each = range(len(pairs.labels))
    return {f"f1 {index}": f1[..., index] for index in each} | {f"kappa {index}": beyond[..., index] for index in each}


def _or_not(rows: Floats, total: Floats) -> Floats:
    """Rows with and without each label: shape (..., labels, 2)."""
    return np.stack([rows, total - rows], axis=-1)


def _averages(pairs: LabelPairs, counts: Floats) -> dict[str, Floats]:
    hits, labelled, answered = _sums(pairs, counts)
    by_label = {
        "precision": _ratio(hits, answered),
        "recall": _ratio(hits, labelled),
        "f1": _ratio(2 * hits, labelled + answered),
    }
    seen = (labelled + answered > 0).astype(np.float64)
    figures = {f"macro {name}": _ratio((each * seen).sum(-1), seen.sum(-1)) for name, each in by_label.items()}
    figures |= {
        "micro precision": _ratio(hits.sum(-1), answered.sum(-1)),
        "micro recall": _ratio(hits.sum(-1), labelled.sum(-1)),
        "micro f1": _ratio(2 * hits.sum(-1), labelled.sum(-1) + answered.sum(-1)),
    }
    figures |= {
        f"weighted {name}": _ratio((each * labelled).sum(-1), labelled.sum(-1)) for name, each in by_label.items()
    }
    return figures


def _beyond(pairs: LabelPairs, counts: Floats, order: Sequence[str]) -> dict[str, Floats]:
    """Kappa and alpha of rows with one label each."""
    if not pairs.are_single:
        return {}
    hits, labelled, answered = _sums(pairs, counts)
    agreed = hits.sum(axis=-1)
    figures = {"kappa": kappa(agreed, labelled, answered), "alpha nominal": alpha(2 * agreed, labelled + answered)}
    if set(order) == set(pairs.keys):
        places = [pairs.keys.index(key) for key in order]
        crossed = pairs.crossed(counts)[..., places, :][..., places]
        figures |= {
            "kappa linear": weighted_kappa(crossed, "linear"),
            "kappa quadratic": weighted_kappa(crossed, "quadratic"),
            "alpha ordinal": ordinal_alpha(crossed + np.swapaxes(crossed, -1, -2)),
        }
    return figures


def _ratio(part: Floats, whole: Floats) -> Floats:
    ratio: Floats = np.divide(part, whole, out=np.zeros_like(part, dtype=np.float64), where=whole > 0)
    return ratio


def confusion_counts(pairs: LabelPairs) -> NDArray[np.int64]:
    """How often each right label meets each answer: `counts[right, answer]`, of rows with one label each."""
    return pairs.crossed(pairs.counts.astype(np.float64)).astype(np.int64)
