"""Which row each request came from, by the text that was sent: to check columns of ids, and where there is none.

Scripts number their requests (`task-0`, `request-17`) or draw ids by lot. What they sent tells the
template, and the template tells the rows: one counts only if it gives exactly what was sent.
"""

import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from operator import add
from typing import NamedTuple, TypeAlias, TypeVar

from lib.join.evidence import CHANCE
from lib.join.id_match import Match, bare_ids
from lib.join.template_inference import Pair, Wording, is_given, shared, wordings
from lib.sheets import Sheet

T = TypeVar("T")
Rows: TypeAlias = Mapping[str, int]
"""Row indexes by custom_id."""

_SAMPLE = 40
"""So many requests of the whole run are looked at to find the template."""

_TRIED = 12
"""So many of them are paired with one another: some rows may have been edited since."""

_MOST_TRIES = 2_000
"""Pairs times columns that are looked at."""

_ENOUGH = 3
"""So many rows that give exactly their texts are no chance."""

_MOST_WORDINGS = 4
_MOST_COLUMNS = 200
"""In a wider sheet no column is looked for that holds the same as another."""

_LOOKED_UP = 8
"""So many requests are looked for among all rows, where no id says which one each is."""

_MOST_LOOKS = 3_000_000
"""Cells that are looked for in these."""

_LONGEST = 20_000
"""Characters beyond which nothing is looked for in a request: it would take seconds."""

_WINDOW = 200
"""Characters of the shared beginning and end of all texts that may belong to a cell."""

_NUMBER = re.compile(r"(\d{1,9})\D*$")


class Asked:
    """What was sent under some ids: a number for each text, and a text when somebody wants it."""

    def __init__(self, ids: Sequence[str], text_of: Callable[[str], str]) -> None:
        self.ids, self.text_of = ids, text_of
        self.prints = {custom_id: hash(text_of(custom_id)) for custom_id in ids}
        """Equal for equal texts: all of these, and of what a sheet gives, would be too much to hold."""


class Judged(NamedTuple):
    """What the texts say of rows that were taken for those of some requests."""

    agree: int
    """Rows that give exactly what was sent."""

    moved: int
    """Rows that do not, while another row does."""

    kept: Rows
    """Those that agree."""


class _Guess(NamedTuple):
    """What the ids may mean."""

    rows: Rows
    of_column: bool
    """Whether a column of the sheet has what all of the ids end in."""


class _Written:
    """What each row of a sheet gives by one template."""

    def __init__(self, sheet: Sheet, wording: Wording) -> None:
        self.wording = wording
        self.given = list(map(hash, wording.texts(sheet.cells)))
        self.places: dict[int, list[int]] = {}
        """The rows that give each text."""

        for at, text in enumerate(self.given):
            self.places.setdefault(text, []).append(at)

    def judge(self, rows: Rows, asked: Asked) -> Judged:
        """Whether the rows give the texts of their requests."""
        said = [(custom_id, at, asked.prints[custom_id]) for custom_id, at in rows.items() if custom_id in asked.prints]
        kept = {custom_id: at for custom_id, at, text in said if self.given[at] == text}
        moved = sum(self.given[at] != text and text in self.places for _, at, text in said)
        return Judged(len(kept), moved, kept)

    def sent(self, asked: Asked) -> int:
        """How many of the texts some row gives."""
        return sum(map(self.places.__contains__, asked.prints.values()))


@dataclass(frozen=True, slots=True)
class Told:
    """All that the texts of a batch say of a sheet."""

    sheet: Sheet
    asked: Asked
    written: Sequence[_Written]
    guesses: Sequence[_Guess]

    def judge(self, rows: Rows) -> Judged:
        """By the template that agrees best with the rows."""
        judged = (written.judge(rows, self.asked) for written in self.written)
        return max(judged, key=lambda found: (found.agree, -found.moved), default=Judged(0, 0, {}))

    def is_beaten(self, rows: Rows, agree: int) -> bool:
        """Whether the ids may mean other rows that give more of the texts, or other rows give more in any case."""
        others = (self.judge(guess.rows) for guess in self.guesses)
        if any(other.agree > agree and _differ(other.kept, rows) for other in others):
            return True
        return any(written.sent(self.asked) > agree and self._from_others(written, rows) for written in self.written)

    def _from_others(self, written: _Written, rows: Rows) -> bool:
        """Whether a template gives the text of a request from other rows than its own."""
        prints = (
            (at, self.asked.prints[custom_id]) for custom_id, at in rows.items() if custom_id in self.asked.prints
        )
        return any(at not in written.places.get(text, (at,)) for at, text in prints)

    def match(self) -> Match:
        """The row of each request by its text; of rows that give the same text, by what its id means."""
        written = self._clear()
        if written is None:
            return Match({}, "none")
        judged = [(guess, written.judge(guess.rows, self.asked)) for guess in self.guesses]
        whole = [found.kept for guess, found in judged if self._is_whole(written, guess, found)]
        if whole and not any(_differ(whole[0], other) for other in whole):
            return Match(whole[0], "text")
        places = {custom_id: at for custom_id, text in self.asked.prints.items() if (at := written.places.get(text))}
        times = Counter(self.asked.prints.values())  # of requests that are alike, one may be of a row that is gone
        alone = {custom_id for custom_id, at in places.items() if len(at) == times[self.asked.prints[custom_id]] == 1}
        rows = {custom_id: at[0] for custom_id, at in places.items() if custom_id in alone}
        shared = {custom_id: at for custom_id, at in places.items() if custom_id not in alone}
        used = dict.fromkeys(written.wording.columns)
        column = self.sheet.columns[next(iter(used))] if len(used) == 1 else None
        return Match(rows, "text", column=column, shared=shared)

    def _is_whole(self, written: _Written, guess: _Guess, found: Judged) -> bool:
        """Whether an id's meaning fits all texts, and could not fit as well if all rows had moved by one."""
        if found.agree < len(self.asked.prints):
            return False
        return guess.of_column or 2 * len({written.given[at] for at in found.kept.values()}) >= found.agree

    def _clear(self) -> _Written | None:
        """The template that gives most of the texts; none if another one gives them from other rows."""
        ranked = sorted(((found.sent(self.asked), found) for found in self.written), key=lambda item: -item[0])
        total = len(self.asked.prints)
        if not ranked or 2 * ranked[0][0] <= total or ranked[0][0] < min(_ENOUGH, total):
            return None
        most, best = ranked[0]
        rivals = [found for sent, found in ranked[1:] if 2 * sent >= most]
        return None if any(self._other_rows(best, rival) for rival in rivals) else best

    def _other_rows(self, one: _Written, other: _Written) -> bool:
        texts = set(self.asked.prints.values())
        both = (text for text in texts if text in one.places and text in other.places)
        return any(set(one.places[text]).isdisjoint(other.places[text]) for text in both)


def _differ(one: Rows, other: Rows) -> bool:
    return any(other.get(custom_id, at) != at for custom_id, at in one.items())


def told_by_texts(sheet: Sheet, asked: Asked, matches: Iterable[Rows]) -> Told:
    """What the texts say, with the rows that the ids may mean.

    Args:
        matches: the rows of the ids by columns that hold them.
    """
    guesses = [*(_Guess(rows, False) for rows in matches), *_guesses(sheet, asked.ids)]
    guesses = [guess for guess in guesses if guess.rows]
    found = dict.fromkeys(wording for guess in guesses for wording in _wordings(sheet, asked, guess.rows))
    if not found:
        found = dict.fromkeys(_wordings(sheet, asked, _looked_up(sheet, asked)))
    found |= dict.fromkeys(other for wording in found for other in _others(sheet, wording))
    return Told(sheet, asked, [_Written(sheet, wording) for wording in found], guesses)


def _guesses(sheet: Sheet, ids: Sequence[str]) -> Iterator[_Guess]:
    """The end of what a column holds, the place of a row, or its number."""
    bare = bare_ids(ids)
    ends = set(bare.values())
    for cells in sheet.cells:
        rows = _found(bare, _once(cells, ends))
        if 2 * len(rows) >= min(len(ids), len(sheet)):
            yield _Guess(rows, len(rows) == len(ids))
    found = ((custom_id, _NUMBER.search(custom_id)) for custom_id in ids)
    numbers = {custom_id: int(end[1]) for custom_id, end in found if end}
    for names in (range(len(sheet)), range(1, len(sheet) + 1), sheet.numbers):
        yield _Guess(_found(numbers, {name: at for at, name in enumerate(names)}), False)


def _found(keys: Mapping[str, T], places: Mapping[T, int]) -> Rows:
    return {custom_id: places[key] for custom_id, key in keys.items() if key in places}


def _once(cells: Sequence[str], wanted: Container[str]) -> dict[str, int]:
    """Where each of the wanted cells stands, of those that stand in one row only."""
    places: dict[str, int] = {}
    again: set[str] = set()
    for at, cell in enumerate(cells):
        if cell in wanted and places.setdefault(cell, at) != at:
            again.add(cell)
    return {cell: at for cell, at in places.items() if cell not in again}


def _wordings(sheet: Sheet, asked: Asked, rows: Rows) -> list[Wording]:
    """The templates that give most of the texts from the rows, as far as a sample tells."""
    some = _spread([(custom_id, at) for custom_id, at in rows.items() if custom_id in asked.prints], _SAMPLE)
    sample = [(asked.text_of(custom_id), sheet.row(at)) for custom_id, at in some]
    pairs = islice(combinations(_spread(sample, _TRIED), 2), max(_ENOUGH, _MOST_TRIES // len(sheet.columns)))
    found = dict.fromkeys(wording for pair in pairs for wording in wordings(pair) if _tells(wording, sample))
    scores = {wording: sum(is_given(sample, wording)) for wording in found}
    most = max(scores.values(), default=0)
    enough = most >= min(_ENOUGH, len(asked.ids))
    ranked = sorted(scores, key=lambda wording: -scores[wording])
    return [wording for wording in ranked[:_MOST_WORDINGS] if 2 * scores[wording] >= most] if enough else []


def _others(sheet: Sheet, wording: Wording) -> Iterator[Wording]:
    """The same with another column that holds much of what one of its columns holds: it may give the texts as well."""
    if len(sheet.columns) > _MOST_COLUMNS:
        return
    for place, column in enumerate(wording.columns):
        held = set(sheet.cells[column])
        for other, cells in enumerate(sheet.cells):
            if other not in wording.columns and 2 * len(held.intersection(cells)) >= len(held):
                yield wording._replace(columns=(*wording.columns[:place], other, *wording.columns[place + 1 :]))


def _tells(wording: Wording, sample: Sequence[Pair]) -> bool:
    """Whether a column of it holds more than numbers and short words, which agree by chance."""
    cells = ([row[column].strip() for _, row in sample] for column in wording.columns)
    return any(
        2 * sum(len(cell) > CHANCE and not cell.isdecimal() for cell in column) > len(sample) for column in cells
    )


def _spread(values: Sequence[T], most: int) -> Sequence[T]:
    """So many values of the whole run."""
    return values[:: max(1, -(-len(values) // most))]


def _looked_up(sheet: Sheet, asked: Asked) -> Rows:
    """The row of which most stands in a request, for some requests."""
    looks = max(1, min(_LOOKED_UP, _MOST_LOOKS // max(1, len(sheet) * len(sheet.columns))))
    texts = {custom_id: asked.text_of(custom_id) for custom_id in _spread(asked.ids, _SAMPLE)}
    start, stop = _words(list(texts.values()))
    windows = {custom_id: text[start : len(text) - stop] for custom_id, text in texts.items()}
    found = {}
    for custom_id, window in sorted(windows.items(), key=lambda item: len(item[1]))[:looks]:
        if len(window) > _LONGEST:
            break
        scores = [0] * len(sheet)
        for cells in sheet.cells:
            standing = (len(cell) if cell and cell in window else 0 for cell in cells)
            scores = list(map(add, scores, standing))
        found[custom_id] = scores.index(max(scores))
    return found


def _words(texts: Sequence[str]) -> tuple[int, int]:
    """How many characters at the beginning and at the end of all texts are surely no cell's."""
    start = shared(texts)
    stop = shared([text[::-1] for text in texts])
    return max(0, start - _WINDOW), max(0, stop - _WINDOW)
