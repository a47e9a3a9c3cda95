"""The scores of an evaluation, each with its interval and number of rows; and the same as a table to download."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lib.analysis.estimated_shares import EstimatedShare, estimated_shares
from lib.analysis.evaluation import Evaluation
from lib.analysis.intervals import Interval, share_interval
from lib.analysis.label_scores import LabelScore, label_scores, overall_scores
from lib.analysis.number_scores import are_numbers, number_scores
from lib.analysis.row_labels import label_key
from lib.common.own_columns import Cell

_COLUMNS = ("kind", "name", "precision", "recall", "f1", "rows", "value", "low", "high")


class Score(NamedTuple):
    """One figure over all labels."""

    name: str
    figure: Interval
    rows: int
    """Number of rows behind it."""


@dataclass(frozen=True, slots=True)
class Scores:
    """All scores of an evaluation; those that are not defined are not there."""

    labels: Sequence[LabelScore]
    """Empty where right labels and answers are texts rather than labels."""

    overall: Sequence[Score]
    shares: Sequence[EstimatedShare]
    rows: int
    """Number of scored rows."""

    def figure(self, name: str) -> Interval | None:
        """An overall figure by its name."""
        return next((score.figure for score in self.overall if score.name == name), None)


def scores_of(evaluation: Evaluation, order: Sequence[str] = ()) -> Scores:
    """The scores of the rows with a right label and an OK answer.

    Args:
        order: the labels from low to high, for figures that need an order. Numbers have one of their own.

    Raises:
        ZeroDivisionError: no row has both a right label and an OK answer.
    """
    if not evaluation.total:
        raise ZeroDivisionError("No row has both a right label and an OK answer.")
    figures = _figures(evaluation, order)
    labelled = evaluation.total + sum(evaluation.unanswered.values())
    overall = [Score(name, figure, evaluation.total) for name, figure in figures.items() if figure.value is not None]
    coverage = Score("coverage", share_interval(evaluation.total, labelled), labelled)
    pairs = evaluation.pairs
    return Scores(
        labels=label_scores(pairs) if pairs else [],
        overall=[*overall, coverage],
        shares=estimated_shares(evaluation) if pairs else [],
        rows=evaluation.total,
    )


def _figures(evaluation: Evaluation, order: Sequence[str]) -> dict[str, Interval]:
    pairs = evaluation.pairs
    figures = {"accuracy": share_interval(len(evaluation.right), evaluation.total)}
    if pairs:
        figures = overall_scores(pairs, pairs.scale or list(map(label_key, order)))
    truths, answers = evaluation.texts()
    if len(truths) == evaluation.total and are_numbers(truths) and are_numbers(answers):
        figures |= number_scores(truths, answers)
    return figures


def score_columns(scores: Scores) -> dict[str, Sequence[Cell]]:
    """A row for each label with its F1's interval, then the overall figures; a cell without sense is empty."""
    rows = [*_label_rows(scores), *_overall_rows(scores)]
    return {name: [_text(row.get(name)) for row in rows] for name in _COLUMNS}


_Row = dict[str, str | int | float | None]


def _label_rows(scores: Scores) -> Iterator[_Row]:
    for score in scores.labels:
        figures = {"precision": score.precision.value, "recall": score.recall.value, "f1": score.f1.value}
        yield {"kind": "label", "name": score.label, "rows": score.labelled, **figures, **_interval(score.f1)}


def _overall_rows(scores: Scores) -> Iterator[_Row]:
    """The overall figures, then what the row of a label has no cells for."""
    for score in scores.overall:
        yield _overall(score.name, score.figure, score.rows)
    for each in scores.labels:
        yield _overall(f"precision of {each.label}", each.precision, each.answered)
        yield _overall(f"recall of {each.label}", each.recall, each.labelled)
        yield _overall(f"kappa of {each.label}", each.kappa, scores.rows)
    for share in scores.shares:
        yield _overall(f"share of {share.label}", Interval(share.raw), share.rows)
        yield _overall(f"corrected share of {share.label}", share.corrected, share.rows)


def _overall(name: str, figure: Interval, rows: int) -> _Row:
    return {"kind": "overall", "name": name, "rows": rows, **_interval(figure)}


def _interval(figure: Interval) -> _Row:
    return {"value": figure.value, "low": figure.low, "high": figure.high}


def _text(value: str | float | None) -> str:
    return "" if value is None else str(value)
