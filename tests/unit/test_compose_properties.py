"""What holds for every sheet and every recipe: no row lost, no id twice, one function for the bytes."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.checks import Decisions
from lib.compose import Composition, compose
from lib.providers import PROVIDERS, Provider
from lib.recipe import TASKS, Recipe
from lib.sheet import Sheet
from lib.split import split, split_sizes

COLUMNS = ("id", "q", "{{q}}")
CELL = st.sampled_from(["", " ", "a", "b", "007", "{{q}}", "\\{{q}}", '"', "\n", "\u2028", "世界", "🎉", "x" * 200])
TEMPLATE = st.lists(st.sampled_from(["{{q}}", "{{id}}", "{{{{q}}}}", "\\{{", "say ", "{}", "\n"]), max_size=4).map(
    "".join
)
SMALL = Provider("Small", 3, 400, "m", "a test")


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    rows = draw(st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=8))
    gaps = draw(st.lists(st.integers(1, 3), min_size=len(rows), max_size=len(rows)))
    numbers = [1 + sum(gaps[: at + 1]) for at in range(len(rows))]
    return Sheet("a.csv", COLUMNS, tuple(map(list, zip(*rows, strict=True))), numbers, "")


RECIPES = st.builds(
    Recipe,
    task=st.sampled_from(TASKS),
    provider=st.just("Small"),
    model=st.sampled_from(["", "m"]),
    system=TEMPLATE,
    prompt=TEMPLATE,
    id_column=st.sampled_from([None, "id"]),
    max_tokens=st.none() | st.integers(1, 9),
    temperature=st.none() | st.floats(0, 2),
)
DECISIONS = st.builds(
    Decisions,
    blank_variable=st.sampled_from([None, "leave out", "send"]),
    blank_prompt=st.sampled_from([None, "leave out"]),
    too_large=st.sampled_from([None, "leave out"]),
)
COMPOSITIONS = st.builds(compose, sheets(), RECIPES, DECISIONS)


@pytest.fixture(autouse=True, scope="module")
def _small_files() -> Any:
    """A provider whose files are soon full."""
    PROVIDERS["Small"] = SMALL
    yield
    del PROVIDERS["Small"]


@given(COMPOSITIONS)
def test_every_row_is_sent_or_listed_as_skipped(composition: Composition) -> None:
    sent = [composition.sheet.numbers[at] for at in composition.rows]
    skipped = [problem.row for problem in composition.skipped]
    assert sorted([*sent, *skipped]) == composition.sheet.numbers


@given(COMPOSITIONS)
def test_requests_stand_in_the_order_of_the_rows(composition: Composition) -> None:
    assert list(composition.rows) == sorted(composition.rows)


@given(COMPOSITIONS)
def test_a_batch_that_is_ready_has_unique_ids(composition: Composition) -> None:
    if composition.ready or composition.recipe.id_column is None:
        assert len(set(composition.ids)) == len(composition)


@given(COMPOSITIONS)
def test_the_preview_is_the_line_that_is_written(composition: Composition) -> None:
    assert [composition.line(at) for at in range(len(composition))] == list(composition.lines())


@given(COMPOSITIONS)
def test_sizes_are_known_before_the_bytes(composition: Composition) -> None:
    assert list(composition.sizes) == [len(line) for line in composition.lines()]


@given(COMPOSITIONS)
def test_every_line_is_one_request(composition: Composition) -> None:
    for custom_id, line in zip(composition.ids, composition.lines(), strict=True):
        assert line.decode().splitlines(keepends=True) == [line.decode()]
        request = json.loads(line)
        assert list(request) == ["custom_id", "method", "url", "body"]
        assert (request["custom_id"], request["method"]) == (custom_id, "POST")


@given(COMPOSITIONS)
def test_a_batch_that_is_ready_fits_the_provider(composition: Composition) -> None:
    if composition.ready:
        for part in split(composition.lines(), SMALL):
            assert part.requests <= SMALL.requests
            assert part.bytes <= SMALL.bytes


@given(COMPOSITIONS)
def test_a_split_needs_only_the_sizes(composition: Composition) -> None:
    assert split(composition.lines(), SMALL) == split_sizes(composition.sizes, SMALL)


@given(sheets(), RECIPES)
def test_a_cell_arrives_in_its_own_request(sheet: Sheet, recipe: Recipe) -> None:
    marked = Sheet(
        sheet.name, COLUMNS, ([f"<{number}>" for number in sheet.numbers], *sheet.cells[1:]), sheet.numbers, ""
    )
    composition = compose(
        marked, Recipe(task=recipe.task, provider="Small", model="m", prompt="{{id}} " + recipe.prompt)
    )
    for at, line in zip(composition.rows, composition.lines(), strict=True):
        assert f"<{sheet.numbers[at]}>" in line.decode()
