"""A report tells every score with its interval and its rows, and which rows have none."""

from lib.analysis.evaluation import evaluate
from lib.analysis.score_facts import score_facts
from lib.analysis.scores import scores_of

TRUTHS = [("good",)] * 6 + [("bad",)] * 4 + [None, ("good",)]
ANSWERS = [("good",)] * 5 + [("bad",)] * 5 + [("good",), ("good",)]
STATES = ["OK"] * 11 + ["Failed"]


def facts() -> dict[str, str]:
    evaluation = evaluate(TRUTHS, ANSWERS, STATES, apart=[9])
    return dict(score_facts("Label by Ana", "mood", evaluation, scores_of(evaluation)))


def test_what_was_compared_and_which_rows_count() -> None:
    told = facts()
    assert told["Compared"] == "mood, with the labels in Label by Ana"
    assert told["Rows scored"] == (
        "9 with a label and an OK answer, 1 labelled without one (1 Failed), 1 left out as examples in the prompt"
    )


def test_every_figure_has_its_interval_and_its_rows() -> None:
    told = facts()
    assert told["Accuracy"] == "0.889 (0.565 to 0.980), 9 rows"
    assert told["Coverage"].endswith(", 10 rows")
    assert told["Cohen's kappa"].startswith("0.769 (")
    assert told["Label good"].startswith("6 labelled rows; precision 1.000 (")
    assert told["Share of good"].startswith("by the answers 54.5%; corrected for the errors of the labelled rows 0.")
    assert told["Share of good"].endswith("; 11 rows")
