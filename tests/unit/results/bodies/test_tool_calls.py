"""Tool calls as text."""

from typing import Any

import pytest

from lib.results.bodies.tool_calls import calls_text

CALLS = [
    ("chat", [{"id": "1", "function": {"name": "f", "arguments": '{"a": 1}'}}], 'f({"a": 1})'),
    ("several", [{"function": {"name": "f", "arguments": "{}"}}, {"function": {"name": "g"}}], "f({})\ng()"),
    ("one-object", {"name": "f", "arguments": {"a": 1}}, 'f({"a":1})'),
    ("anthropic", [{"type": "tool_use", "name": "f", "input": {}}], "f({})"),
    ("gemini", [{"name": "f", "args": {"a": "é"}}], 'f({"a":"é"})'),
    ("bedrock", [{"toolUse": {"name": "f", "input": {"a": 1}}}], 'f({"a":1})'),
    ("custom", [{"type": "custom", "custom": {"name": "sql", "input": "select 1"}}], "sql(select 1)"),
    ("nameless", [{"type": "web_search_call", "action": {"query": "q"}}], 'web_search_call({"query":"q"})'),
    ("unknown", [{"x": 1}], '{"x":1}'),
    ("text", ["f(1)"], "f(1)"),
    ("none", None, ""),
    ("empty", [], ""),
]


@pytest.mark.parametrize(("calls", "text"), [case[1:] for case in CALLS], ids=[case[0] for case in CALLS])
def test_calls_as_text(calls: Any, text: str) -> None:
    assert calls_text(calls) == text
