"""Rows found by the ids that Batchdesk makes."""

from collections.abc import Sequence

from lib.compose.row_ids import row_ids
from lib.join.default_ids import match_default_ids
from lib.sheets import Sheet
from tests.support.sheets import make_sheet

CITIES = ["Accra", "Bogotá", "Cairo", "Delhi"]


def sheet_of(*columns: Sequence[str], names: Sequence[str] = ("city", "note", "more")) -> Sheet:
    return make_sheet(dict(zip(names, columns, strict=False)))


SHEET = sheet_of(CITIES)
IDS = row_ids(SHEET)


def test_every_id_has_the_row_with_its_number_and_digest() -> None:
    assert match_default_ids(SHEET, [IDS]) == dict(zip(IDS, range(4), strict=True))


def test_a_sorted_row_is_found_by_its_digest() -> None:
    assert match_default_ids(sheet_of(CITIES[::-1]), [IDS]) == dict(zip(IDS, [3, 2, 1, 0], strict=True))


def test_an_edited_row_is_not_found_by_its_number() -> None:
    assert IDS[1] not in match_default_ids(sheet_of(["Accra", "Bogota", "Cairo", "Delhi"]), [IDS])


def test_equal_rows_keep_their_numbers() -> None:
    sheet = sheet_of(["Oslo", "Rome", "Oslo"])
    ids = row_ids(sheet)
    assert match_default_ids(sheet, [[ids[2], ids[0]]]) == {ids[2]: 2, ids[0]: 0}


def test_equal_rows_that_moved_pair_in_order() -> None:
    ids = row_ids(sheet_of(["Oslo", "Rome", "Oslo"]))
    moved = sheet_of(["Rome", "", "", "Oslo", "Oslo"])
    assert match_default_ids(moved, [ids]) == {ids[0]: 3, ids[1]: 0, ids[2]: 4}


def test_a_column_added_at_the_right_changes_nothing() -> None:
    assert match_default_ids(sheet_of(CITIES, ["new"] * 4), [IDS]) == dict(zip(IDS, range(4), strict=True))


def test_a_sample_and_the_rest_may_have_different_columns() -> None:
    wide = sheet_of(CITIES, ["a", "b", "c", "d"])
    sample, rest = IDS[:2], row_ids(wide)[2:]
    assert match_default_ids(wide, [sample, rest]) == dict(zip([*sample, *rest], range(4), strict=True))


def test_a_row_has_one_id() -> None:
    other = f"row-9-{IDS[0][-12:]}"
    assert match_default_ids(SHEET, [[IDS[0], other]]) == {IDS[0]: 0}
    assert match_default_ids(SHEET, [[IDS[0]], [other]]) == {IDS[0]: 0}


def test_columns_that_batchdesk_wrote_change_nothing() -> None:
    exported = sheet_of(CITIES, IDS, names=("city", "custom_id"))
    assert match_default_ids(exported, [IDS]) == dict(zip(IDS, range(4), strict=True))


def test_other_ids_have_no_row() -> None:
    assert match_default_ids(SHEET, [["a", "row-2", "row-0-000000000000"]]) == {}


def test_a_sheet_without_columns_or_rows_has_no_ids() -> None:
    assert match_default_ids(make_sheet({}), [IDS]) == {}
    assert match_default_ids(sheet_of([]), [IDS]) == {}
