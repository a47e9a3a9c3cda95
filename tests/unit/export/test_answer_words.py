"""The answer that a request asks for, in words."""

from typing import Any

import pytest

from lib.compose import Codebook, Recipe, compose
from lib.compose.structured_output import AnswerColumn
from lib.export.answer_words import answer_facts, describes_answer
from lib.json import codec
from lib.sheets import read_sheet

COLUMNS = (
    AnswerColumn("mood", "One of a list", "How the buyer feels", ("good", "bad")),
    AnswerColumn("stars", "Whole number"),
    AnswerColumn("score", "Number", "From 0 to 1"),
    AnswerColumn("fits", "Yes or no"),
    AnswerColumn("fault", "Text"),
    AnswerColumn("tags", "List of texts", "", ("size", "price")),
    AnswerColumn("words", "List of texts"),
    AnswerColumn("grade", "Codebook", "How good", codebook=Codebook("Score", (), 1, 5)),
)
WORDS = [
    ("Answer column mood", "One of: good, bad. How the buyer feels"),
    ("Answer column stars", "Whole number"),
    ("Answer column score", "Number. From 0 to 1"),
    ("Answer column fits", "Yes or no"),
    ("Answer column fault", "Text"),
    ("Answer column tags", "List of these: size, price"),
    ("Answer column words", "List of texts"),
    ("Answer column grade", "Whole number from 1 to 5. How good"),
]


@pytest.mark.parametrize("provider", ["OpenAI", "Mistral"])
@pytest.mark.parametrize("endpoint", ["/v1/chat/completions", "/v1/responses"])
def test_the_columns_of_a_recipe_are_told(provider: str, endpoint: Any) -> None:
    recipe = Recipe(
        provider=provider,
        model="m",
        prompt="{{q}}",
        endpoint=endpoint if provider == "OpenAI" else "/v1/chat/completions",
        answer_format="Table",
        answer_columns=COLUMNS,
    )
    composed = compose(read_sheet(b"q\nWhy?\n", "s.csv"), recipe)
    body = codec.loads(next(iter(composed.lines())))[0]["body"]
    assert list(answer_facts(body)) == WORDS


FORMS: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({}, []),
    ({"text": {"verbosity": "low"}}, []),
    ({"response_format": {"type": "json_object"}}, [("Answer as", "Any JSON object")]),
    ({"response_format": {"type": "text"}}, [("Answer as", "One text")]),
    ({"text": {"format": {"type": "json_object"}}}, [("Answer as", "Any JSON object")]),
    ({"guided_json": {"anyOf": []}}, [("Answer as", "JSON of a form that the request describes")]),
    (
        {
            "guided_json": {
                "properties": {"a": {"type": ["integer", "null"]}, "b": {"type": "object"}, "c": True, "d": {}}
            }
        },
        [
            ("Answer column a", "Whole number or empty"),
            ("Answer column b", "Several fields"),
            ("Answer column c", "Anything"),
            ("Answer column d", "Anything"),
        ],
    ),
]


@pytest.mark.parametrize(("body", "facts"), FORMS)
def test_other_forms_are_told(body: dict[str, Any], facts: list[tuple[str, str]]) -> None:
    assert list(answer_facts(body)) == facts
    assert any(describes_answer(key, value) for key, value in body.items()) is bool(facts)
