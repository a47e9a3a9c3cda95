"""Rows, requests and results as one table: every answer beside its own row."""

import json
import random
from collections.abc import Iterable, Sequence
from typing import Any

import pytest

from lib.batch import InputFile, read_requests
from lib.compose import Recipe, RowChoices, RowDecisions, compose
from lib.export import select, write_csv, write_xlsx
from lib.join import Joined, MatchChoices, join
from lib.join.request_counts import WORDS
from lib.results import Results, read_results
from lib.sheets import Sheet, read_sheet
from tests.support.result_lines import answered, input_line, jsonl
from tests.support.sheets import make_sheet

CITIES = ["Accra", "Bogotá", "Cairo", "Delhi", "Erbil", "Fès", "Genève", "Hanoi", "Izmir", "Jena"]
TABLE = [["city", "note"], *([city, f"note on {city}, kept"] for city in CITIES)]
"""Row 2 is Accra, row 11 is Jena."""


def sheet_of(table: Iterable[Sequence[str]]) -> Sheet:
    quoted = (",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in table)
    return read_sheet("\n".join(quoted).encode(), "cities.csv")


SHEET = sheet_of(TABLE)
BATCH = compose(SHEET, Recipe(model="m", prompt="Tell me of {{city}}."))
LINES = [line.decode() for line in BATCH.lines()]


def sent_of(lines: Sequence[str] = LINES, name: str = "in.jsonl") -> InputFile:
    return read_requests("".join(lines).encode(), name)


def answer(custom_id: str, text: str, created: int = 0, finish: str = "stop") -> str:
    body = {"created": created, "choices": [{"message": {"content": text}, "finish_reason": finish}]}
    return json.dumps({"custom_id": custom_id, "response": {"status_code": 200, "body": body}, "error": None})


def failure(custom_id: str, text: str = "No.") -> str:
    return json.dumps({"custom_id": custom_id, "response": None, "error": {"message": text}})


def results_of(*lines: str, name: str = "out.jsonl") -> Results:
    return read_results("\n".join(lines).encode(), name)


ANSWERS = [answer(custom_id, f"{city} is fine.") for custom_id, city in zip(BATCH.ids, CITIES, strict=True)]


def beside(joined: Joined) -> dict[str, str]:
    """The answer beside each city, the cities of unsent rows left out."""
    table = joined.columns
    pairs = zip(table["city"], table[joined.answer_column], table["state"], strict=True)
    return {str(city): str(told) for city, told, state in pairs if state == "OK"}


OWN_ANSWERS = {city: f"{city} is fine." for city in CITIES}


def metrics(joined: Joined) -> str:
    """The nine numbers in the order of the screen."""
    return " ".join(joined.ledger.metrics().values())


def test_everything_answered() -> None:
    joined = join([results_of(*ANSWERS)], [sent_of()], SHEET)
    assert beside(joined) == OWN_ANSWERS
    assert metrics(joined) == "10 10 0 0 0 0 0 0 0"
    assert [str(remark) for remark in joined.remarks] == ["10 of 10 rows match."]
    assert list(joined.columns)[:3] == ["city", "note", "custom_id"]


def test_shuffled_over_three_files_and_an_error_file_is_the_same_table() -> None:
    lines = [*ANSWERS[:8], failure(BATCH.ids[8]), answer(BATCH.ids[9], "Je", finish="length")]
    whole = join([results_of(*lines)], [sent_of()], SHEET)
    good = [line for line in lines if line not in lines[8]]
    random.Random(4).shuffle(good)
    files = [results_of(*good[at::3]) for at in range(3)]
    split = join([files[1], results_of(lines[8], name="error.jsonl"), files[0], files[2]], [sent_of()], SHEET)
    assert split.columns == whole.columns
    assert split.ledger == whole.ledger
    assert metrics(whole) == "10 8 1 1 0 0 0 0 0"


def test_one_of_each_state() -> None:
    ids = BATCH.ids
    lines = [
        *ANSWERS[:3],
        failure(ids[3]),
        answer(ids[4], "Er", finish="length"),
        answer(ids[5], "", finish="content_filter"),
        answer("stray", "Who asked?"),
        '{"custom_id"',
    ]
    joined = join([results_of(*lines)], [sent_of(LINES[:8])], SHEET)
    assert joined.columns["state"] == [
        *("OK", "OK", "OK", "Failed", "Cut short", "Refused"),
        *("Missing", "Missing", "Not sent", "Not sent", "Unknown"),
    ]
    assert metrics(joined) == "8 3 1 1 1 2 0 1 1"
    assert joined.columns["city"] == [*CITIES, ""]
    assert set(joined.columns["state"]) == set(WORDS) - {"No answer"}


def test_a_sorted_and_edited_sheet_with_a_new_column_keeps_answers_beside_their_rows() -> None:
    table = [[*row, f"added {at}"] for at, row in enumerate(TABLE)]
    table[6][1] = "edited"  # row 7 of the spreadsheet: Fès
    changed = sheet_of([table[0], *sorted(table[1:], reverse=True)])
    joined = join([results_of(*ANSWERS)], [sent_of()], changed)
    assert beside(joined) == OWN_ANSWERS
    assert metrics(joined) == "10 10 0 0 0 0 0 0 0"
    assert joined.match is not None
    assert (joined.match.steps["default ids"], joined.match.steps["request"]) == (9, 1)


def test_a_row_whose_sent_text_was_edited_stands_last_with_its_prompt() -> None:
    table = [list(row) for row in TABLE]
    table[6][0] = "Fez"
    joined = join([results_of(*ANSWERS)], [sent_of()], sheet_of(table))
    assert beside(joined) == {city: told for city, told in OWN_ANSWERS.items() if city != "Fès"} | {"": "Fès is fine."}
    assert joined.rows[-1].note == "row 7 was changed or deleted after sending"
    assert joined.columns["note (batch)"][-1] == "row 7 was changed or deleted after sending"
    assert joined.columns["prompt"][-1] == "Tell me of Fès."
    edited = joined.columns["city"].index("Fez")
    assert (joined.columns["state"][edited], joined.columns["answer"][edited]) == ("Not sent", "")


def test_an_answer_that_nothing_asked_for_is_no_edited_row() -> None:
    """It has a row's number in its id, but whether the row was edited or never sent, nobody knows."""
    stray = "row-99-0123456789ab"
    joined = join([results_of(*ANSWERS, answer(stray, "Who asked?"))], [sent_of()], SHEET)
    assert (joined.rows[-1].custom_id, joined.rows[-1].note) == (stray, "no row of the sheet has its id or its text")


def test_by_number_takes_the_edited_row_and_says_so() -> None:
    table = [list(row) for row in TABLE]
    table[6][0] = "Fez"
    joined = join([results_of(*ANSWERS)], [sent_of()], sheet_of(table), MatchChoices(by_number=True))
    assert list(beside(joined).items())[4:6] == [("Erbil", "Erbil is fine."), ("Fez", "Fès is fine.")]
    assert [remark.kind for remark in joined.remarks] == ["match", "by-number", "differing-rows"]
    assert joined.rows[5].note == "the text that was sent is not what the sheet has here"


def test_by_number_answers_that_share_a_row_stand_beside_none() -> None:
    ids = ["row-2-aaaaaaaaaaaa", "row-2-bbbbbbbbbbbb", "row-3-cccccccccccc"]
    joined = join(
        [results_of(*(answer(custom_id, custom_id) for custom_id in ids))], [], SHEET, MatchChoices(by_number=True)
    )
    assert joined.remarks[0].message == f"1 of {len(SHEET)} rows match."
    assert {row.custom_id: row.note for row in joined.rows if row.sheet_row is None} == dict.fromkeys(
        ids[:2], "row 2 could be its row, and that of other requests"
    )


def test_by_number_is_never_a_fallback() -> None:
    other = sheet_of([["city"], *([f"other {at}"] for at in range(400))])
    joined = join([results_of(*ANSWERS)], [sent_of()], other)
    assert str(joined.remarks[0]).startswith("0 of 400 rows match.")
    assert set(joined.columns["state"][:400]) == {"Not sent"}
    assert set(joined.columns["answer"][:400]) == {""}
    assert joined.columns["answer"][400:] == list(OWN_ANSWERS.values())
    assert metrics(joined) == "10 10 0 0 0 0 0 0 0"


def test_identical_rows_pair_in_order() -> None:
    twins = sheet_of([["city"], ["Oslo"], ["Rome"], ["Oslo"]])
    batch = compose(twins, Recipe(model="m", prompt="{{city}}"))
    told = results_of(*(answer(custom_id, f"no. {at}") for at, custom_id in enumerate(batch.ids)))
    moved = sheet_of([["city"], ["Rome"], [""], ["Oslo"], ["Oslo"]])
    joined = join([told], [sent_of([line.decode() for line in batch.lines()])], moved)
    assert joined.columns["answer"] == ["no. 1", "no. 2", "no. 0"]


ORDERS = sheet_of([["order", "state", "answer", "prompt"], ["007", "AT", "x", "p"], ["7", "DE", "y", "q"]])


def test_ids_with_leading_zeros_stay_apart() -> None:
    told = results_of(answer("7", "seven"), answer("007", "double-oh seven"))
    joined = join([told], [], ORDERS, MatchChoices(id_column="order"))
    assert joined.columns["order"] == ["007", "7"]
    assert joined.columns["answer (batch)"] == ["double-oh seven", "seven"]


def test_columns_called_like_ours_keep_their_names_and_cells() -> None:
    joined = join([results_of(answer("7", "seven"))], [], ORDERS, MatchChoices(id_column="order"))
    assert list(joined.columns) == [
        *("order", "state", "answer", "prompt", "custom_id", "state (batch)", "answer (batch)", "error"),
        *("finish_reason", "status_code", "prompt_tokens", "completion_tokens", "note"),
    ]
    assert joined.columns["answer"] == ["x", "y"]
    assert (joined.answer_column, joined.error_column) == ("answer (batch)", "error")


def test_without_requests_nobody_says_that_a_row_was_not_sent() -> None:
    told = [results_of(answer("7", "seven"))]
    chosen = MatchChoices(id_column="order")
    joined = join(told, [], ORDERS, chosen)
    assert joined.columns["state (batch)"] == ["No answer", "OK"]
    assert joined.columns["note"] == ["no answer in the loaded files", ""]
    assert "note" not in join(told, [sent_of([json.dumps(input_line("7", "q"))])], ORDERS, chosen).columns


def test_plain_numbers_are_asked_about_without_the_input() -> None:
    joined = join([results_of(answer("7", "seven"))], [], ORDERS)
    assert joined.match is not None
    assert joined.match.question is not None
    assert (joined.match.question.reason, joined.match.rows) == ("plain numbers", {})
    assert joined.columns["answer (batch)"] == ["", "", "seven"]


def test_a_chosen_id_column_wins_over_the_question() -> None:
    both = sheet_of([["left", "right"], ["a", "b"], ["b", "a"]])
    told = results_of(answer("a", "A"), answer("b", "B"))
    assert join([told], [], both).columns["answer"] == ["", "", "A", "B"]
    assert join([told], [], both, MatchChoices(id_column="right")).columns["answer"] == ["B", "A"]


def test_ids_in_several_rows_are_never_matched() -> None:
    doubled = sheet_of([["id", "q"], ["a", "1"], ["b", "2"], ["a", "3"]])
    joined = join([results_of(answer("a", "A"), answer("b", "B"))], [], doubled)
    assert joined.columns["answer"] == ["", "B", "", "A"]
    assert joined.rows[-1].note == "its id or text is in the rows 2, 4"


def test_a_sheet_alone_is_all_unknown() -> None:
    joined = join([], [], SHEET)
    assert metrics(joined) == "unknown 0 0 0 0 unknown 0 0 0"
    assert joined.columns["city"] == CITIES
    assert set(joined.columns["state"]) == {"No answer"}
    assert [str(remark) for remark in joined.remarks] == ["10 rows of the sheet have no answer."]


def test_an_input_alone_is_all_missing() -> None:
    joined = join([], [sent_of()])
    assert metrics(joined) == "10 0 0 0 0 10 0 0 0"
    assert joined.columns["prompt"] == [f"Tell me of {city}." for city in CITIES]
    assert set(joined.columns["state"]) == {"Missing"}


def test_results_alone_are_joined_to_nothing() -> None:
    joined = join([results_of(*ANSWERS, failure("x"))])
    assert metrics(joined) == "unknown 10 1 0 0 unknown 0 0 0"
    assert joined.columns["custom_id"] == [*BATCH.ids, "x"]
    assert set(joined.columns["prompt"]) == {""}


def test_nothing_at_all_is_an_empty_table() -> None:
    joined = join([])
    assert (len(joined.rows), metrics(joined)) == (0, "unknown 0 0 0 0 unknown 0 0 0")


def test_sheet_and_results_without_an_input() -> None:
    joined = join([results_of(*ANSWERS[:4])], [], SHEET)
    assert metrics(joined) == "unknown 4 0 0 0 unknown 0 0 0"
    assert joined.columns["state"] == ["OK"] * 4 + ["No answer"] * 6
    assert [str(remark) for remark in joined.remarks] == [
        "4 of 10 rows match.",
        "6 rows of the sheet have no answer.",
    ]


def test_an_input_file_of_no_use_means_that_nothing_was_sent() -> None:
    joined = join([results_of(*ANSWERS[:1])], [sent_of(["{"])])
    assert metrics(joined) == "0 0 0 0 0 0 0 1 1"


def test_the_batch_of_this_session_is_matched_by_its_own_rows() -> None:
    session = InputFile("cities.csv", BATCH.digest, BATCH.ids, BATCH.line, sheet_digest=SHEET.digest)
    joined = join([results_of(*reversed(ANSWERS))], [session], SHEET)
    assert beside(joined) == OWN_ANSWERS
    assert joined.match is not None
    assert joined.match.proof.agreeing == 10
    assert metrics(joined) == "10 10 0 0 0 0 0 0 0"


def test_parts_of_a_batch_and_the_same_part_twice() -> None:
    parts = [sent_of(LINES[:5]), sent_of(LINES[5:]), sent_of(LINES[:5])]
    assert metrics(join([results_of(*ANSWERS)], parts)) == "10 10 0 0 0 0 0 0 0"


REPEATS: list[tuple[str, list[list[str]], str, str, int]] = [
    ("retry-resolves-a-failure", [[failure("a")], [answer("a", "yes")]], "OK", "yes", 1),
    ("whatever-the-order", [[answer("a", "yes")], [failure("a")]], "OK", "yes", 1),
    ("ok-before-newer-cut", [[answer("a", "yes", 1), answer("a", "ye", 9, "length")]], "OK", "yes", 1),
    (
        "cut-before-refused",
        [[answer("a", "", 9, "content_filter"), answer("a", "ye", 1, "length")]],
        "Cut short",
        "ye",
        1,
    ),
    ("refused-before-failed", [[failure("a"), answer("a", "", 1, "content_filter")]], "Refused", "", 1),
    ("the-newest", [[answer("a", "new", 9)], [answer("a", "old", 1)]], "OK", "new", 1),
    ("the-last-loaded", [[answer("a", "first", 1)], [answer("a", "last", 1)]], "OK", "last", 1),
    ("the-last-in-a-file", [[answer("a", "first"), answer("a", "last"), failure("b")]], "OK", "last", 1),
    ("three-lines-are-one-duplicate", [[failure("a")] * 3], "Failed", "", 1),
]


@pytest.mark.parametrize(
    ("files", "state", "told", "duplicate"), [case[1:] for case in REPEATS], ids=[case[0] for case in REPEATS]
)
def test_several_results_for_one_id(files: list[list[str]], state: str, told: str, duplicate: int) -> None:
    joined = join([results_of(*lines) for lines in files])
    assert (joined.rows[0].state, joined.columns["answer"][0]) == (state, told)
    assert joined.ledger.duplicate == duplicate
    others = len(joined.best_results.positions("b"))
    assert len(joined.best_results.positions("a")) == sum(len(lines) for lines in files) - others
    assert joined.ledger.lines == joined.ledger.answered + joined.ledger.unknown + joined.ledger.repeats


def test_unknown_answers_come_last_and_count_once() -> None:
    lines = [answer("x", "who"), *ANSWERS, answer("x", "who else")]
    joined = join([results_of(*lines)], [sent_of(LINES[:9])])
    assert [row.state for row in joined.rows] == ["OK"] * 9 + ["Unknown"] * 2
    assert metrics(joined) == "9 9 0 0 0 0 1 2 0"
    assert joined.ledger.repeats == 1


def test_a_chosen_id_column_that_is_gone_is_passed_over() -> None:
    joined = join([results_of(*ANSWERS)], [sent_of()], SHEET, MatchChoices(id_column="sku"))
    assert joined.match
    assert joined.match.steps["default ids"] == 10


def test_a_conflict_shows_the_first_request() -> None:
    other = LINES[0].replace("Accra", "Abuja")
    joined = join([], [sent_of(), sent_of([other])])
    assert joined.columns["prompt"][0] == "Tell me of Accra."
    assert [remark.kind for remark in joined.remarks] == ["conflict"]
    doubt = "sent with different texts: nothing says which of them this answers"
    assert joined.columns["note"] == [doubt, *[""] * (len(joined.rows) - 1)]
    assert joined.rows[0].note == doubt


def test_a_conflict_is_noted_beside_what_is_noted_already() -> None:
    other = LINES[0].replace("Accra", "Abuja")
    joined = join([], [sent_of(), sent_of([other])], sheet_of([TABLE[0], *TABLE[2:]]))
    noted = [row.note for row in joined.rows if row.custom_id == BATCH.ids[0]]
    assert len(noted) == 1
    assert noted[0].endswith("; sent with different texts: nothing says which of them this answers")


def test_unreadable_lines_of_all_files_are_counted_and_named() -> None:
    joined = join([results_of("{", *ANSWERS), results_of("5")], [sent_of([*LINES, "["])])
    assert metrics(joined) == "10 10 0 0 0 0 0 0 3"
    assert [problem.place for problem in joined.unreadable] == [
        "in.jsonl, line 11",
        "out.jsonl, line 1",
        "out.jsonl, line 1",
    ]


def test_every_line_of_a_row_is_kept() -> None:
    joined = join([results_of(failure("a")), results_of(answer("b", "B"), answer("a", "A"))])
    told = {custom_id: joined.best_results.positions(custom_id) for custom_id in "abc"}
    assert told == {"a": [(0, 0), (1, 1)], "b": [(1, 0)], "c": []}
    result: Any = joined.result(0)
    assert (result.custom_id, result.answer, joined.full_answer(0)) == ("a", "A", "A")
    assert join([], [sent_of()]).result(0) is None


@pytest.mark.parametrize("write", [write_csv, write_xlsx], ids=["csv", "xlsx"])
@pytest.mark.parametrize("sent", [LINES, LINES[:7]], ids=["all-sent", "some-sent"])
def test_an_export_loaded_again_is_still_the_sheet(write: Any, sent: list[str]) -> None:
    first = join([results_of(*ANSWERS[:5])], [sent_of(sent)], SHEET)
    again = read_sheet(write(select(first)), "again")
    joined = join([results_of(*ANSWERS[:7])], [sent_of(sent)], again)
    answers = dict(zip(joined.columns["city"], joined.columns[joined.answer_column], strict=True))
    assert answers == {city: OWN_ANSWERS[city] if at < 7 else "" for at, city in enumerate(CITIES)}
    assert not any(row.note for row in joined.rows)


@pytest.mark.parametrize("write", [write_csv, write_xlsx], ids=["csv", "xlsx"])
def test_an_export_without_its_ids_is_found_by_its_cells(write: Any) -> None:
    first = join([results_of(*ANSWERS[:5])], [sent_of()], SHEET)
    again = read_sheet(write(select(first)), "again")
    columns = {name: again.column(name) for name in again.columns} | {"custom_id": [""] * len(again)}
    joined = join([results_of(*ANSWERS)], [sent_of()], make_sheet(columns, options=again.options))
    assert joined.match is not None
    assert joined.match.steps["default ids"] == 10
    assert dict(zip(joined.columns["city"], joined.columns["answer (batch)"], strict=True)) == OWN_ANSWERS


def test_a_column_that_agrees_by_chance_is_not_taken() -> None:
    """Running numbers in an unrelated sheet look like ids; the texts that were sent say otherwise."""
    sent = read_requests(jsonl(input_line(str(at), f"Tell me of place {at}.") for at in range(6)), "in.jsonl")
    sheet = read_sheet(b"rank,film\n" + b"".join(b"%d,Film number %d\n" % (at, at * 7) for at in range(6)), "films.csv")
    joined = join([], [sent], sheet)
    assert all(row.sheet_row is None for row in joined.rows if row.custom_id)
    assert [remark.kind for remark in joined.remarks] == ["match", "question"]


def test_an_answer_to_what_was_not_loaded_stands_last_and_names_its_row() -> None:
    part = read_requests(jsonl(input_line(custom_id, "x") for custom_id in "ab"), "part-01.jsonl")
    output = read_results(jsonl(answered(custom_id, custom_id.upper()) for custom_id in "cab"), "out.jsonl")
    joined = join([output], [part], read_sheet(b"id,n\na,1\nb,2\nc,3\n", "s.csv"), MatchChoices(id_column="id"))
    assert [row.state for row in joined.rows] == ["OK", "OK", "Not sent", "Unknown"]
    assert joined.rows[-1].note == "belongs to row 4, but is in none of the loaded input files"
    assert "unknown" in [remark.kind for remark in joined.remarks]


def test_by_number_answers_of_another_batch_take_no_row_from_those_that_were_asked_for() -> None:
    strangers = [answer(f"row-{at}-{'0' * 12}", "stray") for at in (2, 3)]
    joined = join([results_of(*ANSWERS, *strangers)], [sent_of()], SHEET, MatchChoices(by_number=True))
    assert joined.columns["state"][:10] == ["OK"] * 10
    assert [row.state for row in joined.rows][10:] == ["Unknown", "Unknown"]


def test_rows_of_a_batch_that_sent_identical_requests_once_share_the_answer() -> None:
    sheet = sheet_of([["city"], ["Oslo"], ["Rome"], ["Oslo"]])
    once = RowChoices(RowDecisions(identical="send once"))
    batch = compose(sheet, Recipe(model="m", prompt="{{city}}"), once)
    session = InputFile(
        "s.csv", batch.digest, batch.ids, batch.line, sheet_digest=sheet.digest, shared_rows=batch.shared_rows()
    )
    output = results_of(*(answer(custom_id, city) for custom_id, city in zip(batch.ids, ["Oslo", "Rome"], strict=True)))
    joined = join([output], [session], sheet)
    assert joined.columns["answer"] == ["Oslo", "Rome", "Oslo"]
    assert joined.columns["note"] == ["", "", "same request as row 2"]
    assert metrics(joined) == "2 2 0 0 0 0 0 0 0"


def test_rows_share_the_answer_of_a_loaded_input_by_choice() -> None:
    sheet = sheet_of([["city"], ["Oslo"], ["Rome"], ["Bonn"], ["Oslo"]])
    batch = compose(sheet, Recipe(model="m", prompt="{{city}}"), RowChoices(RowDecisions(identical="send once")))
    sent = sent_of([line.decode() for line in batch.lines()])
    output = results_of(*(answer(custom_id, f"no. {number}") for number, custom_id in enumerate(batch.ids)))
    assert join([output], [sent], sheet).columns["state"][3] == "Not sent"
    shared = join([output], [sent], sheet, MatchChoices(share_requests=True))
    assert shared.columns["answer"] == ["no. 0", "no. 1", "no. 2", "no. 0"]
