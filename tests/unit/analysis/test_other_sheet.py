"""Labels of another sheet reach the rows they belong to, or a person is asked."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.other_sheet import ALL_SHARED, CUSTOM_ID, settled_match, sheet_matches
from lib.join import Joined, MatchChoices, join
from lib.results import read_results
from lib.sheets import Sheet, read_sheet
from tests.support.result_lines import answered, jsonl
from tests.support.sheet_files import as_csv

COUNT = 12
TEXTS = [f"A review of tea {number}" for number in range(COUNT)]
IDS = [f"t-{number:02}" for number in range(COUNT)]


def table(*columns: tuple[str, list[str]], ids: str) -> Joined:
    """The joined table of a sheet whose ids are in the column `ids`."""
    sheet = sheet_of(*columns)
    lines = [answered(custom_id, "yes") for custom_id in sheet.column(ids)]
    return join([read_results(jsonl(lines), "out.jsonl")], [], sheet, MatchChoices(id_column=ids))


def sheet_of(*columns: tuple[str, list[str]]) -> Sheet:
    names, cells = zip(*columns, strict=True)
    return read_sheet(as_csv([names, *zip(*cells, strict=True)]), "sheet.csv")


JOINED = table(("id", IDS), ("review", TEXTS), ids="id")
ORDER = Random(2).sample(range(COUNT), 8)


def picked(cells: list[str]) -> list[str]:
    return [cells[row] for row in ORDER]


LABELS = [f"label {row}" for row in ORDER]
RIGHT = {row: place for place, row in enumerate(ORDER)}


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ([("custom_id", picked(IDS))], CUSTOM_ID),
        ([("Reference", picked(IDS))], "custom_id = Reference"),
        ([("review", picked(TEXTS))], "review"),
        ([("review", picked(TEXTS)), ("id", picked(IDS))], "custom_id = id"),
    ],
    ids=["custom_id", "ids-under-another-name", "texts", "both"],
)
def test_a_shared_column_finds_the_rows(columns: list[tuple[str, list[str]]], name: str) -> None:
    match = settled_match(sheet_matches(JOINED, sheet_of(*columns, ("label", LABELS))))
    assert match is not None
    assert (match.name, match.rows) == (name, RIGHT)
    cells = match.cells(LABELS, COUNT)
    assert cells == [f"label {row}" if row in RIGHT else "" for row in range(COUNT)]


def test_columns_that_together_are_unique_find_the_rows() -> None:
    days, names = ["Monday", "Tuesday", "Friday"] * 4, [name for name in ("Ann", "Bob", "Cem", "Dua") for _ in range(3)]
    joined = table(("day", days), ("name", names), ("id", IDS), ids="id")
    match = settled_match(sheet_matches(joined, sheet_of(("name", picked(names)), ("day", picked(days)))))
    assert match is not None
    assert (match.name, match.rows) == (ALL_SHARED, RIGHT)


NUMBERS = [str(number) for number in range(1, COUNT + 1)]


def test_plain_numbers_alone_are_a_question() -> None:
    joined = table(("no", NUMBERS), ("review", TEXTS), ids="no")
    matches = sheet_matches(joined, sheet_of(("no", picked(NUMBERS)), ("label", LABELS)))
    assert [match.rows for match in matches] == [RIGHT, RIGHT]  # by custom_id and by the column
    assert settled_match(matches) is None


def test_plain_numbers_beside_equal_texts_need_no_question() -> None:
    texts = [text.split()[-1] * 3 + " same" * (row % 2) for row, text in enumerate(TEXTS)]
    joined = table(("no", NUMBERS), ("review", texts), ids="no")
    match = settled_match(sheet_matches(joined, sheet_of(("no", picked(NUMBERS)), ("review", picked(texts)))))
    assert match is not None
    assert match.rows == RIGHT


def test_ways_that_contradict_each_other_are_a_question() -> None:
    codes = [f"c-{number}" for number in range(COUNT)]
    joined = table(("code", codes), ("old code", codes[::-1]), ("id", IDS), ids="id")
    matches = sheet_matches(joined, sheet_of(("code", picked(codes)), ("label", LABELS)))
    assert {match.name for match in matches} == {"code", "old code = code"}
    assert settled_match(matches) is None


def test_a_sheet_about_other_rows_is_not_matched() -> None:
    assert sheet_matches(JOINED, sheet_of(("id", ["x-1", "x-2", *IDS[:1]]), ("label", ["a", "b", "c"]))) == []


@given(st.permutations(range(COUNT)), st.integers(1, COUNT), st.sets(st.integers(0, COUNT - 1), max_size=3))
def test_no_label_reaches_another_row(order: list[int], count: int, repeated: set[int]) -> None:
    """Rows in any order, some of them given again with another label: those have none."""
    rows = [*order[:count], *repeated]
    labels = [f"label {row} {place}" for place, row in enumerate(rows)]
    other = sheet_of(("id", [IDS[row] for row in rows]), ("label", labels))
    for match in sheet_matches(JOINED, other):
        for row, cell in enumerate(match.cells(other.column("label"), COUNT)):
            assert str(cell).startswith(f"label {row} ") if cell else row not in rows or rows.count(row) > 1
