"""The rule of the join, step by step: proved, chosen, or asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pytest

from lib.batch import InputFile
from lib.compose.row_ids import row_ids
from lib.join.attempts import counting_requests
from lib.join.matching import Match, MatchChoices, match_rows
from lib.sheets import ImportOptions, Sheet
from tests.support.result_lines import sent_file
from tests.support.sheets import make_sheet

TEXTS = ["red lamp", "blue kettle", "old glue", "new box", "fine tea", "slow post"]
IDS = ["A-1", "A-2", "A-3", "A-4", "A-5", "A-6"]
NUMBERS = ["1", "2", "3", "4", "5", "6"]
ORDER = range(6)


def sheet_of(**columns: Sequence[str]) -> Sheet:
    return make_sheet(columns)


def turned(values: Sequence[str]) -> list[str]:
    """The values in other rows."""
    return [*values[1:], values[0]]


def sent_of(ids: Iterable[str], texts: Iterable[str] = TEXTS, start: str = "Say: ") -> InputFile:
    return sent_file({custom_id: start + text for custom_id, text in zip(ids, texts, strict=True)})


def match(sheet: Sheet, *sent: InputFile, ids: Sequence[str] = (), **choices: str | bool) -> Match:
    """The match of input files, or of ids alone."""
    files = [*(file.ids for file in sent), ids]
    return match_rows(sheet, files, sent, counting_requests(sent), MatchChoices(**choices))  # type: ignore[arg-type]


def rows_in_order(ids: Iterable[str]) -> dict[str, int]:
    return {custom_id: row for row, custom_id in enumerate(ids)}


def candidates(found: Match) -> list[str | None]:
    assert found.question
    return [candidate.column for candidate in found.question.candidates]


def reason(found: Match) -> str:
    return found.question.reason if found.question else ""


def test_default_ids_come_first() -> None:
    sheet = sheet_of(text=TEXTS)
    ids = row_ids(sheet)
    found = match(sheet_of(text=TEXTS, other=turned(ids)), ids=ids)
    assert (found.rows, found.steps["default ids"]) == (rows_in_order(ids), 6)


def test_an_edited_row_of_a_default_id_is_not_taken_for_its_number() -> None:
    ids = row_ids(sheet_of(text=TEXTS))
    found = match(sheet_of(text=["red light", *TEXTS[1:]]), sent_of(ids))
    assert ids[0] not in found.rows
    assert len(found.rows) == 5


def test_a_chosen_column_counts_whatever_the_texts_say() -> None:
    found = match(sheet_of(id=IDS, other=turned(IDS), text=TEXTS), sent_of(IDS), id_column="other")
    assert (found.column, found.rows["A-2"], found.question) == ("other", 0, None)
    assert len(found.proof.differing) + found.proof.unread == 6


def test_the_column_of_a_batch_composed_here_needs_no_choice() -> None:
    composed = replace(sent_of(IDS), sheet_digest="d", id_column="other")
    assert match(sheet_of(id=IDS, other=turned(IDS), text=TEXTS), composed).rows["A-2"] == 0


def test_a_column_named_custom_id_needs_no_proof() -> None:
    found = match(sheet_of(id=turned(IDS), custom_id=IDS), ids=IDS)
    assert (found.column, found.rows, found.proof.unsent) == ("custom_id", rows_in_order(IDS), 6)


def test_a_column_named_custom_id_that_the_texts_contradict_is_asked_about() -> None:
    found = match(sheet_of(custom_id=turned(IDS), id=IDS, text=TEXTS), sent_of(IDS))
    assert (reason(found), candidates(found)) == ("other texts", [None, "custom_id"])


def test_the_only_column_with_the_ids_is_used_without_the_input_and_not_proved() -> None:
    found = match(sheet_of(id=IDS, text=TEXTS), ids=IDS)
    assert (found.column, found.rows, found.proof.unsent) == ("id", rows_in_order(IDS), 6)


def test_of_two_columns_with_the_ids_the_texts_prove_one() -> None:
    found = match(sheet_of(replaces_id=turned(IDS), sku=IDS, text=TEXTS), sent_of(IDS))
    assert (found.column, found.rows, found.proof.agreeing) == ("sku", rows_in_order(IDS), 6)


def test_of_two_columns_with_the_ids_none_is_taken_without_the_input() -> None:
    found = match(sheet_of(replaces_id=turned(IDS), sku=IDS, text=TEXTS), ids=IDS)
    assert (reason(found), sorted(map(str, candidates(found))), found.rows) == (
        "several columns",
        ["replaces_id", "sku"],
        {},
    )


def test_rows_on_which_two_columns_agree_are_matched_meanwhile() -> None:
    other = [*IDS[:4], IDS[5], IDS[4]]
    found = match(sheet_of(id=IDS, other=other), ids=IDS)
    assert (reason(found), found.rows) == ("several columns", rows_in_order(IDS[:4]))


def test_a_copy_of_the_id_column_is_no_rival() -> None:
    found = match(sheet_of(id=IDS, copy=IDS), ids=IDS)
    assert (found.rows, found.question) == (rows_in_order(IDS), None)


def test_an_id_in_two_rows_stays_unmatched_and_leaves_the_others_alone() -> None:
    found = match(sheet_of(id=[*IDS, "A-1"], text=[*TEXTS, "a copy"]), ids=IDS)
    assert found.rows == {custom_id: row for custom_id, row in rows_in_order(IDS).items() if row}
    assert found.repeated == {"A-1": [0, 6]}


def test_a_column_with_fewer_than_half_of_the_ids_is_not_found() -> None:
    found = match(sheet_of(id=[*IDS[:2], *["x"] * 4], text=TEXTS), ids=IDS)
    assert (found.rows, found.question) == ({}, None)


def test_plain_numbers_are_proved_by_three_texts() -> None:
    found = match(sheet_of(id=NUMBERS, text=TEXTS), sent_of(NUMBERS))
    assert (found.rows, found.question) == (rows_in_order(NUMBERS), None)


def test_plain_numbers_are_asked_about_without_the_input() -> None:
    found = match(sheet_of(id=NUMBERS, text=TEXTS), ids=NUMBERS)
    assert (reason(found), found.rows) == ("plain numbers", {})


def test_numbers_that_agree_by_chance_give_way_to_the_texts() -> None:
    found = match(sheet_of(rank=turned(NUMBERS), text=TEXTS), sent_of(NUMBERS))
    assert (found.column, found.rows, found.steps["request"]) == (None, rows_in_order(NUMBERS), 6)


def test_ids_that_a_spreadsheet_retyped_are_found_by_the_texts() -> None:
    ids = ["01", "02", "03", "04", "05", "1e5"]
    found = match(sheet_of(id=["1", "2", "3", "4", "5", "100000"], text=TEXTS), sent_of(ids))
    assert (found.rows, found.steps["request"]) == (rows_in_order(ids), 6)


def test_a_column_of_which_most_rows_differ_is_not_taken() -> None:
    ids = [*IDS[:2], *turned(IDS[2:])]
    sheet = sheet_of(id=ids, text=TEXTS, product=["x"] * 6)
    found = match(sheet, sent_of(IDS))
    assert found.column is None
    assert all(
        TEXTS[found.rows[custom_id]] == TEXTS[row]
        for custom_id, row in rows_in_order(IDS).items()
        if custom_id in found.rows
    )


def test_edited_rows_are_matched_by_their_ids_and_named() -> None:
    found = match(sheet_of(id=IDS, text=["red light", *TEXTS[1:]]), sent_of(IDS))
    assert found.rows == rows_in_order(IDS)
    assert found.proof.differing == {"A-1": "the text that was sent is not what the sheet has here"}


def test_ids_that_are_in_no_column_are_matched_by_request() -> None:
    ids = [f"task-{row}" for row in ORDER]
    found = match(sheet_of(text=TEXTS[::-1]), sent_of(ids))
    assert found.rows == dict(zip(ids, reversed(ORDER), strict=True))


def test_equal_requests_pair_with_as_many_equal_rows_in_order() -> None:
    texts = [*TEXTS, "red lamp"]
    ids = [f"task-{row}" for row in range(7)]
    found = match(sheet_of(text=texts), sent_of(ids, texts))
    assert found.rows == rows_in_order(ids)
    assert found.paired == {"task-0", "task-6"}


def test_equal_requests_without_as_many_rows_stay_unmatched() -> None:
    ids = [f"task-{row}" for row in range(7)]
    found = match(sheet_of(text=TEXTS), sent_of(ids, [*TEXTS, "red lamp"]))
    assert found.rows == dict(zip(ids[1:6], range(1, 6), strict=True))
    assert found.repeated == {"task-0": [0], "task-6": [0]}


def test_a_text_in_two_columns_matches_nothing() -> None:
    ids = [f"task-{row}" for row in ORDER]
    assert match(sheet_of(text=TEXTS, copy=turned(TEXTS)), sent_of(ids)).rows == {}


@pytest.mark.parametrize("share", [True, False])
def test_rows_with_an_equal_text_share_the_answer_only_if_requests_were_sent_once(share: bool) -> None:
    ids = [f"task-{row}" for row in ORDER]
    found = match(sheet_of(id=[*ids, "x"], text=[*TEXTS, "old glue"]), sent_of(ids), share_requests=share)
    assert found.equal_rows == {6: "task-2"}
    assert found.sharing == ({6: "task-2"} if share else {})


def test_row_numbers_count_only_by_choice() -> None:
    ids = [f"row-{row + 2}-000000000000" for row in ORDER]
    assert match(sheet_of(text=TEXTS), ids=ids).rows == {}
    assert match(sheet_of(text=TEXTS), ids=ids, by_number=True).rows == rows_in_order(ids)


def test_by_request_ignores_every_column_of_ids() -> None:
    sheet = sheet_of(id=turned(IDS), text=TEXTS)
    assert match(sheet, sent_of(IDS), by_request=True).rows == rows_in_order(IDS)


def test_two_batches_with_equal_ids_are_matched_all_the_same() -> None:
    other = sent_of(IDS, start="Translate: ")
    found = match(sheet_of(id=IDS, text=TEXTS), sent_of(IDS), other)
    assert (found.rows, found.question) == (rows_in_order(IDS), None)


def test_a_batch_of_another_sheet_under_the_same_ids_gives_no_proof() -> None:
    texts: Mapping[str, str] = dict(zip(NUMBERS, [f"another {text}" for text in turned(TEXTS)], strict=True))
    found = match(sheet_of(id=NUMBERS, text=["x y z"] * 6), sent_file(texts))
    assert (found.rows, reason(found)) == ({}, "plain numbers")


def test_our_own_csv_file_gives_the_texts_without_its_apostrophes() -> None:
    ids = row_ids(sheet_of(text=["=1+1", *TEXTS[1:]]))
    export = replace(sheet_of(text=["'=1+1", *TEXTS[1:]], custom_id=ids), options=ImportOptions(delimiter=","))
    found = match(export, sent_of(ids, ["=1+1", *TEXTS[1:]]))
    assert (found.steps["default ids"], found.proof.agreeing) == (6, 6)


def test_the_few_rows_that_are_left_do_not_refute_a_column() -> None:
    ids = row_ids(sheet_of(text=TEXTS))
    found = match(sheet_of(text=["red light", *TEXTS[1:]], custom_id=ids), sent_of(ids))
    assert (found.question, found.rows) == (None, rows_in_order(ids))
    assert list(found.proof.differing) == ids[:1]
