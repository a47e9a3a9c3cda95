"""Columns that hold the ids of a batch, and what the texts say to them."""

from collections.abc import Mapping, Sequence

import pytest

from lib.export import select, write_csv
from lib.join.attempts import counting_requests
from lib.join.evidence import Evidence
from lib.join.id_columns import find_ids, is_beaten, is_proved, is_refuted, is_rival
from lib.sheets import Sheet, read_sheet
from tests.support.result_lines import sent_file
from tests.support.sheets import make_sheet

TEXTS = ["red lamp", "blue kettle", "old glue", "new box", "fine tea", "slow post"]
IDS = ["a", "b", "c", "d", "e", "f"]
MOVED = [*IDS[1:], "a"]


def sheet_of(**columns: Sequence[str]) -> Sheet:
    return make_sheet(columns)


def evidence_of(sheet: Sheet, sent: Mapping[str, str], column: str = "id") -> Evidence:
    """The evidence of these prompts, with the template that the ids of a column lead to."""
    file = sent_file(sent)
    evidence = Evidence(sheet, [file], counting_requests([file]))
    evidence.learn(find_ids(sheet, column, list(sent)).rows)
    return evidence


SENT = dict(zip(IDS, (f"Say: {text}" for text in TEXTS), strict=True))
SHEET = sheet_of(id=IDS, other=MOVED, text=TEXTS)
EVIDENCE = evidence_of(SHEET, SENT)


def test_ids_are_found_as_they_are_written() -> None:
    column = find_ids(sheet_of(id=["07", "7", "x"]), "id", ["7", "07"])
    assert (column.rows, column.repeated, column.ids) == ({"07": 0, "7": 1}, {}, 2)


def test_an_id_in_several_rows_has_no_row() -> None:
    column = find_ids(sheet_of(id=["a", "b", "a"]), "id", ["a", "b"])
    assert (column.rows, column.repeated, column.ids) == ({"b": 1}, {"a": [0, 2]}, 2)


def test_the_apostrophe_before_a_formula_is_ignored() -> None:
    assert find_ids(sheet_of(id=["'=1", "-a"]), "id", ["=1", "-a"]).rows == {"=1": 0, "-a": 1}


def test_a_column_with_the_ids_in_other_rows_is_a_rival() -> None:
    column, other = find_ids(SHEET, "id", IDS), find_ids(SHEET, "other", IDS)
    assert is_rival(other, column, len(IDS))
    assert not is_rival(column, column, len(IDS))


def test_a_tenth_of_the_ids_makes_a_rival() -> None:
    ids = [f"id-{row}" for row in range(20)]
    sheet = sheet_of(id=ids, one=[ids[5], *ids[1:5], *[""] * 15], two=[ids[5], ids[4], *[""] * 18])
    column = find_ids(sheet, "id", ids)
    assert not is_rival(find_ids(sheet, "one", ids), column, len(ids))
    assert is_rival(find_ids(sheet, "two", ids), column, len(ids))


def test_three_different_texts_more_beat_a_rival() -> None:
    column, other = find_ids(SHEET, "id", IDS), find_ids(SHEET, "other", IDS)
    assert is_beaten(other, column, EVIDENCE)
    assert not is_beaten(column, other, EVIDENCE)


def test_one_and_the_same_text_beats_no_rival() -> None:
    sheet = sheet_of(id=IDS, other=MOVED, text=["yes", "no"] * 3)
    evidence = evidence_of(
        sheet, {custom_id: f"Say: {text}" for custom_id, text in zip(IDS, ["yes", "no"] * 3, strict=True)}
    )
    assert not is_beaten(find_ids(sheet, "other", IDS), find_ids(sheet, "id", IDS), evidence)


def test_texts_that_were_each_sent_once_prove_a_column() -> None:
    assert is_proved(find_ids(SHEET, "id", IDS), EVIDENCE)
    assert not is_proved(find_ids(SHEET, "other", IDS), EVIDENCE)


def test_without_the_input_nothing_is_proved_or_refuted() -> None:
    column, evidence = find_ids(SHEET, "id", IDS), Evidence(SHEET, [], {})
    assert not is_proved(column, evidence)
    assert not is_refuted(column.rows, evidence)


def test_a_column_is_refuted_if_over_half_of_its_rows_differ() -> None:
    rows = find_ids(SHEET, "id", IDS).rows
    assert is_refuted({**rows, "a": 1, "b": 0, "c": 3, "d": 2}, EVIDENCE)
    assert not is_refuted({**rows, "a": 1, "b": 0}, EVIDENCE)


def test_a_tenth_is_enough_where_every_text_was_sent_several_times() -> None:
    texts = ["yes", "no", "yes", "no", "yes", "no"]
    sheet = sheet_of(id=IDS, text=texts)
    evidence = evidence_of(sheet, {custom_id: f"Say: {text}" for custom_id, text in zip(IDS, texts, strict=True)})
    rows = find_ids(sheet, "id", IDS).rows
    assert is_refuted({**rows, "a": 1}, evidence)
    assert not is_refuted(rows, evidence)


@pytest.mark.parametrize("safe", [True, False])
@pytest.mark.parametrize("ids", [["=1", "'=1", "''=1"], ["'=1", "x;=2", "-3"], ["a", "'=1"]], ids=str)
def test_ids_like_formulas_return_from_a_csv(ids: list[str], safe: bool) -> None:
    export = read_sheet(write_csv(select({"key": ids, "other": ["x"] * len(ids)}), safe=safe), "s.csv")
    assert find_ids(export, "key", ids).rows == {custom_id: row for row, custom_id in enumerate(ids)}
