"""Which column of a sheet holds the ids: told by what was sent, where numbers could agree by chance.

Ids like 1, 2, 3 stand in many columns: in a rank, in a count, in another sheet's numbers. Where the
text that was sent does not speak for a column, that is said; where it speaks against it, the next one
is looked at; where two columns are as good as each other, none is taken.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Literal

from lib.conversation import conversation
from lib.match import Match, id_columns, match_by_cells, match_by_column
from lib.sent import Sent
from lib.sheet import Sheet
from lib.table import Place

Verdict = Literal["proved", "unknown", "refuted"]

_VOUCHERS = 20
"""So many rows are looked at."""

_CHANCE = 3
"""Cells of up to so many characters stand in many texts by chance."""

_ENOUGH = 3
"""So many requests without their row's text are no chance."""


def match_by_proof(sheet: Sheet, ids: Sequence[str], sent: Sequence[Sent], requests: Mapping[str, Place]) -> Match:
    """The row of each id by the column that holds the ids, else by the cells inside default ids.

    Args:
        requests: where the request of each id stands in what was sent.
    """
    groups = id_columns(sheet, ids)
    if not groups:
        return match_by_cells(sheet, ids)
    for group in groups:
        matches = [match_by_column(sheet, ids, column) for column in group]
        if len(matches) == 1 and _cannot_agree_by_chance(matches[0]):
            return matches[0]
        verdicts = [_verdict(sheet, match, sent, requests) for match in matches]
        for match, verdict in zip(matches, verdicts, strict=True):
            if verdict == "proved":
                return match
        left = [match for match, verdict in zip(matches, verdicts, strict=True) if verdict == "unknown"]
        if len(left) == 1:
            return replace(left[0], sure=False)
        if left:
            return Match({}, "none", rivals=[match.column or "" for match in left])
    return match_by_cells(sheet, ids)


def _cannot_agree_by_chance(match: Match) -> bool:
    return match.column == "custom_id" or not all(map(str.isdecimal, match.rows))


def _verdict(sheet: Sheet, match: Match, sent: Sequence[Sent], requests: Mapping[str, Place]) -> Verdict:
    """Whether the requests hold the texts of the rows that the column gives them."""
    heard = list(_heard(sheet, match, sent, requests))
    if heard and sum(heard) * 2 >= len(heard):
        return "proved"
    return "refuted" if len(heard) >= _ENOUGH else "unknown"


def _heard(sheet: Sheet, match: Match, sent: Sequence[Sent], requests: Mapping[str, Place]) -> Iterator[bool]:
    """Of the first rows with a text of their own: whether their request holds it."""
    some = [(custom_id, at) for custom_id, at in islice(match.rows.items(), _VOUCHERS) if custom_id in requests]
    own = [_own_texts(column, [at for _, at in some]) for column in sheet.cells]
    for place, (custom_id, _) in enumerate(some):
        texts = [text for column in own if (text := column[place]) and text != custom_id]
        if texts:
            file, at = requests[custom_id]
            asked = "\n".join(turn.text for turn in conversation(sent[file].body(at)))
            yield any(text in asked for text in texts)


def _own_texts(cells: Sequence[str], rows: Sequence[int]) -> list[str]:
    """The rows' cells of one column; empty for those that are short, or stand in other rows too."""
    wanted = {cells[at] for at in rows}
    times = Counter(cell for cell in cells if cell in wanted)
    return [cells[at].strip() if times[cells[at]] == 1 and len(cells[at].strip()) > _CHANCE else "" for at in rows]
