"""The codebooks of answers: read from the requests that were sent, or proved by the answers."""

import json
from typing import Any

import pytest

from lib.compose import Codebook, Label, Recipe, compose
from lib.compose.recipe import AnswerFormat
from lib.compose.structured_output import AnswerColumn
from lib.review.codebooks import AnswerCodebook, sent_codebooks, settings_codebooks
from lib.sheets import read_sheet

TOPIC = Codebook("One label", (Label("late: very", "After its date"), Label("other", "", "Hm")))
TAGS = Codebook("Several labels", (Label("a"), Label("b")))
SCORE = Codebook("Score", (Label("1", "Bad"), Label("3", "Good")), 1, 3)
COLUMNS = (
    AnswerColumn("topic", "Codebook", "What it is about", codebook=TOPIC),
    AnswerColumn("why"),
    AnswerColumn("tags", "Codebook", codebook=TAGS),
    AnswerColumn("score", "Codebook", codebook=SCORE),
)
FOUND = [
    AnswerCodebook("topic", "What it is about", TOPIC),
    AnswerCodebook("tags", "", TAGS),
    AnswerCodebook("score", "", SCORE),
]


def recipe(system: str, answer_format: AnswerFormat = "Table", **settings: Any) -> Recipe:
    return Recipe(
        model="m", system=system, prompt="{{q}}", answer_format=answer_format, answer_columns=COLUMNS, **settings
    )


def bodies(made_with: Recipe) -> list[Any]:
    made = compose(read_sheet(b"q\none\ntwo\n", "a.csv"), made_with)
    return [json.loads(line)["body"] for line in made.lines()]


@pytest.mark.parametrize("settings", [{}, {"endpoint": "/v1/responses"}, {"provider": "Azure OpenAI"}])
def test_codebooks_are_read_from_what_was_sent(settings: dict[str, Any]) -> None:
    assert sent_codebooks(bodies(recipe("Judge.\n\n{{codebook}}\n\nBe fair.", **settings))) == FOUND


def test_without_their_text_the_labels_are_known_and_no_more() -> None:
    alone = [
        AnswerCodebook("topic", "What it is about", Codebook("One label", (Label("late: very"), Label("other")))),
        AnswerCodebook("tags", "", TAGS),
    ]
    assert sent_codebooks([{}, *bodies(recipe("Judge."))]) == alone


def test_requests_without_labels_have_no_codebook() -> None:
    assert sent_codebooks([{}, None, *bodies(recipe("{{codebook}}", "Text"))]) == []


def test_settings_are_used_where_all_answers_fit() -> None:
    columns = {"topic (batch)": ["other", "", None], "tags": ["a; b"], "score": ["1", "2.5"], "why": ["x"]}
    assert settings_codebooks(recipe(""), columns) == FOUND
    misfits = {"topic": ["late"], "score": ["4", "1"]}
    assert settings_codebooks(recipe(""), misfits) == []
    assert settings_codebooks(recipe(""), {"score": ["good"]}) == []
