"""A run has a model, and its tokens add up."""

import pytest

from lib.analysis.run_summary import run_model, run_tokens
from lib.batch import read_requests
from lib.join import join
from lib.results import read_results
from tests.support.result_lines import Line, answered, failed, input_line, jsonl


def test_tokens_are_summed_and_answers_without_counts_are_counted() -> None:
    silent = answered("c", "x")
    del silent["response"]["body"]["usage"]
    lines = [answered("a", "x"), answered("b", "x"), silent, failed("d", "no")]
    assert run_tokens(join([read_results(jsonl(lines), "o")])) == (3, 22, 14, 1)


def gemini(thoughts: int, **more: str) -> Line:
    candidate = {"content": {"parts": [{"text": "x"}]}, "finishReason": "STOP"}
    usage = {"promptTokenCount": 5, "candidatesTokenCount": 20, "thoughtsTokenCount": thoughts}
    return {"key": "a", "response": {"candidates": [candidate], "usageMetadata": usage, **more}}


def claude(cached: int, **more: str) -> Line:
    usage = {"input_tokens": 50, "output_tokens": 3, "cache_read_input_tokens": cached}
    message = {"content": [{"type": "text", "text": "x"}], "stop_reason": "end_turn", "usage": usage, **more}
    return {"custom_id": "a", "result": {"type": "succeeded", "message": message}}


@pytest.mark.parametrize(
    ("line", "uncounted"),
    [
        (gemini(2000), 1),
        (gemini(5, modelVersion="gemini-2.5-pro"), 1),
        (gemini(0, modelVersion="gemini-2.5-pro"), 0),
        (claude(9000), 1),
        (claude(5, model="claude-sonnet-4-5"), 1),
        (claude(0, model="claude-sonnet-4-5"), 0),
        (claude(5, model="anthropic/claude-sonnet-4-5"), 1),
    ],
    ids=["thoughts", "some-thoughts", "no-thoughts", "cached", "some-cached", "not-cached", "in-a-folder"],
)
def test_tokens_beside_the_counts_make_an_answer_uncounted(line: Line, uncounted: int) -> None:
    assert run_tokens(join([read_results(jsonl([line]), "o")])).uncounted == uncounted


def test_reasoning_and_cached_tokens_within_the_counts_are_counted() -> None:
    line = answered("a", "x")
    line["response"]["body"]["usage"] |= {
        "prompt_tokens_details": {"cached_tokens": 11},
        "completion_tokens_details": {"reasoning_tokens": 7},
    }
    assert run_tokens(join([read_results(jsonl([line]), "o")])).uncounted == 0


def test_the_model_of_the_requests_comes_first() -> None:
    sent = read_requests(jsonl([input_line("a", "x", "asked-model")]), "in.jsonl")
    line = answered("a", "Yes")
    assert run_model(join([read_results(jsonl([line]), "out.jsonl")])) == ""
    line["response"]["body"]["model"] = "answering-model"
    results = [read_results(jsonl([failed("b", "no"), line]), "out.jsonl")]
    assert run_model(join(results)) == "answering-model"
    assert run_model(join(results, [sent])) == "asked-model"
    assert run_model(join([])) == ""
