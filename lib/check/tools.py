"""What is wrong with the tools of a request: their form, their names, their strict schemas."""

from collections.abc import Iterator, Mapping
from typing import Any

from lib.check.answer_format import check_schema, name_fault
from lib.check.rule import Flaw
from lib.json.paths import quoted
from lib.providers import CHAT, RESPONSES, Provider

_MOST_TOOLS = 128
_KINDS = {
    "OpenAI": ("function", "custom"),
    "Azure OpenAI": ("function", "custom"),
    "Together": ("function",),
    "Fireworks": ("function",),
}
"""The types of tools in a chat, by provider. Groq has more of its own, and open servers may."""


def check_tools(settings: Mapping[str, Any], endpoint: str | None, provider: Provider) -> Iterator[Flaw]:
    """The flaws of a body's tools, with paths that begin at the body (`$`)."""
    if endpoint == CHAT and settings.get("functions") is not None:
        yield Flaw("functions", "$.functions", '"functions" is the old form of "tools".')
        functions = settings["functions"]
        for index, function in enumerate(functions if isinstance(functions, list) else ()):
            yield from _check_function(function, f"$.functions[{index}]", provider)
    tools = settings.get("tools")
    if endpoint not in (CHAT, RESPONSES) or not isinstance(tools, list):
        return
    if len(tools) > _MOST_TOOLS:
        yield _flaw("$.tools", f"There are {len(tools)} tools; at most {_MOST_TOOLS} are allowed.")
    for index, tool in enumerate(tools):
        path = f"$.tools[{index}]"
        if not isinstance(tool, dict):
            yield _flaw(path, f"The tool is {quoted(tool)}, not an object.")
        elif endpoint == CHAT:
            yield from _check_chat_tool(tool, path, provider)
        else:
            yield from _check_flat_tool(tool, path, provider)


def _flaw(path: str, detail: str) -> Flaw:
    return Flaw("tool-shape", path, detail)


def _check_chat_tool(tool: dict[str, Any], path: str, provider: Provider) -> Iterator[Flaw]:
    kind, kinds = tool.get("type"), _KINDS.get(provider.name)
    if kind is None and "function" not in tool:
        yield _flaw(f"{path}.type", "The tool has no type.")
    elif kind == "function" and "function" not in tool and "name" in tool:
        yield _flaw(path, 'The tool is in the form of the Responses API; chat needs its fields inside "function".')
    elif kind in (None, "function"):
        yield from _check_function(tool.get("function"), f"{path}.function", provider)
        if kind is None:
            yield _flaw(f"{path}.type", "The tool has no type.")
    elif kinds is not None and kind not in kinds:
        yield _flaw(f"{path}.type", f"The type of the tool is {quoted(kind)}; a chat accepts functions.")


def _check_flat_tool(tool: dict[str, Any], path: str, provider: Provider) -> Iterator[Flaw]:
    if tool.get("type") is None:
        yield _flaw(f"{path}.type", "The tool has no type.")
    if tool.get("type") != "function":
        return
    if "name" not in tool and "function" in tool:
        yield _flaw(path, 'The tool is in the form of a chat; the Responses API has its fields beside "type".')
        return
    yield from _check_function(tool, path, provider)


def _check_function(function: Any, path: str, provider: Provider) -> Iterator[Flaw]:
    if not isinstance(function, dict):
        yield _flaw(path, f"The function is {quoted(function)}, not an object.")
        return
    if fault := name_fault(function.get("name")):
        yield _flaw(f"{path}.name", f"The function's name is {fault}")
    parameters = function.get("parameters")
    if parameters is not None and not isinstance(parameters, dict):
        yield _flaw(f"{path}.parameters", f"The parameters are {quoted(parameters)}, not an object.")
    elif function.get("strict") is True:
        yield from check_schema(parameters, f"{path}.parameters", provider, may_be_empty=True)
