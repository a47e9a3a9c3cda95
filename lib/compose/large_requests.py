"""The problems of rows whose request alone exceeds a limit of a whole file."""

from collections.abc import Mapping
from dataclasses import replace

from lib.batch.split import Amounts, TokenCounts
from lib.common import Problem
from lib.compose.resolved_recipe import ResolvedRecipe
from lib.compose.row_checks import decided, left_out
from lib.compose.row_choices import RowDecisions
from lib.compose.row_selection import Rows
from lib.sheets import Sheet


def large_requests(
    sheet: Sheet,
    resolved: ResolvedRecipe,
    rows: Rows,
    sizes: Amounts,
    tokens: TokenCounts | None,
    decisions: RowDecisions,
) -> dict[int, Problem]:
    """The rows whose request alone exceeds a limit of a whole file."""
    limit, token_limit, numbers = resolved.provider.bytes, resolved.provider.tokens, sheet.numbers
    large = zip(rows[sizes > limit].tolist(), sizes[sizes > limit].tolist(), strict=True)
    problems = {row: check_size(size, limit, numbers[row], decisions) for row, size in large}
    if tokens is None or token_limit is None:
        return problems
    many = rows[tokens[rows] > token_limit].tolist()
    return problems | {row: check_tokens(tokens[row], token_limit, numbers[row], decisions) for row in many}


def sharing_left_out(sheet: Sheet, problems: Mapping[int, Problem], identical: Mapping[int, int]) -> dict[int, Problem]:
    """The rows that share the request of a row that is left out, each with its problem."""
    gone = set(left_out(problems))
    rows = [row for row, first in identical.items() if first in gone]
    return {row: replace(problems[identical[row]], row=sheet.numbers[row]) for row in rows}


def check_size(size: int, limit: int, number: int, decisions: RowDecisions) -> Problem:
    """The problem of a row whose request is larger than a whole file can be."""
    message = f"the request has {size / 1e6:,.9g} MB, but a whole file can have only {limit / 1e6:,.9g} MB"
    return decided(_too_large(message), number, decisions.too_large)


def check_tokens(tokens: float, limit: int, number: int, decisions: RowDecisions) -> Problem:
    """The problem of a row whose request alone can exceed the token limit of a file."""
    message = f"the request can have {tokens:,.0f} tokens, but your limit for a file is {limit:,}"
    return decided(_too_large(message), number, decisions.too_large)


def _too_large(message: str) -> Problem:
    return Problem("too-large", message, "Shorten its text or leave the row out.", "ask")
