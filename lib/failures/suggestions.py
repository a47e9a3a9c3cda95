"""Values for the changes of a cause that its known error leaves open, from the rows it has."""

import re
from collections.abc import Sequence
from dataclasses import replace

from lib.failures.request_changes import Change, token_limit
from lib.join import Joined

_SAMPLE_ROWS = 200
_DEFAULT_TOKENS = 1_024

_CONTEXT = re.compile(r"length is (\d+) tokens.*?\((\d+) in the messages, \d+ in the completion\)", re.DOTALL)
"""The model's context and the prompt's length, in the message of an error about them."""


def suggest_values(joined: Joined, kind: str, changes: Sequence[Change], rows: Sequence[int]) -> tuple[Change, ...]:
    """The changes with the tokens that the rows suggest.

    Args:
        kind: the kind of the cause.
    """
    suggested = [
        replace(change, value=_more_tokens(joined, rows))
        if change.kind == "raise-tokens" and not change.is_ready
        else change
        for change in changes
    ]
    if kind == "context-length" and (room := _room(joined, rows)) > 0:
        suggested.insert(0, Change("lower-tokens", value=room))
    return tuple(suggested)


def _more_tokens(joined: Joined, rows: Sequence[int]) -> int:
    """Twice the limit that the rows reached, as far as their requests or answers show it."""
    limits = []
    for row in rows[:_SAMPLE_ROWS]:
        position, result = joined.rows.requests[row], joined.result(row)
        limit = token_limit(joined.sent[position[0]].body(position[1])) if position else None
        limits.append(limit or (result.completion_tokens if result else None) or 0)
    return 2 * max(limits) or _DEFAULT_TOKENS


def _room(joined: Joined, rows: Sequence[int]) -> int:
    """The most answer tokens that fit beside the prompt of every row; 0 if any row leaves no room or does not say."""
    matches = [_CONTEXT.search(result.error) for row in rows if (result := joined.result(row))]
    return max(0, min((int(match[1]) - int(match[2]) if match else 0 for match in matches), default=0))
