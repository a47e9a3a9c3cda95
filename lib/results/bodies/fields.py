"""Lists and fields of a body: the objects in a list by their index, the first filled field."""

from typing import Any

from lib.json.spelling import other_spelling


def dicts_in(value: Any) -> list[dict[str, Any]]:
    """The objects in a list; empty for any other value."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def sorted_by_index(value: Any) -> list[dict[str, Any]]:
    """The objects in a list in the order of their `index`, which some providers do not keep."""
    return sorted(dicts_in(value), key=lambda item: _index(item) or 0)


def complete_by_index(value: Any) -> list[dict[str, Any]]:
    """The objects in a list in the order of their `index`; empty if an index is missing or duplicate.

    Otherwise a value would move to a text that it does not belong to.
    """
    items = dicts_in(value)
    if not items or len(items) != len(value):
        return []
    indexes = [_index(item) for item in items]
    if len(items) < 2 or all(index is None for index in indexes):
        return items
    by_index = dict(zip(indexes, items, strict=True))
    every = range(len(items))
    return [by_index[index] for index in every] if by_index.keys() == set(every) else []


def _index(item: dict[str, Any]) -> int | None:
    """The index of an item; some providers write it as text."""
    index = item.get("index")
    if isinstance(index, str) and index.isdecimal():
        return int(index)
    return index if isinstance(index, int) else None


def first_filled(value: dict[str, Any], *keys: str) -> Any:
    """The value of the first of the keys, in either spelling, that is not empty; None if all are."""
    spellings = (name for key in keys for name in (key, other_spelling(key)))
    return next((value[name] for name in spellings if value.get(name) not in _EMPTY), None)


_EMPTY: tuple[Any, ...] = (None, "", [], {})
