"""The line maker gives exactly the bytes of the request it stands for."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lib import jsonl
from lib.line import Templates, line_maker
from lib.recipe import TASKS, Recipe, Task
from lib.request import request
from lib.template import filler

COLUMNS = ("a", "b")
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
TEMPLATE = st.lists(
    st.sampled_from(["{{a}}", "{{b}}", "x", '"', "\\", "\u2028", "slot-0-", "slot-0-id", "slot-0-1"])
).map("".join)


def made(recipe: Recipe, custom_id: str, cells: list[list[str]], at: int = 0) -> bytes:
    return line_maker(recipe, Templates.of(recipe, COLUMNS), cells)(custom_id, at)


def meant(recipe: Recipe, custom_id: str, cells: list[list[str]], at: int = 0) -> bytes:
    templates = Templates.of(recipe, COLUMNS)
    system, prompt = filler(templates.system, cells)(at), filler(templates.prompt, cells)(at)
    return jsonl.dumps(request(recipe, custom_id, system, prompt)) + b"\n"


@given(
    st.builds(Recipe, task=st.sampled_from(TASKS), model=TEXT, system=TEMPLATE, prompt=TEMPLATE),
    TEXT,
    st.lists(TEXT, min_size=2, max_size=2),
)
@example(Recipe(model="slot-0-", system="{{a}}", prompt="{{b}}slot-1-id"), "slot-0-id", ["slot-0-0", "slot-0-1"])
@example(Recipe(task="Embeddings", system="{{a}}", prompt="{{b}}{{a}}"), "id", ["{{b}}", "{{a}}"])
@example(Recipe(system="slot-\\{{0-", prompt="slot-0-"), "slot-0-id", ["", ""])
def test_a_line_is_its_request_serialised(recipe: Recipe, custom_id: str, row: list[str]) -> None:
    cells = [[cell] for cell in row]
    assert made(recipe, custom_id, cells) == meant(recipe, custom_id, cells)


def test_each_row_gives_its_own_line() -> None:
    recipe, cells = Recipe(model="m", prompt="{{a}}"), [["x", "y"], ["", ""]]
    assert [b'"content":"y"' in made(recipe, "id", cells, at) for at in (0, 1)] == [False, True]


@pytest.mark.parametrize("task", TASKS)
def test_a_line_ends_once(task: Task) -> None:
    line = made(Recipe(task=task, prompt="{{a}}"), "id", [["x\ny\u2028z"], [""]])
    assert line.decode().splitlines(keepends=True) == [line.decode()]


def test_columns_used_by_both_templates_count_once() -> None:
    assert Templates.of(Recipe(system="{{b}}", prompt="{{a}} {{b}}"), COLUMNS).columns == (1, 0)


def test_embeddings_have_no_system_message() -> None:
    assert Templates.of(Recipe(task="Embeddings", system="{{b}}", prompt="{{a}}"), COLUMNS).columns == (0,)
