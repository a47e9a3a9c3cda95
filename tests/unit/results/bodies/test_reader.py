"""The answer in a response's body, one case for each shape."""

import base64
import struct
from typing import Any

import pytest

from lib.json.line_kind import has_answer_key
from lib.results.answer import Answer
from lib.results.bodies.reader import answer_of


def chat(content: Any, finish: Any = "stop", **message: Any) -> dict[str, Any]:
    return {"choices": [{"index": 0, "message": {"content": content, **message}, "finish_reason": finish}]}


def embeddings(*items: tuple[int, Any]) -> dict[str, Any]:
    return {"data": [{"object": "embedding", "index": at, "embedding": embedding} for at, embedding in items]}


def gemini(*parts: Any) -> dict[str, Any]:
    return {"candidates": [{"content": {"parts": list(parts)}}]}


def packed(*numbers: float) -> str:
    return base64.b64encode(struct.pack(f"<{len(numbers)}f", *numbers)).decode()


CALL = {"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}

BODIES = [
    ("chat", chat("Hi."), Answer("Hi.", "stop")),
    ("chat-without-finish", {"choices": [{"message": {"content": "Hi."}}]}, Answer("Hi.")),
    ("chat-choices-object", {"choices": {"message": {"content": "Hi."}}}, Answer("Hi.")),
    ("chat-refusal", chat(None, refusal="No."), Answer("No.", "stop", "No.")),
    ("chat-text-and-refusal", chat("Well", refusal="No."), Answer("Well", "stop", "No.")),
    ("chat-parts", chat([{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]), Answer("ab", "stop")),
    (
        "chat-references",
        chat([{"type": "text", "text": "a "}, {"type": "reference", "reference_ids": [1]}, {"text": "b"}]),
        Answer("a b", "stop"),
    ),
    (
        "chat-parts-of-several-kinds",
        chat(["", "a", {"text": "b"}, {"text": "c"}, {"type": "image_url", "image_url": "u"}, {"type": "x"}]),
        Answer("a\nbc\n[image: u]\n[x]", "stop"),
    ),
    (
        "chat-thoughts",
        chat([{"type": "thinking", "thinking": [{"type": "text", "text": "a"}]}, {"text": "b"}]),
        Answer("b", "stop", reasoning="a"),
    ),
    ("chat-strings", chat(["a", "b"]), Answer("a\nb", "stop")),
    ("chat-reasoning-is-no-answer", chat(None, reasoning_content="hm"), Answer("", "stop", reasoning="hm")),
    ("chat-reasoning-twice", chat("a", reasoning_content="hm", reasoning="hm"), Answer("a", "stop", reasoning="hm")),
    ("chat-think-tag", chat("<think>hm</think>a"), Answer("a", "stop", reasoning="hm")),
    ("chat-nothing-but-tags", chat("<reasoning>a</reasoning>"), Answer("<reasoning>a</reasoning>", "stop")),
    (
        "chat-tags-before-calls",
        chat("<thinking>hm</thinking>", tool_calls=[CALL]),
        Answer("f({})", "stop", reasoning="hm", tool_calls="f({})"),
    ),
    ("anthropic-nothing-but-tags", {"content": "[THINK]a", "stop_reason": "end_turn"}, Answer("[THINK]a", "end_turn")),
    (
        "gemini-tags-before-calls",
        {
            "candidates": [
                {
                    "content": {"parts": [{"text": "<thought>hm"}, {"functionCall": {"name": "f", "args": {}}}]},
                    "finishReason": "STOP",
                }
            ]
        },
        Answer("f({})", "STOP", reasoning="hm", tool_calls="f({})"),
    ),
    (
        "gemini-nothing-but-tags",
        {"candidates": [{"content": {"parts": [{"text": "<thought>"}]}, "finishReason": "STOP"}]},
        Answer("<thought>", "STOP"),
    ),
    (
        "completion-nothing-but-tags",
        {"choices": [{"text": "<thought>", "finish_reason": "stop"}]},
        Answer("<thought>", "stop"),
    ),
    ("generation-nothing-but-tags", {"generation": "<thought>", "stop_reason": "stop"}, Answer("<thought>", "stop")),
    (
        "output-nothing-but-tags",
        {"output": {"text": "<thought>", "finish_reason": "stop"}},
        Answer("<thought>", "stop"),
    ),
    (
        "responses-nothing-but-tags",
        {"output": [{"content": [{"type": "output_text", "text": "<thought>"}]}], "status": "completed"},
        Answer("<thought>", "completed"),
    ),
    ("chat-refusal-part", chat([{"type": "refusal", "refusal": "No."}]), Answer("No.", "stop", "No.")),
    ("chat-spoken", chat(None, audio={"id": "x", "transcript": "Hi."}), Answer("Hi.", "stop")),
    ("chat-finish-object", chat("Hi.", {"type": "length", "length": 5}), Answer("Hi.", "length")),
    ("chat-logprobs", {"choices": [{"text": "a", "logprobs": {"tokens": []}}]}, Answer("a", logprobs={"tokens": []})),
    ("chat-text-before-calls", chat("Hi.", tool_calls=[CALL]), Answer("Hi.", "stop", tool_calls="f({})")),
    ("chat-only-calls", chat(None, tool_calls=[CALL, CALL]), Answer("f({})\nf({})", "stop", tool_calls="f({})\nf({})")),
    ("chat-empty-calls", chat("", tool_calls=[]), Answer("", "stop")),
    (
        "chat-function-call",
        chat(None, "function_call", function_call={"name": "f"}),
        Answer("f()", "function_call", tool_calls="f()"),
    ),
    ("chat-no-choices", {"choices": []}, None),
    ("chat-null-choices", {"choices": None}, None),
    ("chat-choice-is-text", {"choices": ["Hi."]}, None),
    ("text-completion", {"choices": [{"text": "Hi.", "finish_reason": "length"}]}, Answer("Hi.", "length")),
    ("responses-only-text", {"output": "Hi."}, Answer("Hi.")),
    ("responses-wrapped-chat", {"output": chat("Hi.")}, Answer("Hi.", "stop")),
    ("responses-nothing", {"output": [], "status": "completed"}, Answer("", "completed")),
    ("responses-object-of-nothing", {"output": {"x": 1}}, None),
    ("embedding", embeddings((0, [0.5, 1])), Answer("2 numbers", has_vectors=True)),
    ("embedding-base64", embeddings((0, packed(1, 2, 3, 4, 5))), Answer("5 numbers", has_vectors=True)),
    ("embedding-many-numbers", embeddings((0, [0] * 1536)), Answer("1,536 numbers", has_vectors=True)),
    ("embeddings", embeddings((0, [1, 2]), (1, [3, 4])), Answer("2 vectors of 2 numbers", has_vectors=True)),
    ("embeddings-uneven", embeddings((0, [1, 2]), (1, [3])), Answer("2 vectors of numbers", has_vectors=True)),
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
    ("gemini", {"candidates": [{"content": {"parts": [{"text": "a"}, {"text": "b"}]}}]}, Answer("ab")),
    ("gemini-thoughts", gemini({"text": "hm", "thought": True}, {"text": "a"}), Answer("a", reasoning="hm")),
    (
        "gemini-code",
        gemini({"executableCode": {"code": "1+1"}}, {"codeExecutionResult": {"output": "2"}}),
        Answer("1+12"),
    ),
    ("gemini-image", gemini({"inlineData": {"mimeType": "image/png", "data": "AA"}}), Answer("[image/png]")),
    ("gemini-blocked", {"promptFeedback": {"blockReason": "SAFETY"}}, Answer("", "SAFETY", "SAFETY")),
    ("gemini-not-blocked", {"promptFeedback": {"safetyRatings": []}}, None),
    ("gemini-embedding", {"embedding": {"values": [1, 2]}}, Answer("2 numbers", has_vectors=True)),
    (
        "cohere-embeddings",
        {"embeddings": {"float": [[1, 2], [3, 4]]}},
        Answer("2 vectors of 2 numbers", has_vectors=True),
    ),
    (
        "anthropic-cited",
        {
            "content": [
                {"type": "thinking", "thinking": "hm"},
                {"type": "text", "text": "a, "},
                {"type": "text", "text": "b"},
            ]
        },
        Answer("a, b", reasoning="hm"),
    ),
    ("cohere-chat", {"message": {"content": [{"text": "a"}]}, "finish_reason": "COMPLETE"}, Answer("a", "COMPLETE")),
    (
        "bedrock-thoughts",
        {
            "output": {
                "message": {
                    "content": [
                        {"reasoningContent": {"reasoningText": {"text": "hm", "signature": "s"}}},
                        {"reasoningContent": {"redactedContent": "AAAA"}},
                        {"text": "a"},
                    ]
                }
            },
            "stopReason": "end_turn",
        },
        Answer("a", "end_turn", reasoning="hm"),
    ),
    ("bedrock-mistral", {"outputs": [{"text": "a", "stop_reason": "length"}]}, Answer("a", "length")),
    (
        "bedrock-cohere",
        {"generations": [{"text": "a", "finish_reason": "COMPLETE"}, {"text": "b"}], "prompt": "?"},
        Answer("a", "COMPLETE", other_choices=(Answer("b"),)),
    ),
    ("no-outputs", {"outputs": []}, None),
    ("error-message-is-no-answer", {"message": "Not found"}, None),
    ("dashscope-text", {"output": {"text": "a", "finish_reason": "stop"}}, Answer("a", "stop")),
    (
        "responses-reasoning",
        {
            "output": [
                {"type": "reasoning", "summary": [{"type": "summary_text", "text": "hm"}]},
                {"type": "message", "content": [{"type": "output_text", "text": "a", "logprobs": [{"token": "a"}]}]},
                {"type": "web_search_call", "action": {"query": "q"}},
            ],
            "status": "completed",
        },
        Answer(
            "a", "completed", reasoning="hm", tool_calls='web_search_call({"query":"q"})', logprobs=[{"token": "a"}]
        ),
    ),
    ("pages", {"pages": [{"index": 1, "markdown": "b"}, {"index": 0, "markdown": "a"}]}, Answer("a\n\nb")),
    ("image", {"data": [{"url": "u"}, {"url": "v"}]}, Answer("u\nv")),
    ("gemini-nothing", {"candidates": [{"finishReason": "SAFETY"}]}, Answer("", "SAFETY")),
    ("transcript", {"text": "Hi."}, Answer("Hi.")),
    ("text-of-no-text", {"text": ["Hi."]}, None),
    ("unknown-shape", {"words": "Hi."}, None),
    ("empty", {}, None),
    ("null", None, None),
    ("list", [1], None),
    ("text", "Hi.", Answer("Hi.")),
    ("text-of-spaces", " ", None),
    ("web-page", "<!DOCTYPE html><p>502", None),
    ("ollama", {"model": "m", "response": "Hi.", "done": True}, Answer("Hi.")),
    ("one-body-in-a-list", [{"generated_text": "Hi."}], Answer("Hi.")),
    (
        "chat-channels",
        chat("<|channel|>analysis<|message|>hm<|end|><|start|>assistant<|channel|>final<|message|>a"),
        Answer("a", "stop", reasoning="hm"),
    ),
    ("chat-only-delta", {"choices": [{"index": 0, "delta": {"content": "Hi."}}]}, None),
    ("chat-first-choice-unreadable", {"choices": [{"index": 0}, {"index": 1, "message": {"content": "Hi."}}]}, None),
    (
        "chat-indexes-as-text",
        {"choices": [{"index": "1", "text": "b"}, {"index": "0", "text": "a"}]},
        Answer("a", other_choices=(Answer("b"),)),
    ),
    ("vertex-embedding", {"embeddings": {"values": [1, 2]}}, Answer("2 numbers", has_vectors=True)),
]


@pytest.mark.parametrize(("body", "answer"), [case[1:] for case in BODIES], ids=[case[0] for case in BODIES])
def test_answer_of_a_body(body: Any, answer: Answer | None) -> None:
    assert answer_of(body) == answer


@pytest.mark.parametrize("body", [{"choices": []}, {"output": None}, {"data": []}, {"candidates": 1}, {"content": ""}])
def test_an_empty_answer_has_its_key(body: Any) -> None:
    assert has_answer_key(body)


@pytest.mark.parametrize(
    "body", [None, [], "choices", {}, {"messages": []}, {"text": "x"}, {"status_code": 500, "message": "x"}]
)
def test_other_values_have_no_answer_key(body: Any) -> None:
    assert not has_answer_key(body)


def test_the_choice_with_index_0_is_first_and_all_are_kept() -> None:
    choices = [
        {"index": 1, "message": {"content": "second"}, "finish_reason": "stop"},
        {"index": 0, "message": {"content": "fir"}, "finish_reason": "length"},
    ]
    assert answer_of({"choices": choices}) == Answer("fir", "length", other_choices=(Answer("second", "stop"),))
