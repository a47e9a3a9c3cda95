"""Which batch, and which sheet, answers are to."""

import json

from lib.compose import Composition, compose
from lib.origin import as_sent, best_sheet, has_more, is_surely, most_answered
from lib.recipe import Recipe
from lib.results import Results, read_results
from lib.sent import read_requests
from lib.sheet import read_sheet

SHEET = read_sheet(b"id,n,q\na,1,Why?\nb,2,How?\nc,3,Who?\n", "a.csv")
OTHER = read_sheet(b"id,n,q\nx,1,Why?\ny,2,How?\n", "b.csv")


def batch(id_column: str | None, prompt: str = "{{q}}") -> Composition:
    return compose(SHEET, Recipe(model="m", prompt=prompt, id_column=id_column))


def answers(*ids: str) -> Results:
    lines = (
        json.dumps({"custom_id": custom_id, "response": {"status_code": 200, "body": {"choices": []}}})
        for custom_id in ids
    )
    return read_results("\n".join(lines).encode(), "out.jsonl")


def test_the_batch_with_the_most_answers_is_theirs() -> None:
    named, counted, other = batch("id"), batch("n"), batch("n", "Once more: {{q}}")
    assert most_answered([named, counted], [answers("a"), answers("1", "2")]) is counted
    assert most_answered([other, counted], [answers("1", "2")]) is other
    assert most_answered([named], [answers("z")]) is None
    assert most_answered([], [answers("a")]) is None


def test_a_batch_whose_ids_are_numbers_of_a_column_is_not_surely_theirs() -> None:
    assert is_surely(batch("id"), [])
    assert is_surely(batch(None), [])
    assert not is_surely(batch("n"), [])
    assert not is_surely(batch("n"), [batch("n", "Once more: {{q}}")])
    assert is_surely(batch("n"), [batch("n")])


def test_a_batch_has_more_than_its_retry_or_a_part_of_it() -> None:
    made = batch("id")
    whole, part = b"".join(made.lines()), b"".join(made.lines([1]))
    other = b"".join(batch("n").lines([1]))
    assert has_more(made, [])
    assert has_more(made, [read_requests(part, "part.jsonl"), read_requests(part, "part.jsonl")])
    assert has_more(made, [read_requests(other, "a_retry-1.jsonl")])
    assert not has_more(made, [read_requests(whole, "all.jsonl")])
    assert not has_more(made, [read_requests(other, "other.jsonl")])


def test_a_batch_composed_here_is_the_input_file_that_it_is() -> None:
    made = batch("id")
    read, taken = as_sent(made), read_requests(b"".join(made.lines()), "a.jsonl")
    assert list(read.ids) == list(taken.ids)
    assert [read.body(at) for at in range(3)] == [taken.body(at) for at in range(3)]


def test_the_sheet_with_the_most_ids_is_the_best_one() -> None:
    sent = read_requests(b"".join(batch("id").lines()), "in.jsonl")
    assert best_sheet([OTHER, SHEET], [sent], []) == 1
    assert best_sheet([SHEET, OTHER], [], [answers("x", "y", "a")]) == 1
    assert best_sheet([SHEET, SHEET], [sent], []) == 1
