"""Corrected shares are closer to the truth than raw ones, and their intervals hold it."""

import numpy as np
import pytest
from hypothesis import given

from lib.analysis.estimated_shares import estimated_shares
from lib.analysis.evaluation import evaluate
from tests.support.labelled import PAIRS, evaluated

LABELS = ("a", "b", "c", "d")


def test_corrected_shares_are_closer_to_the_truth_and_their_intervals_hold_it() -> None:
    """Wholes of 1,500 rows with labels and errors at random, of which 200 rows are labelled."""
    random = np.random.default_rng(3)
    held = closer = wholes = shares = 0
    raw_error = corrected_error = 0.0
    for _ in range(60):
        truth = random.choice(4, 1500, p=random.dirichlet(np.full(4, 2.0)))
        errors = 0.8 * np.eye(4) + 0.2 * random.dirichlet(np.full(4, 0.5), size=4)
        answer = (errors[truth].cumsum(axis=1) < random.random(1500)[:, None]).sum(axis=1).clip(0, 3)
        sample = set(random.choice(1500, 200, replace=False).tolist())
        truths = [(LABELS[label],) if row in sample else None for row, label in enumerate(truth)]
        estimates = estimated_shares(evaluate(truths, [(LABELS[each],) for each in answer], ["OK"] * 1500))
        true = {label: float((truth == place).mean()) for place, label in enumerate(LABELS)}
        raw = sum(abs(share.raw - true[share.label]) for share in estimates)
        corrected = sum(abs(share.corrected.value - true[share.label]) for share in estimates)
        held += sum(share.corrected.low <= true[share.label] <= share.corrected.high for share in estimates)
        wholes, shares, closer = wholes + 1, shares + len(estimates), closer + (corrected < raw)
        raw_error, corrected_error = raw_error + raw, corrected_error + corrected
    assert corrected_error < raw_error / 2
    assert closer >= 0.85 * wholes
    assert held >= 0.91 * shares


@given(PAIRS)
def test_once_all_rows_are_labelled_the_shares_are_those_of_the_labels(rows: list[tuple[str, str]]) -> None:
    truths, answers = zip(*rows, strict=True)
    evaluation = evaluated(truths, answers)
    if evaluation.pairs is None:
        return
    for share in estimated_shares(evaluation):
        assert share.raw == pytest.approx(answers.count(share.label) / len(rows))
        assert share.corrected == pytest.approx([truths.count(share.label) / len(rows)] * 3)


def test_a_sample_of_more_rows_of_a_rare_answer_is_weighed() -> None:
    """All ten rare answers are labelled, half of them wrong, and ten of the 90 others, all right."""
    answers = ["rare"] * 10 + ["usual"] * 90
    truths = ["rare"] * 5 + ["usual"] * 15
    known = [(label,) for label in truths] + [None] * 80
    estimates = estimated_shares(evaluate(known, [(answer,) for answer in answers], ["OK"] * 100))
    rare = next(share for share in estimates if share.label == "rare")
    assert rare.raw == 0.1
    assert 0.05 <= rare.corrected.value < 0.08  # by the sample alone, 0.25
    assert rare.corrected.low <= 0.05 <= rare.corrected.high


def test_several_labels_have_a_share_each() -> None:
    answers = [("a", "b"), ("a",), (), ("b",)] * 25
    estimates = estimated_shares(evaluate(answers[:40] + [None] * 60, answers, ["OK"] * 100))
    assert [(share.label, share.raw, share.corrected.value, share.rows) for share in estimates] == [
        ("a", 0.5, 0.5, 100),
        ("b", 0.5, 0.5, 100),
    ]
