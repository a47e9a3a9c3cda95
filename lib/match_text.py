"""Which row each request came from, by the text that was sent: for ids that stand in no column.

Scripts number their requests (`task-0`, `request-17`) or draw ids by lot. A number is taken only
where the texts that were sent say the same; a text alone, where it is a cell and no other row has it.
"""

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple, TypeVar

from lib.match import Match, bare_ids
from lib.proof import CHANCE, Cells, said
from lib.sheet import Sheet

T = TypeVar("T")
Rows = dict[str, int]
"""Row indexes by custom_id."""

_VOUCHERS = 20
"""So many requests of the whole run tell whether a guess is worth a look at all of them."""

_NEARLY_ALL = 0.95
"""So many of the texts must say what the numbers say: a cell may have been edited since."""

_FIRST = 3
"""The words around a cell are told by one of so many requests: the rows of others may have been edited."""

_FEW = 3
"""Fewer cells could be in another sheet by chance."""

_NONE = Match({}, "none")
_NUMBER = re.compile(r"(\d{1,9})\D*$")


def match_by_text(sheet: Sheet, texts: Mapping[str, str]) -> Match:
    """The row of each request.

    Args:
        texts: what was sent, by custom_id.
    """
    proved = [rows for guess in _guesses(sheet, list(texts)) if (rows := _proved(sheet, guess, texts))]
    best = max(proved, key=len, default={})
    if best and all(rows == best for rows in proved if len(rows) == len(best)):
        return Match(best, "text")
    found = [_by_cell(cells, texts, column) for column, cells in zip(sheet.columns, sheet.cells, strict=True)]
    return max(found, key=lambda match: len(match.rows), default=_NONE)


class _Guess(NamedTuple):
    """What the ids may mean."""

    rows: Rows
    whole: bool = False
    """Whether a column of the sheet has what all of the ids end in: so much cannot be chance."""


def _guesses(sheet: Sheet, ids: Sequence[str]) -> Iterator[_Guess]:
    """The end of what a column holds, the place of a row, or its number."""
    bare = bare_ids(ids)
    for cells in sheet.cells:
        of_cell = _unique(cells)
        yield _Guess(rows := _found(bare, of_cell), len(rows) == len(ids))
    ends = ((custom_id, _NUMBER.search(custom_id)) for custom_id in ids)
    numbers = {custom_id: int(end[1]) for custom_id, end in ends if end}
    every = range(len(sheet))
    for places in ({at: at for at in every}, {at + 1: at for at in every}, _unique(sheet.numbers)):
        yield _Guess(_found(numbers, places))


def _found(keys: Mapping[str, T], places: Mapping[T, int]) -> Rows:
    return {custom_id: places[key] for custom_id, key in keys.items() if key in places}


def _proved(sheet: Sheet, guess: _Guess, texts: Mapping[str, str]) -> Rows:
    """The rows of a guess that the texts do not speak against; none if they do not speak for it.

    Where texts repeat, a sorted sheet whose rows have all moved by one would pass nearly everywhere.
    """
    some = list(islice(guess.rows.items(), 0, None, max(1, len(guess.rows) // _VOUCHERS)))
    rows, asked = [at for _, at in some], [texts[custom_id] for custom_id, _ in some]
    witnesses = [cells for cells in sheet.cells if said(cells, rows, asked) == "for"]
    if not witnesses:
        return {}
    kept = {custom_id: at for custom_id, at in guess.rows.items() if _fits(witnesses, at, texts[custom_id])}
    told = list(zip(*witnesses, strict=True))
    if 2 * len({told[at] for at in kept.values()}) < len(kept):
        return kept if guess.whole and len(kept) == len(texts) else {}
    if len(kept) < _NEARLY_ALL * len(guess.rows):
        return {}
    if len(kept) == len(texts):
        return kept
    once = _unique(told)  # some rows were edited or taken away: of two alike the wrong one may stand there
    return {custom_id: at for custom_id, at in kept.items() if told[at] in once}


def _fits(witnesses: Sequence[Cells], at: int, text: str) -> bool:
    """Whether a row's cells were sent, those that could stand anywhere aside."""
    cells = (witness[at].strip() for witness in witnesses)
    return all(cell in text for cell in cells if len(cell) > CHANCE)


def _by_cell(cells: Cells, texts: Mapping[str, str], column: str) -> Match:
    """By a column whose cells stand in the requests, with the same words around each."""
    places = _places(cell.strip() for cell in cells)
    sent = next((sent for frame in _frames(places, texts) if (sent := _sent_in(frame, texts, places))), {})
    rows = {custom_id: at[0] for custom_id, cell in sent.items() if len(at := places[cell]) == 1}
    shared = {custom_id: at for custom_id, cell in sent.items() if len(at := places[cell]) > 1}
    return Match(rows, "text", column=column, shared=shared)


def _frames(cells: Iterable[str], texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The words before and after a cell: those around the longest one that stands in one of the first requests."""
    for text in islice(texts.values(), _FIRST):
        if cell := max((cell for cell in cells if cell in text), key=len, default=""):
            starts = dict.fromkeys((text.rfind(cell), text.find(cell)))
            yield from ((text[:start], text[start + len(cell) :]) for start in starts)


def _sent_in(frame: tuple[str, str], texts: Mapping[str, str], cells: Container[str]) -> dict[str, str]:
    """The cell that was sent in each request; none if most have other words around it, or few cells were sent."""
    head, tail = frame
    inside = (
        (custom_id, text[len(head) : len(text) - len(tail)].strip())
        for custom_id, text in texts.items()
        if text.startswith(head) and text.endswith(tail)
    )
    sent = {custom_id: cell for custom_id, cell in inside if cell in cells}
    return sent if 2 * len(sent) >= len(texts) and len(set(sent.values())) >= _FEW else {}


def _places(cells: Iterable[str]) -> Mapping[str, Sequence[int]]:
    """The rows of each cell that is no number, and too long to stand anywhere by chance."""
    places: dict[str, list[int]] = {}
    for at, cell in enumerate(cells):
        if len(cell) > CHANCE and not cell.isdecimal():
            places.setdefault(cell, []).append(at)
    return places


def _unique(values: Iterable[T]) -> dict[T, int]:
    """Where each value stands that stands in one row only."""
    every = list(values)
    count = Counter(every)
    return {value: at for at, value in enumerate(every) if count[value] == 1}
