"""Labels taken from a sheet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.compose.codebook import Label
from lib.compose.codebook_sheet import CodebookColumns, codebook_columns, labels_of_column, labels_of_rows


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (["Label", "Meaning", "Examples"], ("Label", "Meaning", "Examples")),
        (["id", "Code", "Definition (long)", "Example 1"], ("Code", "Definition (long)", "Example 1")),
        (["Étiquette", "Sens", "Exemples"], ("Étiquette", "Sens", "Exemples")),
        (["Topics"], ("Topics", None, None)),
        (["Description", "Category"], ("Category", "Description", None)),
        (["description of the example", "a"], ("a", "description of the example", None)),
    ],
)
def test_the_columns_of_a_codebook(columns: list[str], expected: tuple[str | None, ...]) -> None:
    assert codebook_columns(columns) == CodebookColumns(*expected)  # type: ignore[arg-type]


def test_a_row_is_a_label_and_further_rows_add_examples() -> None:
    names = ["late ", "late", "", "broken", "late", "broken"]
    meanings = ["Too late", "", "of nothing", "", "After its date", "In pieces"]
    examples = ["When?", "When?\nStill waiting", "x", "", "", "Two halves"]
    assert labels_of_rows(names, meanings, examples) == (
        Label("late", "Too late", "When?\nStill waiting"),
        Label("late", "After its date"),
        Label("broken", "In pieces", "Two halves"),
    )


def test_a_sheet_may_have_labels_alone() -> None:
    assert labels_of_rows(["b", "a", "b"], [], []) == (Label("b"), Label("a"))


@given(st.lists(st.sampled_from(["a", "b", "c", " a", "", "  "])))
def test_a_column_gives_each_value_once_the_most_frequent_first(cells: list[str]) -> None:
    stripped = [cell.strip() for cell in cells]
    names = [label.name for label in labels_of_column(cells)]
    assert sorted(names) == sorted(set(stripped) - {""})
    counts = [stripped.count(name) for name in names]
    assert counts == sorted(counts, reverse=True)
