"""Suggested values come from the rows of a cause."""

import pytest

from lib.batch import read_requests
from lib.failures import Change
from lib.failures.suggestions import suggest_values
from lib.join import Joined, join
from lib.results import read_results
from tests.support.result_lines import Line, answered, failed, input_line, jsonl


def joined(lines: list[Line], limit: int | None = None) -> Joined:
    """The lines joined with a batch of their requests."""
    requests = [input_line(line["custom_id"], "x") for line in lines]
    for request in requests if limit else []:
        request["body"]["max_tokens"] = limit
    return join([read_results(jsonl(lines), "out.jsonl")], [read_requests(jsonl(requests), "in.jsonl")])


def too_long(custom_id: str, prompt: int) -> Line:
    words = f"The maximum context length is 9000 tokens. However, you requested {prompt + 9000} tokens"
    return failed(custom_id, f"{words} ({prompt} in the messages, 9000 in the completion).")


@pytest.mark.parametrize(("limit", "tokens"), [(300, 600), (None, 14)], ids=["of-the-request", "of-the-answer"])
def test_a_raised_limit_is_twice_the_limit_reached(limit: int | None, tokens: int) -> None:
    table = joined([answered("a", "So", "length")], limit)
    raised = Change("raise-tokens", value=tokens)
    assert suggest_values(table, "cut-short", [Change("raise-tokens")], [0]) == (raised,)
    assert suggest_values(table, "cut-short", [raised], [0]) == (raised,)


def test_a_lowered_limit_leaves_room_for_the_longest_prompt() -> None:
    table = joined([too_long("a", 100), too_long("b", 300)])
    changes = suggest_values(table, "context-length", [Change("set-model")], [0, 1])
    assert changes == (Change("lower-tokens", value=8700), Change("set-model"))


@pytest.mark.parametrize("other", [too_long("b", 9000), failed("b", "maximum context length")], ids=["none", "unknown"])
def test_without_room_no_limit_is_suggested(other: Line) -> None:
    table = joined([too_long("a", 100), other])
    assert suggest_values(table, "context-length", [], [0, 1]) == ()
