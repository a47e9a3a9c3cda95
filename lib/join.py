"""Rows, requests and results as one table, joined by custom_id alone.

The table is in the sheet's order; what was sent and has no row any more comes after it,
and answers that were never sent come last.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from lib.conversation import conversation
from lib.ledger import Ledger, count
from lib.match import Match, match_by_cells, match_by_number, match_rows
from lib.problems import Problem, listed
from lib.remarks import about_lines, about_match, about_tries, about_unknown
from lib.results import Result, Results
from lib.rowid import parse_row_id
from lib.sent import Sent
from lib.sheet import Sheet
from lib.table import Cell, Place, Row, table_columns
from lib.tries import RANK, Fate, fates, first_requests


@dataclass(frozen=True, slots=True)
class Joined:
    """The joined table, its ledger, and what is to be said about them."""

    sheet: Sheet | None
    sent: Sequence[Sent]
    results: Sequence[Results]
    rows: Sequence[Row]
    columns: Mapping[str, Sequence[Cell]]
    """The table, column by column, in order; vectors are only described (`full_answer` has them)."""

    ledger: Ledger
    lines: Mapping[str, Sequence[Place]]
    """All result lines of each id, in the order loaded."""

    match: Match | None
    remarks: Sequence[Problem]
    answer_column: str
    """What the answers' column is called here: the sheet may have one of that name."""

    error_column: str
    fates: Sequence[Fate]
    """What came of each row's request, if it was tried or answered more than once."""

    @property
    def unreadable(self) -> list[Problem]:
        """The lines of all files that give no record."""
        asked = [problem for sent in self.sent for problem in sent.unreadable]
        return asked + [problem for results in self.results for problem in results.unreadable]

    def result(self, at: int) -> Result | None:
        """The result that counts for one row."""
        place = self.rows[at].result
        return None if place is None else self.results[place[0]].rows[place[1]]

    def full_answer(self, at: int) -> str:
        """One row's whole answer; vectors as JSON."""
        place = self.rows[at].result
        return "" if place is None else self.results[place[0]].full_answer(place[1])


def join(
    results: Sequence[Results],
    sent: Sequence[Sent] = (),
    sheet: Sheet | None = None,
    *,
    id_column: str | None = None,
    by_number: bool = False,
    composed: Mapping[str, int] | None = None,
) -> Joined:
    """The joined table of everything loaded.

    Args:
        results: files of output and error lines, in the order loaded.
        sent: input files, or the batch composed in this session; none means that nobody knows what was sent.
        sheet: the spreadsheet the batch was made from.
        id_column: the sheet's column that holds the ids; None looks for it.
        by_number: match default ids by row number alone, edited rows included.
        composed: row index by id, when the sheet is the very one the batch was composed from.
    """
    requests = first_requests(sent)
    lines = _lines(results)
    ids = list(dict.fromkeys([*requests, *lines]))
    match = _match(sheet, ids, id_column, by_number, composed)
    if match and sheet and match.how == "column" and id_column is None and not _vouched(sheet, match, sent, requests):
        match = match_by_cells(sheet, ids)
    best = {custom_id: _best(results, places) for custom_id, places in lines.items()}
    states = dict(_states(ids, requests, results, best, bool(sent)))
    rows = list(_rows(sheet, ids, states, requests, best, match))
    ledger = count(
        states.values(),
        sent_known=bool(sent),
        duplicate=sum(len(places) > 1 for places in lines.values()),
        unreadable=sum(map(len, (*(file.unreadable for file in sent), *(file.unreadable for file in results)))),
        lines=sum(len(file.rows) for file in results),
    )
    columns, names = table_columns(sheet, sent, results, rows)
    ends = fates(rows, lines, sent, results)
    remarks = [
        *about_match(sheet, ids, match, rows, bool(sent)),
        *about_unknown(ledger),
        *about_tries(ends),
        *about_lines(sent, results, requests),
    ]
    own = names["answer"], names["error"]
    return Joined(sheet, sent, results, rows, columns, ledger, lines, match, remarks, *own, ends)


def _lines(results: Sequence[Results]) -> dict[str, list[Place]]:
    places: dict[str, list[Place]] = {}
    for file, read in enumerate(results):
        for at, result in enumerate(read.rows):
            places.setdefault(result.custom_id, []).append((file, at))
    return places


def _best(results: Sequence[Results], places: Sequence[Place]) -> Place:
    """The best state wins, then the newest, then the last loaded."""
    if len(places) == 1:
        return places[0]

    def worth(place: Place) -> tuple[int, float, Place]:
        result = results[place[0]].rows[place[1]]
        return RANK[result.state], result.created, place

    return max(places, key=worth)


def _match(
    sheet: Sheet | None,
    ids: Sequence[str],
    id_column: str | None,
    by_number: bool,
    composed: Mapping[str, int] | None,
) -> Match | None:
    if sheet is None:
        return None
    if composed is not None:
        return Match(composed, "composed")
    if by_number:
        return match_by_number(sheet, ids)
    return match_rows(sheet, ids, id_column)


_VOUCHERS = 20


def _vouched(sheet: Sheet, match: Match, sent: Sequence[Sent], requests: Mapping[str, Place]) -> bool:
    """Whether what was sent speaks for a guessed id column: running numbers may agree by chance.

    False only if the ids are numbers, and not one of several requests holds any text of its row.
    """
    if match.column == "custom_id" or not all(map(str.isdecimal, match.rows)):
        return True
    heard = 0
    for custom_id, at in islice(match.rows.items(), _VOUCHERS):
        cells = [cell.strip() for cell in sheet.row(at) if cell != custom_id and len(cell.strip()) > _CHANCE]
        if not cells or custom_id not in requests:
            continue
        file, place = requests[custom_id]
        asked = "\n".join(turn.text for turn in conversation(sent[file].body(place)))
        if any(cell in asked for cell in cells):
            return True
        heard += 1
    return heard < _ENOUGH


_CHANCE = 3
"""Cells of up to so many characters stand in many texts by chance."""

_ENOUGH = 3
"""So many requests without their row's text are no chance."""


def _states(
    ids: Sequence[str],
    requests: Mapping[str, Place],
    results: Sequence[Results],
    best: Mapping[str, Place],
    sent_known: bool,
) -> Iterator[tuple[str, str]]:
    for custom_id in ids:
        place = best.get(custom_id)
        if place is None:
            yield custom_id, "Missing"
        elif sent_known and custom_id not in requests:
            yield custom_id, "Unknown"
        else:
            yield custom_id, results[place[0]].rows[place[1]].state


def _rows(
    sheet: Sheet | None,
    ids: Sequence[str],
    states: Mapping[str, str],
    requests: Mapping[str, Place],
    best: Mapping[str, Place],
    match: Match | None,
) -> Iterator[Row]:
    """The table's rows in order: the sheet's, then requests that have no row in it, then what was never sent."""
    row_of = match.rows if match else {}
    id_at: dict[int, list[str]] = defaultdict(list)
    rest = []
    for custom_id in ids:
        if custom_id in row_of and states[custom_id] != "Unknown":
            id_at[row_of[custom_id]].append(custom_id)
        else:
            rest.append(custom_id)
    changed = match is not None and match.how == "cells" and any(states[custom_id] != "Unknown" for custom_id in rest)
    for at in range(len(sheet) if sheet else 0):
        for custom_id in id_at.get(at, ()):
            yield Row(custom_id, states[custom_id], at, requests.get(custom_id), best.get(custom_id), "")
        if at not in id_at:
            yield Row("", "Not sent", at, None, None, "no request has this text" if changed else "")
    for custom_id in sorted(rest, key=lambda custom_id: states[custom_id] == "Unknown"):
        note = _note(sheet, match, custom_id)
        yield Row(custom_id, states[custom_id], None, requests.get(custom_id), best.get(custom_id), note)


def _note(sheet: Sheet | None, match: Match | None, custom_id: str) -> str:
    """Why a request has no row."""
    if sheet is None or match is None:
        return ""
    if custom_id in match.shared:
        rows = [sheet.numbers[at] for at in match.shared[custom_id]]
        return f"rows {listed(rows)} share this id"
    if custom_id in match.rows:
        return f"belongs to row {sheet.numbers[match.rows[custom_id]]}, but was not sent in the loaded input"
    said = parse_row_id(custom_id)
    if said and match.how != "column":
        return f"row {said[0]} was edited or removed since"
    return "no row of the sheet has this id"
