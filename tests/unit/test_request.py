"""One request: its shape, accepted by the OpenAI package's own types, and how it reads."""

from typing import Any

import pytest
from openai.types import EmbeddingCreateParams
from openai.types.chat.completion_create_params import CompletionCreateParamsNonStreaming
from pydantic import TypeAdapter, ValidationError

from lib.recipe import ENCODING_FORMATS, Recipe
from lib.request import ENDPOINTS, conversation, prompt_of, request

CHAT = TypeAdapter(CompletionCreateParamsNonStreaming)
EMBEDDINGS = TypeAdapter(EmbeddingCreateParams)


def as_validated(types: TypeAdapter[Any], body: dict[str, Any]) -> dict[str, Any]:
    """The body as the types take it: what they do not know is gone, lazy lists are read to their end."""
    taken = types.validate_python(body)
    return {key: value if isinstance(value, (str, int, float)) else list(value) for key, value in taken.items()}


def body_of(recipe: Recipe) -> dict[str, Any]:
    body = request(recipe, "id-1", recipe.system, recipe.prompt)["body"]
    assert isinstance(body, dict)
    return body


def test_a_chat_request() -> None:
    recipe = Recipe(model="m", system="s", prompt="p", max_tokens=9, temperature=0.5)
    assert request(recipe, "id-1", "Be brief.", "Why?") == {
        "custom_id": "id-1",
        "method": "POST",
        "url": "/v1/chat/completions",
        "body": {
            "model": "m",
            "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Why?"}],
            "max_completion_tokens": 9,
            "temperature": 0.5,
        },
    }


def test_an_embeddings_request() -> None:
    recipe = Recipe(task="Embeddings", model="m", system="s", max_tokens=9, temperature=0.5)
    assert request(recipe, "id-1", "", "text") == {
        "custom_id": "id-1",
        "method": "POST",
        "url": "/v1/embeddings",
        "body": {"model": "m", "input": "text", "encoding_format": "base64"},
    }


def test_the_keys_stand_in_the_providers_order() -> None:
    assert list(request(Recipe(), "id-1", "", "")) == ["custom_id", "method", "url", "body"]


def test_what_is_empty_is_not_sent() -> None:
    assert body_of(Recipe(model="m", prompt="p")) == {"model": "m", "messages": [{"role": "user", "content": "p"}]}


@pytest.mark.parametrize("system", ["", " \n"])
def test_a_blank_system_message_is_not_sent(system: str) -> None:
    assert [message["role"] for message in body_of(Recipe(system=system))["messages"]] == ["user"]


def test_a_temperature_of_zero_is_sent() -> None:
    assert body_of(Recipe(temperature=0.0))["temperature"] == 0


def test_every_task_has_an_endpoint() -> None:
    assert ENDPOINTS == {"Chat": "/v1/chat/completions", "Embeddings": "/v1/embeddings"}


CHATS = {
    "least": Recipe(model="m", prompt="p"),
    "system": Recipe(model="m", prompt="p", system="s"),
    "all": Recipe(model="m", prompt="p", system="s", max_tokens=1_024, temperature=0.7),
    "temperature 0": Recipe(model="m", prompt="p", temperature=0.0),
}


@pytest.mark.parametrize("recipe", CHATS.values(), ids=CHATS)
def test_openai_takes_every_chat_body_whole(recipe: Recipe) -> None:
    assert as_validated(CHAT, body_of(recipe)) == body_of(recipe)


@pytest.mark.parametrize("encoding_format", ENCODING_FORMATS)
def test_openai_takes_every_embeddings_body_whole(encoding_format: Any) -> None:
    body = body_of(Recipe(task="Embeddings", model="m", prompt="text", encoding_format=encoding_format))
    assert as_validated(EMBEDDINGS, body) == body


def test_the_types_would_notice_a_key_they_do_not_know() -> None:
    assert as_validated(CHAT, {**body_of(Recipe()), "max_tokenz": 1}) == body_of(Recipe())


def test_the_types_would_notice_a_wrong_message() -> None:
    with pytest.raises(ValidationError):
        as_validated(CHAT, {"model": "m", "messages": [{"role": "user", "content": 3}]})


# Reading a body

USER = {"role": "user", "content": "Why?"}
BODIES: list[tuple[str, Any, list[tuple[str, str]]]] = [
    ("no body", None, []),
    ("no messages", {"model": "m"}, []),
    ("chat", {"messages": [{"role": "system", "content": "s"}, USER]}, [("system", "s"), ("user", "Why?")]),
    ("parts", {"messages": [{"role": "user", "content": [{"type": "text", "text": "a"}, "b"]}]}, [("user", "a\nb")]),
    ("a blank message", {"messages": [{"role": "user", "content": ""}, USER]}, [("user", "Why?")]),
    ("no content", {"messages": [{"role": "assistant", "content": None}, USER]}, [("user", "Why?")]),
    ("a message that is text", {"messages": ["Why?"]}, [("user", "Why?")]),
    ("no role", {"messages": [{"content": "Why?"}]}, [("user", "Why?")]),
    ("embedded text", {"input": "text"}, [("user", "text")]),
    ("embedded texts", {"input": ["a", "b"]}, [("user", "a"), ("user", "b")]),
    ("Responses API", {"instructions": "s", "input": [USER]}, [("system", "s"), ("user", "Why?")]),
    ("Anthropic", {"system": "s", "messages": [USER]}, [("system", "s"), ("user", "Why?")]),
    ("score", {"text_1": "a", "text_2": "b"}, [("user", "a"), ("user", "b")]),
    ("rerank", {"query": "a", "documents": ["b"]}, [("user", "a"), ("user", "b")]),
    ("completions", {"prompt": "Once"}, [("user", "Once")]),
]


@pytest.mark.parametrize(("body", "turns"), [case[1:] for case in BODIES], ids=[case[0] for case in BODIES])
def test_conversation(body: Any, turns: list[tuple[str, str]]) -> None:
    assert conversation(body) == turns


@pytest.mark.parametrize(
    ("part", "shown"),
    [
        ({"type": "image_url", "image_url": {"url": "https://x/y.png"}}, "[image: https://x/y.png]"),
        ({"type": "input_image", "image_url": "https://x/y.png"}, "[image: https://x/y.png]"),
        ({"type": "image_url", "image_url": {"url": "x" * 999}}, "[image: " + "x" * 200 + "…]"),
        ({"type": "input_audio", "input_audio": {}}, "[input_audio]"),
        ({}, "[part]"),
    ],
    ids=["chat", "Responses API", "inline data", "audio", "unknown"],
)
def test_what_is_no_text_is_named(part: dict[str, Any], shown: str) -> None:
    assert prompt_of({"messages": [{"role": "user", "content": [part]}]}) == shown


PROMPTS: list[tuple[str, Any, str]] = [
    ("the last user message", {"messages": [USER, {"role": "user", "content": "And?"}]}, "And?"),
    ("before an answer", {"messages": [USER, {"role": "assistant", "content": "Because."}]}, "Why?"),
    ("no user", {"messages": [{"role": "system", "content": "s"}]}, "s"),
    ("nothing", {}, ""),
]


@pytest.mark.parametrize(("body", "prompt"), [case[1:] for case in PROMPTS], ids=[case[0] for case in PROMPTS])
def test_prompt_of(body: Any, prompt: str) -> None:
    assert prompt_of(body) == prompt


def test_lists_in_lists_end_somewhere() -> None:
    content: Any = "deep"
    for _ in range(900):
        content = [content]
    assert prompt_of({"messages": [{"role": "user", "content": content}]}) == "…"
