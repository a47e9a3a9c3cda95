"""Recipes as files: saved, loaded, and the entries of a file that cannot be used."""

import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lib.common import Unreadable
from lib.compose import Codebook, Label, Recipe
from lib.compose.recipe import TurnTemplate
from lib.compose.recipe_file import read_recipe, write_recipe
from lib.compose.setting_ranges import SETTING_RANGES
from lib.compose.structured_output import AnswerColumn
from lib.providers import Limits
from lib.sheets import ImportOptions
from tests.support.recipe_strategies import recipes

OLD = Path(__file__).parents[2] / "data" / "recipes" / "version-1.json"


def saved(**entries: Any) -> bytes:
    return json.dumps({"kind": "batchdesk-recipe", "version": 2, **entries}).encode()


def kinds_of(data: bytes) -> tuple[Recipe, list[str]]:
    recipe, problems = read_recipe(data, "r.json")
    return recipe, [problem.kind for problem in problems]


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ('"temperature": NaN', "damaged parts"),
        ('"system": "x\\ud83d"', "damaged parts"),
        ('"prompt": "A", "prompt": "B"', "duplicate key"),
    ],
)
def test_damage_of_a_recipe_is_reported(entries: str, message: str) -> None:
    data = saved().decode().removesuffix("}") + f", {entries}}}"
    _, problems = read_recipe(data.encode(), "r.json")
    assert [message in str(problem) for problem in problems] == [True]


# Saved and loaded again


def test_settings_without_a_codebook_are_written_and_named_as_before() -> None:
    """So that a batch of earlier settings keeps its digest, and the names of its files."""
    recipe = Recipe(answer_columns=(AnswerColumn("mood", "One of a list", "", ("good", "bad")),))
    assert b"codebook" not in write_recipe(recipe)
    assert recipe.digest == "6bc9ef0e6f11b98184980aa3fa2f2bf1f27d391621c4e401a807467f93552371"


def test_a_codebook_is_part_of_the_digest_and_of_the_file() -> None:
    plain = AnswerColumn("mood", "Codebook")
    digests = set()
    for codebook in (None, Codebook(), Codebook("Score"), Codebook(labels=(Label("a", "b", "c"),))):
        recipe = Recipe(answer_columns=(replace(plain, codebook=codebook),))
        assert read_recipe(write_recipe(recipe), "r.json") == (recipe, [])
        digests.add(recipe.digest)
    assert len(digests) == 4


@given(recipes())
@example(Recipe(turns=(TurnTemplate("assistant", '"\u2028'),), stop=("\n",), seed=2**53 - 1))
@example(
    Recipe(answer_columns=(AnswerColumn("a", "One of a list", "d", ("x", "y, z")),), limits=Limits(one_model=False))
)
def test_a_recipe_round_trips(recipe: Recipe) -> None:
    assert read_recipe(write_recipe(recipe), "r.json") == (recipe, [])


@given(recipes())
def test_a_loaded_recipe_has_the_same_types(recipe: Recipe) -> None:
    """Tuples stay tuples and numbers keep their type; otherwise the digest would change with every save."""
    loaded, _ = read_recipe(write_recipe(recipe), "r.json")
    assert loaded.digest == recipe.digest
    assert [type(getattr(loaded, field.name)) for field in fields(Recipe)] == [
        type(getattr(recipe, field.name)) for field in fields(Recipe)
    ]


def test_a_saved_recipe_is_readable() -> None:
    recipe = Recipe(model="m", prompt="Hi {{name}}", turns=(TurnTemplate("user", "Hi Ada"),))
    assert write_recipe(recipe).decode().splitlines()[:16] == [
        "{",
        '  "kind": "batchdesk-recipe",',
        '  "version": 2,',
        '  "task": "Chat",',
        '  "provider": "Parasail",',
        '  "endpoint": "/v1/chat/completions",',
        '  "model": "m",',
        '  "system": "",',
        '  "turns": [',
        "    {",
        '      "role": "user",',
        '      "text": "Hi Ada"',
        "    }",
        "  ],",
        '  "prompt": "Hi {{name}}",',
        '  "image_columns": [],',
    ]


def test_sending_identical_requests_once_is_only_written_if_set() -> None:
    once, plain = Recipe(model="m", identical_once=True), Recipe(model="m")
    assert b"identical_once" not in write_recipe(plain)
    assert b'"identical_once": true' in write_recipe(once)
    assert read_recipe(write_recipe(once), "r.json") == (once, [])
    assert once.digest == plain.digest


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_a_recipe_saved_again_by_an_editor(codec: str) -> None:
    recipe = Recipe(prompt="Où? 世界")
    assert read_recipe(write_recipe(recipe).decode().encode(codec), "r.json") == (recipe, [])


def test_a_missing_entry_has_its_default() -> None:
    assert read_recipe(saved(model="m"), "r.json") == (Recipe(model="m"), [])


def test_a_missing_part_of_an_entry_has_its_default() -> None:
    recipe = Recipe(answer_columns=(AnswerColumn("mood"),), limits=Limits(tokens=9))
    assert read_recipe(saved(answer_columns=[{"name": "mood"}], limits={"tokens": 9}), "r.json") == (recipe, [])


def test_a_whole_number_can_be_a_temperature() -> None:
    assert read_recipe(saved(temperature=1), "r.json") == (Recipe(temperature=1.0), [])


def test_a_file_of_version_1() -> None:
    assert read_recipe(OLD.read_bytes(), "r.json") == (
        Recipe(
            task="Embeddings",
            provider="Other",
            model="m",
            system="Be brief.",
            prompt="{{title}}",
            id_column="sku",
            max_tokens=64,
            temperature=0.5,
            encoding_format="float",
            import_options=ImportOptions(worksheet="June", delimiter=";", header_row=2, fill_merged=False),
            sheet_name="catalogue.csv",
            sheet_digest="0f3a",
        ),
        [],
    )


# Entries that cannot be used

CANNOT: list[tuple[str, str, Any]] = [
    ("an unknown task", "task", "Poetry"),
    ("a task that is a list", "task", []),
    ("an unknown provider", "provider", "Acme"),
    ("a provider that is a list", "provider", []),
    ("a provider that is an object", "provider", {}),
    ("an unknown endpoint", "endpoint", "/v1/audio/speech"),
    ("embeddings as a chat endpoint", "endpoint", "/v1/embeddings"),
    ("a model that is a number", "model", 7),
    ("no prompt", "prompt", None),
    ("turns that are text", "turns", ["Hello"]),
    ("a turn of the system", "turns", [{"role": "system", "text": "s"}]),
    ("a turn with more to it", "turns", [{"role": "user", "text": "s", "name": "Ada"}]),
    ("one column of images, not in a list", "image_columns", "photo"),
    ("an unknown detail", "image_detail", "ultra"),
    ("tokens as a fraction", "max_tokens", 1.5),
    ("tokens as text", "max_tokens", "100"),
    ("tokens as yes", "max_tokens", True),
    ("more tokens than there are numbers", "max_tokens", 10**30),
    ("a temperature as yes", "temperature", True),
    ("a seed that browsers round", "seed", 2**53),
    ("five stop sequences", "stop", list("abcde")),
    ("a stop sequence of nothing", "stop", [""]),
    ("further fields that are no text", "extra", {"user": "team"}),
    ("an unknown form of the answer", "answer_format", "XML"),
    ("an answer column without a name", "answer_columns", [{"kind": "Text"}]),
    ("an answer column of an unknown kind", "answer_columns", [{"name": "a", "kind": "Colour"}]),
    ("an answer column with more to it", "answer_columns", [{"name": "a", "least": 1}]),
    ("an unknown encoding", "encoding_format", "int8"),
    ("an id column that is a number", "id_column", 3),
    ("limits that are a number", "limits", 3),
    ("an unknown limit", "limits", {"rows": 3}),
    ("no requests in a file", "limits", {"requests": 0}),
    ("less than no texts", "limits", {"embedding_inputs": -1}),
    ("a file of fewer bytes than can be typed", "limits", {"bytes": 999}),
    ("more tokens than a browser counts", "limits", {"tokens": 2**53}),
    ("an empty delimiter", "import_options", {"delimiter": ""}),
    ("a delimiter of a line", "import_options", {"delimiter": "-" * 21}),
    ("a delimiter that is none", "import_options", {"delimiter": "\0"}),
    ("a quotation mark as delimiter", "import_options", {"delimiter": '"'}),
    ("an unknown codec", "import_options", {"encoding": "rot13"}),
    ("a header before the first row", "import_options", {"header_row": -1}),
    ("a header of no row", "import_options", {"header_rows": 0}),
    ("an unknown import option", "import_options", {"skip": 3}),
    *[(f"{name} too low", name, field.least - 1) for name, field in SETTING_RANGES.items()],
    *[(f"{name} too high", name, field.most + 1) for name, field in SETTING_RANGES.items()],
]


@pytest.mark.parametrize(("key", "value"), [case[1:] for case in CANNOT], ids=[case[0] for case in CANNOT])
def test_a_value_that_cannot_be_used_is_ignored(key: str, value: Any) -> None:
    assert kinds_of(saved(**{"sheet_name": "a.csv", key: value})) == (Recipe(sheet_name="a.csv"), ["recipe-entry"])


@pytest.mark.parametrize("name", SETTING_RANGES)
@pytest.mark.parametrize("end", ["least", "most"])
def test_the_ends_of_a_range_can_be_used(name: str, end: str) -> None:
    value = getattr(SETTING_RANGES[name], end)
    assert kinds_of(saved(**{name: value})) == (Recipe(**{name: value}), [])


def test_the_message_of_an_unusable_value() -> None:
    (problem,) = read_recipe(saved(max_tokens="100"), "r.json")[1]
    assert str(problem) == (
        'r.json: the value of "max_tokens" cannot be used. It was ignored; check the settings before you continue.'
    )


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("zzz", '"zzz" is not a known setting.'),
        ("temprature", '"temprature" is not a known setting; did you mean "temperature"?'),
    ],
)
def test_the_message_of_an_unknown_entry(key: str, message: str) -> None:
    (problem,) = read_recipe(saved(**{key: 0.5}), "r.json")[1]
    assert str(problem) == f"r.json: {message} It was ignored; check the settings before you continue."


# Files that are not recipes

REJECTED = [
    ("nothing", b"", "not-a-recipe"),
    ("not JSON", b"model: m", "not-a-recipe"),
    ("a list", b"[]", "not-a-recipe"),
    ("another kind", b'{"kind":"letter","version":1}', "not-a-recipe"),
    ("a later version", b'{"kind":"batchdesk-recipe","version":3}', "recipe-version"),
    ("version 0", b'{"kind":"batchdesk-recipe","version":0}', "recipe-version"),
    ("a version as text", b'{"kind":"batchdesk-recipe","version":"2"}', "recipe-version"),
    ("no version", b'{"kind":"batchdesk-recipe"}', "recipe-version"),
]


@pytest.mark.parametrize(("data", "kind"), [case[1:] for case in REJECTED], ids=[case[0] for case in REJECTED])
def test_a_file_that_is_not_a_recipe_is_rejected(data: bytes, kind: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_recipe(data, "r.json")
    assert caught.value.problem.kind == kind


def test_the_message_of_a_file_that_is_not_a_recipe() -> None:
    with pytest.raises(Unreadable) as caught:
        read_recipe(b"[]", "r.json")
    assert str(caught.value) == (
        "r.json: this file does not contain saved settings. "
        "Load a .json file with settings that you saved on the Compose page."
    )


def test_the_message_of_a_later_version() -> None:
    with pytest.raises(Unreadable) as caught:
        read_recipe(b'{"kind":"batchdesk-recipe","version":3}', "r.json")
    assert str(caught.value) == (
        "r.json: these settings have version 3; this Batchdesk reads versions up to 2. "
        "Update Batchdesk, or enter the settings again."
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=3,
)


@given(st.dictionaries(st.sampled_from([field.name for field in fields(Recipe)]), JSON, max_size=4))
def test_any_value_of_any_entry_is_used_or_ignored(entries: dict[str, Any]) -> None:
    recipe, problems = read_recipe(saved(**entries), "r.json")
    assert read_recipe(write_recipe(recipe), "r.json") == (recipe, [])
    ignored = {name for name in entries if any(f'"{name}"' in problem.message for problem in problems)}
    assert sum("damaged" not in problem.message for problem in problems) == len(ignored)
    assert all(getattr(recipe, name) == getattr(Recipe(), name) for name in ignored)


@given(st.binary())
@example(b"\xff\xfe")
@example(b"{" * 5_000)
def test_any_bytes_raise_only_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read_recipe(data, "r.json")
