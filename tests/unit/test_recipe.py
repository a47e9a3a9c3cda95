"""Recipes: saved, loaded, and what is not understood of a foreign one."""

import json
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lib.delimited import DELIMITERS, ONE_COLUMN
from lib.grid import ImportOptions
from lib.problems import Unreadable
from lib.providers import PROVIDERS
from lib.recipe import ENCODING_FORMATS, TASKS, Recipe, missing_columns, read_recipe, write_recipe
from lib.textfile import ENCODINGS

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
IMPORT_OPTIONS = st.builds(
    ImportOptions,
    worksheet=st.none() | TEXT,
    encoding=st.none() | st.sampled_from(sorted(ENCODINGS)),
    delimiter=st.none() | st.sampled_from([*DELIMITERS, ONE_COLUMN]),
    quotes=st.none() | st.booleans(),
    header_row=st.none() | st.integers(0, 1_000_000),
    fill_merged=st.booleans(),
)
RECIPES = st.builds(
    Recipe,
    task=st.sampled_from(TASKS),
    provider=st.sampled_from(sorted(PROVIDERS)),
    model=TEXT,
    system=TEXT,
    prompt=TEXT,
    id_column=st.none() | TEXT,
    max_tokens=st.none() | st.integers(1, 1_000_000),
    temperature=st.none() | st.floats(0, 2),
    encoding_format=st.sampled_from(ENCODING_FORMATS),
    import_options=IMPORT_OPTIONS,
    sheet_name=TEXT,
    sheet_digest=TEXT,
)


def saved(**entries: Any) -> bytes:
    return json.dumps({"kind": "batchdesk-recipe", "version": 1, **entries}).encode()


@given(RECIPES)
def test_a_recipe_round_trips(recipe: Recipe) -> None:
    assert read_recipe(write_recipe(recipe), "r.json") == (recipe, [])


def test_a_saved_recipe_reads_well() -> None:
    assert write_recipe(Recipe(model="m", prompt="Hi {{name}}")).decode().splitlines()[:7] == [
        "{",
        '  "kind": "batchdesk-recipe",',
        '  "version": 1,',
        '  "task": "Chat",',
        '  "provider": "Parasail",',
        '  "model": "m",',
        '  "system": "",',
    ]


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_a_recipe_saved_again_by_an_editor(codec: str) -> None:
    recipe = Recipe(prompt="Où? 世界")
    assert read_recipe(write_recipe(recipe).decode().encode(codec), "r.json") == (recipe, [])


def test_what_is_missing_is_at_its_default() -> None:
    assert read_recipe(saved(model="m"), "r.json") == (Recipe(model="m"), [])


CANNOT = [
    ("an unknown task", "task", "Poetry"),
    ("a task that is a list", "task", []),
    ("an unknown provider", "provider", "Acme"),
    ("a provider that is a list", "provider", []),
    ("a provider that is an object", "provider", {}),
    ("a model that is a number", "model", 7),
    ("no prompt", "prompt", None),
    ("no tokens", "max_tokens", 0),
    ("tokens as a fraction", "max_tokens", 1.5),
    ("tokens as text", "max_tokens", "100"),
    ("tokens as yes", "max_tokens", True),
    ("more tokens than there are numbers", "max_tokens", 10**30),
    ("a temperature too high", "temperature", 2.5),
    ("a temperature below zero", "temperature", -0.1),
    ("a temperature as yes", "temperature", True),
    ("an unknown encoding", "encoding_format", "int8"),
    ("an id column that is a number", "id_column", 3),
]


@pytest.mark.parametrize(("key", "value"), [case[1:] for case in CANNOT], ids=[case[0] for case in CANNOT])
def test_a_value_that_cannot_be_used_is_passed_over(key: str, value: Any) -> None:
    recipe, problems = read_recipe(saved(**{key: value}), "r.json")
    assert (recipe, [problem.kind for problem in problems]) == (Recipe(), ["recipe-entry"])


def test_an_unusable_value_says_so() -> None:
    (problem,) = read_recipe(saved(max_tokens="100"), "r.json")[1]
    assert str(problem) == (
        'r.json: the value of "max_tokens" cannot be used here. '
        "It was passed over; look at the settings before you go on."
    )


def test_an_unknown_entry_says_so() -> None:
    (problem,) = read_recipe(saved(top_p=0.5), "r.json")[1]
    assert (
        str(problem) == 'r.json: "top_p" is not known here. It was passed over; look at the settings before you go on.'
    )


REFUSED = [
    ("nothing", b"", "not-a-recipe"),
    ("no JSON", b"model: m", "not-a-recipe"),
    ("a list", b"[]", "not-a-recipe"),
    ("another kind", b'{"kind":"letter","version":1}', "not-a-recipe"),
    ("a later version", b'{"kind":"batchdesk-recipe","version":2}', "recipe-version"),
    ("no version", b'{"kind":"batchdesk-recipe"}', "recipe-version"),
]


@pytest.mark.parametrize(("data", "kind"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_refusals(data: bytes, kind: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_recipe(data, "r.json")
    assert caught.value.problem.kind == kind


def test_what_is_no_recipe_says_so() -> None:
    with pytest.raises(Unreadable) as caught:
        read_recipe(b"[]", "r.json")
    assert str(caught.value) == (
        "r.json: this is not a Batchdesk recipe. Load a .json file that was saved here with Save the recipe."
    )


def test_a_later_version_says_so() -> None:
    with pytest.raises(Unreadable) as caught:
        read_recipe(b'{"kind":"batchdesk-recipe","version":2}', "r.json")
    assert str(caught.value) == (
        "r.json: this recipe has version 2; version 1 can be read here. Update Batchdesk, or make the recipe again."
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=3,
)


@given(st.dictionaries(st.sampled_from([field.name for field in fields(Recipe)]), JSON, max_size=4))
def test_any_value_of_any_entry_is_taken_or_passed_over(entries: dict[str, Any]) -> None:
    recipe, problems = read_recipe(saved(**entries), "r.json")
    assert recipe.digest
    assert len(problems) <= len(entries)


@given(st.binary())
@example(b"\xff\xfe")
@example(b"{" * 5_000)
def test_no_bytes_raise_anything_but_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read_recipe(data, "r.json")


@pytest.mark.parametrize("field", ["sheet_name", "sheet_digest"])
def test_the_sheet_is_no_part_of_the_digest(field: str) -> None:
    assert replace(Recipe(), **{field: "other"}).digest == Recipe().digest


def test_the_import_options_are_no_part_of_the_digest() -> None:
    assert Recipe(import_options=ImportOptions(header_row=3)).digest == Recipe().digest


@pytest.mark.parametrize(
    "change",
    [
        {"task": "Embeddings"}, {"provider": "OpenAI"}, {"model": "m"}, {"system": "s"}, {"prompt": "p"},
        {"id_column": "id"}, {"max_tokens": 1}, {"temperature": 0.0}, {"encoding_format": "float"},
    ],
    ids=lambda change: next(iter(change)),
)  # fmt: skip
def test_every_choice_is_part_of_the_digest(change: dict[str, Any]) -> None:
    assert replace(Recipe(), **change).digest != Recipe().digest


@pytest.mark.parametrize("id_column", [None, "id"])
def test_an_id_column_of_the_sheet_is_no_problem(id_column: str | None) -> None:
    assert missing_columns(Recipe(id_column=id_column), ("id", "q")) == []


def test_a_missing_id_column_says_so() -> None:
    (problem,) = missing_columns(Recipe(id_column="product-id"), ("product_id", "q"))
    assert str(problem) == (
        'The recipe takes the ids from the column "product-id", and the sheet has no such column. '
        'The nearest one is "product_id". '
        "Row numbers are used instead; choose another id column if you like."
    )
