"""The rows that a file is made of, and row numbers as people write them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.compose import RowSelection
from lib.compose.row_conditions import Condition
from lib.compose.row_selection import SAMPLE_METHODS, read_numbers, select_rows

NUMBERS = [2, 3, 5, 8, 13]
ROWS = [0, 1, 3, 4]
"""The row with the number 5 cannot be sent."""

SAMPLE, OTHERS = "A test sample", "All but the sample"

CASES: list[tuple[str, RowSelection, list[int]]] = [
    ("all", RowSelection(), [0, 1, 3, 4]),
    ("all, with other settings of a sample", RowSelection(method="Picked rows", count=1, numbers=(2,)), [0, 1, 3, 4]),
    ("the first two", RowSelection(SAMPLE, count=2), [0, 1]),
    ("more than there are", RowSelection(SAMPLE, count=99), [0, 1, 3, 4]),
    ("picked, by the spreadsheet's numbers", RowSelection(SAMPLE, "Picked rows", numbers=(13, 3)), [1, 4]),
    ("picked, but not to be sent", RowSelection(SAMPLE, "Picked rows", numbers=(5, 4, 2)), [0]),
    ("none picked", RowSelection(SAMPLE, "Picked rows"), []),
    ("more random rows than there are", RowSelection(SAMPLE, "Random rows", count=99), [0, 1, 3, 4]),
    ("the others", RowSelection(OTHERS, numbers=(3, 8)), [0, 4]),
    ("the others of a random sample", RowSelection(OTHERS, "Random rows", numbers=(2,)), [1, 3, 4]),
    ("the others of none", RowSelection(OTHERS), [0, 1, 3, 4]),
]


@pytest.mark.parametrize(("selection", "rows"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_select_rows(selection: RowSelection, rows: list[int]) -> None:
    assert list(select_rows(selection, ROWS, NUMBERS)) == rows


def test_the_digest_text_never_changes() -> None:
    """Digests, and so the names of files, depend on it."""
    assert RowSelection().digest_text == "Choice(which='All rows', how='First rows', count=10, seed=1, numbers=())"
    text = RowSelection(conditions=(Condition("a", values=("b",)), Condition("c"))).digest_text
    assert text.endswith(" Where(column='a', values=('b',), others=False)")


def test_the_same_seed_gives_the_same_rows() -> None:
    """Pinned: next month, "All but the sample" must still leave out a sample that was sent."""
    rows, numbers = range(1_000), range(2, 1_002)
    assert select_rows(RowSelection(SAMPLE, "Random rows", 5, seed=1), rows, numbers) == [137, 582, 782, 821, 867]


def test_another_seed_gives_other_rows() -> None:
    rows, numbers = range(1_000), range(2, 1_002)
    samples = {tuple(select_rows(RowSelection(SAMPLE, "Random rows", 5, seed), rows, numbers)) for seed in range(20)}
    assert len(samples) == 20


@st.composite
def sheets(draw: st.DrawFn) -> tuple[list[int], list[int]]:
    """The numbers of all rows, and the rows that can be sent."""
    numbers = sorted(draw(st.sets(st.integers(1, 99), max_size=30)))
    return numbers, [row for row in range(len(numbers)) if draw(st.booleans())]


SELECTIONS = st.builds(
    RowSelection,
    st.just(SAMPLE),
    st.sampled_from(SAMPLE_METHODS),
    st.integers(1, 40),
    st.integers(0, 9),
    st.lists(st.integers(1, 99), max_size=9).map(tuple),
)


@given(sheets(), SELECTIONS)
def test_a_sample_and_the_others_are_all_rows(sheet: tuple[list[int], list[int]], selection: RowSelection) -> None:
    numbers, rows = sheet
    sample = select_rows(selection, rows, numbers)
    others = select_rows(RowSelection(OTHERS, numbers=tuple(numbers[row] for row in sample)), rows, numbers)
    assert sorted([*sample, *others]) == rows
    assert list(sample) == sorted(sample)
    assert list(others) == sorted(others)


@given(sheets(), SELECTIONS)
def test_a_sample_has_the_chosen_size(sheet: tuple[list[int], list[int]], selection: RowSelection) -> None:
    numbers, rows = sheet
    wanted = min(selection.count, len(rows))
    if selection.method == "Picked rows":
        wanted = len({numbers[row] for row in rows} & set(selection.numbers))
    assert len(select_rows(selection, rows, numbers)) == wanted


# Row numbers as people write them

READ: list[tuple[str, tuple[int, ...], list[str]]] = [
    ("", (), []),
    (" , ;\n", (), []),
    ("2", (2,), []),
    ("2, 5-7", (2, 5, 6, 7), []),
    ("2 5–7;9\n11", (2, 5, 6, 7, 9, 11), []),
    ("7-7", (7,), []),
    ("5, 2, 5, 4-6", (5, 2, 4, 6), []),
    ("007", (7,), []),
    ("7-5", (), ["7-5"]),
    ("2, x, 5", (2, 5), ["x"]),
    ("-5", (), ["-5"]),
    ("5-", (), ["5-"]),
    ("1-2-3", (), ["1-2-3"]),
    ("2.5", (), ["2.5"]),
    ("+2", (), ["+2"]),
    ("²", (), ["²"]),
    ("1234567890", (), ["1234567890"]),
    ("1-2000000", (), ["1-2000000"]),
    ("1-9999999999999999999999", (), ["1-9999999999999999999999"]),
]


@pytest.mark.parametrize(("text", "numbers", "wrong"), READ, ids=[case[0][:12] or "nothing" for case in READ])
def test_read_numbers(text: str, numbers: tuple[int, ...], wrong: list[str]) -> None:
    assert read_numbers(text) == (numbers, wrong)


def test_the_longest_span() -> None:
    assert len(read_numbers("1-1000000")[0]) == 1_000_000
    assert read_numbers("0-1000000") == ((), ["0-1000000"])


@given(st.lists(st.integers(0, 999_999_999), unique=True, max_size=9), st.sampled_from([",", ", ", " ", ";", "\n"]))
def test_numbers_that_are_written_are_read(numbers: list[int], between: str) -> None:
    assert read_numbers(between.join(map(str, numbers))) == (tuple(numbers), [])


@given(st.text() | st.text("0123456789-,; x–"))
def test_every_word_is_a_number_or_reported(text: str) -> None:
    numbers, wrong = read_numbers(text[:12])
    words: Any = text[:12].replace(",", " ").replace(";", " ").split()
    assert set(wrong) <= set(words)
    assert bool(numbers) is (len(wrong) < len(words))
