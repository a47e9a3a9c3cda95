"""Rows, requests and results as one table, joined by custom_id alone.

The table is in the sheet's order; what was sent and has no row any more comes after it,
and answers that were never sent come last.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import compress, repeat
from typing import NamedTuple, TypeVar

import numpy as np

from lib.batch import InputFile
from lib.batch.positions import Position
from lib.common import Problem
from lib.common.columns import Cell
from lib.common.memory import gc_paused
from lib.common.phrasing import listed
from lib.compose.row_ids import parse_row_id
from lib.join.attempts import Resubmitted, RetryOutcome, first_requests, resubmitted, retry_outcomes
from lib.join.best_result import BestResults, best_results
from lib.join.id_column import match_by_proof
from lib.join.id_match import Match, match_by_column, match_by_ending, match_by_number
from lib.join.joined_table import JoinedRows, table_columns
from lib.join.notes import about_lines, about_match, about_tries, about_unknown
from lib.join.request_counts import RequestCounts, count
from lib.results import Result, Results
from lib.results.results_file import collect_field
from lib.results.vector_count import fail_wrong_vector_counts
from lib.sheets import Sheet

T = TypeVar("T")

_NAMED = 5
"""So many rows that share an id are named."""


@dataclass(frozen=True, slots=True)
class Joined:
    """The joined table, its ledger, and what is to be said about them."""

    sheet: Sheet | None
    sent: Sequence[InputFile]
    results: Sequence[Results]
    rows: JoinedRows
    columns: Mapping[str, Sequence[Cell]]
    """The table, column by column, in order; vectors are only described (`full_answer` has them)."""

    ledger: RequestCounts
    best_results: BestResults
    """Where all result lines of each id stand."""

    match: Match | None
    remarks: Sequence[Problem]
    answer_column: str
    """What the answers' column is called here: the sheet may have one of that name."""

    error_column: str
    retry_outcomes: Sequence[RetryOutcome]
    """What came of each row's request, if it was tried or answered more than once."""

    has_vectors: bool
    """Whether any answer only describes vectors."""

    @property
    def unreadable(self) -> list[Problem]:
        """The lines of all files that give no record."""
        asked = [problem for sent in self.sent for problem in sent.unreadable]
        return asked + [problem for results in self.results for problem in results.unreadable]

    def result(self, at: int) -> Result | None:
        """The result that counts for one row."""
        place = self.rows.results[at]
        return None if place is None else self.results[place[0]].results[place[1]]

    def answer(self, at: int) -> Result | None:
        """The result that counts for one row, if it is an answer: whole, cut short or refused, yet no failure."""
        result = self.result(at)
        return None if result is None or result.state == "Failed" else result

    def with_answer(self) -> list[int]:
        """The rows that have an answer, in order."""
        return [at for at in range(len(self.rows)) if self.answer(at)]

    def full_answer(self, at: int) -> str:
        """One row's whole answer; vectors as JSON."""
        place = self.rows.results[at]
        return "" if place is None else self.results[place[0]].full_answer(place[1])


@gc_paused()
def join(
    results: Sequence[Results],
    sent: Sequence[InputFile] = (),
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
    results = fail_wrong_vector_counts(results, sent)
    requests, came = first_requests(sent), best_results(results)
    unasked = [custom_id for custom_id in came.best if custom_id not in requests]
    ids = [*requests, *unasked]
    if sheet is not None and match is None:
        match = _match(sheet, ids, id_column, by_number, sent, requests)
    asked, told = [*requests.values(), *repeat(None, len(unasked))], list(map(came.best.get, ids))
    states = _states(asked if sent else None, told, came.states())
    ledger = count(
        states,
        sent_known=bool(sent),
        duplicate=len(came.repeated),
        unreadable=sum(map(len, (*(file.unreadable for file in sent), *(file.unreadable for file in results)))),
        lines=sum(len(file.results) for file in results),
    )
    rows, again = (
        _rows(sheet, _Known(ids, states, asked, came.at(told)), match, bool(sent)),
        resubmitted(sent, requests),
    )
    rows.notes = _with_conflicts(rows, again)
    columns, names = table_columns(sheet, sent, results, rows)
    ends = retry_outcomes(rows, came, sent, results)
    remarks = [
        *about_match(sheet, ids, match, rows, bool(sent)),
        *about_unknown(ledger),
        *about_tries(ends),
        *about_lines(sent, results, again),
    ]
    own, has_vectors = (names["answer"], names["error"]), any(collect_field(results, "has_vectors"))
    return Joined(sheet, sent, results, rows, columns, ledger, came, match, remarks, *own, ends, has_vectors)


def _match(
    sheet: Sheet,
    ids: Sequence[str],
    id_column: str | None,
    by_number: bool,
    sent: Sequence[InputFile],
    requests: Mapping[str, Position],
) -> Match:
    if by_number:
        asked = [custom_id for custom_id in ids if custom_id in requests]  # answers of another batch take no row away
        found = match_by_number(sheet, asked or ids)
        return replace(found, rows={**match_by_number(sheet, ids).rows, **found.rows})
    if id_column in sheet.columns:
        found = match_by_column(sheet, ids, id_column)
        return found if found.rows or found.shared else match_by_ending(sheet, ids, id_column)
    return match_by_proof(sheet, ids, sent, requests)


def _states(asked: Sequence[Position | None] | None, told: Sequence[int | None], states: Sequence[str]) -> list[str]:
    """The state of each id, by its request and its result; without requests nobody knows what was sent."""
    return [
        "Missing" if number is None else "Unknown" if request is None else states[number]
        for request, number in zip(repeat(()) if asked is None else asked, told, strict=False)
    ]


class _Known(NamedTuple):
    """What is known of each id, a list each."""

    ids: list[str]
    states: list[str]
    asked: list[Position | None]
    told: list[Position | None]


def _rows(sheet: Sheet | None, known: _Known, match: Match | None, sent_known: bool) -> JoinedRows:
    """The table's rows in order: the sheet's, then requests that have no row in it, then what was never sent."""
    row_of = list(map((match.rows if match else {}).get, known.ids, repeat(-1)))
    has_row = [row >= 0 and state != "Unknown" for row, state in zip(row_of, known.states, strict=True)]
    found = list(compress(range(len(row_of)), has_row))
    rest = [at for at, row in enumerate(has_row) if not row]
    rest.sort(key=lambda at: known.states[at] == "Unknown")
    changed = match is not None and match.how in ("cells", "text") and any(known.states[at] != "Unknown" for at in rest)
    order, sheet_rows, unsent = _in_sheets_order(sheet, found, row_of)
    said = "no request has this text" if changed else "" if sent_known else _UNTOLD
    notes = dict.fromkeys(unsent, said) if said else {}
    notes |= {
        at: _note(sheet, match, known.ids[place], known.states[place] == "Unknown")
        for at, place in enumerate(rest, len(order))
    }
    known = _picked(known, [*order, *rest])
    return JoinedRows(known.ids, known.states, [*sheet_rows, *[None] * len(rest)], known.asked, known.told, notes)


_UNTOLD = "no answer in the loaded files, and nothing that says whether it was sent"


def _with_conflicts(rows: JoinedRows, again: Resubmitted) -> Mapping[int, str]:
    """The notes, and one beside each answer that may be to another text."""
    if not again.conflicts:
        return rows.notes
    said = "sent with different content: nobody can tell which of them this answers"
    places = [at for at, custom_id in enumerate(rows.custom_ids) if custom_id in again.conflicts]
    return {**rows.notes, **{at: "; ".join(filter(None, (rows.notes.get(at, ""), said))) for at in places}}


def _picked(known: _Known, places: list[int]) -> _Known:
    """What is known of the ids at these places; a row that was not sent is one more id, after all others."""
    if places == list(range(len(known.ids))):
        return known
    return _Known(
        _at([*known.ids, ""], places),
        _at([*known.states, "Not sent"], places),
        _at([*known.asked, None], places),
        _at([*known.told, None], places),
    )


def _at(cells: Sequence[T], places: Iterable[int]) -> list[T]:
    return [cells[at] for at in places]


def _in_sheets_order(
    sheet: Sheet | None, found: list[int], row_of: list[int]
) -> tuple[list[int], list[int], list[int]]:
    """The sheet's rows with their ids, in the order met, a row without one with a place past all ids.

    Returns:
        The ids' places, the rows, and which of these stand for no id.
    """
    none = len(row_of)
    order = sorted(found, key=row_of.__getitem__)
    rows = _at(row_of, order)
    unsent = np.ones(len(sheet) if sheet else 0, bool)
    unsent[rows] = False
    if not unsent.any():
        return order, rows, []
    left = np.flatnonzero(unsent).tolist()
    order, rows = [*order, *repeat(none, len(left))], [*rows, *left]
    by_row = sorted(range(len(rows)), key=rows.__getitem__)
    order, rows = _at(order, by_row), _at(rows, by_row)
    return order, rows, [place for place, at in enumerate(order) if at == none]


def _note(sheet: Sheet | None, match: Match | None, custom_id: str, unknown: bool) -> str:
    """Why a request has no row; an unknown one is of an answer that nothing asked for."""
    if sheet is None or match is None:
        return ""
    if match.contradicted:
        return f'the column "{match.contradicted}" has this id beside another text'
    if custom_id in match.shared:
        rows = match.shared[custom_id]
        if len(rows) == 1:
            what = "number" if match.how == "number" else "text"
            return f"row {sheet.numbers[rows[0]]} has this {what}, and other requests have it, too"
        numbers = listed(rows, _NAMED, say=lambda at: str(sheet.numbers[at]))
        return f"rows {numbers} share this {'text' if match.how == 'text' else 'id'}"
    if custom_id in match.rows:
        return f"belongs to row {sheet.numbers[match.rows[custom_id]]}, but was not sent in the loaded input"
    said = parse_row_id(custom_id)
    if said and match.how != "column" and not unknown:
        return f"row {said[0]} was edited or removed since"
    return f"no row of the sheet has this {'text' if match.how == 'text' else 'id'}"
