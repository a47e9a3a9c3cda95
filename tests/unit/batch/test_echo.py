"""What an answer must repeat is read off the request, as it was written into it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib.batch.echo import comparable, echo_names, echoes_of
from lib.compose import Recipe, compose
from lib.compose.structured_output import AnswerColumn
from lib.sheets import read_sheet

CODE = AnswerColumn("code", "Repeated cell", source="key")
MOOD = AnswerColumn("mood")
CELLS = some.text(min_size=1, max_size=12).filter(lambda text: bool(text.strip()) and "\0" not in text)


def bodies(*rows: tuple[str, str], **settings: Any) -> list[Any]:
    recipe = Recipe(**{"model": "m", "prompt": "Rate {{text}}", "answer_format": "Table"} | settings)
    sheet = read_sheet(json.dumps([{"key": key, "text": text} for key, text in rows]).encode(), "a.json")
    return [json.loads(line)["body"] for line in compose(sheet, recipe).lines()]


@given(CELLS, CELLS)
def test_the_cell_is_read_back(key: str, text: str) -> None:
    (body,) = bodies((key, text), answer_columns=(CODE, MOOD))
    assert echo_names(body) == ("code",)
    assert echoes_of(body, ("code",)) == {"code": comparable(key)}


def test_two_cells_and_an_image_are_read_back() -> None:
    second = AnswerColumn("title", "Repeated cell", source="text")
    (body,) = bodies(("7b", "https://a.example/1.png"), answer_columns=(CODE, second), image_columns=("text",))
    assert echoes_of(body, echo_names(body)) == {"code": "7b", "title": "https://a.example/1.png"}


@pytest.mark.parametrize("endpoint", ["/v1/chat/completions", "/v1/responses"])
def test_the_prompt_and_the_schema_say_it_in_words(endpoint: str) -> None:
    written = json.dumps(bodies(("7b", "x"), answer_columns=(CODE,), endpoint=endpoint)[0])
    assert r"Rate x\n\nRepeat this as \"code\": 7b" in written
    assert r"Exactly the text behind the words: Repeat this as \"code\"" in written


def test_without_answer_columns_nothing_is_added() -> None:
    (body,) = bodies(("7b", "x"), answer_columns=(CODE,), answer_format="Text")
    assert "7b" not in json.dumps(body)
    assert echo_names(body) == ()


def test_a_request_made_elsewhere_asks_for_no_echo() -> None:
    assert echo_names({"messages": [], "response_format": {"json_schema": {"schema": {"properties": []}}}}) == ()
    assert echoes_of({"messages": [{"role": "user", "content": "7b"}]}, ("code",)) == {}
