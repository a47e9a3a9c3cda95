"""Requests that are too large for a whole file, and the rows that share them."""

from lib.compose import RowDecisions
from lib.compose.large_requests import check_size, check_tokens, sharing_left_out
from tests.support.sheets import make_sheet


def test_a_request_that_is_too_large_asks() -> None:
    problem = check_size(120_400_000, 100_000_000, 7, RowDecisions())
    assert (problem.kind, problem.severity) == ("too-large", "ask")
    assert str(problem) == (
        "Row 7: the request has 120.4 MB, but a whole file can have only 100 MB. Shorten its text or leave the row out."
    )


def test_a_request_that_is_too_large_can_be_left_out() -> None:
    problem = check_size(120_400_000, 100_000_000, 7, RowDecisions(too_large="leave out"))
    assert (problem.kind, problem.severity) == ("too-large", "note")


def test_a_request_above_the_token_limit_asks() -> None:
    problem = check_tokens(1234.5, 1_000, 7, RowDecisions())
    assert (problem.kind, problem.severity) == ("too-large", "ask")
    assert str(problem) == (
        "Row 7: the request can have 1,234 tokens, but your limit for a file is 1,000. "
        "Shorten its text or leave the row out."
    )


def test_rows_that_share_a_request_go_with_it() -> None:
    sheet = make_sheet({"q": ["a", "b", "b", "c", "c"]})
    problems = {
        1: check_size(2, 1, 3, RowDecisions(too_large="leave out")),
        3: check_size(2, 1, 5, RowDecisions()),
    }
    found = sharing_left_out(sheet, problems, {2: 1, 4: 3})
    assert {row: (problem.row, problem.severity) for row, problem in found.items()} == {2: (4, "note")}
