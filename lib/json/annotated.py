"""A JSON value as indented lines, with marks at chosen paths."""

import json
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from lib.json.paths import path_of

_MOST_CHARACTERS = 2_000


class JsonLine(NamedTuple):
    """One line of indented JSON."""

    text: str
    path: str
    """Path of the value that begins on the line, such as `$.body.messages[0].role`."""

    marked: bool = False


def json_lines(value: Any, marks: Collection[str], most: int = 400) -> list[JsonLine]:
    """The first `most` lines of a value, with a `…` if there are more; lines at a path in `marks` are marked.

    A path that does not exist, such as that of a missing key, marks the nearest object around it.
    """
    all_lines = _lines(value, "$", "", "")
    lines = [line for line, _ in zip(all_lines, range(most), strict=False)]
    if next(all_lines, None) is not None:
        lines.append(JsonLine("…", ""))
    paths = {line.path for line in lines}
    marked = {_nearest(mark, paths) for mark in marks}
    return [line._replace(marked=bool(line.path) and line.path in marked) for line in lines]


def _nearest(path: str, paths: Collection[str]) -> str:
    while path and path not in paths:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return path


def _lines(value: Any, path: str, key: str, comma: str, indent: str = "") -> Iterator[JsonLine]:
    if not isinstance(value, (dict, list)) or not value or len(indent) > 80:
        yield JsonLine(f"{indent}{key}{_short(value)}{comma}", path)
        return
    opening, closing = ("{", "}") if isinstance(value, dict) else ("[", "]")
    yield JsonLine(f"{indent}{key}{opening}", path)
    members = value.items() if isinstance(value, dict) else enumerate(value)
    for number, (name, inner) in enumerate(members, 1):
        inner_key = f"{json.dumps(name, ensure_ascii=False)}: " if isinstance(value, dict) else ""
        inner_comma = "," if number < len(value) else ""
        yield from _lines(inner, f"{path}{path_of(name)[1:]}", inner_key, inner_comma, f"{indent}  ")
    yield JsonLine(f"{indent}{closing}{comma}", "")


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]}…"
