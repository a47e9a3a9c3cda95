"""Settings of a body that do not go together, such as `top_logprobs` without `logprobs`."""

from collections.abc import Iterator, Mapping
from typing import Any

from lib.check.rule import Flaw
from lib.json.paths import quoted
from lib.providers import CHAT, COMPLETIONS, RESPONSES, Provider
from lib.providers.fields import fields_of

_CHOICES = ("auto", "none", "required")
_OWN_CHOICES = ("Together", "Mistral", "Fireworks", "Other")
"""Providers that accept other tool choices too, such as "any" or the name of a tool."""

_NEED_TOOLS = ("tool_choice", "parallel_tool_calls")


def check_combinations(settings: Mapping[str, Any], endpoint: str | None, provider: Provider) -> Iterator[Flaw]:
    """The flaws of settings that depend on each other, with paths that begin at the body (`$`)."""
    given = {name: value for name, value in settings.items() if value is not None}
    if endpoint == CHAT:
        yield from _check_logprobs(given, provider)
        yield from _check_max_tokens(given)
        if given.get("metadata") and given.get("store") is not True:
            yield Flaw("setting-pair-doubt", "$.metadata", '"metadata" may need "store": true.')
    if endpoint in (CHAT, RESPONSES):
        yield from _check_tool_settings(given, endpoint, provider)
    best, answers = given.get("best_of"), given.get("n", 1)
    if endpoint == COMPLETIONS and isinstance(best, int) and isinstance(answers, int) and best < answers:
        yield _pair("best_of", f'"best_of" is {best}, but "n" is {answers}; it must not be less.')


def _pair(name: str, detail: str, fix: str = "") -> Flaw:
    return Flaw("setting-pair", f"$.{name}", detail, fix)


def _check_logprobs(given: Mapping[str, Any], provider: Provider) -> Iterator[Flaw]:
    fields = fields_of(CHAT, provider.name) or {}
    is_supported = "top_logprobs" in fields and fields["top_logprobs"].support == "yes"
    if is_supported and "top_logprobs" in given and given.get("logprobs") is not True:
        yield _pair("top_logprobs", '"top_logprobs" needs "logprobs": true.')


def _check_max_tokens(given: Mapping[str, Any]) -> Iterator[Flaw]:
    if "max_tokens" not in given or "max_completion_tokens" not in given:
        return
    numbers = given["max_tokens"], given["max_completion_tokens"]
    detail = f'"max_tokens" ({quoted(numbers[0])}) and "max_completion_tokens" ({quoted(numbers[1])}) are both set.'
    yield _pair("max_tokens", detail, "max-tokens-twice" if numbers[0] == numbers[1] else "")


def _check_tool_settings(given: Mapping[str, Any], endpoint: str, provider: Provider) -> Iterator[Flaw]:
    tools = given.get("tools")
    if endpoint == CHAT and tools == []:
        yield Flaw("tool-shape", "$.tools", 'The list of "tools" is empty.', "no-tools")
    if not tools and endpoint == CHAT:
        for name in _NEED_TOOLS:
            if name in given:
                is_needless = name != "tool_choice" or given[name] in ("auto", "none")
                yield _pair(name, f'"{name}" is set, but there are no tools.', "no-tools" if is_needless else "")
    if endpoint == CHAT and "function_call" in given and not given.get("functions"):
        yield _pair("function_call", '"function_call" is set, but there are no functions.')
    yield from _check_choice(given.get("tool_choice"), endpoint, provider)
    chosen = _chosen_name(given.get("tool_choice"), endpoint)
    if tools and isinstance(tools, list) and chosen is not None and chosen not in _names(tools):
        yield _pair("tool_choice", f"The chosen tool {quoted(chosen)} is not in the list of tools.")


def _check_choice(choice: Any, endpoint: str, provider: Provider) -> Iterator[Flaw]:
    """The flaws of a tool choice's form."""
    if choice is None or provider.name in _OWN_CHOICES:
        return
    detail = ""
    if isinstance(choice, str) and choice not in _CHOICES:
        detail = f'"tool_choice" is {quoted(choice)}; it must be auto, none or required, or name a tool.'
    elif not isinstance(choice, (str, dict)):
        detail = f'"tool_choice" is {quoted(choice)}; it must be a text or an object.'
    elif endpoint == CHAT and isinstance(choice, dict) and not _names_a_tool(choice):
        detail = 'A chosen tool is written as {"type": "function", "function": {"name": "..."}}.'
    elif endpoint == RESPONSES and isinstance(choice, dict) and "type" not in choice:
        detail = 'A chosen tool is written as {"type": "function", "name": "..."}.'
    if detail:
        yield Flaw("tool-shape", "$.tool_choice", detail)


def _names_a_tool(choice: dict[str, Any]) -> bool:
    """Whether the choice of a function is in the form of a chat. Other types are not judged."""
    if choice.get("type", "function") != "function":
        return True
    return "type" in choice and isinstance(choice.get("function"), dict)


def _chosen_name(choice: Any, endpoint: str) -> str | None:
    """The name of the function that a tool choice forces."""
    if not isinstance(choice, dict) or choice.get("type") != "function":
        return None
    function = choice if endpoint == RESPONSES else choice.get("function")
    name = function.get("name") if isinstance(function, dict) else None
    return name if isinstance(name, str) else None


def _names(tools: list[Any]) -> set[Any]:
    functions = (tool.get("function", tool) for tool in tools if isinstance(tool, dict))
    return {str(function.get("name")) for function in functions if isinstance(function, dict)}
