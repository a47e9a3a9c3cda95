"""What several shapes are made of: lists of objects, in order."""

from typing import Any


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects in a list; none if it is no list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def by_index(value: Any) -> list[dict[str, Any]]:
    """The objects in a list in the order of their `index`, which some providers do not keep."""
    return sorted(objects(value), key=lambda item: item["index"] if isinstance(item.get("index"), int) else 0)


def filled(value: dict[str, Any], *keys: str) -> Any:
    """What stands under the first of the keys that holds anything; None if none does."""
    return next((value[key] for key in keys if value.get(key) not in (None, "", [], {})), None)
