"""The requests, bytes, models, endpoints and tokens of checked files."""

from lib.check import check_file
from lib.check.totals import batch_totals
from lib.providers import PROVIDERS
from tests.support.request_lines import embed, line, written


def test_the_totals_of_several_files() -> None:
    first = check_file(written(line("a"), line("b"), "no request"), "a.jsonl", PROVIDERS["OpenAI"])
    second = check_file(written(embed()), "b.jsonl", PROVIDERS["OpenAI"])
    total = batch_totals([first, second])
    assert total.requests == 3
    assert total.bytes == len(first.text.data) + len(second.text.data)
    assert total.models == {"gpt-4o-mini": 2, "text-embedding-3-small": 1}
    assert total.endpoints == {"/v1/chat/completions": 2, "/v1/embeddings": 1}
    low, high = total.tokens
    assert 10 < low < high < 60
    assert not total.sampled


def test_the_tokens_of_a_large_file_are_estimated_from_a_sample() -> None:
    small = [line(f"{number:05}") for number in range(500)]
    low, high = batch_totals([check_file(written(*small), "a.jsonl", PROVIDERS["OpenAI"])]).tokens
    total = batch_totals([check_file(written(*(small * 10)), "a.jsonl", PROVIDERS["OpenAI"])])
    assert total.sampled
    assert [round(count) for count in total.tokens] == [round(low * 10), round(high * 10)]
