"""A row of the sheet to what it puts into its request."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.compose import Recipe
from lib.compose.recipe import TurnTemplate
from lib.compose.request_body import Filled
from lib.compose.row_values import Templates, bad_number, images, is_image, max_tokens_of, model_of, number, row_values
from lib.providers import COMPLETIONS, RESPONSES
from lib.providers.parameters import SETTING_RANGES
from tests.support.recipe_strategies import TEXT, recipes

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
ROWS = [
    ["1", "Why?", "sky", "https://x/1.png https://x/2.png", " own ", "0,2", "64"],
    ["2", "How?", "", "", "", " ", ""],
    ["3", "Who?", "sea", "", "own", "hot", "1,000"],
]
CELLS = [list(column) for column in zip(*ROWS, strict=True)]


def filled(at: int, **changes: Any) -> Filled:
    recipe = replace(RECIPE, **changes)
    row = row_values(recipe, Templates.of(recipe, COLUMNS), CELLS)(at)
    return row._replace(turns=tuple(row.turns), images=tuple(row.images), inputs=tuple(row.inputs))


# Which columns


def test_the_columns_of_texts_and_of_settings() -> None:
    templates = Templates.of(RECIPE, COLUMNS)
    assert (templates.columns, templates.settings) == ((2, 1, 3), (4, 5, 6))


def test_a_column_counts_once() -> None:
    assert Templates.of(Recipe(system="{{topic}}", prompt="{{text}} {{topic}}"), COLUMNS).columns == (2, 1)


def test_texts_stand_in_the_order_of_the_conversation() -> None:
    assert [template.pieces for template in Templates.of(RECIPE, COLUMNS).texts] == [
        ("About ", 2),
        (2, "?"),
        ("Yes.",),
        (1, " (", 2, ")"),
    ]


USED: list[tuple[str, dict[str, Any], tuple[int, ...], tuple[int, ...]]] = [
    ("Responses API", {"endpoint": RESPONSES}, (2, 1, 3), (4, 5, 6)),
    ("completions have the prompt alone", {"endpoint": COMPLETIONS}, (1, 2), (4, 5, 6)),
    ("embeddings of columns", {"task": "Embeddings"}, (2, 1), (4,)),
    ("embeddings of the prompt", {"task": "Embeddings", "embed_columns": ()}, (1, 2), (4,)),
    ("columns that the sheet lacks", {"image_columns": ("x", "photo"), "model_column": "x"}, (2, 1, 3), (5, 6)),
]


@pytest.mark.parametrize(("changes", "texts", "settings"), [case[1:] for case in USED], ids=[case[0] for case in USED])
def test_an_endpoint_uses_what_it_takes(
    changes: dict[str, Any], texts: tuple[int, ...], settings: tuple[int, ...]
) -> None:
    templates = Templates.of(replace(RECIPE, **changes), COLUMNS)
    assert (templates.columns, templates.settings) == (texts, settings)


def test_columns_to_embed_keep_the_order_they_were_chosen_in() -> None:
    assert Templates.of(replace(RECIPE, task="Embeddings"), COLUMNS).inputs == (2, 1)


def test_embeddings_of_columns_that_the_sheet_lacks_are_of_the_prompt() -> None:
    templates = Templates.of(replace(RECIPE, task="Embeddings", embed_columns=("x",)), COLUMNS)
    assert (templates.inputs, templates.columns) == ((), (1, 2))


# Rows


def test_a_row_with_everything_of_its_own() -> None:
    assert filled(0) == Filled(
        model="own",
        prompt="Why? (sky)",
        system="About sky",
        turns=("sky?", "Yes."),
        images=("https://x/1.png", "https://x/2.png"),
        temperature=0.2,
        max_tokens=64,
    )


def test_where_cells_are_blank_the_recipe_counts() -> None:
    assert filled(1) == Filled(
        model="common", prompt="How? ()", system="About ", turns=("?", "Yes."), images=(), temperature=0.5, max_tokens=9
    )


def test_a_cell_that_cannot_be_used_counts_as_blank() -> None:
    assert (filled(2).temperature, filled(2).max_tokens) == (0.5, 9)


def test_a_row_may_have_a_zero_of_its_own() -> None:
    recipe = Recipe(temperature=1.0, temperature_column="heat")
    assert row_values(recipe, Templates.of(recipe, ["heat"]), [["0"]])(0).temperature == 0.0


def test_a_row_to_embed() -> None:
    assert filled(0, task="Embeddings") == Filled(
        model="own", prompt="", inputs=("sky", "Why?"), temperature=0.5, max_tokens=9
    )


def test_a_row_whose_text_is_embedded() -> None:
    assert filled(0, task="Embeddings", embed_columns=()).prompt == "Why? (sky)"


def test_the_model_and_the_tokens_of_a_row_by_themselves() -> None:
    templates = Templates.of(RECIPE, COLUMNS)
    assert [model_of(RECIPE, templates, CELLS, at) for at in range(3)] == ["own", "common", "own"]
    assert [max_tokens_of(RECIPE, templates, CELLS, at) for at in range(3)] == [64, 9, 9]


CELL = TEXT | st.sampled_from(["{{text}}", "\\{{", "https://x/y.png", "0.5", "64"])


@given(recipes(TEXT, st.sampled_from(COLUMNS)), st.lists(CELL, min_size=7, max_size=7))
def test_the_settings_of_any_row_are_ones_that_may_be_sent(recipe: Recipe, row: list[str]) -> None:
    fill = row_values(recipe, Templates.of(recipe, COLUMNS), [[cell] for cell in row])
    made = fill(0)
    for name in ("temperature", "max_tokens"):
        value = getattr(made, name)
        assert value is None or value in SETTING_RANGES[name]
    assert made.max_tokens is None or type(made.max_tokens) is int
    assert made.model == made.model.strip() or made.model == recipe.model


# Numbers in cells

NUMBERS = [
    ("temperature", "0", 0.0),
    ("temperature", "0.7", 0.7),
    ("temperature", "0,7", 0.7),
    ("temperature", " 1. ", 1.0),
    ("temperature", ".5", 0.5),
    ("temperature", "+2", 2.0),
    ("temperature", "0.700", 0.7),
    ("temperature", "2.1", None),
    ("temperature", "-0.1", None),
    ("temperature", "1e0", None),
    ("temperature", "nan", None),
    ("temperature", "warm", None),
    ("temperature", "0.5.1", None),
    ("temperature", "9" * 400, None),
    ("max_tokens", "512", 512),
    ("max_tokens", "512.0", 512),
    ("max_tokens", "512,00", 512),
    ("max_tokens", "1,000", None),
    ("max_tokens", "1.000", None),
    ("max_tokens", "1 000", None),
    ("max_tokens", "0", None),
    ("max_tokens", "1.5", None),
    ("max_tokens", "10000000", 10_000_000),
    ("max_tokens", "10000001", None),
    ("max_tokens", "9" * 400, None),
]


@pytest.mark.parametrize(("name", "cell", "value"), NUMBERS)
def test_number(name: str, cell: str, value: float | None) -> None:
    assert number(name, cell) == value
    assert bad_number(name, cell) is (value is None)


@pytest.mark.parametrize("cell", ["", " ", "\u00a0"])
def test_a_blank_is_no_number_and_no_mistake(cell: str) -> None:
    assert number("temperature", cell) is None
    assert not bad_number("temperature", cell)


@given(st.floats(0, 2, allow_subnormal=False).filter(lambda value: "e" not in repr(value)))
def test_a_temperature_arrives_as_it_was_written(value: float) -> None:
    assert number("temperature", repr(value)) == value
    assert number("temperature", repr(value).replace(".", ",")) == value


@given(st.integers(1, 10_000_000))
def test_tokens_arrive_as_they_were_written(value: int) -> None:
    assert number("max_tokens", str(value)) == value
    if value >= 1_000:
        assert number("max_tokens", f"{value:,}") is None


# Images in cells

IMAGES = [
    ("https://example.org/a.png", True),
    ("HTTP://example.org", True),
    ("data:image/png;base64,iVBORw0KGgo=", True),
    ("data:image/svg+xml;base64,AA==", True),
    ("data:image/png;base64,", False),
    ("data:image/png;base64,AA===", False),
    ("data:text/plain;base64,AAAA", False),
    ("data:image/png,raw", False),
    ("https://", False),
    ("https:///a.png", False),
    ("ftp://example.org/a.png", False),
    ("C:\\photos\\a.png", False),
    ("a.png", False),
    ("", False),
]


@pytest.mark.parametrize(("address", "taken"), IMAGES)
def test_is_image(address: str, taken: bool) -> None:
    assert is_image(address) is taken


@pytest.mark.parametrize(
    ("cell", "addresses"),
    [
        ("", []),
        (" ", []),
        ("https://x/a", ["https://x/a"]),
        (" https://x/a\nhttps://x/b ", ["https://x/a", "https://x/b"]),
    ],
    ids=["empty", "blank", "one", "two"],
)
def test_images(cell: str, addresses: list[str]) -> None:
    assert images(cell) == addresses
