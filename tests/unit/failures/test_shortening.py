"""Long cells are cut in the requests of a retry, marked and counted; the rest of each request stays."""

import json

import pytest

from lib.batch import build, read_requests
from lib.failures import Change, Pick, retry
from lib.failures.shortening import Shortening, cell_of, long_columns, shortening, suggested_length
from lib.join import Joined, join
from lib.providers import Provider
from lib.results import read_results
from lib.sheets import read_sheet
from tests.support.result_lines import answered, failed, input_line, jsonl
from tests.support.sheet_files import as_csv

ROOMY = Provider("P", 100, 10_000_000, "m", "made up")
CELLS = {"a": "x" * 300, "b": "  " + "y" * 200, "c": "short", "d": "another text than was sent"}
ERROR = "This model's maximum context length is 100 tokens. However, you requested 130 tokens"


def joined(error: str = ERROR, limit: int | None = 10) -> Joined:
    """Rows that failed for their length; the request of `d` does not have its cell."""
    requests = [input_line(key, f"Mood of {key}: {cell} Answer in a word.") for key, cell in CELLS.items()]
    requests[-1]["body"]["messages"][-1]["content"] = "Something else"
    for request in requests if limit else ():
        request["body"]["max_tokens"] = limit
    sheet = read_sheet(
        as_csv([("custom_id", "product", "review"), *((key, key, cell) for key, cell in CELLS.items())]), "s.csv"
    )
    results = read_results(jsonl([failed(key, error, 400) for key in CELLS]), "out.jsonl")
    return join([results], [read_requests(jsonl(requests), "in.jsonl")], sheet)


def test_what_a_cut_changes_is_counted() -> None:
    table = joined()
    assert shortening(table, range(4), "review", 100) == Shortening([0, 1], short=1, absent=1)
    assert [cell_of(table, row, "review") for row in (2, 3)] == ["short", "another text than was sent"]


def test_the_columns_in_the_requests_are_offered_the_longest_first() -> None:
    assert long_columns(joined(), range(4)) == ["review", "custom_id", "product"]


def test_the_retry_has_the_cut_texts_under_the_same_ids() -> None:
    table = joined()
    made = retry(table, [Pick(range(4), [Change("shorten", "review", 100)])], "s", ROOMY)
    lines = [json.loads(line) for line in build(made.batch).splitlines()]
    assert made.changed == 2
    assert [line["custom_id"] for line in lines] == list("abcd")
    texts = [line["body"]["messages"][-1]["content"] for line in lines]
    assert texts[0] == f"Mood of a: {'x' * 100} [… 200 characters cut] Answer in a word."
    assert texts[1] == f"Mood of b:   {'y' * 100} [… 100 characters cut] Answer in a word."
    assert texts[2:] == ["Mood of c: short Answer in a word.", "Something else"]


def test_a_row_whose_text_was_shortened_says_so_beside_its_answer() -> None:
    table = joined()
    again = build(retry(table, [Pick([0, 1], [Change("shorten", "review", 100)])], "s", ROOMY).batch)
    answers = read_results(jsonl([answered("a", "Fine"), answered("b", "Sad")]), "again.jsonl")
    for name in ("s_retry-1_0123456789ab.jsonl", "renamed.jsonl"):
        after = join([*table.results, answers], [*table.sent, read_requests(again, name)], table.sheet)
        assert [after.rows.notes.get(row, "") for row in (0, 1, 2)] == [
            "sent again with a shorter text, characters cut: 200",
            "sent again with a shorter text, characters cut: 100",
            "",
        ]
        kinds = [remark.kind for remark in after.remarks]
        assert "shorter-request" in kinds
        assert "conflict" not in kinds


@pytest.mark.parametrize(
    ("error", "limit"),
    [
        (ERROR, 10),
        ("maximum context length is 100 tokens. Your messages resulted in 120 tokens", 10),
        ("prompt is too long: 120 tokens > 90 maximum", None),
    ],
    ids=["with the answer", "prompt", "prompt without a limit"],
)
def test_the_suggested_length_fits_by_the_provider_s_counts(error: str, limit: int | None) -> None:
    """30 of 120 tokens are too many: a quarter of the request's 334 characters. A twentieth less is suggested."""
    assert suggested_length(joined(error, limit), [0], "review") == int((300 - 334 / 4) * 0.95)


@pytest.mark.parametrize("error", ["context_length_exceeded", ERROR.replace("130", "99")])
def test_without_counts_no_length_is_suggested(error: str) -> None:
    assert suggested_length(joined(error), [0], "review") is None


def test_a_cut_waits_for_the_column_and_the_length() -> None:
    assert [Change("shorten", name, value).is_ready for name, value in (("", 5), ("a", ""), ("a", 0), ("a.b", 5))] == [
        False,
        False,
        False,
        True,
    ]
    assert str(Change("shorten", "review", 4_000)) == "Shorten review to 4,000 characters"
    assert str(Change("shorten")) == "Shorten"
