"""Labels among answers, and answers that are texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.common.labels import OTHER_ANSWERS, fold_label, tally

CASES: list[tuple[str, list[str], dict[str, int] | None]] = [
    ("two", ["yes", "no", "yes", "no", "yes"], {"yes": 3, "no": 2}),
    ("spelling", ["Yes", "yes", "Yes.", "Yes", " NO ", "no"], {"Yes": 4, "NO": 2}),
    ("numbers", ["5", "5.", "-5", "-5"], {"5": 2, "-5": 2}),
    ("one-label", ["ok", "ok"], {"ok": 2}),
    ("all-different", ["a", "b", "c"], None),
    ("long", ["x" * 61] * 5, None),
    ("nothing", [], None),
    ("once", ["yes"], None),
    ("blank", ["", " ", ""], None),
    ("a-few-others", ["yes"] * 19 + ["It depends on what you mean."], {"yes": 19, OTHER_ANSWERS: 1}),
    ("too-many-others", ["yes"] * 8 + ["It depends."] + ["Hard to say"], None),
    ("too-many-labels", [str(index // 2) for index in range(60)], None),
]


@pytest.mark.parametrize(("answers", "counts"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_counts(answers: list[str], counts: dict[str, int] | None) -> None:
    tallied = tally(answers)
    assert (tallied.counts if tallied else None) == counts
    if tallied and counts:
        assert list(tallied.counts) == list(counts)


@pytest.mark.parametrize(("one", "other"), [("C", "C++"), ("5", "-5"), ("a b", "ab"), ("...", "")])
def test_different_labels_stay_different(one: str, other: str) -> None:
    assert fold_label(one) != fold_label(other)


@given(st.lists(st.sampled_from(["yes", "Yes.", "no", "maybe", "", "x" * 70]) | st.text(max_size=3)))
def test_every_answer_counts_once(answers: list[str]) -> None:
    tallied = tally(answers)
    if tallied:
        assert sum(tallied.counts.values()) == len(answers)
        assert len(tallied.labels) <= 20
        assert tallied.other <= len(answers) / 10 + 1e-9
