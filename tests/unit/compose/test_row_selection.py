"""Which rows a file is made of, and row numbers as people write them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.compose import RowSelection
from lib.compose.row_selection import ALL, HOW, ValueFilter, matching_rows, read_numbers, select_rows

NUMBERS = [2, 3, 5, 8, 13]
ROWS = [0, 1, 3, 4]
"""The row with the number 5 cannot be sent."""

SAMPLE, OTHERS = "A test sample", "All but the sample"

CASES: list[tuple[str, RowSelection, list[int]]] = [
    ("all", ALL, [0, 1, 3, 4]),
    ("all, whatever else was chosen", RowSelection(how="Picked rows", count=1, numbers=(2,)), [0, 1, 3, 4]),
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


@pytest.mark.parametrize(("choice", "rows"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_chosen(choice: RowSelection, rows: list[int]) -> None:
    assert list(select_rows(choice, ROWS, NUMBERS)) == rows


COLUMNS, CELLS = ["q", "lang"], [["a", "b", "c", "d", "e"], ["de", "", "DE ", "fr", " "]]


@pytest.mark.parametrize(
    ("where", "rows"),
    [
        (None, [0, 1, 3, 4]),
        (ValueFilter("lang", ("de",)), [0]),
        (ValueFilter("lang", ("fr", "De")), [0, 3]),
        (ValueFilter("lang", ("",)), [1, 4]),
        (ValueFilter("lang", ("",), others=True), [0, 3]),
        (ValueFilter("lang", ("it",)), []),
        (ValueFilter("gone", ("de",)), [0, 1, 3, 4]),
    ],
)
def test_rows_by_the_values_of_a_column(where: ValueFilter | None, rows: list[int]) -> None:
    assert list(matching_rows(where, ROWS, COLUMNS, CELLS)) == rows


def test_a_choice_without_a_condition_is_written_as_ever() -> None:
    """Digests, and with them the names of files, are made of it."""
    assert RowSelection().digest_text == "Choice(which='All rows', how='First rows', count=10, seed=1, numbers=())"
    assert (
        RowSelection().digest_text
        != RowSelection(where=ValueFilter("a", ("b",))).digest_text
        != RowSelection(where=ValueFilter("a", ("b",), True)).digest_text
    )


def test_the_same_seed_gives_the_same_rows() -> None:
    """Pinned: a sample that was sent must be left out by "all the others" next month too."""
    rows, numbers = range(1_000), range(2, 1_002)
    assert select_rows(RowSelection(SAMPLE, "Random rows", 5, seed=1), rows, numbers) == [137, 582, 782, 821, 867]


def test_another_seed_gives_other_rows() -> None:
    rows, numbers = range(1_000), range(2, 1_002)
    samples = {tuple(select_rows(RowSelection(SAMPLE, "Random rows", 5, seed), rows, numbers)) for seed in range(20)}
    assert len(samples) == 20


@st.composite
def sheets(draw: st.DrawFn) -> tuple[list[int], list[int]]:
    """The numbers of all rows, and the indexes of those that can be sent."""
    numbers = sorted(draw(st.sets(st.integers(1, 99), max_size=30)))
    return numbers, [at for at in range(len(numbers)) if draw(st.booleans())]


CHOICES = st.builds(
    RowSelection,
    st.just(SAMPLE),
    st.sampled_from(HOW),
    st.integers(1, 40),
    st.integers(0, 9),
    st.lists(st.integers(1, 99), max_size=9).map(tuple),
)


@given(sheets(), CHOICES)
def test_a_sample_and_the_others_are_all(sheet: tuple[list[int], list[int]], choice: RowSelection) -> None:
    numbers, rows = sheet
    sample = select_rows(choice, rows, numbers)
    others = select_rows(RowSelection(OTHERS, numbers=tuple(numbers[at] for at in sample)), rows, numbers)
    assert sorted([*sample, *others]) == rows
    assert list(sample) == sorted(sample)
    assert list(others) == sorted(others)


@given(sheets(), CHOICES)
def test_a_sample_is_as_large_as_was_asked(sheet: tuple[list[int], list[int]], choice: RowSelection) -> None:
    numbers, rows = sheet
    wanted = min(choice.count, len(rows))
    if choice.how == "Picked rows":
        wanted = len({numbers[at] for at in rows} & set(choice.numbers))
    assert len(select_rows(choice, rows, numbers)) == wanted


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
def test_every_word_is_a_number_or_said_to_be_none(text: str) -> None:
    numbers, wrong = read_numbers(text[:12])
    words: Any = text[:12].replace(",", " ").replace(";", " ").split()
    assert set(wrong) <= set(words)
    assert bool(numbers) is (len(wrong) < len(words))
