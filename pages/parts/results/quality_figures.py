"""The scores in words and tables: first what everyone understands, then the figures that experts ask for."""

from collections.abc import Iterator, Sequence

import pandas as pd
import streamlit as st

from lib.analysis.evaluation import Evaluation
from lib.analysis.intervals import Interval
from lib.analysis.label_scores import FEW_ROWS
from lib.analysis.scores import Score, Scores
from lib.common.phrasing import counted
from pages.parts.shared.formatting import plain, truncated

_LABEL_CHARACTERS = 60

_MEANINGS = {
    "accuracy": "Share of the answers that are right.",
    "coverage": "Share of the labelled rows that have an OK answer.",
    "macro precision": "When an answer gives a label, how often it is right: mean over the labels.",
    "macro recall": "How many of the rows with a label get it: mean over the labels.",
    "macro f1": "Precision and recall in one figure: mean over the labels, each counting the same.",
    "micro precision": "The same over all labels together: every label that an answer gives counts once.",
    "micro recall": "The same over all labels together: every label of every row counts once.",
    "micro f1": "Precision and recall in one figure, over all labels together.",
    "weighted precision": "Precision: mean over the labels; a label with more rows counts more.",
    "weighted recall": "Recall: mean over the labels; a label with more rows counts more.",
    "weighted f1": "Precision and recall in one figure; a label with more rows counts more.",
    "kappa": "Agreement beyond chance: 1 is perfect, 0 is what guessing reaches.",
    "kappa linear": "Kappa for labels that have an order: an error counts by its number of steps.",
    "kappa quadratic": "Kappa for an order in which large errors count far more than small ones.",
    "alpha nominal": "Agreement beyond chance as many journals ask for it; above 0.8 is usually called reliable.",
    "alpha ordinal": "Alpha for labels that have an order.",
    "alpha interval": "Alpha for numbers: large errors count far more than small ones.",
    "mean error": "How much higher (or, below 0, lower) the answers are than the right numbers, on average.",
    "mean absolute error": "How far the answers are from the right numbers, on average.",
    "rmse": "How far the answers are, where large errors count more.",
    "r": "Whether the answers rise and fall with the right numbers: 1 is exactly so, 0 not at all.",
    "rho": "Whether they do so by rank, whatever the size of the numbers.",
}
"""What each figure says, in one sentence."""

_TITLES = {
    "accuracy": "Accuracy",
    "coverage": "Coverage",
    "kappa": "Cohen's kappa",
    "kappa linear": "Weighted kappa, linear",
    "kappa quadratic": "Weighted kappa, quadratic",
    "alpha nominal": "Krippendorff's alpha, nominal",
    "alpha ordinal": "Krippendorff's alpha, ordinal",
    "alpha interval": "Krippendorff's alpha, interval",
    "rmse": "Root mean square error",
    "r": "Pearson's r",
    "rho": "Spearman's rho",
}

_SHARES = {"accuracy", "coverage"}


def show_main_figures(evaluation: Evaluation, scores: Scores) -> None:
    """How many answers are right, what that says of all rows, and whether chance explains it."""
    right, total = len(evaluation.right), evaluation.total
    st.markdown(f"**{right:,} of {total:,} answers are right ({right / total:.0%})**")
    st.caption(plain(" ".join(_main_sentences(scores))))
    if total < FEW_ROWS:
        rows = counted(total, "labelled row")
        st.caption(f":material/warning: Only {rows}: label at least 100 before you trust these figures.")


def _main_sentences(scores: Scores) -> Iterator[str]:
    accuracy, kappa = scores.figure("accuracy"), scores.figure("kappa")
    error = scores.figure("mean absolute error")
    if scores.labels and kappa is None and sum(score.labelled for score in scores.labels) != scores.rows:
        yield "An answer with several labels is right only if all of them are."
    if accuracy is not None and accuracy.low is not None and accuracy.high is not None:
        share = f"the share of right answers among all is probably between {accuracy.low:.0%} and {accuracy.high:.0%}"
        yield f"If the labelled rows are a random sample, {share}."
    if kappa is not None and kappa.value is not None:
        beyond = f"Beyond that, the agreement is {_signed(kappa.value)} (Cohen's kappa; 1 is perfect, 0 is guessing)."
        yield f"Guesses are sometimes right, too. {beyond}"
    if error is not None:
        yield f"On average, the answers are {error.value:.2f} away from the right numbers."


def show_label_scores(scores: Scores) -> None:
    """For each label: how many of its rows are found, and how many that are given it are right."""
    st.markdown("**How well each label works**")
    few = [score for score in scores.labels if score.labelled < FEW_ROWS]
    frame = pd.DataFrame(
        {
            "Label": [truncated(score.label, _LABEL_CHARACTERS) for score in scores.labels],
            "Labelled rows": [score.labelled for score in scores.labels],
            "Answered so": [score.answered for score in scores.labels],
            "Found": [percent_text(score.recall) if score.labelled else "–" for score in scores.labels],
            "Right when given": [percent_text(score.precision) if score.answered else "–" for score in scores.labels],
            "Both (F1)": [number_text(score.f1) for score in scores.labels],
            "Note": ["few rows" if score in few else "" for score in scores.labels],
        }
    )
    columns = {
        "Found": st.column_config.TextColumn(help="Recall: of the rows with this label, the share that got it."),
        "Right when given": st.column_config.TextColumn(
            help="Precision: of the answers with this label, the share that is right."
        ),
        "Both (F1)": st.column_config.TextColumn(help="F1: high only if both shares are high; 1 is perfect."),
    }
    if not few:
        del frame["Note"]
    st.dataframe(frame, hide_index=True, column_config=columns, alt="Scores of each label")
    sentences = ["In brackets: where the figure probably is for all rows."]
    if few:
        labels = counted(len(few), "label has", "labels have")
        sentences.append(f"{labels} fewer than {FEW_ROWS} labelled rows: the figures of such a label say little.")
    st.caption(" ".join(sentences))


def show_all_figures(scores: Scores) -> None:
    """Every overall figure with its range, its rows and its meaning; and which labels agree beyond chance."""
    figures: Sequence[Score] = scores.overall
    frame = pd.DataFrame(
        {
            "Figure": [_TITLES.get(score.name, score.name.capitalize().replace("f1", "F1")) for score in figures],
            "Value": [
                percent_text(score.figure) if score.name in _SHARES else number_text(score.figure) for score in figures
            ],
            "Rows": [score.rows for score in figures],
            "What it says": [_MEANINGS.get(score.name, "") for score in figures],
        }
    )
    st.dataframe(frame, hide_index=True, height="content", alt="All figures over all labels")
    st.caption(
        "The ranges hold the true figure in 95 of 100 random samples: Wilson's for shares, the percentile bootstrap's "
        "(up to 2,000 draws, always the same for the same file) for the rest."
    )


def percent_text(figure: Interval) -> str:
    """A share with its range: `82% (76 to 87)`."""
    if figure.value is None:
        return "–"
    if figure.low is None or figure.high is None:
        return f"{figure.value:.0%}"
    return f"{figure.value:.0%} ({figure.low * 100:.0f} to {figure.high * 100:.0f})"


def number_text(figure: Interval) -> str:
    """A figure with its range: `0.74 (0.65 to 0.81)`."""
    if figure.value is None:
        return "–"
    if figure.low is None or figure.high is None:
        return _signed(figure.value)
    return f"{_signed(figure.value)} ({_signed(figure.low)} to {_signed(figure.high)})"


def _signed(value: float) -> str:
    return f"{round(value, 2) + 0.0:.2f}"  # no -0.00
