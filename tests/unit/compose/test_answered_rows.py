"""Rows are found again by their whole request, and by nothing less."""

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as some

from lib.batch import read_requests
from lib.compose import Recipe, RowChoices, compose
from lib.compose.answered_rows import AnsweredRequests, answered_rows
from lib.sheets import Sheet, read_sheet

RECIPE = Recipe(model="m", prompt="Rate: {{q}}")


def sheet_of(*cells: str) -> Sheet:
    return read_sheet(json.dumps([{"q": cell, "n": str(n)} for n, cell in enumerate(cells)]).encode(), "a.json")


def known(sheet: Sheet, recipe: Recipe = RECIPE) -> AnsweredRequests:
    """The requests of a whole sheet, as if each had a good answer."""
    sent = read_requests(b"".join(compose(sheet, recipe).lines()), "in.jsonl")
    return AnsweredRequests(frozenset(map(sent.fingerprint, range(len(sent.ids)))), frozenset(sent.contents))


def test_only_rows_with_another_text_are_new() -> None:
    found = answered_rows(sheet_of("b", "c", "a"), RECIPE, known(sheet_of("a", "b")))
    assert (found.rows, found.other_settings) == ({0, 2}, 0)


def test_another_model_is_another_request() -> None:
    found = answered_rows(sheet_of("a", "c"), replace(RECIPE, model="other"), known(sheet_of("a")))
    assert (found.rows, found.other_settings) == (frozenset(), 1)


def test_a_request_with_its_keys_in_another_order_is_the_same() -> None:
    request = json.loads(compose(sheet_of("a"), RECIPE).line(0))
    request["body"] = dict(reversed(request["body"].items()))
    sent = read_requests(json.dumps(request).encode(), "in.jsonl")
    found = answered_rows(
        sheet_of("a"), RECIPE, AnsweredRequests(frozenset(map(sent.fingerprint, range(len(sent.ids)))), frozenset())
    )
    assert found.rows == {0}


texts = some.lists(some.text('ab\u00e9\n"', min_size=1, max_size=3).filter(str.strip), min_size=1, max_size=8)


@given(texts, texts)
def test_old_and_new_rows_make_the_whole_sheet(before: list[str], now: list[str]) -> None:
    """Sent are exactly the rows whose text was not sent before; the ids of the others stay free for them."""
    sheet = sheet_of(*now)
    found = answered_rows(sheet, RECIPE, known(sheet_of(*before)))
    whole, rest = compose(sheet, RECIPE), compose(sheet, RECIPE, RowChoices(answered=found.rows))
    assert [now[row] for row in rest.rows] == [text for text in now if text not in before]
    assert rest.answered == sum(text in before for text in now)
    assert [whole.ids[row] for row in rest.rows] == list(rest.ids)
    assert rest.ready == bool(rest.rows)
    assert (rest.digest == whole.digest) == (rest.answered == 0)


def test_a_new_row_under_an_id_of_another_request_is_named() -> None:
    recipe = replace(RECIPE, id_column="n")
    before, now = sheet_of("a", "b"), sheet_of("a", "c", "d")
    found = answered_rows(now, recipe, replace(known(before, recipe), ids=frozenset(["0", "1"])))
    assert (found.rows, found.reused) == ({0}, (1,))
