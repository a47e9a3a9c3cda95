"""Which row of a sheet each request came from, by proof and never by position alone."""

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Literal

from lib.common.columns import batchdesk_columns
from lib.common.excel_cells import FORMULA_STARTS, guard
from lib.compose.row_ids import parse_row_id, prefix_digests, row_digests
from lib.join.template_inference import shared
from lib.sheets import Sheet

How = Literal["column", "cells", "number", "composed", "text", "none"]


@dataclass(frozen=True, slots=True)
class Match:
    """Row indexes by custom_id, and how they were found."""

    rows: Mapping[str, int]
    how: How
    column: str | None = None
    """The column that holds the ids, or the texts that were sent, if that is how."""

    shared: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """Ids that stand in several rows of the column (or whose texts do), or share their row, with the rows.

    None of them is matched.
    """

    sure: bool = True
    """Whether the column's numbers cannot just agree with the ids by chance."""

    contradicted: str = ""
    """The column that holds the ids, but not beside the texts that were sent under them, so that it was not taken."""

    rivals: Sequence[str] = ()
    """Columns that hold the ids equally well, so that none of them was taken."""


def match_rows(sheet: Sheet, ids: Sequence[str]) -> Match:
    """The row of each id by the best column that holds the ids, whatever speaks against it; else by the cells."""
    groups = id_columns(sheet, ids)
    return match_by_column(sheet, ids, groups[0][0]) if groups else match_by_cells(sheet, ids)


def match_by_number(sheet: Sheet, ids: Iterable[str]) -> Match:
    """The row whose number stands in the id. Nothing proves that it still is the row: only on request.

    Of several ids with one number nobody can tell which is the row's, so that none of them is matched.
    """
    at_number = {number: at for at, number in enumerate(sheet.numbers)}
    parsed = ((custom_id, parse_row_id(custom_id)) for custom_id in dict.fromkeys(ids))
    rows = {custom_id: at_number[said[0]] for custom_id, said in parsed if said and said[0] in at_number}
    times = Counter(rows.values())
    shared = {custom_id: [at] for custom_id, at in rows.items() if times[at] > 1}
    return Match({custom_id: at for custom_id, at in rows.items() if times[at] == 1}, "number", shared=shared)


def id_columns(sheet: Sheet, ids: Sequence[str]) -> list[list[str]]:
    """The columns in which most of the ids stand, those that are equally good together, the best first.

    Best is one in which the ids stand in one row each. A column that has not half of what it could have is none.
    """
    wanted, own = set(ids), _as_downloaded(ids)
    scores = [len(wanted.intersection(_unguarded(column, own))) for column in sheet.cells]
    enough = [at for at, score in enumerate(scores) if score and score * 2 >= min(len(wanted), len(sheet))]

    def worth(at: int) -> tuple[int, int, int]:
        times = Counter(cell for cell in _unguarded(sheet.cells[at], own) if cell in wanted)
        return list(times.values()).count(1), scores[at], _says_id(sheet.columns[at])

    worths = {at: worth(at) for at in enough}
    ranked = sorted(enough, key=lambda at: worths[at], reverse=True)
    groups = [[sheet.columns[at] for at in group] for _, group in groupby(ranked, lambda at: worths[at])]
    return [_different(sheet, group) for group in groups]


def _says_id(name: str) -> int:
    """2 for a column called custom_id, 1 for one whose name ends in `id` or `key` as a word."""
    return 2 if name == "custom_id" else int(_ID_NAME.search(name) is not None)


_ID_NAME = re.compile(r"(?:^|[\W_])(?:id|key)$", re.IGNORECASE)


def _different(sheet: Sheet, columns: Sequence[str]) -> list[str]:
    """The columns without those that repeat one before them, cell by cell."""
    cells = [sheet.cells[sheet.columns.index(column)] for column in columns]
    return [column for at, column in enumerate(columns) if cells[at] not in cells[:at]]


def match_by_column(sheet: Sheet, ids: Sequence[str], column: str) -> Match:
    """The row of each id by a column that holds the ids."""
    wanted = set(ids)
    places: dict[str, list[int]] = defaultdict(list)
    for at, cell in enumerate(_unguarded(sheet.cells[sheet.columns.index(column)], _as_downloaded(ids))):
        if cell in wanted:
            places[cell].append(at)
    rows = {custom_id: at[0] for custom_id, at in places.items() if len(at) == 1}
    shared = {custom_id: at for custom_id, at in places.items() if len(at) > 1}
    return Match(rows, "column", column=column, shared=shared)


def match_by_ending(sheet: Sheet, ids: Sequence[str], column: str) -> Match:
    """The row of each id by a column that holds what is left of the ids without what they share: 17 for `task-17`."""
    of_bare = {bare: custom_id for custom_id, bare in bare_ids(ids).items()}
    found = match_by_column(sheet, list(of_bare), column)
    rows = {of_bare[bare]: at for bare, at in found.rows.items()}
    shared = {of_bare[bare]: at for bare, at in found.shared.items()}
    return replace(found, rows=rows, shared=shared, sure=False)


def bare_ids(ids: Sequence[str]) -> dict[str, str]:
    """Each id without the words at its ends that all ids share.

    >>> bare_ids(["task-17", "task-18"]), bare_ids(["a1.txt", "b2.txt"])
    ({'task-17': '17', 'task-18': '18'}, {'a1.txt': 'a1', 'b2.txt': 'b2'})
    """
    if not ids:
        return {}
    backwards = [custom_id[::-1] for custom_id in ids]
    start, stop = (_words(every[0][: shared(every)]) for every in (ids, backwards))
    return {custom_id: custom_id[start : len(custom_id) - stop] for custom_id in ids if len(custom_id) > start + stop}


def _words(alike: str) -> int:
    """How many of the shared characters are words around an id: up to a mark between words, else all but digits."""
    marks = [at for at, mark in enumerate(alike, 1) if not mark.isalnum()]
    return marks[-1] if marks else len(alike.rstrip("0123456789"))


def _as_downloaded(ids: Sequence[str]) -> Mapping[str, str]:
    """The ids that a CSV download puts an apostrophe before, by how they stand in it, unless that is an id itself."""
    own = {guard(custom_id): custom_id for custom_id in ids if custom_id[:1] in FORMULA_STARTS}
    return own and {cell: own[cell] for cell in own.keys() - set(ids)}


def _unguarded(column: Sequence[str], own: Mapping[str, str]) -> Sequence[str]:
    return [own.get(cell, cell) for cell in column] if own else column


def match_by_cells(sheet: Sheet, ids: Sequence[str]) -> Match:
    """By digest: at the sheet's full width, else without its last column, and so on.

    People add columns at the right. One width holds for the whole sheet, and so does whether our own columns count.
    """
    wanted: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for custom_id in dict.fromkeys(ids):
        if said := parse_row_id(custom_id):
            wanted[said[1]].append((said[0], custom_id))
    kinds = (False, True) if wanted and batchdesk_columns(sheet.columns) else (False,) if wanted else ()
    widths = [(width, whole) for whole in kinds if (width := _width(sheet, wanted, whole))]
    found = [Match(_paired(sheet, wanted, *width), "cells") for width in widths]
    return max(found, key=lambda match: len(match.rows), default=Match({}, "none"))


def _width(sheet: Sheet, wanted: Container[str], whole: bool) -> int:
    """The most columns over which any row has a wanted digest; 0 if no row has."""
    if any(digest in wanted for digest in row_digests(sheet, len(sheet.columns), whole)):
        return len(sheet.columns)
    return max((width for width, digest in prefix_digests(sheet, whole) if digest in wanted), default=0)


def _paired(sheet: Sheet, wanted: Mapping[str, list[tuple[int, str]]], width: int, whole: bool) -> dict[str, int]:
    """Ids and rows of one digest: the same number first, then identical rows in order."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, digest in enumerate(row_digests(sheet, width, whole)):
        if digest in wanted:
            places[digest].append(at)
    rows: dict[str, int] = {}
    for digest, free in places.items():
        at_number = {sheet.numbers[at]: at for at in free}
        same = {custom_id: at_number[number] for number, custom_id in wanted[digest] if number in at_number}
        taken = set(same.values())
        rest = [custom_id for _, custom_id in wanted[digest] if custom_id not in same]
        rows |= same | dict(zip(rest, (at for at in free if at not in taken), strict=False))
    return rows
