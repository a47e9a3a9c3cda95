"""What is wrong with the order of a chat's messages: tool calls without answers, and answers without calls."""

from collections.abc import Iterator, Sequence
from typing import Any

from lib.check.rule import Flaw
from lib.json.paths import quoted


def check_turns(messages: Sequence[Any], path: str) -> Iterator[Flaw]:
    """The flaws of tool calls and of the tool messages that must follow them."""
    waiting: dict[str, str] = {}
    for index, message in enumerate(messages):
        if not isinstance(message, dict):
            continue
        place = f"{path}[{index}]"
        if message.get("role") == "tool":
            yield from _check_tool_message(message, place, waiting)
            continue
        yield from _unanswered(waiting)
        waiting = {}
        if message.get("role") == "assistant" and message.get("tool_calls") is not None:
            yield from _check_calls(message["tool_calls"], f"{place}.tool_calls", waiting)
    yield from _unanswered(waiting)


def _check_tool_message(message: dict[str, Any], place: str, waiting: dict[str, str]) -> Iterator[Flaw]:
    call = message.get("tool_call_id")
    if not isinstance(call, str) or not call:
        yield Flaw("tool-turns", place, 'The tool message has no "tool_call_id".')
    elif waiting.pop(call, None) is None:
        detail = f"No assistant message before it makes the call {quoted(call)}."
        yield Flaw("tool-turns", f"{place}.tool_call_id", detail)


def _check_calls(calls: Any, path: str, waiting: dict[str, str]) -> Iterator[Flaw]:
    if not isinstance(calls, list) or not calls:
        yield Flaw("tool-turns", path, 'The list of "tool_calls" is empty.' if calls == [] else "It is not a list.")
        return
    for index, call in enumerate(calls):
        place = f"{path}[{index}]"
        if not isinstance(call, dict) or not isinstance(call.get("id"), str):
            yield Flaw("tool-turns", place, "The tool call has no id.")
            continue
        waiting[call["id"]] = place
        function = call.get("function")
        if call.get("type", "function") == "function" and not (
            isinstance(function, dict)
            and isinstance(function.get("name"), str)
            and isinstance(function.get("arguments"), str)
        ):
            detail = 'A tool call needs a "function" with "name" and "arguments", which is a text.'
            yield Flaw("tool-turns", place, detail)


def _unanswered(waiting: dict[str, str]) -> Iterator[Flaw]:
    for call, place in waiting.items():
        yield Flaw("tool-turns", place, f"No tool message with the tool_call_id {quoted(call)} follows.")
