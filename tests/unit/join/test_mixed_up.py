"""Answers under another row's id are found by what they repeat; answers that contradict nothing stay."""

import json

from hypothesis import given
from hypothesis import strategies as some

from lib.batch import InputFile, read_requests
from lib.compose import Recipe, compose
from lib.compose.structured_output import AnswerColumn
from lib.join import Joined, join
from lib.results import read_results
from lib.sheets import Sheet, read_sheet
from tests.support.result_lines import answered, jsonl

COLUMNS = (AnswerColumn("code", "Repeated cell", source="key"), AnswerColumn("mood"))
RECIPE = Recipe(model="m", prompt="Rate {{text}}", answer_format="Table", answer_columns=COLUMNS)


def sheet_of(*keys: str) -> Sheet:
    return read_sheet(json.dumps([{"key": key, "text": f"Text {n}"} for n, key in enumerate(keys)]).encode(), "a.json")


def joined(sheet: Sheet, answers: list[str]) -> Joined:
    made = compose(sheet, RECIPE)
    sent: InputFile = read_requests(b"".join(made.lines()), "in.jsonl")
    lines = [answered(custom_id, answer) for custom_id, answer in zip(made.ids, answers, strict=True)]
    return join([read_results(jsonl(lines), "out.jsonl")], [sent], sheet)


def said(code: object) -> str:
    return json.dumps({"code": code, "mood": "good"})


def test_two_swapped_answers_are_both_found_and_say_whose_they_seem_to_be() -> None:
    table = joined(sheet_of("A1", "B2", "C3"), [said("B2"), said("A1"), said("C3")])
    assert table.rows.states == ["Failed", "Failed", "OK"]
    first, second = table.rows.custom_ids[:2]
    assert table.columns["error"][0] == (
        f"Mixed up: the answer repeats “B2”, as the request {second} asks, and the request of this row asks for “a1”."
    )
    assert f"as the request {first} asks" in str(table.columns["error"][1])
    assert table.columns["answer"][0] == ""
    assert (table.ledger.sent, table.ledger.ok, table.ledger.failed) == (3, 1, 2)


def test_an_answer_that_repeats_nobodys_text_fails_without_a_guess() -> None:
    table = joined(sheet_of("A1"), [said("Z9")])
    assert table.columns["error"] == ["Mixed up: the answer repeats “Z9”, and the request of this row asks for “a1”."]


def test_small_liberties_and_missing_echoes_contradict_nothing() -> None:
    answers = [said(' "a1" '), said(7), json.dumps({"mood": "good"}), "not JSON", said(None)]
    table = joined(sheet_of("A1", "7", "C3", "D4", "E5"), answers)
    assert set(table.rows.states) == {"OK"}


def test_a_retry_under_the_same_id_may_ask_for_another_text() -> None:
    sheet, other = sheet_of("A1"), sheet_of("A2")
    custom_id = compose(sheet, RECIPE).ids[0]
    again = compose(other, RECIPE)
    files = [
        read_requests(b"".join(compose(sheet, RECIPE).lines()), "in.jsonl"),
        read_requests(b"".join(again.writer.lines([custom_id], [0])), "again.jsonl"),
    ]
    for code, state in (("A1", "OK"), ("A2", "OK"), ("A3", "Failed")):
        results = read_results(jsonl([answered(custom_id, said(code))]), "out.jsonl")
        assert join([results], files, sheet).rows.states == [state]


@given(
    some.lists(some.sampled_from(["x", "y", "z", "Y ", "q"]), min_size=1, max_size=7).flatmap(
        lambda keys: some.tuples(some.just(keys), some.permutations(range(len(keys))))
    )
)
def test_exactly_the_answers_with_another_text_fail(case: tuple[list[str], list[int]]) -> None:
    keys, order = case
    table = joined(sheet_of(*keys), [said(keys[owner]) for owner in order])
    plain = [key.strip().lower() for key in keys]
    expected = ["OK" if plain[row] == plain[owner] else "Failed" for row, owner in enumerate(order)]
    assert table.rows.states == expected
