"""Properties of every sheet and recipe: no row is lost, no id is used twice, one writer makes the bytes."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.batch import plan
from lib.batch.conversation import conversation
from lib.compose import Composition, Recipe, RowChoices, RowDecisions, RowSelection, batch_of, compose, row_ids
from lib.compose.row_conditions import TESTS, Condition
from lib.compose.row_selection import ROW_SCOPES, SAMPLE_METHODS
from lib.providers import PROVIDERS, Limits, Provider
from lib.sheets import Sheet
from tests.support.openai_types import as_validated
from tests.support.recipe_strategies import recipes
from tests.support.sheets import make_sheet

COLUMNS = ("id", "q", "{{q}}")
CELL = st.sampled_from(
    [
        "",
        " ",
        "a",
        "b",
        "007",
        "{{q}}",
        "\\{{q}}",
        '"',
        "\n",
        "\u2028",
        "世界",
        "🎉",
        "x" * 400,
        "0.5",
        "64",
        "https://x/y.png",
    ]
)
TEMPLATE = st.lists(st.sampled_from(["{{q}}", "{{id}}", "{{{{q}}}}", "\\{{", "say ", "{}", "\n"]), max_size=4).map(
    "".join
)
SMALL = Provider("Small", 3, 900, "m", "a test", embedding_inputs=4, one_model=True)


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    rows = draw(st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=8))
    gaps = draw(st.lists(st.integers(1, 3), min_size=len(rows), max_size=len(rows)))
    numbers = [1 + sum(gaps[: row + 1]) for row in range(len(rows))]
    return make_sheet(dict(zip(COLUMNS, zip(*rows, strict=True), strict=True)), numbers=numbers)


RECIPES = recipes(
    TEMPLATE,
    st.sampled_from(COLUMNS),
    provider=st.just("Small"),
    model=st.sampled_from(["", "m"]),
    id_column=st.sampled_from([None, "id"]),
    limits=st.builds(Limits, requests=st.none() | st.integers(1, 4), tokens=st.none() | st.integers(1, 400)),
)
DECISIONS = st.builds(
    RowDecisions,
    blank_variable=st.sampled_from([None, "leave out", "send"]),
    blank_prompt=st.sampled_from([None, "leave out"]),
    bad_cell=st.sampled_from([None, "leave out"]),
    too_large=st.sampled_from([None, "leave out"]),
)
SELECTIONS = st.builds(
    RowSelection,
    st.sampled_from(ROW_SCOPES),
    st.sampled_from(SAMPLE_METHODS),
    st.integers(1, 9),
    st.integers(0, 3),
    st.lists(st.integers(2, 20), max_size=4).map(tuple),
    st.lists(
        st.builds(
            Condition, st.sampled_from(COLUMNS), st.sampled_from(TESTS), st.lists(st.sampled_from(["", "a"])).map(tuple)
        ),
        max_size=2,
    ).map(tuple),
)
COMPOSITIONS = st.builds(compose, sheets(), RECIPES, st.builds(RowChoices, DECISIONS, SELECTIONS))


@pytest.fixture(autouse=True, scope="module")
def _small_files() -> Any:
    """A provider with very small files."""
    PROVIDERS["Small"] = SMALL
    yield
    del PROVIDERS["Small"]


@given(COMPOSITIONS)
def test_every_row_is_sent_or_skipped_or_unselected(composition: Composition) -> None:
    sent = [composition.sheet.numbers[row] for row in composition.rows]
    skipped = [problem.row for problem in composition.skipped]
    sharing = [composition.sheet.numbers[row] for row in composition.shared_rows()]
    numbers = [*sent, *skipped, *sharing]
    assert len(set(numbers)) == len(numbers)
    assert set(numbers) <= set(composition.sheet.numbers)
    assert len(numbers) + composition.unselected == len(composition.sheet)


@given(sheets(), RECIPES, DECISIONS, SELECTIONS.filter(lambda selection: selection.scope == "A test sample"))
def test_a_sample_and_the_others_are_all_rows(
    sheet: Sheet, recipe: Recipe, decisions: RowDecisions, selection: RowSelection
) -> None:
    recipe = replace(recipe, identical_once=False)  # a sample and the rest may each send one of two equal requests
    whole = compose(sheet, recipe, RowChoices(decisions))
    sample = compose(sheet, recipe, RowChoices(decisions, selection))
    numbers = tuple(sample.sheet.numbers[row] for row in sample.rows)
    rest = RowSelection("All but the sample", numbers=numbers)
    others = compose(sheet, recipe, RowChoices(decisions, rest))
    assert sorted([*sample.rows, *others.rows]) == list(whole.rows)
    assert sorted([*sample.lines(), *others.lines()]) == sorted(whole.lines())


@given(COMPOSITIONS)
def test_a_skipped_row_has_a_reason(composition: Composition) -> None:
    assert all(problem.severity == "note" and "is left out" in problem.message for problem in composition.skipped)


@given(COMPOSITIONS)
def test_requests_are_in_the_order_of_the_rows(composition: Composition) -> None:
    assert list(composition.rows) == sorted(composition.rows)


@given(COMPOSITIONS)
def test_a_batch_that_is_ready_has_unique_ids(composition: Composition) -> None:
    if composition.ready or composition.recipe.id_column is None:
        assert len(set(composition.ids)) == len(composition)


@given(COMPOSITIONS)
def test_the_preview_is_the_line_that_is_written(composition: Composition) -> None:
    lines = list(composition.lines())
    assert [composition.line(request) for request in range(len(composition))] == lines
    assert b"".join(composition.blocks()) == b"".join(lines)


@given(COMPOSITIONS)
def test_sizes_are_known_before_the_bytes(composition: Composition) -> None:
    assert list(composition.sizes) == [len(line) for line in composition.lines()]


@given(COMPOSITIONS)
def test_every_line_is_one_request(composition: Composition) -> None:
    models = composition.models() or [composition.recipe.model] * len(composition)
    for custom_id, model, line in zip(composition.ids, models, composition.lines(), strict=True):
        assert line.decode().splitlines(keepends=True) == [line.decode()]
        request = json.loads(line)
        assert list(request) == ["custom_id", "method", "url", "body"]
        assert (request["custom_id"], request["method"]) == (custom_id, "POST")
        assert request["body"]["model"] == model
        assert request["body"].get("stream", False) is False


@given(COMPOSITIONS)
def test_a_batch_that_is_ready_fits_the_provider(composition: Composition) -> None:
    if not composition.ready:
        return
    batch, provider = batch_of(composition), composition.provider
    parts = plan(batch).parts
    assert sorted(request for part in parts for request in part.indexes) == list(range(len(composition)))
    for part in parts:
        assert part.requests <= provider.requests
        assert part.bytes == sum(composition.sizes[request] for request in part.indexes) <= provider.bytes
        if composition.tokens is not None and provider.tokens is not None:
            assert part.requests == 1 or sum(composition.tokens[request] for request in part.indexes) <= provider.tokens


@given(COMPOSITIONS)
def test_openai_accepts_a_batch_that_is_ready(composition: Composition) -> None:
    if composition.ready and composition.recipe.extra in ("", " ", '{"user": "team"}'):
        for line in composition.lines():
            body = json.loads(line)["body"]
            assert as_validated(composition.recipe.path, body) == body


@given(sheets(), RECIPES)
def test_a_cell_arrives_in_its_own_request(sheet: Sheet, recipe: Recipe) -> None:
    columns = {name: sheet.column(name) for name in COLUMNS} | {"id": [f"<{number}>" for number in sheet.numbers]}
    marked = make_sheet(columns, numbers=sheet.numbers)
    columns = ("id", *recipe.embed_columns) if recipe.embed_columns else ()
    composition = compose(marked, replace(recipe, prompt="{{id}} " + recipe.prompt, embed_columns=columns))
    for row, line in zip(composition.rows, composition.lines(), strict=True):
        text = " ".join(turn.text for turn in conversation(json.loads(line)["body"]))
        marks = {f"<{number}>" for number in sheet.numbers if f"<{number}>" in text}
        assert marks == {f"<{sheet.numbers[row]}>"}


@given(sheets(), RECIPES, DECISIONS)
def test_a_single_row_gives_the_same_line_as_the_whole_sheet(
    sheet: Sheet, recipe: Recipe, decisions: RowDecisions
) -> None:
    whole = compose(sheet, recipe, RowChoices(decisions))
    for request, row in enumerate(whole.rows):
        alone = compose(sheet.single_row(row), recipe, RowChoices(decisions))
        assert [*alone.lines()] == [whole.line(request)]


@given(sheets(), RECIPES)
def test_known_ids_change_nothing(sheet: Sheet, recipe: Recipe) -> None:
    again = compose(sheet, recipe, known_ids=row_ids(sheet))
    assert [*again.lines()] == [*compose(sheet, recipe).lines()]
