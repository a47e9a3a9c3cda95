"""What the shapes of answers are made of: thoughts, calls, probabilities, vectors."""

from base64 import b64encode
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.results.bodies.fields import dicts_in, first_filled, sorted_by_index
from lib.results.bodies.logprobs import Token, mean_logprob, read_logprobs
from lib.results.bodies.other import read_items
from lib.results.bodies.reasoning import merge_reasoning, reasoning_text, split_reasoning
from lib.results.bodies.tool_calls import calls_text
from lib.results.bodies.vectors import decode_base64, raw_vectors, read_embeddings

THOUGHTS = [
    ("tag", "<think>a</think>b", ("b", "a")),
    ("blanks-around", "\n<think>\na\n</think>\n\nb", ("b", "a")),
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
    ("blanks-stay", "  b ", ("  b ", "")),
    ("nothing", "", ("", "")),
    ("only-closed-after-blank-lines", "a\n\n \n </think> \nb", ("b", "a")),
    ("nothing-thought", "\n</think>\nb", ("b", "")),
    ("closed-twice", "\n</think>\n</think>\nb", ("b", "</think>")),
    ("closed-before-a-line", "</think>\nb", ("</think>\nb", "")),
    # A reader that tries its way through the blanks again from each of them would take hours.
    ("endless", "\n" * 40_000, ("\n" * 40_000, "")),
    ("endless-before-an-answer", "\n" * 40_000 + "[1]", ("\n" * 40_000 + "[1]", "")),
    ("endless-before-a-tag", "\n" * 40_000 + "</think>b", ("\n" * 40_000 + "</think>b", "")),
    ("endless-thought", "<" + "\n" * 40_000 + "a</think>", ("<" + "\n" * 40_000 + "a</think>", "")),
]


@pytest.mark.parametrize(("text", "parts"), [case[1:] for case in THOUGHTS], ids=[case[0] for case in THOUGHTS])
def test_thoughts_apart_from_the_answer(text: str, parts: tuple[str, str]) -> None:
    assert split_reasoning(text) == parts


ALONE = ["<reasoning>a</reasoning>", "<thinking>a", "<thought>", " <thought>a</thought>\n", "[THINK]a[/THINK]"]


@pytest.mark.parametrize("text", ALONE)
def test_thoughts_that_are_all_of_a_whole_answer_are_the_answer(text: str) -> None:
    for finish in ("stop", "STOP", "end_turn", "completed"):
        assert split_reasoning(text, finish) == (text, "")
    for finish in ("", "length", "max_tokens", "tool_calls", "error"):
        assert split_reasoning(text, finish)[0] == ""
    assert split_reasoning("<reasoning>a</reasoning>b", "stop") == ("b", "a")


@pytest.mark.parametrize("text", ["<think>a</think>", "<seed:think>a", "◁think▷a◁/think▷", "a\n</think>"])
def test_thoughts_in_tags_of_chat_templates_are_never_the_answer(text: str) -> None:
    assert split_reasoning(text, "stop") == ("", "a")


@given(st.text("ab<>/ \n[]think", max_size=40), st.text("ab \n", max_size=10))
def test_no_thought_is_lost_with_its_tags(text: str, answer: str) -> None:
    told = split_reasoning(text)
    assert all(word in text for word in (told[0], told[1]))
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


def test_a_thought_told_twice_counts_once() -> None:
    assert merge_reasoning("a", "", "b", "a") == "a\nb"


CALLS = [
    ("chat", [{"id": "1", "function": {"name": "f", "arguments": '{"a": 1}'}}], 'f({"a": 1})'),
    ("several", [{"function": {"name": "f", "arguments": "{}"}}, {"function": {"name": "g"}}], "f({})\ng()"),
    ("one-object", {"name": "f", "arguments": {"a": 1}}, 'f({"a":1})'),
    ("anthropic", [{"type": "tool_use", "name": "f", "input": {}}], "f({})"),
    ("gemini", [{"name": "f", "args": {"a": "é"}}], 'f({"a":"é"})'),
    ("bedrock", [{"toolUse": {"name": "f", "input": {"a": 1}}}], 'f({"a":1})'),
    ("custom", [{"type": "custom", "custom": {"name": "sql", "input": "select 1"}}], "sql(select 1)"),
    ("nameless", [{"type": "web_search_call", "action": {"query": "q"}}], 'web_search_call({"query":"q"})'),
    ("unknown", [{"x": 1}], '{"x":1}'),
    ("text", ["f(1)"], "f(1)"),
    ("none", None, ""),
    ("empty", [], ""),
]


@pytest.mark.parametrize(("calls", "text"), [case[1:] for case in CALLS], ids=[case[0] for case in CALLS])
def test_calls_as_text(calls: Any, text: str) -> None:
    assert calls_text(calls) == text


LOGPROBS = [
    ("chat", {"content": [{"token": "a", "logprob": -1}, {"token": "b", "logprob": -0.5}]}, [("a", -1), ("b", -0.5)]),
    ("completions", {"tokens": ["a", "b"], "token_logprobs": [None, -1]}, [("b", -1)]),
    ("gemini", {"chosenCandidates": [{"token": "a", "logProbability": -2}]}, [("a", -2)]),
    ("responses", [{"token": "a", "logprob": -1}], [("a", -1)]),
    ("nothing", None, []),
    ("no-numbers", {"content": [{"token": "a"}]}, []),
    ("another-shape", {"content": 5, "tokens": 7}, []),
]


@pytest.mark.parametrize(("logprobs", "tokens"), [case[1:] for case in LOGPROBS], ids=[case[0] for case in LOGPROBS])
def test_tokens_with_their_probabilities(logprobs: Any, tokens: list[tuple[str, float]]) -> None:
    assert read_logprobs(logprobs) == tokens


def test_the_mean_of_no_tokens_is_none() -> None:
    assert mean_logprob([]) is None
    assert mean_logprob([Token("a", -1), Token("b", -0.5)]) == -0.75


def test_lists_of_objects_in_order() -> None:
    assert dicts_in([{"a": 1}, 2, None]) == [{"a": 1}]
    assert dicts_in("ab") == []
    assert sorted_by_index([{"index": 2}, {"index": "x"}, {"index": 1}]) == [{"index": "x"}, {"index": 1}, {"index": 2}]
    assert first_filled({"a": "", "b": None, "c": 0}, "a", "b", "c", "d") == 0


@pytest.mark.parametrize(
    ("body", "vectors"),
    [
        ({"data": [{"index": 1, "embedding": [2]}, {"index": 0, "embedding": "AA=="}]}, ["AA==", [2]]),
        ({"data": [{"index": "1", "embedding": [2]}, {"index": "0", "embedding": [1]}]}, [[1], [2]]),
        ({"data": [{"index": 5, "embedding": [2]}]}, [[2]]),
        ({"data": [{"embedding": [2]}, {"embedding": [1]}]}, [[2], [1]]),
        ({"data": [{"index": 0, "embedding": [1]}, {"index": 2, "embedding": [2]}]}, []),
        ({"data": [{"index": 0, "embedding": [1]}, None, {"index": 2, "embedding": [2]}]}, []),
        ({"data": [{"index": 1, "embedding": [1]}, {"index": 1, "embedding": [2]}]}, []),
        ({"data": [{"index": 0, "embedding": [1]}, {"embedding": [2]}]}, []),
        ({"embedding": {"values": [1]}}, [[1]]),
        ({"embeddings": [[1], [2]]}, [[1], [2]]),
        ({"embeddings": [{"values": [1]}]}, [[1]]),
        ({"embeddings": {"float": [[1]]}}, [[1]]),
        ({"embeddings": {"int8": [[1]]}}, []),
        ({}, []),
        (None, []),
    ],
    ids=str,
)
def test_vectors_as_they_are_written(body: Any, vectors: list[Any]) -> None:
    assert raw_vectors(body) == vectors


@given(st.text("AZaz09+/=é ", max_size=14))
def test_a_vector_in_base64_is_described_as_it_is_decoded(text: str) -> None:
    numbers = decode_base64(text)
    answer = read_embeddings(None, {"embedding": text})
    length = len(numbers or b"") // 4
    assert (answer.text if answer else None) == (f"{length} numbers" if length else None)


@pytest.mark.parametrize("size", [1, 2, 3, 5, 6, 7, 10, 4095])
def test_a_vector_that_ends_within_a_number_is_none(size: int) -> None:
    text = b64encode(b"x" * size).decode()
    assert decode_base64(text) is None
    assert read_embeddings(None, {"embedding": text}) is None
    assert decode_base64(b64encode(b"x" * size * 4).decode()) == b"x" * size * 4


@pytest.mark.parametrize(
    ("indexes", "said"),
    [((0, 1), "[0.1,0.9]"), ((0, 2), '[{"index":0,"score":0.1},{"index":2,"score":0.9}]')],
    ids=["all", "one-left-out"],
)
def test_scores_keep_their_index_unless_none_is_missing(indexes: tuple[int, int], said: str) -> None:
    items = [{"index": index, "score": score} for index, score in zip(indexes, (0.1, 0.9), strict=True)]
    answer = read_items(items, {})
    assert answer is not None
    assert answer.text == said
