"""Scores equal scikit-learn's, for labels at random: one label only, no agreement, and several labels a row, too."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics

from lib.analysis.intervals import share_interval
from lib.analysis.label_pairs import LabelPairs, label_pairs
from lib.analysis.label_scores import confusion_counts, label_scores, overall_scores
from tests.support.labelled import LABEL_SETS, LABELS, PAIRS

AVERAGES = ("macro", "micro", "weighted")


def pairs_of(rows: list[tuple[str, str]]) -> LabelPairs | None:
    return label_pairs([(truth,) for truth, _ in rows], [(answer,) for _, answer in rows])


@given(PAIRS)
def test_scores_of_single_labels_equal_those_of_scikit_learn(rows: list[tuple[str, str]]) -> None:
    pairs = pairs_of(rows)
    if pairs is None:  # few rows that all differ
        return
    truths, answers = zip(*rows, strict=True)
    precision, recall, f1, support = metrics.precision_recall_fscore_support(
        truths, answers, labels=pairs.keys, zero_division=0
    )
    scores = label_scores(pairs)
    assert [score.labelled for score in scores] == support.tolist()
    assert [score.precision.value for score in scores] == pytest.approx(precision, abs=1e-9)
    assert [score.recall.value for score in scores] == pytest.approx(recall, abs=1e-9)
    assert [score.f1.value for score in scores] == pytest.approx(f1, abs=1e-9)
    overall = overall_scores(pairs)
    assert overall["accuracy"].value == pytest.approx(metrics.accuracy_score(truths, answers), abs=1e-9)
    for average in AVERAGES:
        theirs = metrics.precision_recall_fscore_support(truths, answers, average=average, zero_division=0)
        ours = [overall[f"{average} {name}"].value for name in ("precision", "recall", "f1")]
        assert ours == pytest.approx(theirs[:3], abs=1e-9)
    if len(pairs.keys) > 1:
        assert confusion_counts(pairs).tolist() == metrics.confusion_matrix(truths, answers, labels=pairs.keys).tolist()


@given(PAIRS, st.permutations(LABELS))
def test_kappa_equals_that_of_scikit_learn_with_and_without_weights(
    rows: list[tuple[str, str]], scale: list[str]
) -> None:
    pairs = pairs_of(rows)
    if pairs is None:
        return
    truths, answers = zip(*rows, strict=True)
    order = [label for label in scale if label in pairs.keys]
    overall = overall_scores(pairs, order)
    for name, weights in (("kappa", None), ("kappa linear", "linear"), ("kappa quadratic", "quadratic")):
        if len(order) == 1:
            assert overall[name].value is None
        else:
            theirs = metrics.cohen_kappa_score(truths, answers, labels=order, weights=weights)
            assert overall[name].value == pytest.approx(theirs, abs=1e-9)


@given(st.lists(st.tuples(LABEL_SETS, LABEL_SETS), min_size=1, max_size=60))
def test_scores_of_several_labels_equal_those_of_scikit_learn(
    rows: list[tuple[tuple[str, ...], tuple[str, ...]]],
) -> None:
    pairs = label_pairs([truth for truth, _ in rows], [answer for _, answer in rows])
    if pairs is None or len(pairs.keys) < 2:  # scikit-learn takes one column for single labels
        return
    truths, answers = (
        np.array([[key in row[side] for key in pairs.keys] for row in rows], dtype=int) for side in (0, 1)
    )
    scores, overall = label_scores(pairs), overall_scores(pairs)
    theirs = metrics.precision_recall_fscore_support(truths, answers, zero_division=0, average=None)
    ours = [[getattr(score, name).value for score in scores] for name in ("precision", "recall", "f1")]
    assert np.array(ours) == pytest.approx(np.array(theirs[:3]), abs=1e-9)
    assert overall["accuracy"].value == pytest.approx(np.mean((truths == answers).all(axis=1)), abs=1e-9)
    for average in AVERAGES:
        theirs = metrics.precision_recall_fscore_support(truths, answers, average=average, zero_division=0)
        assert [overall[f"{average} {name}"].value for name in ("precision", "recall", "f1")] == pytest.approx(
            theirs[:3], abs=1e-9
        )
    for place, score in enumerate(scores):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a label that all rows have, on either side
            kappa = metrics.cohen_kappa_score(truths[:, place], answers[:, place], labels=[0, 1])
        assert score.kappa.value == (None if np.isnan(kappa) else pytest.approx(kappa, abs=1e-9))


@given(PAIRS)
def test_every_figure_lies_in_its_interval_which_is_always_the_same(rows: list[tuple[str, str]]) -> None:
    pairs = pairs_of(rows)
    if pairs is None:
        return
    again = pairs_of(rows[::-1])
    assert again is not None
    if pairs.keys == again.keys:
        assert overall_scores(pairs) == overall_scores(again)
    accuracy = overall_scores(pairs)["accuracy"]
    assert accuracy == share_interval(sum(truth == answer for truth, answer in rows), len(rows))
    for score in label_scores(pairs):
        if score.f1.low is not None and score.f1.high is not None:
            assert 0 <= score.f1.low <= score.f1.high <= 1


def test_intervals_cover_what_is_true() -> None:
    """Samples of 80 rows from a known whole: about 95 in 100 intervals hold the whole's figure."""
    random = np.random.default_rng(5)
    chances = np.array([[0.35, 0.05, 0.02], [0.06, 0.22, 0.05], [0.03, 0.04, 0.18]])
    kappa = (chances.trace() - chances.sum(1) @ chances.sum(0)) / (1 - chances.sum(1) @ chances.sum(0))
    f1 = np.mean([2 * chances[each, each] / (chances[each].sum() + chances[:, each].sum()) for each in range(3)])
    held = {"kappa": 0, "macro f1": 0, "accuracy": 0}
    samples = 150
    for _ in range(samples):
        cells = random.choice(9, size=80, p=chances.ravel())
        pairs = pairs_of([(LABELS[cell // 3], LABELS[cell % 3]) for cell in cells])
        assert pairs is not None
        overall = overall_scores(pairs)
        for name, true in (("kappa", kappa), ("macro f1", f1), ("accuracy", chances.trace())):
            _, low, high = overall[name]
            assert low is not None and high is not None  # noqa: PT018
            held[name] += low <= true <= high
    assert all(0.89 * samples <= count for count in held.values()), held
