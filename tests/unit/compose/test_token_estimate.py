"""Estimated tokens of each row's request."""

from dataclasses import replace

import pytest

from lib.compose import Recipe, resolve
from lib.compose.recipe import TurnTemplate
from lib.compose.structured_output import AnswerColumn
from lib.compose.token_estimate import output_tokens, row_tokens, tokenizer_family
from lib.providers.token_families import ANY, FAMILIES, TokenFamily
from lib.providers.token_ranges import MESSAGE_TOKENS, REPLY_TOKENS, TokenRange, text_tokens
from tests.support.sheets import make_sheet

COLUMNS = ("q", "photo", "limit")
CELLS = (["one two three", "", "世界"], ["https://a.example/1"] * 3, ["10", "", "x"])
SHEET = make_sheet(dict(zip(COLUMNS, CELLS, strict=True)))
RECIPE = Recipe(model="m", prompt="Say: {{q}}", max_tokens=5)


def tokens(recipe: Recipe) -> TokenRange:
    return row_tokens(resolve(recipe, COLUMNS), SHEET)


def output(recipe: Recipe) -> tuple[float, float | None]:
    return output_tokens(resolve(recipe, COLUMNS), SHEET, range(3))


def test_the_text_the_template_and_the_frame_of_a_row_count() -> None:
    low, high = tokens(RECIPE)
    least, most = text_tokens("Say: ")
    cells = [text_tokens(cell) for cell in CELLS[0]]
    assert list(low) == pytest.approx([least + cell[0] + MESSAGE_TOKENS[0] + REPLY_TOKENS[0] for cell in cells])
    assert list(high) == pytest.approx([most + cell[1] + MESSAGE_TOKENS[1] + REPLY_TOKENS[1] for cell in cells])


@pytest.mark.parametrize(
    "more",
    [
        {"system": "Be brief."},
        {"turns": (TurnTemplate("user", "{{q}}"), TurnTemplate("assistant", "yes"))},
        {"answer_format": "Table", "answer_columns": (AnswerColumn("mood"),)},
        {"prompt": "Say: {{q}} {{photo}}"},
    ],
    ids=lambda more: "+".join(more),
)
def test_everything_that_is_sent_counts(more: dict[str, object]) -> None:
    assert all(tokens(replace(RECIPE, **more)).low > tokens(RECIPE).low)  # type: ignore[arg-type]


def test_images_count_only_as_text() -> None:
    assert list(tokens(replace(RECIPE, image_columns=("photo",))).high) == list(tokens(RECIPE).high)
    both = replace(RECIPE, prompt="Say: {{q}} {{photo}}")
    assert list(tokens(replace(both, image_columns=("photo",))).high) == list(tokens(both).high)


def test_texts_to_embed_have_no_frame() -> None:
    recipe = Recipe(task="Embeddings", model="m", embed_columns=("q", "photo"))
    parts = [text_tokens(cell)[0] for cell in ("one two three", "https://a.example/1")]
    assert tokens(recipe).low[0] == pytest.approx(sum(parts))


def test_answers_are_limited_by_the_max_tokens() -> None:
    assert output(RECIPE) == (3, 15)
    assert output(replace(RECIPE, n=2)) == (6, 30)
    assert output(replace(RECIPE, max_tokens_column="limit")) == (3, 20)
    assert output(replace(RECIPE, max_tokens=None)) == (3, None)
    assert output(replace(RECIPE, max_tokens=None, max_tokens_column="limit")) == (3, None)


@pytest.mark.parametrize(
    ("more", "answers"),
    [
        ({"n": 4}, 4),
        ({"n": 4, "endpoint": "/v1/responses"}, 1),
        ({"extra": '{"n": 20}'}, 20),
        ({"extra": '{"n": "x"}'}, 1),
    ],
)
def test_every_requested_answer_counts(more: dict[str, object], answers: int) -> None:
    assert output(replace(RECIPE, **more)) == (3 * answers, 15 * answers)


def test_vectors_have_no_tokens() -> None:
    assert output(Recipe(task="Embeddings", model="m", prompt="{{q}}")) == (0, 0)


def test_known_columns_are_not_counted_again() -> None:
    known: dict[tuple[str, TokenFamily], TokenRange] = {}
    resolved = resolve(RECIPE, COLUMNS)
    first = row_tokens(resolved, SHEET, known)
    assert list(known) == [("q", ANY)]
    known["q", ANY] = TokenRange(known["q", ANY].low + 1, known["q", ANY].high + 2)
    again = row_tokens(resolved, SHEET, known)
    assert list(again.low - first.low) == pytest.approx([1, 1, 1])
    assert list(again.high - first.high) == pytest.approx([2, 2, 2])


def test_the_models_of_the_rows_decide_the_family() -> None:
    sheet = make_sheet({"q": ["a", "b"], "model": ["gpt-4o", ""]})
    recipe = Recipe(model="gpt-5", prompt="{{q}}", model_column="model")
    assert tokenizer_family(resolve(recipe, sheet.columns), sheet) == FAMILIES[0]
    other = replace(recipe, model="my-model")
    assert tokenizer_family(resolve(other, sheet.columns), sheet).least == ANY.least
