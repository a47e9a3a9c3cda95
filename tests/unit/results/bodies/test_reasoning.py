"""The thoughts at the start of an answer, in the shapes that models and templates write."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.results.bodies.reasoning import merge_reasoning, reasoning_text, split_reasoning

THOUGHTS = [
    ("tag", "<think>a</think>b", ("b", "a")),
    ("space-around", "\n<think>\na\n</think>\n\nb", ("b", "a")),
    ("never-closed", "<think>a", ("", "a")),
    ("only-closed", "a\n</think>\n\nb", ("b", "a")),
    ("only-closed-at-the-end", "a\n</think>", ("", "a")),
    ("closed-in-a-sentence", "Write </think> there.", ("Write </think> there.", "")),
    ("closed-after-words", "a</think>\nb", ("a</think>\nb", "")),
    ("empty", "<think></think>b", ("b", "")),
    ("thinking", "<thinking>a</thinking>b", ("b", "a")),
    ("mistral", "[THINK]a[/THINK]b", ("b", "a")),
    ("kimi", "◁think▷a◁/think▷b", ("b", "a")),
    ("another-closing-tag", "<think>a</thinking>b</think>c", ("c", "a</thinking>b")),
    ("later", "b <think>a</think>", ("b <think>a</think>", "")),
    ("html", "<b>bold</b>", ("<b>bold</b>", "")),
    ("list", "[1, 2]", ("[1, 2]", "")),
    ("spaces-stay", "  b ", ("  b ", "")),
    ("nothing", "", ("", "")),
    ("only-closed-after-empty-lines", "a\n\n \n </think> \nb", ("b", "a")),
    ("empty-thought", "\n</think>\nb", ("b", "")),
    ("closed-twice", "\n</think>\n</think>\nb", ("b", "</think>")),
    ("closed-before-a-line", "</think>\nb", ("</think>\nb", "")),
    # A pattern that retries the spaces from each of them would take hours.
    ("endless", "\n" * 40_000, ("\n" * 40_000, "")),
    ("endless-before-an-answer", "\n" * 40_000 + "[1]", ("\n" * 40_000 + "[1]", "")),
    ("endless-before-a-tag", "\n" * 40_000 + "</think>b", ("\n" * 40_000 + "</think>b", "")),
    ("endless-thought", "<" + "\n" * 40_000 + "a</think>", ("<" + "\n" * 40_000 + "a</think>", "")),
]


@pytest.mark.parametrize(("text", "parts"), [case[1:] for case in THOUGHTS], ids=[case[0] for case in THOUGHTS])
def test_thoughts_are_separated_from_the_answer(text: str, parts: tuple[str, str]) -> None:
    assert split_reasoning(text) == parts


ALONE = ["<reasoning>a</reasoning>", "<thinking>a", "<thought>", " <thought>a</thought>\n", "[THINK]a[/THINK]"]


@pytest.mark.parametrize("text", ALONE)
def test_a_complete_text_of_thoughts_alone_is_the_answer(text: str) -> None:
    for finish_reason in ("stop", "STOP", "end_turn", "completed"):
        assert split_reasoning(text, finish_reason) == (text, "")
    for finish_reason in ("", "length", "max_tokens", "tool_calls", "error"):
        assert split_reasoning(text, finish_reason)[0] == ""
    assert split_reasoning("<reasoning>a</reasoning>b", "stop") == ("b", "a")


@pytest.mark.parametrize("text", ["<think>a</think>", "<seed:think>a", "◁think▷a◁/think▷", "a\n</think>"])
def test_thoughts_in_tags_of_chat_templates_are_never_the_answer(text: str) -> None:
    assert split_reasoning(text, "stop") == ("", "a")


@given(st.text("ab<>/ \n[]think", max_size=40), st.text("ab \n", max_size=10))
def test_no_thought_is_lost_with_its_tags(text: str, answer: str) -> None:
    assert all(part in text for part in split_reasoning(text))
    assert split_reasoning(f"<think>{answer}</think>Done.") == ("Done.", answer.strip())


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a", "a"),
        (["a", {"text": "b"}], "a\nb"),
        ({"thinking": [{"type": "text", "text": "a"}]}, "a"),
        ({"summary": [{"text": "a"}]}, "a"),
        (None, ""),
        (5, ""),
        ([[[[[[[["deep"]]]]]]]], ""),
    ],
    ids=str,
)
def test_the_text_of_a_thought(value: Any, text: str) -> None:
    assert reasoning_text(value) == text


def test_a_duplicate_thought_counts_once() -> None:
    assert merge_reasoning("a", "", "b", "a") == "a\nb"
