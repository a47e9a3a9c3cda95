"""Rows whose text is in every prompt are found; others never are."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.prompt_examples import rows_in_prompt
from lib.batch import read_requests
from lib.join import Joined, MatchChoices, join
from lib.results import read_results
from lib.sheets import read_sheet
from tests.support.result_lines import answered, input_line, jsonl
from tests.support.sheet_files import as_csv

TEXTS = ["The tea was cold.", "Nice!", "A friendly waiter", "I will come again", "The tea was cold.", "Too far away"]
TOPICS = ["food and drink", "other things", "the service", "other things", "food and drink", "other things"]
ROWS = range(len(TEXTS))


def joined_with(prompt: Callable[[str], str]) -> Joined:
    """The table of a batch with the prompts that each text gets."""
    sheet = read_sheet(as_csv([("id", "text", "topic"), *zip("abcdef", TEXTS, TOPICS, strict=True)]), "sheet.csv")
    sent = jsonl(input_line(custom_id, prompt(text)) for custom_id, text in zip("abcdef", TEXTS, strict=True))
    results = read_results(jsonl(answered(custom_id, "food and drink") for custom_id in "abcdef"), "out.jsonl")
    return join([results], [read_requests(sent, "in.jsonl")], sheet, MatchChoices(id_column="id"))


def test_rows_in_the_examples_are_found_with_all_rows_of_that_text() -> None:
    examples = "food and drink: The tea was cold. other things: I will come again"
    joined = joined_with(lambda text: f"Choose a label, as in: {examples}\n\nText: {text}")
    assert rows_in_prompt(joined, ROWS) == [0, 3, 4]
    assert rows_in_prompt(joined, [1, 3]) == [3]


def test_a_label_in_the_prompt_is_not_a_rows_text() -> None:
    labels = ", ".join(sorted(set(TOPICS)))
    assert rows_in_prompt(joined_with(lambda text: f"One of {labels}: {text}"), ROWS) == []


def test_it_is_unknown_without_the_requests() -> None:
    sheet = read_sheet(as_csv([("id", "text"), *zip("abcdef", TEXTS, strict=True)]), "sheet.csv")
    results = read_results(jsonl(answered(custom_id, "yes") for custom_id in "abcdef"), "out.jsonl")
    assert rows_in_prompt(join([results], [], sheet, MatchChoices(id_column="id")), ROWS) is None


@given(st.sets(st.sampled_from(TEXTS), max_size=2))
def test_exactly_the_rows_that_the_prompt_quotes_are_found(quoted: set[str]) -> None:
    prompt = "\n".join(sorted(quoted))
    found = rows_in_prompt(joined_with(lambda text: f"{prompt}\nNow: {text}"), ROWS)
    assert found == [row for row in ROWS if TEXTS[row] in quoted and len(TEXTS[row]) >= 10]
