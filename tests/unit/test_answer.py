"""The answer inside a response's body, one case a shape."""

import base64
import json
import struct
from typing import Any

import pytest

from lib.answer import Answer, answer_of, looks_like_answer, vectors_of
from lib.jsonl import dumps


def chat(content: Any, finish: str = "stop", **message: Any) -> dict[str, Any]:
    return {"choices": [{"index": 0, "message": {"content": content, **message}, "finish_reason": finish}]}


def embeddings(*items: tuple[int, Any]) -> dict[str, Any]:
    return {"data": [{"object": "embedding", "index": at, "embedding": embedding} for at, embedding in items]}


def packed(*numbers: float) -> str:
    return base64.b64encode(struct.pack(f"<{len(numbers)}f", *numbers)).decode()


CALL = {"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}

BODIES = [
    ("chat", chat("Hi."), Answer("Hi.", "stop")),
    ("chat-without-finish", {"choices": [{"message": {"content": "Hi."}}]}, Answer("Hi.")),
    ("chat-choices-object", {"choices": {"message": {"content": "Hi."}}}, Answer("Hi.")),
    ("chat-refusal", chat(None, refusal="No."), Answer("No.", "stop", "No.")),
    ("chat-text-and-refusal", chat("Well", refusal="No."), Answer("Well", "stop", "No.")),
    ("chat-parts", chat([{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]), Answer("a\nb", "stop")),
    ("chat-thoughts", chat([{"type": "thinking", "thinking": []}, {"text": "b"}]), Answer("b", "stop")),
    ("chat-strings", chat(["a", "b"]), Answer("a\nb", "stop")),
    ("chat-reasoning-is-no-answer", chat(None, reasoning_content="hm"), Answer("", "stop")),
    ("chat-text-before-calls", chat("Hi.", tool_calls=[CALL]), Answer("Hi.", "stop")),
    ("chat-empty-calls", chat("", tool_calls=[]), Answer("", "stop")),
    (
        "chat-function-call",
        chat(None, "function_call", function_call={"name": "f"}),
        Answer('{"name":"f"}', "function_call"),
    ),
    ("chat-no-choices", {"choices": []}, None),
    ("chat-null-choices", {"choices": None}, None),
    ("chat-choice-is-text", {"choices": ["Hi."]}, None),
    ("text-completion", {"choices": [{"text": "Hi.", "finish_reason": "length"}]}, Answer("Hi.", "length")),
    ("responses-only-text", {"output": "Hi."}, Answer("Hi.")),
    ("responses-wrapped-chat", {"output": chat("Hi.")}, Answer("Hi.", "stop")),
    ("responses-nothing", {"output": [], "status": "completed"}, Answer("", "completed")),
    ("responses-object-of-nothing", {"output": {"x": 1}}, None),
    ("embedding", embeddings((0, [0.5, 1])), Answer("2 numbers", vectors=True)),
    ("embedding-base64", embeddings((0, packed(1, 2, 3, 4, 5))), Answer("5 numbers", vectors=True)),
    ("embedding-many-numbers", embeddings((0, [0] * 1536)), Answer("1,536 numbers", vectors=True)),
    ("embeddings", embeddings((0, [1, 2]), (1, [3, 4])), Answer("2 vectors of 2 numbers", vectors=True)),
    ("embeddings-uneven", embeddings((0, [1, 2]), (1, [3])), Answer("2 vectors of numbers", vectors=True)),
    ("embedding-null", embeddings((0, None)), None),
    ("embedding-not-base64", embeddings((0, "no base64 at all")), None),
    ("embeddings-none", {"data": []}, None),
    ("score", {"data": [{"index": 0, "score": 0.5}]}, Answer("0.5")),
    ("score-of-zero", {"data": [{"index": 0, "score": 0}]}, Answer("0")),
    ("scores-out-of-order", {"data": [{"index": 1, "score": 1}, {"index": 0, "score": 0}]}, Answer("[0,1]")),
    ("rerank", {"results": [{"index": 1, "relevance_score": 9}, {"index": 0, "relevance_score": 3}]}, Answer("[3,9]")),
    ("moderation", {"results": [{"flagged": False}]}, Answer('{"flagged":false}')),
    ("anthropic", {"content": [{"type": "text", "text": "Ja."}], "stop_reason": "end_turn"}, Answer("Ja.", "end_turn")),
    ("anthropic-nothing", {"content": [], "stop_reason": "refusal"}, Answer("", "refusal")),
    ("gemini", {"candidates": [{"content": {"parts": [{"text": "a"}, {"text": "b"}]}}]}, Answer("a\nb")),
    ("gemini-nothing", {"candidates": [{"finishReason": "SAFETY"}]}, Answer("", "SAFETY")),
    ("unknown-shape", {"text": "Hi."}, None),
    ("empty", {}, None),
    ("null", None, None),
    ("list", [1], None),
    ("text", "Hi.", None),
]


@pytest.mark.parametrize(("body", "answer"), [case[1:] for case in BODIES], ids=[case[0] for case in BODIES])
def test_answer_of_a_body(body: Any, answer: Answer | None) -> None:
    assert answer_of(body) == answer


@pytest.mark.parametrize(
    "reason", ["length", "max_tokens", "MAX_TOKENS", "max_output_tokens", "model_length", "incomplete"]
)
def test_cut_short_by_its_finish_reason(reason: str) -> None:
    assert Answer("", reason).cut_short
    assert not Answer("", reason).refused


@pytest.mark.parametrize("reason", ["content_filter", "refusal", "SAFETY", "sensitive", "RECITATION"])
def test_refused_by_its_finish_reason(reason: str) -> None:
    assert Answer("", reason).refused
    assert not Answer("", reason).cut_short


@pytest.mark.parametrize("reason", ["", "stop", "eos", "tool_calls", "completed", "STOP", "end_turn"])
def test_plain_finish_reasons(reason: str) -> None:
    assert not Answer("a", reason).refused
    assert not Answer("a", reason).cut_short


VECTORS = [
    ("floats-as-written", embeddings((0, [0.1, -2])), [[0.1, -2]]),
    ("base64-shortest-digits", embeddings((0, packed(0.1, -2, 1e-7))), [[0.1, -2.0, 1e-07]]),
    ("in-the-order-of-index", embeddings((1, [2]), (0, packed(1))), [[1.0], [2]]),
    ("unreadable-keeps-the-places", embeddings((0, [1]), (1, "***"), (2, [3])), [[1], [], [3]]),
    ("bytes-left-over", embeddings((0, base64.b64encode(struct.pack("<f", 1) + b"xy").decode())), [[1.0]]),
    ("no-index", {"data": [{"embedding": [1]}, {"embedding": [2]}]}, [[1], [2]]),
    ("not-finite", embeddings((0, packed(float("nan"), float("inf")))), [[None, None]]),
    ("no-data", {}, []),
    ("null", None, []),
]


@pytest.mark.parametrize(("body", "vectors"), [case[1:] for case in VECTORS], ids=[case[0] for case in VECTORS])
def test_vectors_of_a_body(body: Any, vectors: list[list[float]]) -> None:
    assert json.loads(dumps(vectors_of(body))) == vectors


@pytest.mark.parametrize("body", [{"choices": []}, {"output": None}, {"data": []}, {"candidates": 1}, {"content": ""}])
def test_an_empty_answer_still_looks_like_one(body: Any) -> None:
    assert looks_like_answer(body)


@pytest.mark.parametrize("body", [None, [], "choices", {}, {"messages": []}, {"status_code": 500, "message": "x"}])
def test_what_does_not_look_like_an_answer(body: Any) -> None:
    assert not looks_like_answer(body)


def test_choice_0_is_told_by_its_index() -> None:
    choices = [
        {"index": 1, "message": {"content": "second"}, "finish_reason": "stop"},
        {"index": 0, "message": {"content": "fir"}, "finish_reason": "length"},
    ]
    answer = answer_of({"choices": choices})
    assert answer is not None
    assert (answer.text, answer.cut_short) == ("fir", True)
