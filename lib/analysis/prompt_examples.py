"""Rows that are examples in the prompt: the model saw them, so their answers say little about other rows."""

from collections.abc import Sequence
from typing import NamedTuple

from lib.batch.content import content_text
from lib.common.own_columns import Cell
from lib.join import Joined

_SHORTEST = 10
"""Characters of a text that is not in a prompt by chance."""

_SAMPLE = 9


class _Request(NamedTuple):
    row: int
    text: str


def rows_in_prompt(joined: Joined, rows: Sequence[int]) -> list[int] | None:
    """The rows whose text is in the requests of other rows too; None if it is unknown what was sent.

    A row's text is its longest cell among the columns that the prompt takes from each row.
    """
    requests = _sample(joined)
    if joined.sheet is None or len(requests) < 2:
        return None
    columns = [joined.columns[name] for name in joined.sheet.columns]
    used = [column for column in columns if _is_used(column, requests)]
    if not used:
        return None
    texts = ((row, max((_cell(column, row) for column in used), key=len)) for row in rows)
    return [row for row, text in texts if _is_example(row, text, requests)]


def _is_used(column: Sequence[Cell], requests: Sequence[_Request]) -> bool:
    """Whether over half of some requests have the cell of their row, and not all of the others have it too."""
    own = 0
    for row, text in requests:
        cell = _cell(column, row)
        own += bool(cell) and cell in text and not all(cell in other.text for other in requests)
    return 2 * own > len(requests)


def _is_example(row: int, cell: str, requests: Sequence[_Request]) -> bool:
    others = [request.text for request in requests if request.row != row]
    return len(cell) >= _SHORTEST and all(cell in text for text in others)


def _cell(column: Sequence[Cell], row: int) -> str:
    return str(column[row] or "").strip()


def _sample(joined: Joined) -> list[_Request]:
    """Some requests from all over the table, each with another text."""
    sent = [row for row, request in enumerate(joined.rows.requests) if request is not None]
    last = len(sent) - 1
    spread = sorted({sent[place * last // (_SAMPLE - 1)] for place in range(_SAMPLE)}) if sent else []
    return list({text: _Request(row, text) for row in spread if (text := _text(joined, row))}.values())


def _text(joined: Joined, row: int) -> str:
    position = joined.rows.requests[row]
    return "" if position is None else content_text(joined.sent[position[0]].body(position[1]))
