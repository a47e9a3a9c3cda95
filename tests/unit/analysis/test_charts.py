"""The numbers behind the charts: all counted, once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.charts import (
    Bin,
    answer_lengths,
    answer_tokens,
    histogram,
    in_words,
    label_counts,
    ledger_bar,
    prompt_tokens,
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


def test_the_ledger_as_a_bar_adds_up_to_sent() -> None:
    bar = ledger_bar(joined().ledger)
    assert bar == {"OK": 3, "Failed": 1, "Cut short": 1, "Refused": 1, "Missing": 1}
    assert sum(bar.values()) == joined().ledger.sent
    assert "Missing" not in ledger_bar(joined(sent=False).ledger)
    assert in_words(bar) == "OK: 3; Failed: 1; Cut short: 1; Refused: 1; Missing: 1."


def test_lengths_tokens_and_labels() -> None:
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
    ("tens", [5, 95, 95], [Bin(at * 5, at * 5 + 5, {1: 1, 19: 2}.get(at, 0)) for at in range(1, 20)]),
    ("tail", [1] * 200 + [10_000], [Bin(1, 2, 200), Bin(2, None, 1)]),
]


@pytest.mark.parametrize(("values", "bins"), [case[1:] for case in HISTOGRAMS], ids=[case[0] for case in HISTOGRAMS])
def test_histogram(values: list[int], bins: list[Bin]) -> None:
    assert histogram(values) == bins


@given(st.lists(st.integers(0, 10**7)), st.integers(2, 30))
def test_every_value_is_in_one_bin(values: list[int], most: int) -> None:
    bins = histogram(values, most)
    assert sum(found.values for found in bins) == len(values)
    assert len(bins) <= most + 1
    for found in bins:
        inside = [value for value in values if found.start <= value and (found.stop is None or value < found.stop)]
        assert len(inside) == found.values
    assert len({(found.stop or 0) - found.start for found in bins if found.stop is not None}) <= 1


WORDS = [
    ([Bin(0, 1, 2), Bin(100, 200, 1_500), Bin(200, None, 3)], "0: 2; 100 to 199: 1,500; 200 and more: 3."),
    ({}, "Nothing to show."),
    ({str(at): 1 for at in range(15)}, "; ".join(f"{at}: 1" for at in range(12)) + "; and 3 more."),
]


@pytest.mark.parametrize(("bars", "words"), WORDS, ids=["bins", "nothing", "many"])
def test_in_words(bars: dict[str, int] | list[Bin], words: str) -> None:
    assert in_words(bars) == words
