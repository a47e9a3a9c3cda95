"""A composed request as a reader sees it, with the texts of the row marked."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.batch.conversation import Turn, conversation
from lib.compose import Composition, Recipe, compose
from lib.compose.marked_turns import MarkedTurn, Span, marked_turns, unused_columns
from lib.compose.recipe import TurnTemplate
from lib.providers import COMPLETIONS, RESPONSES
from tests.support.recipe_strategies import recipes
from tests.support.sheets import make_sheet

COLUMNS = ("id", "text", "photo")
ROWS = [("1", "Why?", "https://x/1.png https://x/2.png"), ("2", "<b>{{id}}</b>", ""), ("3", " ", "")]
SHEET = make_sheet(dict(zip(COLUMNS, zip(*ROWS, strict=True), strict=True)))


def composed(**choices: Any) -> Composition:
    return compose(SHEET, Recipe(**{"model": "m", "prompt": "Q{{id}}: {{text}}"} | choices))


def test_texts_of_the_row_name_their_column() -> None:
    composition = composed(system="Row {{id}}", turns=(TurnTemplate("assistant", "Yes."),))
    assert marked_turns(composition, 0) == [
        MarkedTurn("system", [Span("Row "), Span("1", "id")]),
        MarkedTurn("assistant", [Span("Yes.")]),
        MarkedTurn("user", [Span("Q"), Span("1", "id"), Span(": "), Span("Why?", "text")]),
    ]


def test_markup_in_a_cell_is_text() -> None:
    (turn,) = marked_turns(composed(), 1)
    assert turn.spans[-1] == Span("<b>{{id}}</b>", "text")


def test_images_follow_the_prompt_and_name_their_column() -> None:
    (turn,) = marked_turns(composed(prompt="What?", image_columns=("photo",)), 0)
    assert turn.spans == [
        Span("What?"),
        Span("\n"),
        Span("[image: https://x/1.png]", "photo"),
        Span("\n"),
        Span("[image: https://x/2.png]", "photo"),
    ]


def test_a_long_image_address_is_cut() -> None:
    data = "data:image/png;base64," + "A" * 100_000
    sheet = make_sheet({"id": [""], "text": [""], "photo": [data]})
    composition = compose(sheet, Recipe(model="m", prompt="What?", image_columns=("photo",)))
    assert len(marked_turns(composition, 0)[0].text) < 300


def test_blank_turns_are_left_out_like_in_the_request() -> None:
    composition = composed(system="{{text}}", turns=(TurnTemplate("user", "{{text}}"),), prompt="{{id}}")
    assert [turn.role for turn in marked_turns(composition, 2)] == ["user"]


def test_texts_to_embed() -> None:
    composition = composed(task="Embeddings", embed_columns=("text", "id"))
    assert [turn.spans for turn in marked_turns(composition, 0)] == [[Span("Why?", "text")], [Span("1", "id")]]


def test_a_request_is_numbered_among_those_that_are_sent() -> None:
    composition = composed(prompt="{{photo}}")  # the second row and the third have no photo
    assert [turn.text for turn in marked_turns(composition, 0)] == [ROWS[0][2]]
    assert len(composition) == 1


UNUSED: list[tuple[str, dict[str, Any], list[str]]] = [
    ("some", {}, ["photo"]),
    ("all", {"prompt": "Say pong."}, ["id", "text", "photo"]),
    ("images", {"image_columns": ("photo",)}, []),
    ("ids", {"prompt": "{{text}}", "id_column": "id"}, ["photo"]),
    ("settings", {"prompt": "{{text}}", "temperature_column": "id"}, ["photo"]),
    ("the system message", {"prompt": "{{text}}", "system": "{{photo}}"}, ["id"]),
    ("an example", {"prompt": "{{text}}", "turns": (TurnTemplate("user", "{{photo}}"),)}, ["id"]),
    ("columns to embed", {"task": "Embeddings", "embed_columns": ("photo",)}, ["id", "text"]),
    ("a system message that is not sent", {"task": "Embeddings", "system": "{{photo}}"}, ["photo"]),
    ("examples that are not sent", {"endpoint": COMPLETIONS, "turns": (TurnTemplate("user", "{{photo}}"),)}, ["photo"]),
]


@pytest.mark.parametrize(("choices", "unused"), [case[1:] for case in UNUSED], ids=[case[0] for case in UNUSED])
def test_unused_columns(choices: dict[str, Any], unused: list[str]) -> None:
    assert unused_columns(composed(**choices)) == unused


CELL = st.sampled_from(
    ["", " ", "a", "\n", "{{id}}", "世界", "\u2028", "https://x/y.png", "data:image/png;base64," + "A" * 300]
)
TEMPLATES = st.lists(st.sampled_from(["{{id}}", "{{text}}", "{{x}}", "\\{{", "{{", " ", "x", "\n"]), max_size=4).map(
    "".join
)
RECIPES = recipes(TEMPLATES, st.sampled_from(COLUMNS), extra=st.just(""))


@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=4), RECIPES)
def test_marked_turns_are_the_conversation_of_the_line(rows: list[tuple[str, str, str]], recipe: Recipe) -> None:
    composition = compose(make_sheet(dict(zip(COLUMNS, zip(*rows, strict=True), strict=True))), recipe)
    for request in range(len(composition)):
        sent = conversation(json.loads(composition.line(request))["body"])
        shown = [Turn(turn.role, turn.text.lstrip("\n")) for turn in marked_turns(composition, request)]
        assert shown == [Turn(turn.role, turn.text.lstrip("\n")) for turn in sent if turn.text.strip()]


@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=4), RECIPES)
def test_a_span_of_a_column_is_the_cell_of_that_row(rows: list[tuple[str, str, str]], recipe: Recipe) -> None:
    composition = compose(make_sheet(dict(zip(COLUMNS, zip(*rows, strict=True), strict=True))), recipe)
    for request, row in enumerate(composition.rows):
        for span in (span for turn in marked_turns(composition, request) for span in turn.spans):
            if span.column is not None and not span.text.startswith("[image: "):
                assert span.text == rows[row][COLUMNS.index(span.column)]


@pytest.mark.parametrize("endpoint", [RESPONSES, COMPLETIONS])
def test_every_endpoint_is_shown(endpoint: Any) -> None:
    assert [turn.text for turn in marked_turns(composed(provider="Other", endpoint=endpoint), 0)] == ["Q1: Why?"]
