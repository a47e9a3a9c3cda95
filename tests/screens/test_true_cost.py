"""The cost of the answers: by model, from their own counts, with prices of the list or of one's own."""

from typing import Any

import pandas as pd
import pytest

from tests.screens.batch import results
from tests.screens.screen import File, Screen
from tests.support.result_lines import answered, input_line, jsonl


def answer(custom_id: str, model: str = "gpt-4o-mini", cached: int = 0) -> dict[str, Any]:
    line = answered(custom_id, "x")
    usage = {"prompt_tokens": 1_000, "completion_tokens": 100, "prompt_tokens_details": {"cached_tokens": cached}}
    line["response"]["body"] |= {"model": model, "usage": usage}
    return line


INPUT: File = ("in.jsonl", jsonl(input_line(custom_id, "Hi") for custom_id in "abc"))


def opened(*lines: dict[str, Any]) -> Screen:
    screen = results(INPUT, ("out.jsonl", jsonl(lines)))
    screen.view("Charts")
    screen.open("results_cost")
    return screen


def models(screen: Screen) -> pd.DataFrame:
    return next(frame.value for frame in screen.at.dataframe if "Cost" in frame.value)


def test_the_listed_price_less_the_discount_is_the_cost() -> None:
    screen = opened(answer("a", cached=400), answer("b"))
    assert list(models(screen)["Cost"]) == ["unknown"]
    screen.fill("results_cost_provider", "OpenAI")
    cost = ((1_600 * 0.15 + 400 * 0.075 + 200 * 0.6) / 1e6) * 0.5
    assert list(models(screen)["Cost"]) == [f"${cost:.4f}"]
    assert list(models(screen)["of these cached"]) == ["400"]
    assert "less the batch discount where one is known" in screen.said()


def test_several_models_add_up_and_one_unknown_price_leaves_the_sum_unknown() -> None:
    screen = opened(answer("a"), answer("b", "mine"))
    screen.fill("results_cost_provider", "OpenAI")
    assert list(models(screen)["Model"]) == ["gpt-4o-mini", "mine", "All"]
    assert list(models(screen)["Cost"])[1:] == ["unknown", "unknown"]
    assert "The list has no price for mine: choose My own prices and enter it." in screen.said()


def test_own_prices() -> None:
    screen = opened(answer("a"), answer("b", "mine"))
    for name, value in (("input", 2.0), ("output", 10.0), ("discount", 50.0)):
        screen.fill(f"results_cost_{name}", value)
    assert list(models(screen)["Cost"]) == ["$0.0015", "$0.0015", "$0.0030"]


def test_the_estimate_of_a_batch_composed_here_stands_beside_it() -> None:
    screen = Screen()
    screen.upload("Spreadsheet", ("a.csv", b"text\nGood\nBad\n"))
    screen.fill("compose_provider", "OpenAI")
    screen.fill("compose_model", "gpt-4o-mini")
    screen.fill("compose_prompt", "{{text}}")
    ids = screen.at.session_state["slots"]["composition"].value.ids
    screen.go("results")
    screen.upload("Everything", ("out.jsonl", jsonl(map(answer, ids))))
    screen.view("Charts")
    screen.open("results_cost")
    assert screen.value("results_cost_provider") == "OpenAI"
    assert "tokens to read. Read, with every attempt: 2,000." in screen.said()


@pytest.mark.parametrize("usage", [{}, None])
def test_answers_without_counts_have_no_cost(usage: dict[str, int] | None) -> None:
    line = answered("a", "x")
    line["response"]["body"]["usage"] = usage
    assert "The answers do not say how many tokens they took" in opened(line).said()
