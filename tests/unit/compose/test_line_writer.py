"""The line writer gives exactly the bytes of each request serialised by itself."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lib.compose import Recipe, resolve
from lib.compose.line_writer import LineWriter
from lib.compose.recipe import TurnTemplate
from lib.compose.request_body import request
from lib.compose.row_values import RowReader
from lib.json import codec
from lib.providers import ENDPOINTS
from lib.sheets import Sheet
from tests.support.recipe_strategies import TEXT, recipes
from tests.support.sheets import make_sheet

COLUMNS = ("a", "b", "c")
TEXTS = ["variable", "custom_id", "\x1f", "\\u001f"]
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
    *TEXTS,
]
TEMPLATES = st.lists(st.sampled_from(PIECES), max_size=5).map("".join)
CELLS = TEXT | st.sampled_from(
    ["", " ", "0.5", "64", "1,000", "https://x/y.png", "https://x/y z", '","', "\\", "\u2028", "{{a}}", *TEXTS]
)
ROWS = st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=4)
RECIPES = recipes(TEMPLATES, st.sampled_from(COLUMNS), model=TEXT | st.sampled_from(TEXTS))

Rows = list[tuple[str, str, str]]


def sheet_of(rows: Rows) -> Sheet:
    return make_sheet(dict(zip(COLUMNS, zip(*rows, strict=True), strict=True)))


def written(recipe: Recipe, ids: list[str], rows: Rows) -> list[bytes]:
    writer = LineWriter(resolve(recipe, COLUMNS), sheet_of(rows))
    lines = list(writer.lines(ids, range(len(rows))))
    assert lines == list(map(writer.line, ids, range(len(rows))))
    return lines


def serialised(recipe: Recipe, ids: list[str], rows: Rows) -> list[bytes]:
    """The lines of requests that are each made and serialised by themselves."""
    resolved = resolve(recipe, COLUMNS)
    reader = RowReader(resolved, sheet_of(rows))
    requests = [request(resolved, custom_id, reader.values(row)) for row, custom_id in enumerate(ids)]
    return [codec.dumps(request) + b"\n" for request in requests]


ODD: Rows = [("variable", "\x1f", '","'), ("", " ", "\\"), ("\u2028", "{{b}}", "1")]
EXAMPLES = {
    "a plain recipe": Recipe(model="m", system="s", prompt="{{a}}"),
    "turns that are the same for all": Recipe(prompt="{{a}}", turns=(TurnTemplate("user", "x {{b}}"),)),
    "a turn that is blank for some": Recipe(prompt="{{a}}", turns=(TurnTemplate("assistant", "{{b}}"),)),
    "a system message that is blank for some": Recipe(prompt="{{a}}", system="{{b}}"),
    "a turn that is blank for all": Recipe(prompt="{{a}}", turns=(TurnTemplate("user", " "),)),
    "an escape before a constant": Recipe(system="a \\{{0", prompt="variable"),
    "line separators in further fields": Recipe(prompt="{{a}}", extra='{"\\u2028": {"x": ["\\u2029", {}, []]}}'),
    "nested further fields": Recipe(prompt="{{a}}", extra='{"x": ' + "[" * 60 + "]" * 60 + "}"),
    "a schema": Recipe(
        prompt="{{a}}", answer_format="JSON schema", schema='{"type":"object","properties":{"\\u2028":{}}}'
    ),
    "eleven turns": Recipe(
        prompt="{{a}}", turns=tuple(TurnTemplate("user", f"{turn} {{{{b}}}}") for turn in range(11))
    ),
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
    ids = ["variable", "\u2028", '","']
    assert written(recipe, ids, ODD) == serialised(recipe, ids, ODD)


@given(RECIPES, ROWS, st.data())
@example(Recipe(prompt="{{a}}"), [("", "", "")], None)
def test_a_line_is_its_request_serialised(recipe: Recipe, rows: Rows, data: st.DataObject | None) -> None:
    ids = ["id"] * len(rows) if data is None else data.draw(st.lists(CELLS, min_size=len(rows), max_size=len(rows)))
    assert written(recipe, ids, rows) == serialised(recipe, ids, rows)


PLAIN: dict[str, Any] = {name: st.none() for name in ("model_column", "temperature_column", "max_tokens_column")} | {
    "image_columns": st.just(())
}


@given(recipes(TEMPLATES.map("x".__add__), st.sampled_from(COLUMNS), **PLAIN), ROWS)
def test_a_line_is_its_request_serialised_if_only_texts_differ(recipe: Recipe, rows: Rows) -> None:
    ids = [f"row-{row}" for row in range(len(rows))]
    assert written(recipe, ids, rows) == serialised(recipe, ids, rows)


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize("model_column", [None, "c"], ids=["one model", "a model by row"])
def test_lines_of_more_rows_than_one_chunk(endpoint: Any, model_column: str | None) -> None:
    recipe = Recipe(task="Embeddings", prompt="{{a}}{{b}}", model_column=model_column)
    if endpoint != "/v1/embeddings":
        recipe = replace(recipe, task="Chat", endpoint=endpoint)
    rows = [(f"a{row}", f"b{row}", f"c{row}") for row in range(1_025)]
    ids = [f"row-{row}" for row in range(len(rows))]
    assert written(recipe, ids, rows) == serialised(recipe, ids, rows)


@pytest.mark.parametrize("settings", [{}, {"model_column": "b"}], ids=["texts", "settings"])
def test_lines_of_some_rows(settings: dict[str, Any]) -> None:
    recipe, rows = Recipe(model="m", prompt="{{a}}", **settings), [(f"a{row}", "", "") for row in range(5)]
    lines = LineWriter(resolve(recipe, COLUMNS), sheet_of(rows)).lines(["x", "y"], [3, 0])
    assert all(b'"content":"a%d"' % row in line for row, line in zip([3, 0], lines, strict=True))


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_a_line_has_one_newline(endpoint: Any) -> None:
    recipe = Recipe(task="Embeddings" if endpoint == "/v1/embeddings" else "Chat", prompt="{{a}}")
    recipe = recipe if recipe.path == endpoint else replace(recipe, endpoint=endpoint)
    (line,) = written(recipe, ["i\u2029d"], [("x\r\ny\u2028z\u0085", "", "")])
    assert line.decode().splitlines(keepends=True) == [line.decode()]


def test_no_row_sends_an_example_with_a_blank_question() -> None:
    turns = (TurnTemplate("user", " "), TurnTemplate("assistant", "Say {{a}}"))
    (line,) = written(Recipe(model="m", turns=turns, prompt="{{b}}"), ["id"], [("x", "y", "z")])
    assert b"Say" not in line
