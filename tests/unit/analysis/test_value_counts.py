"""How often each value stands in a table."""

from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.value_counts import (
    EMPTY,
    OTHERS,
    ROWS,
    SHARE,
    TOTAL,
    VALUE,
    counted_values,
    crossed_values,
    values_of,
    with_values,
)

LABELS = ["Positive", "negative", "positive.", None, "", " positive ", "Negative", "x" * 100, 7, "7"]
EVERY = range(len(LABELS))


def test_spellings_of_a_value_are_counted_together_and_empty_cells_come_last() -> None:
    found = values_of(LABELS, EVERY)
    assert [(value.text, list(value.rows)) for value in found] == [
        ("Positive", [0, 2, 5]),
        ("negative", [1, 6]),
        ("7", [8, 9]),
        ("x" * 100, [7]),
        ("", [3, 4]),
    ]


def test_long_and_blank_cells_are_found_by_what_is_shown_of_them() -> None:
    cells = ["A long answer, " * 8 + "\n", "A long answer, " * 8, " " * 70, "", "short"]
    for value in values_of(cells, range(5)):
        assert with_values(cells, range(5), [value.text]) == list(value.rows)
    assert len(values_of(cells, range(5))) == 3


def test_marks_that_belong_to_a_value_make_another_one() -> None:
    cells = ["A", "A*", "5", ".5", "NET", ".NET", '"A"', "*A*", "**A**.", "A!"]
    assert [list(value.rows) for value in values_of(cells, range(10))] == [[0, 6, 7, 8, 9], [1], [2], [3], [4], [5]]


def test_rows_of_some_values() -> None:
    assert with_values(LABELS, EVERY, ["POSITIVE", "7"]) == [0, 2, 5, 8, 9]
    assert with_values(LABELS, EVERY, [""]) == [3, 4]
    assert with_values(LABELS, [5, 0, 1], ["positive"]) == [5, 0]
    assert with_values(LABELS, EVERY, []) == []


def test_a_count_says_shares_and_the_sum() -> None:
    assert counted_values(values_of(["a", "b", "a", ""], range(4))) == {
        VALUE: ["a", "b", EMPTY, TOTAL],
        ROWS: [2, 1, 1, 4],
        SHARE: ["50.0%", "25.0%", "25.0%", "100.0%"],
    }
    assert counted_values([]) == {VALUE: [TOTAL], ROWS: [0], SHARE: [""]}


def test_a_count_split_by_another_column() -> None:
    first, second = ["a", "b", "a", "a"], ["Rows", "Web", "Web", ""]
    values, others = values_of(first, range(4)), values_of(second, range(4))
    assert crossed_values(values, others) == {
        VALUE: ["a", "b", TOTAL],
        ROWS: [3, 1, 4],
        "Web": [1, 1, 2],
        "Rows (2)": [1, 0, 1],
        EMPTY: [1, 0, 1],
    }


def test_the_rest_of_many_values_stands_together() -> None:
    values = values_of(["a"] * 6, range(6))
    others = values_of(list("uuvwxy"), range(6))
    assert crossed_values(values, others, most=2) == {
        VALUE: ["a", TOTAL],
        ROWS: [6, 6],
        "u": [2, 2],
        "v": [1, 1],
        OTHERS: [3, 3],
    }


CELLS = st.lists(st.tuples(st.sampled_from(["a", "A ", "b", "", None, 3]), st.text("xyz", max_size=2)), max_size=30)


@given(CELLS, st.integers(1, 4))
def test_every_row_is_counted_once(cells: list[tuple[str | int | None, str]], most: int) -> None:
    first, second = [one for one, _ in cells], [other for _, other in cells]
    values, others = values_of(first, range(len(cells))), values_of(second, range(len(cells)))
    assert sorted(at for value in values for at in value.rows) == list(range(len(cells)))
    table = crossed_values(values, others, most)
    assert table[ROWS][-1] == len(cells)
    parts = [column for name, column in table.items() if name not in (VALUE, ROWS)]
    assert [sum(map(int, map(str, numbers))) for numbers in zip(*parts, strict=True)] == (table[ROWS] if parts else [])
    for value in values:
        assert with_values(first, range(len(cells)), [value.text]) == list(value.rows)
