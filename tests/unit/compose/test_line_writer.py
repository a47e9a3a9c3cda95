"""The line maker gives exactly the bytes of the requests that it stands for."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lib.compose import Recipe
from lib.compose.line_writer import line_maker
from lib.compose.recipe import TurnTemplate
from lib.compose.request_body import request
from lib.compose.row_values import Templates, row_values
from lib.json import codec
from lib.providers import ENDPOINTS
from tests.support.recipe_strategies import TEXT, recipes

COLUMNS = ("a", "b", "c")
MARKS = ["slot-0-", "slot-0-id", "slot-0-0-", "slot-1-", "slot-1-0-"]
PIECES = [
    "{{a}}",
    "{{b}}",
    "{{c}}",
    "{{x}}",
    "\\{{",
    " ",
    "x",
    '"',
    '","',
    "\\",
    "\n",
    "\u2028",
    "\u0085",
    "世界",
    *MARKS,
]
TEMPLATES = st.lists(st.sampled_from(PIECES), max_size=5).map("".join)
CELLS = TEXT | st.sampled_from(
    ["", " ", "0.5", "64", "1,000", "https://x/y.png", "https://x/y z", '","', "\\", "\u2028", "{{a}}", *MARKS]
)
ROWS = st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=4)
RECIPES = recipes(TEMPLATES, st.sampled_from(COLUMNS), model=TEXT | st.sampled_from(MARKS))

Rows = list[tuple[str, str, str]]


def cells_of(rows: Rows) -> list[list[str]]:
    return [list(column) for column in zip(*rows, strict=True)]


def made(recipe: Recipe, ids: list[str], rows: Rows) -> list[bytes]:
    make = line_maker(recipe, Templates.of(recipe, COLUMNS), cells_of(rows))
    return list(make(ids, range(len(rows))))


def meant(recipe: Recipe, ids: list[str], rows: Rows) -> list[bytes]:
    """Each request made by itself, and serialised by itself."""
    fill = row_values(recipe, Templates.of(recipe, COLUMNS), cells_of(rows))
    return [codec.dumps(request(recipe, custom_id, fill(at))) + b"\n" for at, custom_id in enumerate(ids)]


ODD: Rows = [("slot-0-0-", "slot-0-1-", '","'), ("", " ", "\\"), ("\u2028", "{{b}}", "1")]
EXAMPLES = {
    "a plain one": Recipe(model="m", system="s", prompt="{{a}}"),
    "turns that are the same for all": Recipe(prompt="{{a}}", turns=(TurnTemplate("user", "x {{b}}"),)),
    "a turn that is blank for some": Recipe(prompt="{{a}}", turns=(TurnTemplate("assistant", "{{b}}"),)),
    "a system message that is blank for some": Recipe(prompt="{{a}}", system="{{b}}"),
    "a turn that is blank for all": Recipe(prompt="{{a}}", turns=(TurnTemplate("user", " "),)),
    "the marks in the recipe": Recipe(model="slot-0-", system="x {{a}}", prompt="{{b}}slot-1-id"),
    "half a mark before an escape": Recipe(system="slot-\\{{0-", prompt="slot-0-"),
    "the marks in further fields": Recipe(prompt="{{a}}", extra='{"\\u0073lot-0-id": "slot-\\u0031-0-"}'),
    "the marks in a schema": Recipe(
        prompt="{{a}}", answer_format="JSON schema", schema='{"type":"object","properties":{"\\u0073lot-0-0-":{}}}'
    ),
    "eleven turns": Recipe(prompt="{{a}}", turns=tuple(TurnTemplate("user", f"{at} {{{{b}}}}") for at in range(11))),
    "no column at all": Recipe(model="m", prompt="Say pong."),
    "embeddings of columns": Recipe(task="Embeddings", embed_columns=("c", "a", "a")),
    "embeddings of a column the sheet lacks": Recipe(task="Embeddings", embed_columns=("x",), prompt="{{a}}"),
    "embeddings with a model by row": Recipe(task="Embeddings", model="m", model_column="b", prompt="{{a}}"),
    "the Responses API": Recipe(endpoint="/v1/responses", system="s {{a}}", prompt="{{b}}", max_tokens=9),
    "completions": Recipe(endpoint="/v1/completions", system="{{a}}", turns=(TurnTemplate(),), prompt="{{b}}"),
    "images alone": Recipe(prompt="{{a}}", image_columns=("b",)),
    "a model by row alone": Recipe(prompt="{{a}}", model_column="b"),
    "a temperature by row alone": Recipe(prompt="{{a}}", temperature_column="c"),
    "tokens by row alone": Recipe(prompt="{{a}}", max_tokens_column="c"),
    "everything by row": Recipe(
        prompt="{{a}}", model_column="a", temperature_column="b", max_tokens_column="c", image_columns=("a", "b")
    ),
}


@pytest.mark.parametrize("recipe", EXAMPLES.values(), ids=EXAMPLES)
def test_the_lines_of_odd_rows(recipe: Recipe) -> None:
    ids = ["slot-0-id", "slot-0-0-", '","']
    assert made(recipe, ids, ODD) == meant(recipe, ids, ODD)


@given(RECIPES, ROWS, st.data())
@example(Recipe(prompt="{{a}}"), [("", "", "")], None)
def test_a_line_is_its_request_serialised(recipe: Recipe, rows: Rows, data: st.DataObject | None) -> None:
    ids = ["id"] * len(rows) if data is None else data.draw(st.lists(CELLS, min_size=len(rows), max_size=len(rows)))
    assert made(recipe, ids, rows) == meant(recipe, ids, rows)


PLAIN: dict[str, Any] = {name: st.none() for name in ("model_column", "temperature_column", "max_tokens_column")} | {
    "image_columns": st.just(())
}


@given(recipes(TEMPLATES.map("x".__add__), st.sampled_from(COLUMNS), **PLAIN), ROWS)
def test_a_line_is_its_request_where_only_texts_differ(recipe: Recipe, rows: Rows) -> None:
    ids = [f"row-{at}" for at in range(len(rows))]
    assert made(recipe, ids, rows) == meant(recipe, ids, rows)


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize("model_column", [None, "c"], ids=["one model", "a model by row"])
def test_lines_of_more_rows_than_are_made_at_once(endpoint: Any, model_column: str | None) -> None:
    recipe = Recipe(task="Embeddings", prompt="{{a}}{{b}}", model_column=model_column)
    if endpoint != "/v1/embeddings":
        recipe = replace(recipe, task="Chat", endpoint=endpoint)
    rows = [(f"a{at}", f"b{at}", f"c{at}") for at in range(1_025)]
    ids = [f"row-{at}" for at in range(len(rows))]
    assert made(recipe, ids, rows) == meant(recipe, ids, rows)


@pytest.mark.parametrize("settings", [{}, {"model_column": "b"}], ids=["texts", "settings"])
def test_lines_of_some_rows(settings: dict[str, Any]) -> None:
    recipe, rows = Recipe(model="m", prompt="{{a}}", **settings), [(f"a{at}", "", "") for at in range(5)]
    make = line_maker(recipe, Templates.of(recipe, COLUMNS), cells_of(rows))
    assert [b'"content":"a%d"' % at in line for at, line in zip([3, 0], make(["x", "y"], [3, 0]), strict=True)] == [
        True,
        True,
    ]


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_a_line_ends_once(endpoint: Any) -> None:
    recipe = Recipe(task="Embeddings" if endpoint == "/v1/embeddings" else "Chat", prompt="{{a}}")
    recipe = recipe if recipe.path == endpoint else replace(recipe, endpoint=endpoint)
    (line,) = made(recipe, ["i\u2029d"], [("x\r\ny\u2028z\u0085", "", "")])
    assert line.decode().splitlines(keepends=True) == [line.decode()]


def test_an_example_whose_question_is_blank_is_sent_by_no_row() -> None:
    turns = (TurnTemplate("user", " "), TurnTemplate("assistant", "Say {{a}}"))
    (line,) = made(Recipe(model="m", turns=turns, prompt="{{b}}"), ["id"], [("x", "y", "z")])
    assert b"Say" not in line
