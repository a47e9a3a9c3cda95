"""Scores of labels and overall figures, checked against values worked out by hand."""

import pytest

from lib.analysis import evaluate
from lib.analysis.scores import score_columns

LABELS = ["good"] * 6 + ["bad"] * 4
ANSWERS = ["good"] * 5 + ["bad"] + ["bad"] * 3 + ["good"]
FIGURES = ("precision", "recall", "f1", "rows", "value", "low", "high")


def scores(labels: list[str], answers: list[str]) -> dict[str, dict[str, str]]:
    columns = score_columns(evaluate(labels, answers, ["OK"] * len(labels)))
    names = [f"{kind} {name}" for kind, name in zip(columns["kind"], columns["name"], strict=True)]
    return {
        name: {figure: str(columns[figure][row]) for figure in FIGURES if columns[figure][row]}
        for row, name in enumerate(names)
    }


def test_each_label_has_its_scores_and_the_whole_has_its_own() -> None:
    found = scores(LABELS, ANSWERS)
    assert list(found) == ["label good", "label bad", "overall accuracy", "overall macro f1", "overall kappa"]
    assert [float(found["label good"][figure]) for figure in FIGURES[:4]] == pytest.approx([5 / 6, 5 / 6, 5 / 6, 6])
    assert [float(found["label bad"][figure]) for figure in FIGURES[:4]] == pytest.approx([0.75, 0.75, 0.75, 4])
    accuracy = found["overall accuracy"]
    assert [float(accuracy[figure]) for figure in FIGURES[3:]] == pytest.approx([10, 0.8, 0.490, 0.943], abs=0.001)
    assert float(found["overall macro f1"]["value"]) == pytest.approx((5 / 6 + 0.75) / 2)
    assert float(found["overall kappa"]["value"]) == pytest.approx((0.8 - 0.52) / 0.48)


def test_a_label_that_no_answer_has_scores_zero() -> None:
    found = scores(["good"] * 6 + ["bad"] * 4, ["good"] * 10)
    assert [float(found["label bad"][figure]) for figure in FIGURES[:4]] == [0, 0, 0, 4]


def test_texts_have_an_accuracy_alone() -> None:
    assert list(scores(["one way", "another way"], ["One way.", "a third"])) == ["overall accuracy"]
