"""Scores of labels and overall figures, checked against values worked out by hand."""

import pytest

from lib.analysis.evaluation import evaluate
from lib.analysis.row_labels import single_labels
from lib.analysis.scores import score_columns, scores_of

LABELS = ["good"] * 6 + ["bad"] * 4
ANSWERS = ["good"] * 5 + ["bad"] + ["bad"] * 3 + ["good"]
FIGURES = ("precision", "recall", "f1", "rows", "value", "low", "high")


def scores(labels: list[str], answers: list[str], states: list[str] | None = None) -> dict[str, dict[str, float]]:
    """The downloaded table, as the figures of each of its rows."""
    found = scores_of(evaluate(single_labels(labels), single_labels(answers), states or ["OK"] * len(labels)))
    columns = score_columns(found)
    names = [f"{kind} {name}" for kind, name in zip(columns["kind"], columns["name"], strict=True)]
    return {
        name: {figure: float(columns[figure][row]) for figure in FIGURES if columns[figure][row]}
        for row, name in enumerate(names)
    }


def test_each_label_has_its_scores_and_the_whole_has_its_own() -> None:
    found = scores(LABELS, ANSWERS)
    assert [name for name in found if name.startswith("label")] == ["label good", "label bad"]
    assert [found["label good"][figure] for figure in FIGURES[:4]] == pytest.approx([5 / 6, 5 / 6, 5 / 6, 6])
    assert [found["label bad"][figure] for figure in FIGURES[:4]] == pytest.approx([0.75, 0.75, 0.75, 4])
    accuracy = found["overall accuracy"]
    assert [accuracy[figure] for figure in FIGURES[3:]] == pytest.approx([10, 0.8, 0.490, 0.943], abs=0.001)
    assert found["overall macro f1"]["value"] == pytest.approx((5 / 6 + 0.75) / 2)
    assert found["overall weighted f1"]["value"] == pytest.approx(0.6 * 5 / 6 + 0.4 * 0.75)
    assert found["overall micro f1"]["value"] == pytest.approx(0.8)
    assert found["overall kappa"]["value"] == pytest.approx((0.8 - 0.52) / 0.48)
    assert found["overall precision of bad"]["rows"] == 4
    assert found["overall share of good"] == {"value": 0.6, "rows": 10}


def test_every_figure_has_an_interval_and_rows() -> None:
    for name, row in scores(LABELS, ANSWERS).items():
        if not name.startswith("overall share"):
            assert row["low"] <= row["value"] <= row["high"], name
        assert row["rows"] > 0, name


def test_labelled_rows_without_an_ok_answer_are_in_the_coverage_alone() -> None:
    found = scores([*LABELS, "good", "bad"], [*ANSWERS, "good", ""], [*["OK"] * 10, "Cut short", "OK"])
    assert found["overall coverage"]["value"] == pytest.approx(10 / 12)
    assert (found["overall coverage"]["rows"], found["overall accuracy"]["rows"]) == (12, 10)


def test_a_label_that_no_answer_has_scores_zero() -> None:
    found = scores(["good"] * 6 + ["bad"] * 4, ["good"] * 10)
    assert [found["label bad"][figure] for figure in FIGURES[:4]] == [0, 0, 0, 4]


def test_texts_have_an_accuracy_alone() -> None:
    assert list(scores(["one way", "another way"], ["One way.", "a third"])) == ["overall accuracy", "overall coverage"]


def test_numbers_have_errors_and_an_order_too() -> None:
    found = scores(["1", "2", "3", "10"] * 5, ["1", "2", "4", "9"] * 5)
    assert [name for name in found if name.startswith("label")] == [f"label {number}" for number in (1, 2, 3, 4, 9, 10)]
    assert found["overall mean absolute error"]["value"] == pytest.approx(0.5)
    assert {"overall kappa quadratic", "overall alpha ordinal", "overall rho"} <= found.keys()


def test_labels_with_an_order_have_weighted_kappa() -> None:
    pairs = evaluate(single_labels(LABELS), single_labels(ANSWERS), ["OK"] * 10)
    assert scores_of(pairs).figure("kappa linear") is None
    linear = scores_of(pairs, ["Bad", "good"]).figure("kappa linear")
    assert linear is not None
    assert linear.value == pytest.approx((0.8 - 0.52) / 0.48)


def test_no_scored_row_has_no_scores() -> None:
    with pytest.raises(ZeroDivisionError):
        scores_of(evaluate([None, ("a",)], [("a",), None], ["OK", "Failed"]))
