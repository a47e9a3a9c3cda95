"""The scores of an evaluation as a table: precision, recall and F1 of each label, and overall figures."""

from collections.abc import Iterator, Sequence

from lib.analysis.evaluation import ConfusionMatrix, Evaluation, wilson_interval
from lib.common.labels import OTHER_ANSWERS
from lib.common.own_columns import Cell

_COLUMNS = ("kind", "name", "precision", "recall", "f1", "rows", "value", "low", "high")


def score_columns(evaluation: Evaluation) -> dict[str, Sequence[Cell]]:
    """A row for each label, then `accuracy` with its 95 % range, `macro f1` and `kappa`; a cell without sense is empty.

    Raises:
        ZeroDivisionError: no row has both a label and a complete answer.
    """
    rows = list(_rows(evaluation))
    return {name: [str(row.get(name, "")) for row in rows] for name in _COLUMNS}


_Row = dict[str, str | int | float]


def _rows(evaluation: Evaluation) -> Iterator[_Row]:
    matrix, total = evaluation.matrix, evaluation.total
    labels = list(_label_rows(matrix)) if matrix else []
    yield from labels
    right = len(evaluation.right)
    low, high = wilson_interval(right, total)
    overall: _Row = {"kind": "overall", "rows": total}
    yield {**overall, "name": "accuracy", "value": right / total, "low": low, "high": high}
    if labels:
        yield {**overall, "name": "macro f1", "value": sum(float(row["f1"]) for row in labels) / len(labels)}
    if matrix and matrix.kappa is not None:
        yield {**overall, "name": "kappa", "value": matrix.kappa}


def _label_rows(matrix: ConfusionMatrix) -> Iterator[_Row]:
    """The scores of each label; a label that no answer has, or no row, gets 0 where nothing is to divide."""
    columns = list(map(sum, zip(*matrix.counts, strict=True)))
    for index, label in enumerate(matrix.labels):
        if label == OTHER_ANSWERS:
            continue
        hits, rows = matrix.counts[index][index], sum(matrix.counts[index])
        precision, recall = _share(hits, columns[index]), _share(hits, rows)
        f1 = _share(2 * hits, columns[index] + rows)
        yield {"kind": "label", "name": label, "precision": precision, "recall": recall, "f1": f1, "rows": rows}


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
