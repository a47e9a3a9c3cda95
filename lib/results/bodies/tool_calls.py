"""Calls of tools as text: `name(arguments)`, one a line."""

from typing import Any

from lib.json import codec
from lib.results.bodies.fields import first_filled


def calls_text(calls: Any) -> str:
    """Calls as any provider writes them: a list, or an object for a list of one.

    >>> calls_text([{"type": "function", "function": {"name": "weather", "arguments": '{"city":"Lima"}'}}])
    'weather({"city":"Lima"})'
    """
    if not calls:
        return ""
    return "\n".join(map(_call, calls if isinstance(calls, list) else [calls]))


def _call(call: Any) -> str:
    if not isinstance(call, dict):
        return call if isinstance(call, str) else _written(call)
    inner = next((call[key] for key in ("function", "custom", "toolUse") if isinstance(call.get(key), dict)), call)
    name = first_filled(inner, "name", "type")
    if name is None:
        return _written(call)
    given = next((inner[key] for key in _ARGUMENTS if inner.get(key) is not None), "")
    return f"{name}({given if isinstance(given, str) else _written(given)})"


_ARGUMENTS = ("arguments", "input", "args", "parameters", "action", "code", "query", "queries")


def _written(value: Any) -> str:
    return codec.dumps(value).decode()
