"""Rows whose texts to embed have, or may have, more tokens than the provider accepts."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from lib.common import Problem, Severity
from lib.common.phrasing import counted, listed
from lib.compose.resolved_recipe import ResolvedRecipe
from lib.compose.row_choices import RowDecisions
from lib.compose.row_selection import Rows
from lib.compose.token_estimate import row_tokens
from lib.providers.limits import EMBEDDING_TOKENS, EmbeddingLimits
from lib.providers.token_ranges import column_tokens
from lib.sheets import Sheet


def check_long_texts(sheet: Sheet, resolved: ResolvedRecipe, decisions: RowDecisions) -> Iterator[tuple[int, Problem]]:
    """The rows that are over a limit even by the lowest estimate, each with one problem."""
    limits = EMBEDDING_TOKENS.get(resolved.provider.name)
    if limits is None or resolved.recipe.is_chat:
        return
    left_out = decisions.too_large == "leave out"
    low, total, _, _ = _tokens(sheet, resolved)
    for row in np.flatnonzero((low > limits.text) | (total > limits.request)).tolist():
        tokens, limit = (low[row], limits.text) if low[row] > limits.text else (total[row], limits.request)
        what = "the text has" if low[row] > limits.text else "the texts have together"
        message = f"{what} at least {tokens:,.0f} tokens, but {resolved.provider.name} accepts {limit:,}"
        ending, hint = (", so the row is left out.", "") if left_out else (".", "Shorten it or leave the row out.")
        severity: Severity = "note" if left_out else "ask"
        yield row, Problem("too-large", message + ending, hint, severity, row=sheet.numbers[row])


def check_doubtful_texts(sheet: Sheet, resolved: ResolvedRecipe, rows: Rows) -> Iterator[Problem]:
    """One warning for the rows that are over a limit only by the highest estimate."""
    limits = EMBEDDING_TOKENS.get(resolved.provider.name)
    if limits is None or resolved.recipe.is_chat:
        return
    over = _doubtful(sheet, resolved, limits)
    doubtful = [row for row in rows.tolist() if row in over]
    if doubtful:
        numbers = listed(doubtful, say=lambda row: str(sheet.numbers[row]))
        texts = counted(len(doubtful), "row may have", "rows may have")
        message = f"{texts} more tokens than {resolved.provider.name} accepts ({limits.text:,} a text): row {numbers}."
        yield Problem("long-texts", message, "Shorten the texts if the provider rejects them.", "warn")


def _doubtful(sheet: Sheet, resolved: ResolvedRecipe, limits: EmbeddingLimits) -> set[int]:
    low, low_total, high, high_total = _tokens(sheet, resolved)
    over = ((high > limits.text) | (high_total > limits.request)) & (low <= limits.text) & (low_total <= limits.request)
    return set(np.flatnonzero(over).tolist())


Counts = NDArray[np.float64]


def _tokens(sheet: Sheet, resolved: ResolvedRecipe) -> tuple[Counts, Counts, Counts, Counts]:
    """By row: least tokens of the longest text and of all texts, then the most of both."""
    columns = resolved.templates.embed_columns
    if not columns:
        low, high = row_tokens(resolved, sheet)
        return low, low, high, high
    ranges = [column_tokens(sheet.column(name)) for name in columns]
    lows, highs = np.array([each.low for each in ranges]), np.array([each.high for each in ranges])
    return lows.max(axis=0), lows.sum(axis=0), highs.max(axis=0), highs.sum(axis=0)
