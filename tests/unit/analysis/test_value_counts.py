"""Every row is counted under its value, whatever the spelling."""

from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.value_counts import (
    EMPTY,
    OTHERS,
    ROWS,
    SHARE,
    TOTAL,
    VALUE,
    column_values,
    count_values,
    rows_with_values,
    split_counts,
)

LABELS = ["Positive", "negative", "positive.", None, "", " positive ", "Negative", "x" * 100, 7, "7"]
EVERY = range(len(LABELS))


def test_spellings_of_a_value_are_counted_together_and_empty_cells_come_last() -> None:
    found = column_values(LABELS, EVERY)
    assert [(value.text, list(value.rows)) for value in found] == [
        ("Positive", [0, 2, 5]),
        ("negative", [1, 6]),
        ("7", [8, 9]),
        ("x" * 100, [7]),
        ("", [3, 4]),
    ]


def test_long_and_blank_cells_are_found_by_their_text() -> None:
    cells = ["A long answer, " * 8 + "\n", "A long answer, " * 8, " " * 70, "", "short"]
    for value in column_values(cells, range(5)):
        assert rows_with_values(cells, range(5), [value.text]) == list(value.rows)
    assert len(column_values(cells, range(5))) == 3


def test_signs_inside_a_value_make_another_value() -> None:
    cells = ["A", "A*", "5", ".5", "NET", ".NET", '"A"', "*A*", "**A**.", "A!"]
    assert [list(value.rows) for value in column_values(cells, range(10))] == [[0, 6, 7, 8, 9], [1], [2], [3], [4], [5]]


def test_rows_with_some_values_are_found() -> None:
    assert rows_with_values(LABELS, EVERY, ["POSITIVE", "7"]) == [0, 2, 5, 8, 9]
    assert rows_with_values(LABELS, EVERY, [""]) == [3, 4]
    assert rows_with_values(LABELS, [5, 0, 1], ["positive"]) == [5, 0]
    assert rows_with_values(LABELS, EVERY, []) == []


def test_a_count_has_shares_and_a_sum() -> None:
    assert count_values(column_values(["a", "b", "a", ""], range(4))) == {
        VALUE: ["a", "b", EMPTY, TOTAL],
        ROWS: [2, 1, 1, 4],
        SHARE: ["50.0%", "25.0%", "25.0%", "100.0%"],
    }
    assert count_values([]) == {VALUE: [TOTAL], ROWS: [0], SHARE: [""]}


def test_a_count_is_split_by_another_column() -> None:
    first, second = ["a", "b", "a", "a"], ["Rows", "Web", "Web", ""]
    values, others = column_values(first, range(4)), column_values(second, range(4))
    assert split_counts(values, others) == {
        VALUE: ["a", "b", TOTAL],
        ROWS: [3, 1, 4],
        "Web": [1, 1, 2],
        "Rows (2)": [1, 0, 1],
        EMPTY: [1, 0, 1],
    }


def test_the_rest_of_many_values_shares_a_column() -> None:
    values = column_values(["a"] * 6, range(6))
    others = column_values(list("uuvwxy"), range(6))
    assert split_counts(values, others, most=2) == {
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
    values, others = column_values(first, range(len(cells))), column_values(second, range(len(cells)))
    assert sorted(row for value in values for row in value.rows) == list(range(len(cells)))
    table = split_counts(values, others, most)
    assert table[ROWS][-1] == len(cells)
    parts = [column for name, column in table.items() if name not in (VALUE, ROWS)]
    assert [sum(map(int, map(str, numbers))) for numbers in zip(*parts, strict=True)] == (table[ROWS] if parts else [])
    for value in values:
        assert rows_with_values(first, range(len(cells)), [value.text]) == list(value.rows)
