"""Rows with several labels: each label as a column of 0 and 1, and counted on its own."""

from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.several_labels import MOST_COLUMNS, NO_LABEL, indicator_columns, label_values
from lib.analysis.value_counts import column_values, count_values, split_counts

LABELS = st.sampled_from(["price", "Price.", "size", "a, b"])
ROWS = st.lists(st.one_of(st.none(), st.lists(LABELS, max_size=3).map(tuple)), max_size=30)


@given(ROWS)
def test_each_label_has_its_rows_as_a_column_and_as_a_count(rows: list[tuple[str, ...] | None]) -> None:
    folded = [None if row is None else {label.strip(".").casefold() for label in row} for row in rows]
    columns = indicator_columns(rows)
    assert {name.strip(".").casefold() for name in columns} == {label for row in folded for label in row or ()}
    values = {value.text: value.rows for value in label_values(rows, range(len(rows)))}
    for name, cells in columns.items():
        label = name.strip(".").casefold()
        assert cells == ["" if row is None else str(int(label in row)) for row in folded]
        assert values[name] == [place for place, row in enumerate(folded) if row and label in row]
    assert values.get("", []) == [place for place, row in enumerate(folded) if row is None]
    assert values.get(NO_LABEL, []) == [place for place, row in enumerate(folded) if row is not None and not row]


def test_very_many_labels_have_no_column_each() -> None:
    rows = [(f"label {number}", "often") for number in range(MOST_COLUMNS + 20)]
    columns = indicator_columns(rows)
    assert (len(columns), next(iter(columns))) == (MOST_COLUMNS, "often")


def test_counts_of_several_labels_are_shares_of_the_rows() -> None:
    values = label_values([("a", "b"), ("a",), (), ("b", "a")], range(4))
    counts = count_values(values)
    assert (counts["Value"], counts["Rows"]) == (["a", "b", NO_LABEL, "All"], [3, 2, 1, 4])
    assert counts["Share"] == ["75.0%", "50.0%", "25.0%", "100.0%"]


def test_several_labels_are_crossed_with_another_column_in_either_direction() -> None:
    values = label_values([("a", "b"), ("a",), (), ("b", "a")], range(4))
    cities = column_values(["Bern", "Zug", "Zug", "Zug"], range(4))
    assert split_counts(values, cities) == {
        "Value": ["a", "b", NO_LABEL, "All"],
        "Rows": [3, 2, 1, 4],
        "Zug": [2, 1, 1, 3],
        "Bern": [1, 1, 0, 1],
    }
    assert split_counts(cities, values) == {
        "Value": ["Zug", "Bern", "All"],
        "Rows": [3, 1, 4],
        "a": [2, 1, 3],
        "b": [1, 1, 2],
        NO_LABEL: [1, 0, 1],
    }
