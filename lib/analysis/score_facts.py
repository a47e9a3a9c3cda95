"""The scores of an evaluation as facts for a report: each figure with its interval and the number of rows behind it."""

from collections.abc import Iterator

from lib.analysis.evaluation import Evaluation
from lib.analysis.intervals import Interval
from lib.analysis.scores import Scores
from lib.common.phrasing import counted, listed_names

_NAMES = {"f1": "F1", "kappa": "Cohen's kappa", "alpha": "Krippendorff's alpha", "rmse": "Root mean square error"}
_SHARES = ("precision", "recall", "f1")


def score_facts(labels: str, answers: str, evaluation: Evaluation, scores: Scores) -> Iterator[tuple[str, str]]:
    """Labels with texts: what was compared, which rows count, every overall figure, each label, and the shares.

    Args:
        labels: where the right labels are from.
        answers: the column with the answers.
    """
    yield "Compared", f"{answers}, with the labels in {labels}"
    yield "Rows scored", ", ".join(_rows(evaluation, scores))
    yield "Intervals", "95 of 100 samples: Wilson's for shares, percentile bootstrap of 2,000 draws for the rest"
    for score in scores.overall:
        yield _name(score.name), f"{_figure(score.figure)}, {counted(score.rows, 'row')}"
    for each in scores.labels:
        figures = zip(_SHARES, (each.precision, each.recall, each.f1), strict=True)
        said = "; ".join(f"{_NAMES.get(name, name)} {_figure(figure)}" for name, figure in figures)
        yield f"Label {each.label}", f"{counted(each.labelled, 'labelled row')}; {said}"
    for share in scores.shares:
        corrected = f"corrected for the errors of the labelled rows {_figure(share.corrected)}"
        yield f"Share of {share.label}", f"by the answers {share.raw:.1%}; {corrected}; {counted(share.rows, 'row')}"


def _rows(evaluation: Evaluation, scores: Scores) -> Iterator[str]:
    yield f"{scores.rows:,} with a label and an OK answer"
    if evaluation.unanswered:
        reasons = listed_names(f"{count:,} {reason}" for reason, count in evaluation.unanswered.items())
        yield f"{sum(evaluation.unanswered.values()):,} labelled without one ({reasons})"
    if evaluation.apart:
        yield f"{len(evaluation.apart):,} left out as examples in the prompt"


def _name(name: str) -> str:
    """A figure's name for people.

    >>> _name("macro f1"), _name("kappa linear")
    ('Macro F1', "Cohen's kappa linear")
    """
    named = " ".join(_NAMES.get(word, word) for word in name.split())
    return f"{named[:1].upper()}{named[1:]}"


def _figure(figure: Interval) -> str:
    if figure.value is None:
        return "not defined"
    value = f"{figure.value:.3f}"
    return value if figure.low is None or figure.high is None else f"{value} ({figure.low:.3f} to {figure.high:.3f})"
