"""The fields of each provider, held against the types of its own Python package."""

import typing
from typing import Any

import pytest
import typing_extensions
from groq.types.chat.completion_create_params import CompletionCreateParams as GroqChat
from openai.types import EmbeddingCreateParams
from openai.types.chat.completion_create_params import CompletionCreateParamsNonStreaming as Chat
from openai.types.completion_create_params import CompletionCreateParamsNonStreaming as Completion
from openai.types.responses.response_create_params import ResponseCreateParamsNonStreaming as Response

from lib.providers import CHAT, COMPLETIONS, EMBEDDINGS, RESPONSES
from lib.providers.field import Field
from lib.providers.fields import fields_of

TYPES: list[tuple[str, str, Any]] = [
    ("OpenAI", CHAT, Chat),
    ("OpenAI", RESPONSES, Response),
    ("OpenAI", COMPLETIONS, Completion),
    ("OpenAI", EMBEDDINGS, EmbeddingCreateParams),
    ("Groq", CHAT, GroqChat),
]
STREAM = {"stream", "stream_options"}


@pytest.mark.parametrize(("provider", "endpoint", "package_type"), TYPES)
def test_the_fields_are_those_of_the_package(provider: str, endpoint: str, package_type: Any) -> None:
    fields = fields_of(endpoint, provider)
    assert fields is not None
    assert fields.keys() - STREAM == typing.get_type_hints(package_type).keys() - STREAM


@pytest.mark.parametrize(("provider", "endpoint", "package_type"), TYPES)
def test_the_choices_are_those_of_the_package(provider: str, endpoint: str, package_type: Any) -> None:
    fields = fields_of(endpoint, provider) or {}
    for name, hint in typing.get_type_hints(package_type).items():
        if fields[name].values:
            assert set(fields[name].values) == _literals(hint), name


@pytest.mark.parametrize(("provider", "endpoint", "package_type"), TYPES[:4])
def test_null_is_rejected_where_the_package_has_no_optional(provider: str, endpoint: str, package_type: Any) -> None:
    fields = fields_of(endpoint, provider) or {}
    checked_elsewhere = {"model", "messages", "input", "prompt", *STREAM}
    for name, hint in typing.get_type_hints(package_type).items():
        if name not in checked_elsewhere:
            assert fields[name].nullable == (type(None) in typing.get_args(hint)), name


def _literals(hint: Any) -> set[str]:
    """The texts of all literals in a type."""
    arguments = typing.get_args(hint)
    if typing.get_origin(hint) is typing.Literal:
        return set(arguments)
    return {text for argument in arguments for text in _literals(argument)}


@pytest.mark.parametrize(
    ("field", "good", "bad", "wrong_type"),
    [
        (Field("number", 0, 2), [0, 1.5, 2], [-0.1, 3], ["1", True]),
        (Field("integer", 1, 1), [1], [0, 2], [1.0, "1"]),
        (Field("texts", most=2), ["a", ["a", "b"]], [["a", "b", "c"]], [1, [1]]),
        (Field("list of texts"), [["a"], []], [], ["a", [1], {"a": 1}]),
        (Field("list of texts", values=("a", "b")), [["a"], ["b", "a"]], [["c"]], ["a"]),
        (Field("mixed", values=("low",)), ["low", 7, True], ["medium"], [1.5, [], {}]),
        (Field("mixed"), [5, False], [], ["low", 1.5]),
        (Field("choice", values=("low", "high")), ["low"], ["medium"], [1]),
        (Field("boolean"), [True, False], [], [1, "true"]),
    ],
)
def test_a_field_tells_type_and_range_apart(
    field: Field, good: list[Any], bad: list[Any], wrong_type: list[Any]
) -> None:
    assert all(field.has_type(value) and value in field for value in good)
    assert all(field.has_type(value) and value not in field for value in bad)
    assert not any(field.has_type(value) for value in wrong_type)


def test_providers_have_their_own_fields() -> None:
    assert (fields_of(CHAT, "OpenAI") or {}).keys().isdisjoint({"top_k", "min_p", "guided_json"})
    assert (fields_of(CHAT, "vLLM") or {}).keys() > {"top_k", "min_p", "guided_json", "temperature"}
    assert "top_logprobs" not in (fields_of(CHAT, "Together") or {})
    assert fields_of("/v1/moderations", "OpenAI") is None


@pytest.mark.parametrize(("provider", "endpoint", "package_type"), TYPES)
def test_the_keys_of_objects_are_those_of_the_package(provider: str, endpoint: str, package_type: Any) -> None:
    fields = fields_of(endpoint, provider) or {}
    hints = typing.get_type_hints(package_type)
    for name, field in fields.items():
        if field.keys:
            (shape,) = [part for part in typing.get_args(hints[name]) if part is not type(None)]
            members = typing.get_type_hints(shape, include_extras=True)
            needed = {key for key, hint in members.items() if typing.get_origin(hint) is typing_extensions.Required}
            assert set(field.keys) == needed, name
