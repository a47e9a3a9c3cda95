"""The words of a batch, told from its requests and a sheet: which text with which columns gives each request again.

What stands in a request proves little: another row's cell may stand there, too, and a word of the
template. So the template itself is looked for, and a row counts only if it gives exactly what was sent.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import count, islice
from typing import NamedTuple

Row = Sequence[str]
Pair = tuple[str, Row]
"""What was sent, and the row that may have been sent so."""

_MOST_STEPS = 200
"""So many beginnings of a template are looked at for one pair of requests."""

_MOST_FOUND = 6


class Wording(NamedTuple):
    """A text with places for columns: `parts[0]`, a cell of `columns[0]`, `parts[1]`, and so on."""

    parts: tuple[str, ...]
    columns: tuple[int, ...]

    def texts(self, cells: Sequence[Sequence[str]]) -> Iterator[str]:
        """What each row of a sheet gives.

        Args:
            cells: the sheet's columns.
        """
        fields = "{}".join(part.replace("{", "{{").replace("}", "}}") for part in self.parts)
        return map(fields.format, *(cells[column] for column in self.columns))


def wordings(pairs: Sequence[Pair]) -> list[Wording]:
    """The templates that give all of a few texts from their rows, each with one column at least.

    A column whose cells are the same in all of the rows is words to it.
    """
    steps = count()
    texts, rows = [text for text, _ in pairs], [row for _, row in pairs]
    return list(islice(_parsed(texts, rows, steps), _MOST_FOUND))


def _parsed(texts: Sequence[str], rows: Sequence[Row], steps: Iterator[int]) -> Iterator[Wording]:
    """How the texts go on from here: words up to a cell in which they first differ, and the rest after it."""
    if next(steps) > _MOST_STEPS:
        return
    same = shared(texts)
    for start, column in _cells_at(texts, rows, same):
        rest = [text[start + len(row[column]) :] for text, row in zip(texts, rows, strict=True)]
        if len(set(rest)) == 1:
            yield Wording((texts[0][:start], rest[0]), (column,))
            continue
        for after in _parsed(rest, rows, steps):
            yield Wording((texts[0][:start], *after.parts), (column, *after.columns))


def shared(texts: Sequence[str]) -> int:
    """How many characters all texts begin with.

    >>> shared(["abc", "abd"]), shared(["ab", "abc"])
    (2, 2)
    """
    first, last = min(texts), max(texts)
    return next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))


def _cells_at(texts: Sequence[str], rows: Sequence[Row], same: int) -> list[tuple[int, int]]:
    """Where each text has its row's cell of a column that reaches up to the first difference: start and column.

    Those of which most characters are explained come first.
    """
    found = []
    for column in range(len(rows[0])):
        cells = [row[column] for row in rows]
        longest = max(range(len(cells)), key=lambda at: len(cells[at]))
        if all(cell == cells[0] for cell in cells):
            continue
        for start in _starts(texts[longest], cells[longest], same):
            fits = all(text.startswith(cell, start) for text, cell in zip(texts, cells, strict=True))
            if fits and start + len(cells[longest]) >= same:
                found.append((sum(map(len, cells)), start, column))
    return [(start, column) for _, start, column in sorted(found, key=lambda item: -item[0])]


def _starts(text: str, cell: str, most: int) -> Iterator[int]:
    """Where a cell begins in a text, up to a place; a cell that is not there has no start."""
    start = text.find(cell, max(0, most - len(cell)), most + len(cell))
    while 0 <= start <= most:
        yield start
        start = text.find(cell, start + 1, most + len(cell))


def is_given(pairs: Iterable[Pair], wording: Wording) -> Iterator[bool]:
    """Whether each row gives its text."""
    for text, row in pairs:
        given = next(wording.texts([[cell] for cell in row]))
        yield given == text
