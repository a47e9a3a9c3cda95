"""Duplicate keys are found wherever they are, and go without any other change."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.json.duplicate_keys import duplicate_members, without_duplicates

VALUES = st.recursive(
    st.sampled_from([None, True, 1, 1.0, "1", 'a": b', "\\"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("first", "second", "equal"),
    [
        ("1", "1", True),
        ("1", "1.0", False),
        ("1.10", "1.1", False),
        ("1", '"1"', False),
        ("true", "1", False),
        ('"\\u00e9"', '"é"', True),
        ('{"b": 1, "c": 2}', '{"c": 2, "b": 1}', True),
        ("[1, 2]", "[2, 1]", False),
    ],
)
def test_values_are_equal_if_no_reader_sees_a_difference(first: str, second: str, equal: bool) -> None:
    found = duplicate_members(f'{{"a": {first}, "a": {second}}}')
    assert [one.is_equal for one in found] == [equal]
    assert found[0].last == second


@given(st.dictionaries(st.sampled_from("abc"), VALUES, min_size=1), st.sampled_from([None, 1]))
def test_no_duplicate_in_what_python_writes(value: Any, indent: int | None) -> None:
    assert duplicate_members(json.dumps(value, indent=indent)) == []


@given(st.dictionaries(st.sampled_from("abc"), VALUES, min_size=1), st.data())
def test_the_last_member_stays(value: dict[str, Any], data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(sorted(value)))
    other = data.draw(VALUES)
    text = json.dumps({"list": [value]})
    broken = text.replace("[{", f'[{{"{key}": {json.dumps(other)}, ', 1)
    (one,) = duplicate_members(broken)
    assert one.key == key
    assert without_duplicates(broken, one.is_equal) == text
    with pytest.raises(ValueError, match="no key"):
        without_duplicates(broken, not one.is_equal)
