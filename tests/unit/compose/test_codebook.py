"""Codebooks: what the model reads, and which answers their schemas allow."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from lib.compose import Codebook, Label, Recipe, compose
from lib.compose.structured_output import AnswerColumn, answer_schema
from lib.json import codec
from lib.sheets import read_sheet

LABELS = (Label("late", "It comes\nafter its date.", "Still waiting!"), Label("нет", examples="ok"), Label("other"))
TOPIC = AnswerColumn("topic", "Codebook", "What it is about", codebook=Codebook(labels=LABELS))
TEXT = """\
topic: What it is about
Choose the one label that fits best:
- late: It comes
  after its date.
  Examples: Still waiting!
- нет
  Examples: ok
- other"""


def recipe_with(**settings: Any) -> Recipe:
    return Recipe(model="m", prompt="{{text}}", answer_format="Table", answer_columns=(TOPIC,), **settings)


def body_of(recipe: Recipe, sheet: bytes = b"text\nhello\n") -> dict[str, Any]:
    composition = compose(read_sheet(sheet, "a.csv"), recipe)
    body: dict[str, Any] = codec.loads(composition.line(0))[0]["body"]
    return body


def test_the_codebook_is_where_its_placeholder_is() -> None:
    messages = body_of(recipe_with(system="Sort mails.\n\n{{ codebook }}\n\nBe strict."))["messages"]
    assert messages == [
        {"role": "system", "content": f"Sort mails.\n\n{TEXT}\n\nBe strict."},
        {"role": "user", "content": "hello"},
    ]


def test_two_codebooks_have_a_block_each_in_the_order_of_their_columns() -> None:
    urgency = AnswerColumn("urgency", "Codebook", codebook=Codebook("Score", (Label("1", "Can wait"),), 1, 3))
    recipe = replace(recipe_with(system="{{codebook}}"), answer_columns=(urgency, AnswerColumn("why"), TOPIC))
    [system, _] = body_of(recipe)["messages"]
    assert system["content"] == f"urgency\nGive a whole number from 1 to 3:\n- 1: Can wait\n\n{TEXT}"


def test_braces_in_a_codebook_are_plain_text() -> None:
    column = replace(TOPIC, codebook=Codebook(labels=(Label("a", "{{text}} and {text}, \\{{"), Label("other"))))
    recipe = replace(recipe_with(system="{{codebook}}"), answer_columns=(column,))
    assert "- a: {{text}} and {text}, \\{{" in body_of(recipe)["messages"][0]["content"]
    assert compose(read_sheet(b"text\nhello\n", "a.csv"), recipe).problems == []


def test_a_codebook_of_another_kind_of_column_is_not_used() -> None:
    recipe = replace(recipe_with(), answer_columns=(replace(TOPIC, kind="Text"),))
    assert (recipe.codebooks, recipe.codebook_text) == ({}, "")
    assert recipe_with().codebooks == {"topic": TOPIC.codebook}


VALUES = st.one_of(st.integers(-9, 9), st.floats(-9, 9), st.sampled_from(["late", "нет", "other", "Late", ""]))


@given(VALUES | st.lists(VALUES, max_size=3))
def test_the_schemas_allow_exactly_the_answers_of_their_kind(value: Any) -> None:
    names = {"late", "нет", "other"}
    is_number = isinstance(value, int | float)
    is_whole = is_number and float(value).is_integer()
    allowed = {
        Codebook("One label", LABELS): isinstance(value, str) and value in names,
        Codebook("Several labels", LABELS): isinstance(value, list) and all(item in names for item in value),
        Codebook("Score", LABELS, -2, 4): is_whole and -2 <= value <= 4,
        Codebook("Score", LABELS, 0.5, 2.5, False): is_number and 0.5 <= value <= 2.5,
    }
    for codebook, is_allowed in allowed.items():
        assert Draft202012Validator(codebook.schema()).is_valid(value) is is_allowed
    listed = Codebook("Score", LABELS, -2, 4).schema(has_ranges=False)
    assert Draft202012Validator(listed).is_valid(value) is allowed[Codebook("Score", LABELS, -2, 4)]


def test_a_range_without_ends_where_the_provider_takes_none() -> None:
    assert Codebook("Score", (), 0, 1, False).schema(has_ranges=False) == {"type": "number"}
    assert Codebook("Score", (), 0, 100).schema(has_ranges=False) == {"type": "integer"}
    assert Codebook("Score", (), 1, 100).schema(has_ranges=False)["enum"] == list(range(1, 101))


def test_azure_gets_the_scores_one_by_one() -> None:
    column = AnswerColumn("score", "Codebook", "How good", codebook=Codebook("Score", (), 1, 3))
    recipe = replace(recipe_with(provider="Azure OpenAI"), answer_columns=(column,))
    schema = body_of(recipe)["response_format"]["json_schema"]["schema"]
    assert schema["properties"]["score"] == {"type": "integer", "description": "How good", "enum": [1, 2, 3]}
    assert schema != answer_schema([column])


def test_a_misspelt_placeholder_names_the_codebook() -> None:
    problems = compose(read_sheet(b"text\nhello\n", "a.csv"), recipe_with(system="{{codebok}}")).problems
    [unknown] = [problem for problem in problems if problem.kind == "unknown-placeholder"]
    assert unknown.hint == 'Did you mean "codebook"?'
