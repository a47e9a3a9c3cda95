"""What several shapes are made of: lists of objects, in order."""

from typing import Any


def dicts_in(value: Any) -> list[dict[str, Any]]:
    """The objects in a list; none if it is no list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def complete_by_index(value: Any) -> list[dict[str, Any]]:
    """The objects in a list in the order of their `index`; none if one is missing or stands twice.

    What is told for several texts must not move up to a text that it is not for.
    """
    items = dicts_in(value)
    if not items or len(items) != len(value):
        return []
    places = [_place(item) for item in items]
    if len(items) < 2 or not any(place is not None for place in places):
        return items
    at = dict(zip(places, items, strict=True))
    return [at[place] for place in range(len(items))] if at.keys() == set(range(len(items))) else []


def _place(item: dict[str, Any]) -> int | None:
    """The index of an item, be it written as a text."""
    index = item.get("index")
    return int(index) if isinstance(index, str) and index.isdecimal() else index if isinstance(index, int) else None


def sorted_by_index(value: Any) -> list[dict[str, Any]]:
    """The objects in a list in the order of their `index`, which some providers do not keep."""
    return sorted(dicts_in(value), key=lambda item: item["index"] if isinstance(item.get("index"), int) else 0)


def first_filled(value: dict[str, Any], *keys: str) -> Any:
    """What stands under the first of the keys that holds anything; None if none does."""
    return next((value[key] for key in keys if value.get(key) not in (None, "", [], {})), None)
