"""A recipe as a value: what makes two of them the same, and the columns it names."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.common import Problem
from lib.compose import Recipe
from lib.compose.recipe import TurnTemplate, missing_column, named_columns, without_missing
from lib.compose.structured_output import AnswerColumn
from lib.providers import CHAT, COMPLETIONS, EMBEDDINGS, RESPONSES, Limits
from lib.sheets import ImportOptions
from tests.support.recipe_strategies import TEXT, fields_of, recipes

CHANGES: dict[str, Any] = {
    "task": "Embeddings",
    "provider": "OpenAI",
    "endpoint": "/v1/responses",
    "model": "m",
    "system": "s",
    "turns": (TurnTemplate(),),
    "prompt": "p",
    "image_columns": ("photo",),
    "image_detail": "low",
    "id_column": "id",
    "model_column": "a",
    "temperature_column": "a",
    "max_tokens_column": "a",
    "max_tokens": 1,
    "temperature": 0.0,
    "top_p": 0.0,
    "n": 1,
    "stop": ("END",),
    "seed": 0,
    "frequency_penalty": 0.0,
    "presence_penalty": 0.0,
    "reasoning_effort": "low",
    "logprobs": 0,
    "extra": "{}",
    "answer_format": "Table",
    "answer_columns": (AnswerColumn("a"),),
    "schema": "{}",
    "embed_columns": ("a",),
    "dimensions": 1,
    "encoding_format": "float",
    "limits": Limits(requests=1),
}
OF_THE_SHEET = {"sheet_name": "a.csv", "sheet_digest": "d", "import_options": ImportOptions(header_row=3)}


def test_every_field_is_a_setting_or_belongs_to_the_sheet() -> None:
    assert [field.name for field in fields(Recipe)] == [
        *CHANGES,
        "identical_once",
        "import_options",
        "sheet_name",
        "sheet_digest",
    ]


def test_property_tests_make_every_field() -> None:
    assert list(fields_of(TEXT, TEXT)) == [field.name for field in fields(Recipe)]


@pytest.mark.parametrize("field", CHANGES)
def test_every_setting_is_part_of_the_digest(field: str) -> None:
    assert replace(Recipe(), **{field: CHANGES[field]}).digest != Recipe().digest


@pytest.mark.parametrize("field", OF_THE_SHEET)
def test_the_sheet_is_not_part_of_the_digest(field: str) -> None:
    changes: dict[str, Any] = {field: OF_THE_SHEET[field]}
    assert replace(Recipe(), **changes).digest == Recipe().digest


def test_a_setting_of_zero_is_not_the_same_as_none() -> None:
    assert Recipe(seed=0).digest != Recipe(seed=None).digest


@pytest.mark.parametrize("endpoint", [CHAT, RESPONSES, COMPLETIONS])
def test_chat_requests_go_to_their_endpoint(endpoint: Any) -> None:
    assert Recipe(endpoint=endpoint).path == endpoint


@pytest.mark.parametrize("endpoint", [CHAT, RESPONSES, COMPLETIONS])
def test_embeddings_have_one_endpoint(endpoint: Any) -> None:
    assert Recipe(task="Embeddings", endpoint=endpoint).path == EMBEDDINGS


# Columns

NAMING = Recipe(
    id_column="number",
    model_column="which",
    temperature_column="heat",
    max_tokens_column="length",
    image_columns=("front", "back"),
    embed_columns=("title", "text"),
)
NAMED = [
    ("id_column", "number"),
    ("model_column", "which"),
    ("temperature_column", "heat"),
    ("max_tokens_column", "length"),
    ("image_columns", "front"),
    ("image_columns", "back"),
    ("embed_columns", "title"),
    ("embed_columns", "text"),
]


def test_the_columns_that_a_recipe_names() -> None:
    assert named_columns(NAMING) == NAMED


def test_a_new_recipe_names_no_column() -> None:
    assert named_columns(Recipe()) == []


def missing_columns(recipe: Recipe, columns: Sequence[str]) -> list[Problem]:
    return [missing_column(field, name, columns) for field, name in named_columns(recipe) if name not in columns]


def test_existing_columns_are_not_a_problem() -> None:
    assert missing_columns(NAMING, [name for _, name in NAMED]) == []


def test_every_missing_column_asks() -> None:
    assert [(problem.kind, problem.severity) for problem in missing_columns(NAMING, ["which", "front"])] == [
        ("unknown-id-column", "ask"),
        ("unknown-temperature-column", "ask"),
        ("unknown-max-tokens-column", "ask"),
        ("unknown-image-column", "ask"),
        ("unknown-embed-column", "ask"),
        ("unknown-embed-column", "ask"),
    ]


MESSAGES: list[tuple[dict[str, Any], str]] = [
    (
        {"id_column": "product-id"},
        'The settings take the ids from the column "product-id", but the sheet has no such column. '
        'Did you mean "product_id"? Batchdesk uses row numbers instead. You can choose another column.',
    ),
    (
        {"image_columns": ("photo",)},
        'The settings take images from the column "photo", but the sheet has no such column. '
        "Batchdesk leaves it out. You can choose another column.",
    ),
    (
        {"embed_columns": ("zzz",)},
        'The settings embed the column "zzz", but the sheet has no such column. '
        "Batchdesk leaves it out. You can choose another column.",
    ),
]


@pytest.mark.parametrize(("choices", "message"), MESSAGES, ids=[next(iter(case[0])) for case in MESSAGES])
def test_what_is_said_of_a_missing_column(choices: dict[str, Any], message: str) -> None:
    assert [str(problem) for problem in missing_columns(Recipe(**choices), ("product_id", "q"))] == [message]


def test_without_its_missing_columns_a_recipe_keeps_the_others() -> None:
    left = without_missing(NAMING, ["back", "title", "heat"])
    assert named_columns(left) == [
        ("temperature_column", "heat"),
        ("image_columns", "back"),
        ("embed_columns", "title"),
    ]


@given(recipes(column=st.sampled_from("abcdef")), st.lists(st.sampled_from("abcdef"), unique=True))
def test_a_recipe_without_its_missing_columns_misses_none(recipe: Recipe, columns: list[str]) -> None:
    left = without_missing(recipe, columns)
    assert missing_columns(left, columns) == []
    assert named_columns(left) == [pair for pair in named_columns(recipe) if pair[1] in columns]
    assert (left == recipe) is (missing_columns(recipe, columns) == [])
