"""Charts count every value once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.charts import (
    Bin,
    answer_lengths,
    answer_tokens,
    describe_chart,
    histogram,
    label_counts,
    prompt_tokens,
    state_counts,
)
from lib.batch import read_requests
from lib.join import Joined, join
from lib.results import read_results
from tests.support.result_lines import answered, failed, input_line, jsonl, refused


def joined(sent: bool = True) -> Joined:
    lines = [answered("a", "yes"), answered("b", "Yes"), answered("c", "no", "length"), answered("d", "no")]
    lines += [failed("e", "Broken"), refused("f", "no")]
    requests = [read_requests(jsonl(input_line(custom_id, "x") for custom_id in "abcdefg"), "in.jsonl")]
    return join([read_results(jsonl(lines), "out.jsonl")], requests if sent else [])


def test_counts_by_state_add_up_to_sent() -> None:
    counts = state_counts(joined().ledger)
    assert counts == {"OK": 3, "Failed": 1, "Cut short": 1, "Refused": 1, "Missing": 1}
    assert sum(counts.values()) == joined().ledger.sent
    assert "Missing" not in state_counts(joined(sent=False).ledger)
    assert describe_chart(counts) == "OK: 3; Failed: 1; Cut short: 1; Refused: 1; Missing: 1."


def test_lengths_tokens_and_labels_of_answers() -> None:
    table = joined()
    assert answer_lengths(table) == [3, 3, 2, 2, 2]
    assert answer_lengths(table, [0, 4, 6]) == [3]
    assert answer_tokens(table) == [7] * 5
    assert prompt_tokens(table) == [11] * 5
    assert label_counts(table) == {"no": 3, "yes": 2}
    assert label_counts(table, [0]) is None


HISTOGRAMS: list[tuple[str, list[int], list[Bin]]] = [
    ("nothing", [], []),
    ("one", [7], [Bin(7, 8, 1)]),
    ("few", [0, 1, 1, 3], [Bin(0, 1, 1), Bin(1, 2, 2), Bin(2, 3, 0), Bin(3, 4, 1)]),
    ("tens", [5, 95, 95], [Bin(number * 5, number * 5 + 5, {1: 1, 19: 2}.get(number, 0)) for number in range(1, 20)]),
    ("tail", [1] * 200 + [10_000], [Bin(1, 2, 200), Bin(2, None, 1)]),
]


@pytest.mark.parametrize(("values", "bins"), [case[1:] for case in HISTOGRAMS], ids=[case[0] for case in HISTOGRAMS])
def test_a_histogram_has_round_bins(values: list[int], bins: list[Bin]) -> None:
    assert histogram(values) == bins


@given(st.lists(st.integers(0, 10**7)), st.integers(2, 30))
def test_every_value_is_in_one_bin(values: list[int], most: int) -> None:
    bins = histogram(values, most)
    assert sum(each.values for each in bins) == len(values)
    assert len(bins) <= most + 1
    for each in bins:
        inside = [value for value in values if each.start <= value and (each.stop is None or value < each.stop)]
        assert len(inside) == each.values
    assert len({each.stop - each.start for each in bins if each.stop is not None}) <= 1


SENTENCES = [
    ([Bin(0, 1, 2), Bin(100, 200, 1_500), Bin(200, None, 3)], "0: 2; 100 to 199: 1,500; 200 and more: 3."),
    ({}, "Nothing to show."),
    ({str(number): 1 for number in range(15)}, "; ".join(f"{number}: 1" for number in range(12)) + "; and 3 more."),
]


@pytest.mark.parametrize(("bars", "sentence"), SENTENCES, ids=["bins", "nothing", "many"])
def test_a_chart_as_a_sentence(bars: dict[str, int] | list[Bin], sentence: str) -> None:
    assert describe_chart(bars) == sentence
