"""Which row each request came from: by a column, by the cells, by number only on request."""

from dataclasses import replace

import pytest

from lib.common.excel_cells import guard
from lib.compose.row_ids import row_id, row_ids
from lib.join.id_match import id_columns, match_by_column, match_by_number, match_rows
from lib.sheets import Sheet


def sheet(columns: str, *rows: str, first: int = 2) -> Sheet:
    """A sheet from words: one text of blank-separated cells a row."""
    cells = tuple(map(list, zip(*(row.split() for row in rows), strict=True)))
    numbers = list(range(first, first + len(rows)))
    return Sheet("s.csv", tuple(columns.split()), cells, numbers, "digest")


FRUIT = sheet("name colour", "apple red", "pear green", "plum blue")
IDS = row_ids(FRUIT)


def rows(changed: Sheet, ids: list[str] = IDS) -> list[int | None]:
    match = match_rows(changed, ids)
    return [match.rows.get(custom_id) for custom_id in ids]


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        (FRUIT, [0, 1, 2]),
        (sheet("name colour", "plum blue", "apple red", "pear green"), [1, 2, 0]),
        (sheet("name colour", "apple red", "pear yellow", "plum blue"), [0, None, 2]),
        (sheet("name colour", "apple red", "plum blue"), [0, None, 1]),
        (sheet("name colour", "fig brown", "apple red", "pear green", "plum blue"), [1, 2, 3]),
        (sheet("name colour", "apple red", "pear green", "plum blue", first=9), [0, 1, 2]),
        (sheet("fruit shade", "apple red", "pear green", "plum blue"), [0, 1, 2]),
        (sheet("name colour x", "apple red 1", "pear green 2", "plum blue 3"), [0, 1, 2]),
        (sheet("name colour x y", "pear green 2 z", "apple red 1 z", "plum blue 3 z"), [1, 0, 2]),
        (sheet("custom_id name colour", "i apple red", "j pear green", "k plum blue"), [0, 1, 2]),
        (sheet("name custom_id colour", "apple i red", "pear j green", "plum k blue"), [0, 1, 2]),
        (sheet("x name colour", "1 apple red", "2 pear green", "3 plum blue"), [None] * 3),
        (sheet("colour name", "red apple", "green pear", "blue plum"), [None] * 3),
        (sheet("name", "apple", "pear", "plum"), [None] * 3),
    ],
    ids=[
        "the-same",
        "sorted",
        "one-row-edited",
        "one-row-removed",
        "one-row-added-on-top",
        "moved-down",
        "renamed-columns",
        "a-column-added-at-the-right",
        "two-columns-added-and-sorted",
        "custom-id-added-at-the-left",
        "custom-id-added-inside",
        "a-column-added-at-the-left",
        "columns-swapped",
        "a-column-removed",
    ],
)
def test_rows_found_by_their_cells(changed: Sheet, found: list[int | None]) -> None:
    assert rows(changed) == found


def test_one_width_holds_for_the_whole_sheet() -> None:
    """The row whose added cell is filled is found at the full width or not at all."""
    wide = sheet("name colour x", "apple red 1", "pear green 2")
    ids = [row_ids(wide)[0], IDS[1]]
    assert rows(wide, ids) == [0, None]


def test_identical_rows_keep_their_own_number_first_then_pair_in_order() -> None:
    same = sheet("name", "fig", "fig", "fig")
    ids = row_ids(same)
    assert rows(same, ids) == [0, 1, 2]
    assert rows(sheet("name", "fig", "fig", "fig", first=3), ids) == [2, 0, 1]
    assert rows(sheet("name", "fig", "fig", "fig", first=20), ids) == [0, 1, 2]
    assert rows(sheet("name", "fig", "fig"), ids) == [0, 1, None]


def test_identical_rows_are_never_shared() -> None:
    one = sheet("name", "fig")
    match = match_rows(one, row_ids(sheet("name", "fig", "fig", "fig", first=7)))
    assert sorted(match.rows.values()) == [0]


@pytest.mark.parametrize("custom_id", ["row-2", "row-2-xyz", "row-02-0123456789ab", "row-0-0123456789ab", "2", "", "é"])
def test_other_ids_match_no_cells(custom_id: str) -> None:
    assert match_rows(FRUIT, [custom_id]).how == "none"


def test_an_absurd_row_number_is_no_error() -> None:
    assert match_rows(FRUIT, [f"row-{'1' * 5000}-0123456789ab"]).rows == {}
    assert match_by_number(FRUIT, [f"row-{'1' * 5000}-0123456789ab"]).rows == {}


def test_by_number_takes_edited_rows_too() -> None:
    ids = [row_id(3, "0" * 12), row_id(99, "0" * 12), "mine"]
    match = match_by_number(FRUIT, ids)
    assert (match.rows, match.how) == ({ids[0]: 1}, "number")


def test_by_number_no_row_is_taken_twice() -> None:
    ids = [row_id(2, "0" * 12), row_id(2, "1" * 12), row_id(3, "0" * 12), row_id(3, "0" * 12)]
    match = match_by_number(FRUIT, ids)
    assert (match.rows, match.shared) == ({ids[2]: 1}, {ids[0]: [0], ids[1]: [0]})


NUMBERED = sheet("sku group name", "001 1 a", "002 1 b", "003 2 c", "004 2 d")


@pytest.mark.parametrize(
    ("ids", "column"),
    [
        (["001", "002", "003", "004"], "sku"),
        (["001", "zzz"], "sku"),
        (["001", "x", "y"], None),
        (["1", "3"], "group"),
        (["1", "3", "5"], None),
        (["a"], "name"),
        (["A"], None),
        ([], None),
    ],
    ids=["all", "half", "less-than-half", "half-in-another", "a-third", "one-id", "letter-case-counts", "no-ids"],
)
def test_the_id_column_is_guessed(ids: list[str], column: str | None) -> None:
    assert [group[0] for group in id_columns(NUMBERED, ids)][:1] == [column][: column is not None]


def test_the_guess_prefers_ids_that_stand_in_one_row() -> None:
    both = sheet("group id", "1 1", "1 2", "2 3", "2 4")
    assert id_columns(both, ["1", "2"]) == [["id"], ["group"]]


def test_a_name_decides_between_columns_that_are_equally_good() -> None:
    for name in ("custom_id", "id", "Product ID", "row_key"):
        one = replace(sheet("a b", "1 2", "2 1"), columns=("rank", name))
        assert id_columns(one, ["1", "2"]) == [[name], ["rank"]]


def test_columns_that_differ_are_rivals_and_repeated_ones_are_not() -> None:
    assert id_columns(sheet("a b c", "1 2 1", "2 1 2"), ["1", "2"]) == [["a", "b"]]


def test_an_id_column_is_stronger_than_the_cells() -> None:
    edited = sheet("custom_id name colour", f"{IDS[0]} APPLE red", f"{IDS[2]} plum blue", f"{IDS[1]} pear green")
    match = match_rows(edited, IDS)
    assert (match.how, match.column) == ("column", "custom_id")
    assert [match.rows[custom_id] for custom_id in IDS] == [0, 2, 1]


def test_ids_in_several_rows_match_none_of_them() -> None:
    match = match_by_column(sheet("id", "x", "y", "x"), ["x", "y"], "id")
    assert (match.rows, match.shared) == ({"y": 1}, {"x": [0, 2]})


def test_leading_zeros_and_blanks_count() -> None:
    table = Sheet("s", ("id",), (["007", "7", " 7"],), [2, 3, 4], "d")
    assert match_by_column(table, ["7", "007", " 7"], "id").rows == {"007": 0, "7": 1, " 7": 2}


def test_a_wide_sheet_that_does_not_fit_is_told_soon() -> None:
    """Every width is tried in one pass over the cells, not one pass each."""
    columns = tuple(f"c{at}" for at in range(300))
    wide = Sheet("s", columns, tuple(["x"] * 200 for _ in columns), list(range(2, 202)), "d")
    assert match_rows(wide, IDS).how == "none"


def test_ids_are_known_again_in_a_csv_that_guards_them() -> None:
    """The apostrophe before what looks like a formula is the download's, not the id's."""
    ids = ["@alice", "+4712345", "=x", "-r4", "plain"]
    guarded = sheet("id", *map(guard, ids))
    assert guarded.cells[0][0] == "'@alice"
    assert match_rows(guarded, ids).rows == {custom_id: at for at, custom_id in enumerate(ids)}
    assert id_columns(guarded, ids) == [["id"]]


def test_an_id_that_looks_guarded_is_matched_as_it_is() -> None:
    found = match_by_column(sheet("id q", "'=1 one", "x two"), ["=1", "'=1", "x"], "id")
    assert found.rows == {"'=1": 0, "x": 1}
