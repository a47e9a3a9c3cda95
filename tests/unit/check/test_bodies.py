"""The flaws of bodies at each provider: what it rejects, and the neighbours that it accepts."""

from typing import Any

import pytest

from lib.check.body import BodyCheck
from lib.check.rules import RULES
from lib.check.settings import converted
from lib.providers import CHAT, EMBEDDINGS, PROVIDERS, RESPONSES
from lib.providers.field import Field
from tests.support.request_lines import chat

TOOL = {"type": "function", "function": {"name": "find", "parameters": {"type": "object", "properties": {}}}}
FLAT = {"type": "function", "name": "find", "parameters": {"type": "object", "properties": {}}}
CALL = {"id": "c", "type": "function", "function": {"name": "find", "arguments": "{}"}}
USER = {"role": "user", "content": "hi"}


def found(body: dict[str, Any], provider: str = "OpenAI", endpoint: str = CHAT) -> list[tuple[str, str]]:
    """The rule and the path of each flaw that matters at the provider."""
    flaws = BodyCheck(PROVIDERS[provider]).flaws(body, endpoint, "$")
    return [(flaw.rule, flaw.path) for flaw in flaws if RULES[flaw.rule].impact(provider) in ("fails", "risky")]


def talk(*messages: Any) -> dict[str, Any]:
    return chat(messages=[USER, *messages])


def picture(url: Any) -> dict[str, Any]:
    return chat(messages=[{"role": "user", "content": [{"type": "image_url", "image_url": {"url": url}}]}])


CHATS: list[tuple[str, dict[str, Any], list[tuple[str, str]]]] = [
    # Values
    ("no tokens", chat(max_tokens=0), [("setting-range", "$.max_tokens")]),
    ("tokens as a text", chat(max_tokens="100"), [("setting-type", "$.max_tokens")]),
    ("true as a text", chat(logprobs="true"), [("setting-type", "$.logprobs")]),
    ("true as a temperature", chat(temperature=True), [("setting-type", "$.temperature")]),
    ("an unknown tier", chat(service_tier="fastest"), [("setting-range", "$.service_tier")]),
    ("a bias", chat(logit_bias={"1": -101}), [("setting-type", "$.logit_bias.1")]),
    ("more than the model has", chat(max_tokens=16_385), [("model-setting", "$.max_tokens")]),
    ("all that the model has", chat(max_tokens=16_384), []),
    # Combinations
    ("top_logprobs", chat(logprobs=True, top_logprobs=2), []),
    ("top_logprobs with false", chat(logprobs=False, top_logprobs=2), [("setting-pair", "$.top_logprobs")]),
    ("two limits", chat(max_tokens=1, max_completion_tokens=2), [("setting-pair", "$.max_tokens")]),
    ("a choice without tools", chat(tool_choice="auto"), [("setting-pair", "$.tool_choice")]),
    ("parallel without tools", chat(parallel_tool_calls=False), [("setting-pair", "$.parallel_tool_calls")]),
    ("a choice of another tool", chat(tools=[TOOL], tool_choice={"type": "function", "function": {"name": "x"}}),
     [("setting-pair", "$.tool_choice")]),
    ("a function_call", chat(function_call="auto"), [("setting-pair", "$.function_call")]),
    ("another endpoint's prompt", chat(input="hi"), [("field-unknown", "$.input")]),
    # Tools
    ("tools", chat(tools=[TOOL], tool_choice="required", parallel_tool_calls=True), []),
    ("a flat tool", chat(tools=[FLAT]), [("tool-shape", "$.tools[0]")]),
    ("a tool without a type", chat(tools=[{"function": {"name": "f"}}]), [("tool-shape", "$.tools[0].type")]),
    ("a name with a space", chat(tools=[{"type": "function", "function": {"name": "a b"}}]),
     [("tool-shape", "$.tools[0].function.name")]),
    ("any tool", chat(tools=[TOOL], tool_choice="any"), [("tool-shape", "$.tool_choice")]),
    ("a flat choice", chat(tools=[TOOL], tool_choice={"type": "function", "name": "find"}),
     [("tool-shape", "$.tool_choice")]),
    # Turns
    ("a call and its answer", talk({"role": "assistant", "tool_calls": [CALL]},
     {"role": "tool", "tool_call_id": "c", "content": "x"}), []),
    ("a call without an answer", talk({"role": "assistant", "tool_calls": [CALL]}),
     [("tool-turns", "$.messages[1].tool_calls[0]")]),
    ("an answer without an id", talk({"role": "tool", "content": "x"}), [("tool-turns", "$.messages[1]")]),
    ("no calls", talk({"role": "assistant", "content": "x", "tool_calls": []}),
     [("tool-turns", "$.messages[1].tool_calls")]),
    ("a name", talk({"role": "user", "content": "x", "name": "Jo_Ann"}), []),
    # Images
    ("a photo", picture("https://example.org/a.png"), []),
    ("a drawing", picture("https://example.org/a.svg"), [("image-address", "$.messages[0].content[0].image_url")]),
    ("a file", picture("photos/a.png"), [("image-address", "$.messages[0].content[0].image_url")]),
    # Schemas
    ("a schema's name", chat(response_format={"type": "json_schema", "json_schema": {"name": "a b", "schema": {}}}),
     [("format-shape", "$.response_format.json_schema.name")]),
    ("strict as a text", chat(response_format={"type": "json_schema", "json_schema": {"name": "a", "strict": "true"}}),
     [("format-shape", "$.response_format.json_schema.strict")]),
    # Models
    ("an effort", chat(model="o3", reasoning_effort="low"), []),
    ("another model's effort", chat(model="o3", reasoning_effort="none"), [("model-setting", "$.reasoning_effort")]),
    ("default sampling", chat(model="gpt-5", temperature=1), []),
    ("sampling without reasoning", chat(model="gpt-5.2", reasoning_effort="none", temperature=0, top_p=0.5), []),
    ("sampling with reasoning", chat(model="gpt-5.2", reasoning_effort="high", temperature=0),
     [("model-setting", "$.temperature")]),
    ("audio", chat(modalities=["text", "audio"]), [("model-setting", "$.modalities")]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), [case[1:] for case in CHATS], ids=[case[0] for case in CHATS])
def test_a_chat_at_openai(body: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert found(body) == expected


@pytest.mark.parametrize(
    ("provider", "body", "expected"),
    [
        ("Groq", {"n": 1}, []),
        ("Groq", {"n": 2}, [("setting-range", "$.n")]),
        ("Groq", {"top_k": 2}, [("field-unknown", "$.top_k")]),
        ("Groq", {"messages": [{**USER, "name": "Jo"}]}, [("field-unsupported", "$.messages[0].name")]),
        ("Together", {"logprobs": 2}, []),
        ("Together", {"logprobs": True}, [("setting-type", "$.logprobs")]),
        ("Together", {"messages": [{"role": "developer", "content": "x"}]}, [("role-unknown", "$.messages[0].role")]),
        ("Mistral", {"random_seed": 7, "temperature": 1.5, "tool_choice": "any", "tools": [TOOL]}, []),
        ("Mistral", {"seed": 7}, [("field-unknown", "$.seed")]),
        ("Mistral", {"max_completion_tokens": 9}, [("field-unknown", "$.max_completion_tokens")]),
        ("Mistral", {"temperature": 2}, [("setting-range", "$.temperature")]),
        ("Mistral", {"messages": [{**USER, "name": "Jo"}]}, [("field-unsupported", "$.messages[0].name")]),
        ("Mistral", {"messages": [{"role": "developer", "content": "x"}]}, [("role-unknown", "$.messages[0].role")]),
        ("Fireworks", {"top_k": 2, "logprobs": 5, "reasoning_effort": True}, []),
        ("Fireworks", {"top_k": 101}, [("setting-range", "$.top_k")]),
        ("Fireworks", {"reasoning_effort": "max"}, [("setting-range", "$.reasoning_effort")]),
        ("Fireworks", {"store": False}, [("field-unknown", "$.store")]),
        ("Fireworks", {"logprobs": "yes"}, [("setting-type", "$.logprobs")]),
        ("Together", {"seed": None}, [("setting-null", "$.seed")]),
        ("OpenAI", {"model": "gpt-4o", "prediction": {"type": "content"}}, [("setting-type", "$.prediction")]),
        ("vLLM", {"top_k": 2, "min_p": 0.1, "structured_outputs": {}}, []),
        ("vLLM", {"min_p": 2}, [("setting-range", "$.min_p")]),
        ("vLLM", {"tools": [TOOL], "tool_choice": "any"}, [("tool-shape", "$.tool_choice")]),
        (
            "Mistral",
            {"model": "ministral-8b-2512", "reasoning_effort": "high"},
            [("model-doubt", "$.reasoning_effort")],
        ),
        ("Mistral", {"model": "mistral-small-latest", "reasoning_effort": "high"}, []),
        ("Mistral", {"model": "mistral-embed"}, [("model-endpoint", "$.model")]),
        ("Azure OpenAI", {"data_sources": [], "max_tokens": 9}, []),
        ("Azure OpenAI", {"top_k": 2}, [("field-unknown", "$.top_k")]),
        ("Other", {"top_k": 2, "seed": 1}, []),
    ],
)
def test_a_chat_elsewhere(provider: str, body: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert found(chat(**{"model": "openai/gpt-oss-20b", **body}), provider) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"model": "o3", "reasoning": {"effort": "low"}}, []),
        ({"model": "gpt-4o", "reasoning": {"effort": "low"}}, [("model-setting", "$.reasoning.effort")]),
        ({"model": "gpt-4o", "include": ["x"]}, [("setting-range", "$.include")]),
        ({"model": "gpt-4o", "instructions": ["Be brief."]}, [("setting-type", "$.instructions")]),
        ({"model": "gpt-4o", "tools": [{}]}, [("tool-shape", "$.tools[0].type")]),
        ({"model": "gpt-4o", "tools": [FLAT], "tool_choice": {"name": "find"}}, [("tool-shape", "$.tool_choice")]),
        (
            {"model": "gpt-4o", "text": {"verbosity": "tiny"}},
            [("setting-range", "$.text.verbosity"), ("model-setting", "$.text.verbosity")],
        ),
        ({"model": "gpt-4o", "text": {"verbosity": "high"}}, [("model-setting", "$.text.verbosity")]),
        ({"model": "gpt-5", "tools": [FLAT], "tool_choice": {"type": "function", "name": "find"}}, []),
        ({"model": "gpt-5", "tools": [TOOL]}, [("tool-shape", "$.tools[0]")]),
        ({"model": "gpt-5", "max_tokens": 9}, [("field-unknown", "$.max_tokens")]),
    ],
)
def test_a_response_at_openai(body: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert found({"input": "hi", **body}, endpoint=RESPONSES) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"input": [[1] * 8_192]}, []),
        ({"input": [[1] * 8_193]}, [("input-too-long", "$.input")]),
        ({"input": [[1] * 8_000] * 38}, [("input-too-long", "$.input")]),
        ({"input": [7, "x"]}, [("input-shape", "$.input[0]")]),
        ({"input": "x", "dimensions": 1_536}, []),
        ({"input": "x", "dimensions": 1_537}, [("model-setting", "$.dimensions")]),
        ({"input": "x", "model": "text-embedding-ada-002", "dimensions": 9}, [("model-setting", "$.dimensions")]),
        ({"input": "x", "encoding_format": "int8"}, [("setting-range", "$.encoding_format")]),
    ],
)
def test_embeddings_at_openai(body: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert found({"model": "text-embedding-3-small", **body}, endpoint=EMBEDDINGS) == expected


def test_a_flaw_says_what_the_provider_answers() -> None:
    (certain,) = BodyCheck(PROVIDERS["OpenAI"]).flaws(chat(top_k=1), CHAT)
    (advice,) = BodyCheck(PROVIDERS["vLLM"]).flaws(chat(nonsense_field=1), CHAT)
    assert certain.detail.startswith('OpenAI answers with error 400: the field "top_k" is unknown.')
    assert advice.detail.startswith('The field "nonsense_field" is unknown.')


@pytest.mark.parametrize(
    ("misspelt", "meant"),
    [
        ("temprature", "temperature"),
        ("maxTokens", "max_tokens"),
        ("top-p", "top_p"),
        ("stopp", "stop"),
        ("strem", "stream"),
    ],
)
def test_a_misspelt_setting_is_named(misspelt: str, meant: str) -> None:
    (flaw,) = BodyCheck(PROVIDERS["vLLM"]).flaws(chat(**{misspelt: 1}), CHAT)
    assert flaw.detail.endswith(f'Did you mean "{meant}"?')


@pytest.mark.parametrize("name", ["strict", "strct", "stirct", "format", "system", "prompts", "user_id"])
def test_no_setting_is_suggested_that_only_looks_alike(name: str) -> None:
    for provider in PROVIDERS.values():
        for flaw in BodyCheck(provider).flaws(chat(**{name: 1}), CHAT):
            assert "Did you mean" not in flaw.detail


@pytest.mark.parametrize(
    ("value", "field", "right"),
    [
        ("0.5", Field("number", 0, 2), 0.5),
        (" 7 ", Field("integer", 1), 7),
        (7.0, Field("integer", 1), 7),
        ("True", Field("boolean"), True),
        ("3", Field("number", 0, 2), None),
        ("7.5", Field("integer", 1), None),
        ("inf", Field("number"), None),
        ("1_000", Field("integer", 1), None),
        ("9" * 20, Field("integer", 1), None),
        ("yes", Field("boolean"), None),
        (True, Field("integer", 1), None),
        (7, Field("string"), None),
    ],
)
def test_a_value_in_the_wrong_form_is_converted_if_it_stays_the_same(value: Any, field: Field, right: Any) -> None:
    assert converted(value, field) == right
    assert type(converted(value, field)) is type(right)
