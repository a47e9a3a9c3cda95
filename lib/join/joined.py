"""Sheet, requests and results as one table.

The table is in the sheet's order; requests without a row come after it, and answers that were never sent come last.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat

import pyarrow.compute as pc

from lib.batch import InputFile
from lib.batch.positions import Position
from lib.common import Problem
from lib.common.memory import gc_paused
from lib.common.own_columns import Cell
from lib.join.answers_without_ids import give_ids
from lib.join.attempts import RetryOutcome, counting_requests, resubmitted, retry_outcomes
from lib.join.best_result import BestResults, best_results
from lib.join.joined_table import JoinedRows, result_column, table_columns
from lib.join.matching import Match, MatchChoices, match_rows
from lib.join.mixed_up import fail_mixed_up
from lib.join.notes import about_lines, about_match, about_tries, about_unknown
from lib.join.request_counts import RequestCounts, count
from lib.join.result_remarks import SecondRun, about_results, running_notes, second_runs
from lib.join.row_notes import CONFLICT, SHORTER, add_notes, mark_waiting, row_notes
from lib.join.row_results import ResultColumn
from lib.results import Result, Results
from lib.results.results_file import field_of_all
from lib.results.vector_count import fail_wrong_vector_counts
from lib.sheets import Sheet


@dataclass(frozen=True, slots=True)
class Joined:
    """The joined table, its ledger, and the remarks about them."""

    sheet: Sheet | None
    sent: Sequence[InputFile]
    results: Sequence[Results]
    rows: JoinedRows
    columns: Mapping[str, Sequence[Cell]]
    """Cells by column name, in the order of the table; vectors are only described (`full_answer` has them)."""

    ledger: RequestCounts
    best_results: BestResults
    """The results of all files by id."""

    match: Match | None
    remarks: Sequence[Problem]
    second_runs: Sequence[SecondRun]
    """The results files with another run of the requests that an earlier file answers."""

    own_columns: Mapping[str, str]
    """The name that each of the table's own columns has in it: another one if the sheet has a column `answer`."""

    retry_outcomes: Sequence[RetryOutcome]
    """What became of the request of each row, if it was sent or answered more than once."""

    has_vectors: bool
    """Whether any answer only describes vectors."""

    @property
    def answer_column(self) -> str:
        """Name of the column with the answers."""
        return self.own_columns["answer"]

    @property
    def error_column(self) -> str:
        """Name of the column with the errors."""
        return self.own_columns["error"]

    @property
    def unreadable(self) -> list[Problem]:
        """The lines of all files that could not be read."""
        files = chain[InputFile | Results](self.sent, self.results)
        return [problem for file in files for problem in file.unreadable]

    def result(self, row: int) -> Result | None:
        """The result that counts for a row."""
        position = self.rows.results[row]
        return None if position is None else self.results[position[0]].results[position[1]]

    def field(self, name: str) -> ResultColumn:
        """A field of the result that counts for each row: blank, or None for a number, where there is no result.

        The cells of all rows are read far faster here than from one `Result` after the other.
        """
        return result_column(self.results, self.rows, name)

    def answer(self, row: int) -> Result | None:
        """The result that counts for a row if it is an answer: whole, cut short or refused, but not failed."""
        result = self.result(row)
        return None if result is None or result.state == "Failed" else result

    def with_answer(self) -> list[int]:
        """The rows that have an answer, in order."""
        return [row for row, state in enumerate(self.field("state")) if state != "Failed"]

    def full_answer(self, row: int) -> str:
        """The whole answer of a row, with vectors as JSON."""
        position = self.rows.results[row]
        return "" if position is None else self.results[position[0]].full_answer(position[1])


@gc_paused()
def join(
    results: Sequence[Results],
    sent: Sequence[InputFile] = (),
    sheet: Sheet | None = None,
    choices: MatchChoices | None = None,
) -> Joined:
    """The joined table of everything loaded.

    Args:
        results: files of output and error lines, in the order loaded.
        sent: input files, and batches composed here; without any, it is not known what was sent.
        sheet: the spreadsheet that the batch was made from.
        choices: what a person chose about the matching.
    """
    identified = give_ids(results, sent)
    sent = identified.sent
    results = fail_mixed_up(fail_wrong_vector_counts(identified.results, sent), sent)
    batch = _Batch(sent, counting_requests(sent), best_results(results))
    match = None
    if sheet is not None:
        match = match_rows(sheet, batch.id_files(), sent, batch.requests, choices)
    again = resubmitted(sent, batch.requests)
    rows = _rows(batch, sheet, match)
    add_notes(rows, identified.notes)
    add_notes(rows, dict.fromkeys(again.conflicts, CONFLICT))
    add_notes(rows, {custom_id: f"{SHORTER} {cut:,}" for custom_id, cut in again.shortened.items()})
    add_notes(rows, running_notes(rows, results))
    columns, names = table_columns(sheet, sent, results, rows)
    outcomes = retry_outcomes(rows, batch.best, sent, results)
    ledger = batch.count()
    runs = second_runs(results)
    return Joined(
        sheet=sheet,
        sent=sent,
        results=results,
        rows=rows,
        columns=columns,
        ledger=ledger,
        best_results=batch.best,
        match=match,
        remarks=[
            *about_match(sheet, match, rows, batch.sent_known),
            *about_unknown(ledger),
            *about_tries(outcomes),
            *about_lines(sent, results, again),
            *identified.remarks,
            *about_results(results, runs),
        ],
        second_runs=runs,
        own_columns=names,
        retry_outcomes=outcomes,
        has_vectors=bool(pc.any(field_of_all(results, "has_vectors")).as_py()),
    )


class _Batch:
    """Every id with its request, its result and its state."""

    def __init__(self, sent: Sequence[InputFile], requests: Mapping[str, Position], best: BestResults) -> None:
        self.sent, self.requests, self.best = sent, requests, best
        self.sent_known = any(not file.is_inferred for file in sent)
        self.unsent = list(best.best)
        if requests:
            self.unsent = [custom_id for custom_id in self.unsent if custom_id not in requests]
        self.ids = [*requests, *self.unsent]
        states = [*best.states(), "Missing"]
        numbers = map(best.best.get, self.ids, repeat(-1))
        self._states = dict(zip(self.ids, map(states.__getitem__, numbers), strict=True))
        if self.sent_known:
            self._states.update(dict.fromkeys(self.unsent, "Unknown"))

    def id_files(self) -> list[Sequence[str]]:
        """The ids of each input file, then those of each results file that were not sent in any."""
        answered = [file.results.ids for file in self.best.files]
        if self.requests:
            answered = [[custom_id for custom_id in ids if custom_id not in self.requests] for ids in answered]
        return [*(file.ids for file in self.sent), *answered]

    def count(self) -> RequestCounts:
        """The ledger."""
        unreadable = (file.unreadable for file in chain[InputFile | Results](self.sent, self.best.files))
        return count(
            self._states.values(),
            sent_known=self.sent_known,
            duplicate=len(self.best.repeated),
            unreadable=sum(map(len, unreadable)),
            lines=sum(len(file.results) for file in self.best.files),
        )

    def rows(self, ids: Sequence[str], sheet_rows: Sequence[int | None], blank: str) -> JoinedRows:
        """The table's rows by their ids; a row without an id has the blank state."""
        states = {**self._states, "": blank}
        return JoinedRows(
            ids,
            list(map(states.__getitem__, ids)),
            sheet_rows,
            list(map(self.requests.get, ids)),
            self.best.of_rows(ids),
            {},
        )


def _rows(batch: _Batch, sheet: Sheet | None, match: Match | None) -> JoinedRows:
    """The table's rows in order: the sheet's, then requests without a row in it, then what was never sent."""
    if sheet is None or match is None:
        return batch.rows(batch.ids, [None] * len(batch.ids), "")
    ids = [""] * len(sheet)
    unknown = frozenset(batch.unsent if batch.sent_known else ())
    for custom_id, row in match.rows.items():
        if custom_id not in unknown:
            ids[row] = custom_id
    for row, custom_id in match.sharing.items():
        ids[row] = custom_id
    matched = set(ids)
    rest = [custom_id for custom_id in batch.ids if custom_id not in matched]
    rest.sort(key=unknown.__contains__)
    blank = "Not sent" if batch.sent_known else "No answer"
    rows = batch.rows([*ids, *rest], [*range(len(sheet)), *[None] * len(rest)], blank)
    rows.notes = dict(row_notes(sheet, match, rows, batch.sent_known))
    if match.question:
        mark_waiting(rows, match)
    return rows
