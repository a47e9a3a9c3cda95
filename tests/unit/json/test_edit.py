"""Changes to the text of an object that keep every other character."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.json import edit

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=5,
)
objects = st.dictionaries(st.text(max_size=3), values, max_size=4)
styles = st.sampled_from([{}, {"separators": (",", ":")}, {"indent": 2}, {"ensure_ascii": False}])


@given(objects, styles)
def test_members_have_their_offsets(value: dict[str, object], style: dict[str, object]) -> None:
    text = json.dumps(value, **style)  # type: ignore[arg-type]
    members = edit.members(text)
    assert {member.key: json.loads(text[member.value : member.stop]) for member in members} == value
    assert [json.loads(text[member.start : member.key_stop]) for member in members] == list(value)


@given(objects, styles, st.text(max_size=3), values)
def test_a_value_is_set(value: dict[str, object], style: dict[str, object], key: str, other: object) -> None:
    text = json.dumps(value, **style)  # type: ignore[arg-type]
    assert json.loads(edit.with_value(text, key, json.dumps(other))) == {**value, key: other}


@given(objects, styles, st.sets(st.text(max_size=1), max_size=2))
def test_members_are_removed(value: dict[str, object], style: dict[str, object], keys: set[str]) -> None:
    text = json.dumps(value, **style)  # type: ignore[arg-type]
    assert json.loads(edit.without(text, *keys)) == {key: inner for key, inner in value.items() if key not in keys}


@given(objects)
def test_several_lines_become_one(value: dict[str, object]) -> None:
    text = edit.one_line(json.dumps(value, indent=2).replace("\n", "\r\n"))
    assert "\n" not in text
    assert json.loads(text) == value


def test_the_last_of_two_equal_keys_counts() -> None:
    assert edit.with_value('{"a":1,"a":2}', "a", "3") == '{"a":1,"a":3}'


@pytest.mark.parametrize("text", ["", "[]", "{", '{"a"}', '{"a":1', '{"a":1 "b":2}', "[" * 2_000, '{"a":' * 2_000])
def test_a_text_without_object_is_rejected(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        edit.members(text)
