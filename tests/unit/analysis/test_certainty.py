"""Certainty is the probability of the value's own tokens, or the share of repeats that say the same."""

import json
from collections.abc import Sequence
from math import log
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.certainty import certainties, certainty_source
from lib.join import Joined, join
from lib.results import read_results
from tests.support.result_lines import answered, jsonl


def with_tokens(custom_id: str, tokens: Sequence[tuple[str, float]], text: str | None = None) -> dict[str, Any]:
    """An answer with these tokens and their probabilities."""
    line = answered(custom_id, "".join(token for token, _ in tokens) if text is None else text)
    content = [{"token": token, "logprob": log(share)} for token, share in tokens]
    line["response"]["body"]["choices"][0]["logprobs"] = {"content": content}
    return line


def with_choices(custom_id: str, *texts: str) -> dict[str, Any]:
    """A response with several answers."""
    line = answered(custom_id, texts[0])
    choices = line["response"]["body"]["choices"]
    choices += [{**choices[0], "index": index, "message": {"content": text}} for index, text in enumerate(texts)][1:]
    return line


def joined(*files: Sequence[dict[str, Any]]) -> Joined:
    return join([read_results(jsonl(lines), f"out{number}.jsonl") for number, lines in enumerate(files)])


MOOD = [('{"', 1.0), ("mood", 1.0), ('":', 1.0), (' "', 0.9), ("sun", 0.5), ("ny", 0.8), ('", "', 1.0), ("why", 0.3)]
REST = [('": "', 1.0), ("so", 0.1), ('"}', 1.0)]


def test_only_the_tokens_of_the_value_count() -> None:
    table = joined([with_tokens("a", [*MOOD, *REST])])
    found = certainties(table, {"mood": ("mood",), "why": ("why",), "none": ("other",)})
    assert certainty_source(table) == "tokens"
    assert found["mood"].shares == [pytest.approx(0.9 * 0.5 * 0.8)]
    assert found["why"].shares == [pytest.approx(0.1)]
    assert found["none"].shares == [None]


@pytest.mark.parametrize(
    ("tokens", "text", "share"),
    [
        ([("sun", 0.5), ("ny", 0.8)], None, 0.4),
        ([("\n", 0.1), ("sunny", 0.5), (" ", 0.1)], None, 0.5),
        ([("sun", 0.5), ("ny", 0.8)], "gloomy", None),
        ([("x" * 81, 0.5)], None, None),
    ],
)
def test_a_whole_answer(tokens: list[tuple[str, float]], text: str | None, share: float | None) -> None:
    shares = certainties(joined([with_tokens("a", tokens, text)]), {"answer": ()})["answer"].shares
    assert shares == [share if share is None else pytest.approx(share)]


def test_a_nested_value_in_a_code_fence() -> None:
    tokens = [('```json\n{"a": {"b": ', 0.2), ("4", 0.6), ('}, "b": ', 0.2), ("5", 0.3), ("}\n```", 0.2)]
    found = certainties(joined([with_tokens("a", tokens)]), {"deep": ("a", "b"), "flat": ("b",)})
    assert [found[name].shares for name in ("deep", "flat")] == [[pytest.approx(0.6)], [pytest.approx(0.3)]]


def test_repeats_count_the_answers_that_say_the_same() -> None:
    choices = [json.dumps({"mood": mood, "why": str(number)}) for number, mood in enumerate(["good", "Good", "bad"])]
    table = joined([with_choices("a", *choices), answered("b", "{}")])
    found = certainties(table, {"mood": ("mood",), "why": ("why",)})
    assert certainty_source(table) == "repeats"
    assert found["mood"].shares == [pytest.approx(2 / 3), None]
    assert found["why"].shares == [pytest.approx(1 / 3), None]


def test_several_result_lines_of_one_request_are_repeats() -> None:
    first = [answered("a", "good", created=3), answered("b", "bad")]
    table = joined(first, [answered("a", "bad", created=1)], [answered("a", "Good.", "stop", 2)])
    assert certainties(table, {"answer": ()})["answer"].shares == [pytest.approx(2 / 3), None]


def test_without_probabilities_and_repeats_nothing_tells() -> None:
    table = joined([answered("a", "good")])
    assert certainty_source(table) is None
    assert certainties(table, {"answer": ()}) == {}


@given(st.lists(st.tuples(st.text('ab"{}:, \n', min_size=1, max_size=4), st.floats(0.01, 1)), min_size=1, max_size=8))
def test_no_share_is_outside_its_range(tokens: list[tuple[str, float]]) -> None:
    table = joined([with_tokens("a", tokens)])
    for certainty in certainties(table, {"answer": (), "field": ("a",)}).values():
        assert all(share is None or 0 < share <= 1 for share in certainty.shares)
