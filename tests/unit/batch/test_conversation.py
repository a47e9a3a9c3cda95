"""A request's body as a conversation, for every endpoint."""

from typing import Any

import pytest

from lib.batch.conversation import conversation, image_text, prompt_of

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
    (
        "Gemini",
        {"system_instruction": {"parts": [{"text": "s"}]}, "contents": [{"role": "user", "parts": [{"text": "Why?"}]}]},
        [("system", "s"), ("user", "Why?")],
    ),
    ("Gemini without roles", {"contents": {"parts": [{"text": "a"}, {"text": "b"}]}}, [("user", "a\nb")]),
    (
        "Responses API, a conversation",
        {"input": [USER, {"role": "assistant", "content": "So."}, "And?"]},
        [("user", "Why?"), ("assistant", "So."), ("user", "And?")],
    ),
    (
        "an image after its prompt",
        {"messages": [{"role": "user", "content": [{"text": "What?"}, {"image_url": {"url": "https://x/y.png"}}]}]},
        [("user", "What?\n[image: https://x/y.png]")],
    ),
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
def test_a_part_without_text_gets_a_label(part: dict[str, Any], shown: str) -> None:
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


def test_deeply_nested_lists_are_cut() -> None:
    content: Any = "deep"
    for _ in range(900):
        content = [content]
    assert prompt_of({"messages": [{"role": "user", "content": content}]}) == "…"


@pytest.mark.parametrize(("length", "shown"), [(200, "x" * 200), (201, "x" * 200 + "…")])
def test_a_long_address_of_an_image_is_cut(length: int, shown: str) -> None:
    assert image_text("x" * length) == f"[image: {shown}]"
