"""The values that a row puts into its request."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.compose import Recipe, resolve
from lib.compose.recipe import TurnTemplate
from lib.compose.row_values import (
    RowReader,
    RowValues,
    is_bad_number,
    parse_number,
)
from lib.compose.setting_ranges import SETTING_RANGES
from lib.sheets import Sheet
from tests.support.recipe_strategies import TEXT, recipes
from tests.support.sheets import make_sheet

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


def sheet_of(rows: list[list[str]]) -> Sheet:
    return make_sheet(dict(zip(COLUMNS, zip(*rows, strict=True), strict=True)))


def values(row: int, **changes: Any) -> RowValues:
    values = RowReader(resolve(replace(RECIPE, **changes), COLUMNS), sheet_of(ROWS)).values(row)
    return values._replace(turns=tuple(values.turns), images=tuple(values.images), inputs=tuple(values.inputs))


# Rows


def test_a_row_with_all_its_own_values() -> None:
    assert values(0) == RowValues(
        model="own",
        prompt="Why? (sky)",
        system="About sky",
        turns=("sky?", "Yes."),
        images=("https://x/1.png", "https://x/2.png"),
        temperature=0.2,
        max_tokens=64,
    )


def test_blank_cells_use_the_values_of_the_recipe() -> None:
    assert values(1) == RowValues(
        model="common", prompt="How? ()", system="About ", turns=("?", "Yes."), images=(), temperature=0.5, max_tokens=9
    )


def test_a_cell_that_cannot_be_used_counts_as_blank() -> None:
    assert (values(2).temperature, values(2).max_tokens) == (0.5, 9)


def test_a_row_can_have_its_own_zero() -> None:
    recipe = Recipe(temperature=1.0, temperature_column="heat")
    assert RowReader(resolve(recipe, ["heat"]), make_sheet({"heat": ["0"]})).temperature(0) == 0.0


def test_a_row_to_embed() -> None:
    assert values(0, task="Embeddings") == RowValues(
        model="own", prompt="", inputs=("sky", "Why?"), temperature=0.5, max_tokens=9
    )


def test_a_row_whose_text_is_embedded() -> None:
    assert values(0, task="Embeddings", embed_columns=()).prompt == "Why? (sky)"


def test_the_model_and_the_tokens_of_a_row() -> None:
    reader = RowReader(resolve(RECIPE, COLUMNS), sheet_of(ROWS))
    assert [reader.model(row) for row in range(3)] == ["own", "common", "own"]
    assert [reader.max_tokens(row) for row in range(3)] == [64, 9, 9]


CELL = TEXT | st.sampled_from(["{{text}}", "\\{{", "https://x/y.png", "0.5", "64"])


@given(recipes(TEXT, st.sampled_from(COLUMNS)), st.lists(CELL, min_size=7, max_size=7))
def test_the_settings_of_any_row_are_in_range(recipe: Recipe, row: list[str]) -> None:
    values = RowReader(resolve(recipe, COLUMNS), sheet_of([row])).values(0)
    for name in ("temperature", "max_tokens"):
        value = getattr(values, name)
        assert value is None or value in SETTING_RANGES[name]
    assert values.max_tokens is None or type(values.max_tokens) is int
    assert values.model == values.model.strip() or values.model == recipe.model


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
def test_parse_number(name: str, cell: str, value: float | None) -> None:
    assert parse_number(name, cell) == value
    assert is_bad_number(name, cell) is (value is None)


@pytest.mark.parametrize("cell", ["", " ", "\u00a0"])
def test_a_blank_cell_is_not_a_bad_number(cell: str) -> None:
    assert parse_number("temperature", cell) is None
    assert not is_bad_number("temperature", cell)


@given(st.floats(0, 2, allow_subnormal=False).filter(lambda value: "e" not in repr(value)))
def test_a_temperature_is_read_exactly(value: float) -> None:
    assert parse_number("temperature", repr(value)) == value
    assert parse_number("temperature", repr(value).replace(".", ",")) == value


@given(st.integers(1, 10_000_000))
def test_tokens_are_read_exactly(value: int) -> None:
    assert parse_number("max_tokens", str(value)) == value
    if value >= 1_000:
        assert parse_number("max_tokens", f"{value:,}") is None
