"""Which column of a sheet holds the ids: told by what was sent, where numbers could agree by chance.

Ids like 1, 2, 3 stand in many columns: in a rank, in a count, in another sheet's numbers. Where the
text that was sent does not speak for a column, that is said; where it speaks against it, the next one
is looked at; where two columns are as good as each other, none is taken. Other ids cannot agree by
chance, yet a column of them may have been sorted alone, or be that of an earlier batch. Where no
column holds them, the texts alone may tell.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice

from lib.conversation import conversation
from lib.match import Match, id_columns, match_by_cells, match_by_column
from lib.match_text import match_by_text
from lib.proof import Verdict, verdict
from lib.sent import Sent
from lib.sheet import Sheet
from lib.table import Place

_VOUCHERS = 20
"""So many rows are looked at."""


def match_by_proof(sheet: Sheet, ids: Sequence[str], sent: Sequence[Sent], requests: Mapping[str, Place]) -> Match:
    """The row of each id by the column that holds the ids; of the others, by the cells inside default ids.

    Args:
        requests: where the request of each id stands in what was sent.
    """
    unasked = [custom_id for custom_id in ids if custom_id not in requests]
    if not requests or not unasked:
        return _of_these(sheet, ids, sent, requests)
    found = _of_these(sheet, list(requests), sent, requests)  # answers of another batch have no say in it
    by_column = found.how == "column" and found.column
    others = match_by_column(sheet, unasked, by_column) if by_column else match_by_cells(sheet, unasked)
    return replace(found, rows={**others.rows, **found.rows})


def _of_these(sheet: Sheet, ids: Sequence[str], sent: Sequence[Sent], requests: Mapping[str, Place]) -> Match:
    found = _by_column(sheet, ids, sent, requests)
    if found.rivals:
        return found
    if found.rows:
        return _completed(sheet, ids, found)
    by_cells = match_by_cells(sheet, ids)
    if by_cells.rows:
        return by_cells
    if found.contradicted:  # whether its ids or its texts were moved, nobody can tell
        return found
    asked = (custom_id for custom_id in ids if custom_id in requests)
    return match_by_text(sheet, {custom_id: _text(sent, requests[custom_id]) for custom_id in asked})


def _by_column(sheet: Sheet, ids: Sequence[str], sent: Sequence[Sent], requests: Mapping[str, Place]) -> Match:
    """By the first column that what was sent does not refute; without rows if there is none."""
    contradicted = ""
    for group in id_columns(sheet, ids):
        matches = [match_by_column(sheet, ids, column) for column in group]
        verdicts = [_verdict(sheet, match, sent, requests) for match in matches]
        for match, said in zip(matches, verdicts, strict=True):
            if said == "proved":
                return match
        if len(matches) == 1 and _cannot_agree_by_chance(matches[0]):
            if verdicts[0] != "contradicted":
                return matches[0]
            contradicted = contradicted or group[0]
        left = [match for match, said in zip(matches, verdicts, strict=True) if said == "unknown"]
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
    others = (cells for name, cells in zip(sheet.columns, sheet.cells, strict=True) if name != match.column)
    return verdict(others, [at for _, at in some], asked)


def _text(sent: Sequence[Sent], place: Place) -> str:
    file, at = place
    return "\n".join(turn.text for turn in conversation(sent[file].body(at)))
