"""JSON paths, and values as a sentence quotes them."""

import json
import re

_NAME = re.compile(r"\w+")


def path_of(*steps: str | int) -> str:
    """The JSON path of a place in a line.

    >>> path_of("body", "messages", 0, "my role")
    '$.body.messages[0]["my role"]'
    """
    return "$" + "".join(map(_step, steps))


def _step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if _NAME.fullmatch(step) else f"[{json.dumps(step, ensure_ascii=False)}]"


def quoted(value: object, most: int = 40) -> str:
    """A value inside a sentence: a text in quotes and cut if it is long, an object or list by its type.

    >>> quoted("GET"), quoted(7), quoted(None), quoted({"a": 1})
    ('"GET"', '7', 'null', 'an object')
    """
    if isinstance(value, str):
        line = value.replace("\n", " ")
        return f'"{line}"' if len(line) <= most else f'"{line[: most - 1]}…"'
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, (dict, list)):
        return "an object" if isinstance(value, dict) else "a list"
    return str(value)
