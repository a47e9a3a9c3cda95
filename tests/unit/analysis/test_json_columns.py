"""Every JSON value is in the row of its answer, under its own path."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.json_columns import json_columns, looks_like_json
from lib.json.lossless import to_text


def table(*texts: str, **more: Any) -> dict[str, list[str]]:
    return {name: list(cells) for name, cells in json_columns(texts, **more).columns.items()}


VALUES = [
    ("words", '"Zürich"', "Zürich"),
    ("words-like-a-number", '"007"', "007"),
    ("digits", "1.10", "1.10"),
    ("long-number", "12345678901234567890", "12345678901234567890"),
    ("yes", "true", "true"),
    ("no", "false", "false"),
    ("null", "null", ""),
    ("empty-words", '""', ""),
    ("words-in-a-list", '["a", "b"]', "a; b"),
    ("numbers-in-a-list", "[1, 2.50]", "1; 2.50"),
    ("semicolon-in-a-list", '["a;b", "c"]', '["a;b", "c"]'),
    ("empty-words-in-a-list", '["", "a"]', '["", "a"]'),
    ("truth-in-a-list", "[true]", "[true]"),
    ("nothing-in-a-list", "[]", "[]"),
    ("objects-in-a-list", '[{"x": 1.0}]', '[{"x": 1.0}]'),
    ("empty-object", "{}", "{}"),
]


@pytest.mark.parametrize(("written", "cell"), [case[1:] for case in VALUES], ids=[case[0] for case in VALUES])
def test_a_value_as_a_cell(written: str, cell: str) -> None:
    assert table(f'{{"a": {written}}}') == {"a": [cell]}


def test_nested_fields_are_named_by_their_path() -> None:
    assert table(
        '{"name": "A", "address": {"city": "Lima", "geo": {"lat": -12.0}}}', '{"address": {"city": "Quito"}}'
    ) == {
        "name": ["A", ""],
        "address.city": ["Lima", "Quito"],
        "address.geo.lat": ["-12.0", ""],
    }


def test_a_field_can_be_an_object_in_some_answers_only() -> None:
    assert table('{"a": null}', '{"a": {"b": 1}}') == {"a.b": ["", "1"]}
    assert table('{"a": "x"}', '{"a": {"b": 1}}') == {"a": ["x", ""], "a.b": ["", "1"]}
    assert table('{"a": null}') == {"a": [""]}


def test_paths_that_look_alike_stay_apart() -> None:
    assert table('{"a.b": 1, "a": {"b": 2}, "": 3}') == {"a.b": ["1"], "a.b (batch)": ["2"], "(no name)": ["3"]}


def test_names_never_collide_with_other_columns() -> None:
    found = table('{"state": 1, "state (field)": 2, "q": 3}', taken=["state", "q", "q (batch)"])
    assert found == {"state (field)": ["1"], "state (field) (batch)": ["2"], "q (batch) (batch)": ["3"]}


def test_an_answer_without_json_is_broken_and_a_blank_one_is_not() -> None:
    found = json_columns(['{"a": 1}', "Four.", "", '{"a": ', "[1]", '[{"a": 2}]', '```json\n{"a": 3}\n```'])
    assert found.broken == {1, 3, 4}
    assert found.columns == {"a": ["1", "", "", "", "", "2", "3"]}


def test_the_schema_decides_on_order_and_columns() -> None:
    schema = {"properties": {"b": {}, "never": {}, "a": {"properties": {"y": {}, "x": {}}}}}
    assert table('{"a": {"x": 1, "y": 2}, "more": 3, "b": 4}', schema=schema) == {
        "b": ["4"],
        "never": [""],
        "a.y": ["2"],
        "a.x": ["1"],
        "more": ["3"],
    }


def test_a_column_has_the_kind_of_its_values() -> None:
    texts = ['{"n": 1, "t": "x", "y": true, "l": [1], "m": 1}', '{"n": 2.5, "t": "", "y": false, "m": "?"}']
    kinds = json_columns(texts, schema={"properties": {"never": {}}}).kinds
    assert kinds == {"never": "text", "n": "number", "t": "text", "y": "yes-no", "l": "list", "m": "text"}


def test_columns_are_limited_and_the_rest_is_counted() -> None:
    found = json_columns(
        [json.dumps({f"k{row}-{number}": number for number in range(10)}) for row in range(5)], most=12
    )
    assert len(found.columns) == 12
    assert found.left_out == 38
    assert json_columns([json.dumps({"a": {"b": {}}}), json.dumps({"a": {"c": None}})], most=1).left_out == 1


@pytest.mark.parametrize(
    ("texts", "looks"),
    [
        (['{"a": 1}'] * 3, True),
        (['{"a": 1}', '{"a": 2}', "no"], True),
        (['{"a": 1}', "no"], False),
        (["", " ", '{"a": 1}'], True),
        (["1", "2"], False),
        ([], False),
        (["no"] * 1000 + ['{"a": 1}'] * 2000, True),
    ],
)
def test_whether_answers_look_like_json(texts: list[str], looks: bool) -> None:
    assert looks_like_json(texts) == looks


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=4)
LEAF = st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT.filter(bool)
OBJECTS = st.recursive(
    st.dictionaries(TEXT, LEAF, min_size=1, max_size=3),
    lambda inner: st.dictionaries(TEXT, LEAF | inner, min_size=1, max_size=3),
    max_leaves=6,
)


def leaves(value: Any) -> list[str]:
    """Every value that is not an object, as its text."""
    if isinstance(value, dict):
        return [leaf for item in value.values() for leaf in leaves(item)]
    return [value if isinstance(value, str) else to_text(value)]


@given(st.lists(st.one_of(OBJECTS, st.just(None)), max_size=6))
def test_every_value_is_once_in_the_row_of_its_answer(values: list[Any]) -> None:
    found = json_columns(["not JSON" if value is None else json.dumps(value) for value in values])
    for row, value in enumerate(values):
        cells = [column[row] for column in found.columns.values() if column[row]]
        assert sorted(cells) == sorted([] if value is None else leaves(value))
    assert found.broken == {row for row, value in enumerate(values) if value is None}
    assert {len(column) for column in found.columns.values()} <= {len(values)}
