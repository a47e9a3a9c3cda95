"""A reader sees the columns that the prompt uses, and no others."""

import pytest

from lib.join import Joined, join
from lib.results import read_results
from lib.review.prompt_columns import prompt_columns
from lib.sheets import read_sheet
from tests.support.result_lines import answered, jsonl, sent_file
from tests.support.sheet_files import as_csv

ROWS = [(f"r{number}", f"Text number {number} is long", "web", f"Title {number}") for number in range(8)]


def joined(prompt: str, *, has_input: bool = True) -> Joined:
    """Rows that were sent a prompt with {0} for the id, {1} for the text, {3} for the title."""
    sheet = read_sheet(as_csv([("custom_id", "text", "source", "title"), *ROWS]), "s.csv")
    results = read_results(jsonl(answered(row[0], "yes") for row in ROWS), "out.jsonl")
    sent = [sent_file({row[0]: prompt.format(*row) for row in ROWS})] if has_input else []
    return join([results], sent, sheet)


@pytest.mark.parametrize(
    ("prompt", "columns"),
    [
        ("Mood of {3}: {1}", ["text", "title"]),
        ("Mood of {1}?", ["text"]),
        ("Say hello", []),
    ],
)
def test_the_columns_of_the_prompt_are_found(prompt: str, columns: list[str]) -> None:
    assert prompt_columns(joined(prompt)) == columns


def test_without_the_requests_nothing_says_which_columns_were_used() -> None:
    assert prompt_columns(joined("Mood of {1}?", has_input=False)) == []
