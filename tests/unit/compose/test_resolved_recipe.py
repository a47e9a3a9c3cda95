"""A recipe made ready for a sheet."""

from dataclasses import replace
from typing import Any

import pytest

from lib.common.own_columns import BATCH_COLUMNS
from lib.compose import Recipe, resolve
from lib.compose.recipe import TurnTemplate
from lib.compose.resolved_recipe import Templates
from lib.compose.template import ColumnSlot
from lib.providers import COMPLETIONS, PROVIDERS, RESPONSES, Limits

COLUMNS = ("id", "text", "topic", "photo", "model", "heat", "length")
RECIPE = Recipe(
    model="common",
    system="About {{topic}}",
    turns=(TurnTemplate("user", "{{topic}}?"), TurnTemplate("assistant", "Yes.")),
    prompt="{{text}} ({{topic}})",
    image_columns=("photo",),
    id_column="id",
    model_column="model",
    temperature_column="heat",
    max_tokens_column="length",
    max_tokens=9,
    temperature=0.5,
    embed_columns=("topic", "text"),
)


def test_the_columns_of_texts_and_of_settings() -> None:
    templates = Templates.of(RECIPE, COLUMNS)
    assert (templates.content_columns, templates.setting_columns) == (
        ("topic", "text", "photo"),
        ("model", "heat", "length"),
    )


def test_a_column_counts_once() -> None:
    assert Templates.of(Recipe(system="{{topic}}", prompt="{{text}} {{topic}}"), COLUMNS).content_columns == (
        "topic",
        "text",
    )


def test_texts_are_in_the_order_of_the_conversation() -> None:
    assert [template.pieces for template in Templates.of(RECIPE, COLUMNS).texts] == [
        ("About ", ColumnSlot("topic")),
        (ColumnSlot("topic"), "?"),
        ("Yes.",),
        (ColumnSlot("text"), " (", ColumnSlot("topic"), ")"),
    ]


USED: list[tuple[str, dict[str, Any], tuple[str, ...], tuple[str, ...]]] = [
    ("Responses API", {"endpoint": RESPONSES}, ("topic", "text", "photo"), ("model", "heat", "length")),
    ("completions have the prompt alone", {"endpoint": COMPLETIONS}, ("text", "topic"), ("model", "heat", "length")),
    ("embeddings of columns", {"task": "Embeddings"}, ("topic", "text"), ("model",)),
    ("embeddings of the prompt", {"task": "Embeddings", "embed_columns": ()}, ("text", "topic"), ("model",)),
    (
        "columns that the sheet lacks",
        {"image_columns": ("x", "photo"), "model_column": "x"},
        ("topic", "text", "photo"),
        ("heat", "length"),
    ),
]


@pytest.mark.parametrize(("changes", "texts", "settings"), [case[1:] for case in USED], ids=[case[0] for case in USED])
def test_only_parts_that_the_endpoint_takes_are_used(
    changes: dict[str, Any], texts: tuple[str, ...], settings: tuple[str, ...]
) -> None:
    templates = Templates.of(replace(RECIPE, **changes), COLUMNS)
    assert (templates.content_columns, templates.setting_columns) == (texts, settings)


def test_columns_to_embed_keep_their_order() -> None:
    assert Templates.of(replace(RECIPE, task="Embeddings"), COLUMNS).embed_columns == ("topic", "text")


def test_without_its_embedded_columns_the_prompt_is_embedded() -> None:
    templates = Templates.of(replace(RECIPE, task="Embeddings", embed_columns=("x",)), COLUMNS)
    assert (templates.embed_columns, templates.content_columns) == ((), ("text", "topic"))


def test_the_provider_has_the_limits_of_the_user() -> None:
    provider = resolve(Recipe(limits=Limits(requests=7)), COLUMNS).provider
    assert (provider.requests, provider.bytes) == (7, PROVIDERS["Parasail"].bytes)


def test_further_fields_replace_settings() -> None:
    resolved = resolve(Recipe(top_p=0.9, seed=1, extra='{"top_p": 0.5}'), COLUMNS)
    assert resolved.setting_fields == {"top_p": 0.9, "seed": 1}
    assert resolved.shared_fields == {"top_p": 0.5, "seed": 1}


def test_a_schema_is_read_only_if_the_answer_format_uses_it() -> None:
    assert not resolve(Recipe(schema="{"), COLUMNS).schema_problems
    assert not resolve(Recipe(schema="{", answer_format="JSON schema", endpoint=COMPLETIONS), COLUMNS).schema_problems
    assert resolve(Recipe(schema="{", answer_format="JSON schema"), COLUMNS).schema_problems


@pytest.mark.parametrize(("prompt", "has_one"), [("{{q}}", False), ("{{q}} {{answer}}", True), ("{{custom_id}}", True)])
def test_a_recipe_can_use_a_column_that_batchdesk_wrote(prompt: str, has_one: bool) -> None:
    assert resolve(Recipe(prompt=prompt), ("q", *BATCH_COLUMNS)).has_batchdesk_column is has_one
