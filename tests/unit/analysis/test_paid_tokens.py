"""Tokens are summed by model over every line, and a cost is given only where everything is known."""

from typing import Any

import pytest

from lib.analysis.paid_tokens import PaidTokens, TokenPrices, cost_of, paid_tokens
from lib.results import read_results
from tests.support.result_lines import Line, answered, failed, jsonl


def line(custom_id: str, model: str = "m-1", **usage: Any) -> Line:
    value = answered(custom_id, "x")
    value["response"]["body"] |= {"model": model, "usage": usage}
    return value


def test_every_attempt_counts_under_the_model_that_answered() -> None:
    cached = {"prompt_tokens_details": {"cached_tokens": 60}}
    thoughts = {"completion_tokens_details": {"reasoning_tokens": 7}}
    first = [line("a", prompt_tokens=100, completion_tokens=10, **cached, **thoughts), failed("b", "busy")]
    again = [line("a", prompt_tokens=50, completion_tokens=5), line("b", "m-2", prompt_tokens=1, completion_tokens=2)]
    files = [read_results(jsonl(first), "1"), read_results(jsonl(again), "2")]
    assert paid_tokens(files) == [
        PaidTokens("m-1", 2, input=150, cached=60, output=15, reasoning=7, uncounted=0),
        PaidTokens("m-2", 1, input=1, cached=0, output=2, reasoning=0, uncounted=0),
    ]


def test_an_answer_without_counts_is_named() -> None:
    (paid,) = paid_tokens([read_results(jsonl([line("a"), line("b", prompt_tokens=3, completion_tokens=1)]), "o")])
    assert (paid.answers, paid.uncounted) == (2, 1)
    assert cost_of(paid, TokenPrices(1, 1, 1)) is None


PAID = PaidTokens("m", 3, input=1_000_000, cached=400_000, output=100_000, reasoning=90_000, uncounted=0)


@pytest.mark.parametrize(
    ("prices", "cost"),
    [
        (TokenPrices(2, 1, 10), 0.6 * 2 + 0.4 * 1 + 0.1 * 10),
        (TokenPrices(2, 1, 10, discount=0.5), (0.6 * 2 + 0.4 * 1 + 0.1 * 10) / 2),
        (TokenPrices(2, None, 10), 1 * 2 + 0.1 * 10),
        (TokenPrices(2, 1, None), None),
        (TokenPrices(None, 1, 10), None),
    ],
    ids=["cached", "discount", "no-cached-price", "no-output-price", "no-input-price"],
)
def test_cost(prices: TokenPrices, cost: float | None) -> None:
    assert cost_of(PAID, prices) == (None if cost is None else pytest.approx(cost))


def test_vectors_need_no_price_of_output() -> None:
    assert cost_of(PAID._replace(output=0), TokenPrices(1, 1)) == pytest.approx(1)
