"""Tool calls as text: `name(arguments)`, one a line."""

from typing import Any

from lib.json import codec
from lib.results.bodies.fields import first_filled

_ARGUMENTS = ("arguments", "input", "args", "parameters", "action", "code", "query", "queries")


def calls_text(calls: Any) -> str:
    """The calls of any provider: a list, or an object instead of a list of one.

    >>> calls_text([{"type": "function", "function": {"name": "weather", "arguments": '{"city":"Lima"}'}}])
    'weather({"city":"Lima"})'
    """
    if not calls:
        return ""
    return "\n".join(map(_call, calls if isinstance(calls, list) else [calls]))


def _call(call: Any) -> str:
    if not isinstance(call, dict):
        return _text(call)
    inner = next((call[key] for key in ("function", "custom", "toolUse") if isinstance(call.get(key), dict)), call)
    name = first_filled(inner, "name", "type")
    if name is None:
        return _text(call)
    arguments = next((inner[key] for key in _ARGUMENTS if inner.get(key) is not None), "")
    return f"{name}({_text(arguments)})"


def _text(value: Any) -> str:
    return value if isinstance(value, str) else codec.dumps(value).decode()
