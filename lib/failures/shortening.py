"""What a cut of one column's cells changes in the requests of some rows, and how much of a cell may fit."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from lib.failures.request_changes import token_limit
from lib.join import Joined

_SAMPLE_ROWS = 200
_MARGIN = 0.95
"""What is kept of the room, since the number of characters a token differs within a text."""

_COUNTS = (
    re.compile(r"length is (?P<most>\d+) tokens.*?requested (?P<all>\d+) tokens", re.DOTALL),
    re.compile(r"length is (?P<most>\d+) tokens.*?resulted in (?P<prompt>\d+) tokens", re.DOTALL),
    re.compile(r"prompt is too long: (?P<prompt>\d+) tokens > (?P<most>\d+) maximum"),
)
"""How many tokens a request has, and how many the model takes, in the providers' messages about them."""


class Shortening(NamedTuple):
    """What a cut of one column's cells changes in some rows."""

    cut: Sequence[int]
    """Rows of the table whose request gets a shorter text."""

    short: int
    """Number of rows whose cell is short enough."""

    absent: int
    """Number of rows that stay as they are because their request does not have the cell's text."""


def cell_of(joined: Joined, row: int, column: str) -> str:
    """The sheet's cell in a row of the table; empty if the row or the column is not in the sheet."""
    place, sheet = joined.rows.sheet_rows[row], joined.sheet
    return "" if place is None or sheet is None or column not in sheet.columns else sheet.column(column)[place]


def shortening(joined: Joined, rows: Sequence[int], column: str, most: int) -> Shortening:
    """What a cut of a column's cells at a number of characters changes in these rows."""
    cut, short, absent = [], 0, 0
    for row in rows:
        cell = cell_of(joined, row, column).strip()
        if not any(cell in text for text in _texts(_body(joined, row))):
            absent += 1
        elif len(cell) <= most:
            short += 1
        else:
            cut.append(row)
    return Shortening(cut, short, absent)


def long_columns(joined: Joined, rows: Sequence[int]) -> list[str]:
    """The columns whose texts are in the requests of these rows, the longest texts first."""
    lengths: Counter[str] = Counter()
    for row in rows[:_SAMPLE_ROWS] if joined.sheet else ():
        texts = list(_texts(_body(joined, row)))
        for column in joined.sheet.columns if joined.sheet else ():
            cell = cell_of(joined, row, column).strip()
            if cell and any(cell in text for text in texts):
                lengths[column] += len(cell)
    return [column for column, _ in lengths.most_common()]


def suggested_length(joined: Joined, rows: Sequence[int], column: str) -> int | None:
    """How many characters fit by the provider's own counts, less a twentieth; None if it gives none.

    The longest row decides: its tokens too many are taken as characters in proportion to its prompt.
    """
    lengths = [length for row in rows[:_SAMPLE_ROWS] if (length := _room(joined, row, column)) is not None]
    return min(lengths) if lengths and min(lengths) > 0 else None


def _room(joined: Joined, row: int, column: str) -> int | None:
    """The characters of the cell that fit into the model's context; None if the message does not give the counts."""
    result, body = joined.result(row), _body(joined, row)
    found = next(
        (match for match in (pattern.search(result.error if result else "") for pattern in _COUNTS) if match), None
    )
    cell = len(cell_of(joined, row, column).strip())
    if found is None or not cell:
        return None
    counts = {name: int(count) for name, count in found.groupdict().items()}
    answer = token_limit(body) or 0
    prompt = counts.get("prompt") or counts["all"] - answer
    too_many = prompt + answer - counts["most"]
    if too_many <= 0 or prompt <= 0:
        return None
    return int((cell - too_many * sum(map(len, _texts(body))) / prompt) * _MARGIN)


def _body(joined: Joined, row: int) -> Any:
    position = joined.rows.requests[row]
    return None if position is None else joined.sent[position[0]].body(position[1])


def _texts(value: Any) -> Iterator[str]:
    """Every text in a request's body."""
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(inner)
