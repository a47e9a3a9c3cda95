"""Which column of a sheet holds the ids: told by what was sent, where numbers could agree by chance.

Ids like 1, 2, 3 stand in many columns: in a rank, in a count, in another sheet's numbers. Where the
text that was sent does not speak for a column, that is said; where it speaks against it, the next one
is looked at; where two columns are as good as each other, none is taken. Other ids cannot agree by
chance, yet a column of them may have been sorted alone, or be that of an earlier batch.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice
from math import comb
from typing import Literal

from lib.conversation import conversation
from lib.match import Match, id_columns, match_by_cells, match_by_column
from lib.sent import Sent
from lib.sheet import Sheet
from lib.table import Place

Verdict = Literal["proved", "unknown", "refuted", "contradicted"]
"""`refuted` is enough for numbers; `contradicted`: each of many texts was sent for one other row."""

Said = Literal["for", "moved", "against", "shared", "silent", "nothing"]
"""`moved`: many texts were each sent in one request alone, and it is another row's. `shared`: the texts stand in so
many requests that others would fit as well. `silent`: they were not sent."""

_VOUCHERS = 20
"""So many rows are looked at."""

_CHANCE = 3
"""Cells of up to so many characters stand in many texts by chance."""

_ENOUGH = 3
"""So many texts of which no request has any are no chance."""

_UNLIKELY = 0.01
"""Below this, nobody would take it for chance."""

_LEAST = 0.05
"""How often a text stands in a request that is not its row's, where none of those looked at has it."""


def match_by_proof(sheet: Sheet, ids: Sequence[str], sent: Sequence[Sent], requests: Mapping[str, Place]) -> Match:
    """The row of each id by the column that holds the ids; of the others, by the cells inside default ids.

    Args:
        requests: where the request of each id stands in what was sent.
    """
    unasked = [custom_id for custom_id in ids if custom_id not in requests]
    if not requests or not unasked:
        return _of_these(sheet, ids, sent, requests)
    found = _of_these(sheet, list(requests), sent, requests)  # answers of another batch have no say in it
    others = match_by_column(sheet, unasked, found.column) if found.column else match_by_cells(sheet, unasked)
    return replace(found, rows={**others.rows, **found.rows})


def _of_these(sheet: Sheet, ids: Sequence[str], sent: Sequence[Sent], requests: Mapping[str, Place]) -> Match:
    found = _by_column(sheet, ids, sent, requests)
    if found.rivals:
        return found
    if not found.rows:
        by_cells = match_by_cells(sheet, ids)
        return by_cells if by_cells.rows or not found.contradicted else found
    return _completed(sheet, ids, found)


def _by_column(sheet: Sheet, ids: Sequence[str], sent: Sequence[Sent], requests: Mapping[str, Place]) -> Match:
    """By the first column that what was sent does not refute; without rows if there is none."""
    contradicted = ""
    for group in id_columns(sheet, ids):
        matches = [match_by_column(sheet, ids, column) for column in group]
        verdicts = [_verdict(sheet, match, sent, requests) for match in matches]
        for match, verdict in zip(matches, verdicts, strict=True):
            if verdict == "proved":
                return match
        if len(matches) == 1 and _cannot_agree_by_chance(matches[0]):
            if verdicts[0] != "contradicted":
                return matches[0]
            contradicted = contradicted or group[0]
        left = [match for match, verdict in zip(matches, verdicts, strict=True) if verdict == "unknown"]
        if len(left) == 1:
            return replace(left[0], sure=False)
        if left:
            return Match({}, "none", rivals=[match.column or "" for match in left])
    return Match({}, "none", contradicted=contradicted)


def _completed(sheet: Sheet, ids: Sequence[str], match: Match) -> Match:
    """With the rows of default ids that the column does not hold: a part of the sheet may have been sent anew."""
    left = [custom_id for custom_id in ids if custom_id not in match.rows and custom_id not in match.shared]
    taken = set(match.rows.values())
    more = {custom_id: at for custom_id, at in match_by_cells(sheet, left).rows.items() if at not in taken}
    return replace(match, rows={**match.rows, **more}) if more else match


def _cannot_agree_by_chance(match: Match) -> bool:
    return match.column == "custom_id" or not all(map(str.isdecimal, match.rows))


def _verdict(sheet: Sheet, match: Match, sent: Sequence[Sent], requests: Mapping[str, Place]) -> Verdict:
    """Whether the requests hold the texts of the rows that the column gives them."""
    some = [(custom_id, at) for custom_id, at in islice(match.rows.items(), _VOUCHERS) if custom_id in requests]
    asked = [_text(sent, requests[custom_id]) for custom_id, _ in some]
    rows = [at for _, at in some]
    others = (cells for name, cells in zip(sheet.columns, sheet.cells, strict=True) if name != match.column)
    said = {_said(cells, rows, asked) for cells in others}
    if "for" in said:
        return "proved"
    if "moved" in said:
        return "contradicted"
    if "against" in said or ("silent" in said and "shared" not in said):
        return "refuted"
    return "unknown"


def _text(sent: Sequence[Sent], place: Place) -> str:
    file, at = place
    return "\n".join(turn.text for turn in conversation(sent[file].body(at)))


def _said(cells: Sequence[str], rows: Sequence[int], asked: Sequence[str]) -> Said:
    """What one column says to it: of each row its text, and what was asked in its name.

    A text counts for as much as it stands in no other request: the words of the template stand in all.
    """
    texts = {place: text for place, at in enumerate(rows) if len(text := cells[at].strip()) > _CHANCE}
    found = {place: [text in other for other in asked] for place, text in texts.items()}
    hits = [place for place, places in found.items() if places[place]]
    others = sum(sum(places) - places[place] for place, places in found.items())
    by_chance = max(_LEAST, others / max(1, len(texts) * (len(asked) - 1)))
    if hits and _tail(len(texts), len(hits), by_chance) < _UNLIKELY:
        return "for"
    moved = {places.index(True) for place, places in found.items() if sum(places) == 1 and not places[place]}
    if moved and len(moved) >= max(min(_ENOUGH, len(texts)), len(texts) / 3):
        return "moved"
    elsewhere = [place for place, places in found.items() if any(places) and not places[place]]
    if elsewhere and 3 * len(elsewhere) >= len(texts):
        return "against"
    return "shared" if hits else "silent" if len(texts) >= _ENOUGH else "nothing"


def _tail(tries: int, least: int, chance: float) -> float:
    """How likely so many hits or more are, of so many tries with this chance each."""
    return sum(comb(tries, hits) * chance**hits * (1 - chance) ** (tries - hits) for hits in range(least, tries + 1))
