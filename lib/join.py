"""Rows, requests and results as one table, joined by custom_id alone.

The table is in the sheet's order; what was sent and has no row any more comes after it,
and answers that were never sent come last.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import NamedTuple, TypeVar

from lib.answered import Answered, answered
from lib.id_column import match_by_proof
from lib.ledger import Ledger, count
from lib.match import Match, match_by_column, match_by_ending, match_by_number
from lib.pause import no_collection
from lib.problems import Problem, listed
from lib.remarks import about_lines, about_match, about_tries, about_unknown
from lib.results import Result, Results
from lib.rowid import parse_row_id
from lib.sent import Sent
from lib.sheet import Sheet
from lib.table import Cell, Place, Rows, table_columns
from lib.tries import Fate, fates, first_requests
from lib.vector_count import with_counted_vectors

T = TypeVar("T")

_NAMED = 5
"""So many rows that share an id are named."""


@dataclass(frozen=True, slots=True)
class Joined:
    """The joined table, its ledger, and what is to be said about them."""

    sheet: Sheet | None
    sent: Sequence[Sent]
    results: Sequence[Results]
    rows: Rows
    columns: Mapping[str, Sequence[Cell]]
    """The table, column by column, in order; vectors are only described (`full_answer` has them)."""

    ledger: Ledger
    answered: Answered
    """Where all result lines of each id stand."""

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
        place = self.rows.results[at]
        return None if place is None else self.results[place[0]].rows[place[1]]

    def full_answer(self, at: int) -> str:
        """One row's whole answer; vectors as JSON."""
        place = self.rows.results[at]
        return "" if place is None else self.results[place[0]].full_answer(place[1])


def join(
    results: Sequence[Results],
    sent: Sequence[Sent] = (),
    sheet: Sheet | None = None,
    *,
    id_column: str | None = None,
    by_number: bool = False,
    composed: Mapping[str, int] | None = None,
    sure: bool = True,
) -> Joined:
    """The joined table of everything loaded.

    Args:
        results: files of output and error lines, in the order loaded.
        sent: input files, or the batch composed in this session; none means that nobody knows what was sent.
        sheet: the spreadsheet the batch was made from.
        id_column: the sheet's column that holds the ids; None looks for it.
        by_number: match default ids by row number alone, edited rows included.
        composed: row index by id, when the sheet is the very one the batch was composed from.
        sure: whether the answers cannot be to another batch than the composed one.
    """
    match = Match(composed, "composed", sure=sure) if sheet is not None and composed is not None else None
    with no_collection():
        return _join(results, sent, sheet, id_column, by_number, match)


def _join(
    results: Sequence[Results],
    sent: Sequence[Sent],
    sheet: Sheet | None,
    id_column: str | None,
    by_number: bool,
    match: Match | None,
) -> Joined:
    results = with_counted_vectors(results, sent)
    requests, came = first_requests(sent), answered(results)
    ids = list(dict.fromkeys([*requests, *came.best]))
    if sheet is not None and match is None:
        match = _match(sheet, ids, id_column, by_number, sent, requests)
    asked, told = list(map(requests.get, ids)), list(map(came.best.get, ids))
    states = _states(asked if sent else None, told, came.states())
    ledger = count(
        states,
        sent_known=bool(sent),
        duplicate=len(came.repeated),
        unreadable=sum(map(len, (*(file.unreadable for file in sent), *(file.unreadable for file in results)))),
        lines=sum(len(file.rows) for file in results),
    )
    rows = _rows(sheet, _Known(ids, states, asked, came.at(told)), match)
    columns, names = table_columns(sheet, sent, results, rows)
    ends = fates(rows, came, sent, results)
    remarks = [
        *about_match(sheet, ids, match, rows, bool(sent)),
        *about_unknown(ledger),
        *about_tries(ends),
        *about_lines(sent, results, requests),
    ]
    own = names["answer"], names["error"]
    return Joined(sheet, sent, results, rows, columns, ledger, came, match, remarks, *own, ends)


def _match(
    sheet: Sheet,
    ids: Sequence[str],
    id_column: str | None,
    by_number: bool,
    sent: Sequence[Sent],
    requests: Mapping[str, Place],
) -> Match:
    if by_number:
        return match_by_number(sheet, ids)
    if id_column in sheet.columns:
        found = match_by_column(sheet, ids, id_column)
        return found if found.rows or found.shared else match_by_ending(sheet, ids, id_column)
    return match_by_proof(sheet, ids, sent, requests)


def _states(asked: Sequence[Place | None] | None, told: Sequence[int | None], states: Sequence[str]) -> list[str]:
    """The state of each id, by its request and its result; without requests nobody knows what was sent."""
    return [
        "Missing" if number is None else "Unknown" if request is None else states[number]
        for request, number in zip(repeat(()) if asked is None else asked, told, strict=False)
    ]


class _Known(NamedTuple):
    """What is known of each id, a list each."""

    ids: list[str]
    states: list[str]
    asked: list[Place | None]
    told: list[Place | None]


def _rows(sheet: Sheet | None, known: _Known, match: Match | None) -> Rows:
    """The table's rows in order: the sheet's, then requests that have no row in it, then what was never sent."""
    row_of: list[int | None] = list(map(match.rows.get, known.ids)) if match else [None] * len(known.ids)
    found = [at for at, row in enumerate(row_of) if row is not None and known.states[at] != "Unknown"]
    rest = sorted(set(range(len(row_of))).difference(found), key=lambda at: (known.states[at] == "Unknown", at))
    changed = match is not None and match.how in ("cells", "text") and any(known.states[at] != "Unknown" for at in rest)
    order, sheet_rows, unsent = _in_sheets_order(sheet, found, row_of)
    notes = dict.fromkeys(unsent, "no request has this text") if changed else {}
    notes |= {
        at: _note(sheet, match, known.ids[place], known.states[place] == "Unknown")
        for at, place in enumerate(rest, len(order))
    }
    places = [*order, *rest]
    # A row that was not sent is one more id, after all others.
    ids, states = _picked(known.ids, places, ""), _picked(known.states, places, "Not sent")
    asked, told = _picked(known.asked, places, None), _picked(known.told, places, None)
    return Rows(ids, states, [*sheet_rows, *[None] * len(rest)], asked, told, notes)


def _picked(cells: Sequence[T], places: Sequence[int], beyond: T) -> list[T]:
    """The cells at these places; one past the last is what lies beyond."""
    every = [*cells, beyond]
    return [every[at] for at in places]


def _in_sheets_order(
    sheet: Sheet | None, found: list[int], row_of: list[int | None]
) -> tuple[list[int], list[int], list[int]]:
    """The sheet's rows with their ids, in the order met, a row without one with a place past all ids.

    Returns:
        The ids' places, the rows, and which of these stand for no id.
    """
    none = len(row_of)
    pairs = sorted((row, at) for at in found if (row := row_of[at]) is not None)
    if left := set(range(len(sheet) if sheet else 0)).difference(row for row, _ in pairs):
        pairs = sorted([*pairs, *((row, none) for row in left)])
    order, rows = [at for _, at in pairs], [row for row, _ in pairs]
    return order, rows, [place for place, at in enumerate(order) if at == none] if left else []


def _note(sheet: Sheet | None, match: Match | None, custom_id: str, unknown: bool) -> str:
    """Why a request has no row; an unknown one is of an answer that nothing asked for."""
    if sheet is None or match is None:
        return ""
    if match.contradicted:
        return f'the column "{match.contradicted}" has this id beside another text'
    if custom_id in match.shared:
        rows = match.shared[custom_id]
        if len(rows) == 1:
            return f"row {sheet.numbers[rows[0]]} has this text, and other requests have it, too"
        first = [sheet.numbers[at] for at in rows[:_NAMED]]
        more = f" and {len(rows) - _NAMED:,} more" if len(rows) > _NAMED else ""
        return f"rows {listed(first)}{more} share this {'text' if match.how == 'text' else 'id'}"
    if custom_id in match.rows:
        return f"belongs to row {sheet.numbers[match.rows[custom_id]]}, but was not sent in the loaded input"
    said = parse_row_id(custom_id)
    if said and match.how != "column" and not unknown:
        return f"row {said[0]} was edited or removed since"
    return f"no row of the sheet has this {'text' if match.how == 'text' else 'id'}"
