"""Changes to cells and columns, and their counts."""

from hypothesis import given
from hypothesis import strategies as st

from lib.common.excel_cells import EXCEL_CELL, count_broken, replace_surrogates
from lib.export.cell_changes import count_column_changes, count_guarded, count_long, count_replaced, excel_text


def test_a_cut_never_splits_a_surrogate_pair() -> None:
    for shift in ("", "x"):
        cut = excel_text(shift + "😀" * EXCEL_CELL)
        assert "\ufffd" not in cut
        assert not any("\ud800" <= character <= "\udfff" for character in cut)


@given(st.lists(st.text(st.characters(codec=None), max_size=5)))
def test_a_column_without_surrogates_can_be_written(cells: list[str]) -> None:
    after = replace_surrogates(cells)
    assert count_broken(after) == 0
    assert [len(str(cell)) for cell in after] == [len(cell) for cell in cells]
    assert sum(one != other for one, other in zip(cells, after, strict=True)) == count_broken(cells)


@given(
    st.lists(st.text(st.sampled_from("a=-\t\n\r\x00\x0b\x0c\x1f\ud800\udfff\ufffe\uffff\uff0c\ufffd密😀"), max_size=4))
)
def test_one_pass_finds_the_counts_of_each_function(cells: list[str]) -> None:
    assert count_column_changes(cells) == (
        count_guarded(cells),
        count_replaced(cells),
        count_long(cells),
        count_broken(cells),
    )


def test_one_pass_finds_long_texts_and_skips_numbers() -> None:
    assert count_column_changes([1, None, "x" * (EXCEL_CELL + 1), "x" * EXCEL_CELL, "=1"]) == (1, 0, 1, 0)
    assert count_column_changes([]) == count_column_changes([None, 7]) == (0, 0, 0, 0)
