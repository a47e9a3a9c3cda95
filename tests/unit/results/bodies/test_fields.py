"""Objects in a list, and the first filled field."""

from lib.results.bodies.fields import dicts_in, first_filled, sorted_by_index


def test_only_objects_of_a_list_count() -> None:
    assert dicts_in([{"a": 1}, 2, None]) == [{"a": 1}]
    assert dicts_in("ab") == []


def test_objects_are_sorted_by_index() -> None:
    items = [{"index": 2}, {"index": "x"}, {"index": 1}]
    assert sorted_by_index(items) == [{"index": "x"}, {"index": 1}, {"index": 2}]


def test_zero_is_a_filled_field() -> None:
    assert first_filled({"a": "", "b": None, "c": 0}, "a", "b", "c", "d") == 0
