"""The rows and columns of the joined table: the columns of the sheet, then those of the batch."""

from collections.abc import Collection, Iterator, Sequence
from itertools import repeat
from typing import Any, NamedTuple, overload

import pyarrow.compute as pc

from lib.batch import InputFile
from lib.batch.positions import Position
from lib.common.own_columns import Cell, free_name
from lib.join.row_results import ResultColumn, RowResults
from lib.results import Result, Results
from lib.results.results_file import field_of_all
from lib.sheets import Sheet


class JoinedRow(NamedTuple):
    """One row of the joined table, with the positions of its request and its result."""

    custom_id: str
    """Empty for a row of the sheet without a request."""

    state: str
    sheet_row: int | None
    """Index into the sheet's rows."""

    request: Position | None
    result: Position | None
    """Position of the result that counts; `Joined.best_results` has all."""

    note: str


class JoinedRows(Sequence[JoinedRow]):
    """The rows of the joined table, held as one list a field; a `JoinedRow` is made when it is read."""

    __slots__ = ("custom_ids", "notes", "requests", "results", "sheet_rows", "states")

    def __init__(
        self,
        custom_ids: Sequence[str],
        states: list[str],
        sheet_rows: Sequence[int | None],
        requests: Sequence[Position | None],
        results: RowResults,
        notes: dict[int, str],
    ) -> None:
        self.custom_ids, self.states, self.sheet_rows = custom_ids, states, sheet_rows
        self.requests, self.results = requests, results
        self.notes = notes
        """Notes by the index of their row."""

    def __len__(self) -> int:
        return len(self.custom_ids)

    def in_states(self, states: Collection[str]) -> list[int]:
        """The rows in any of the states, in order."""
        return [row for row, state in enumerate(self.states) if state in states]

    @overload
    def __getitem__(self, row: int) -> JoinedRow: ...
    @overload
    def __getitem__(self, row: slice) -> list[JoinedRow]: ...
    def __getitem__(self, row: int | slice) -> JoinedRow | list[JoinedRow]:
        if isinstance(row, slice):
            return [self[one] for one in range(*row.indices(len(self)))]
        index = range(len(self))[row]
        return JoinedRow._make((*(column[index] for column in self._columns()), self.notes.get(index, "")))

    def __iter__(self) -> Iterator[JoinedRow]:
        notes = map(self.notes.get, range(len(self)), repeat("")) if self.notes else repeat("")
        return map(tuple.__new__, repeat(JoinedRow), zip(*self._columns(), notes, strict=False))

    def _columns(self) -> tuple[Sequence[Any], ...]:
        return self.custom_ids, self.states, self.sheet_rows, self.requests, self.results


def table_columns(
    sheet: Sheet | None, sent: Sequence[InputFile], results: Sequence[Results], rows: JoinedRows
) -> tuple[dict[str, Sequence[Cell]], dict[str, str]]:
    """The columns by name, and the name that each of our own has in this table."""
    own = _own_columns(results, rows)
    columns: dict[str, Sequence[Cell]] = {}
    if sheet is None:
        columns["prompt"] = _prompts(sent, rows)
    else:
        columns |= _sheet_columns(sheet, rows)
        if None in rows.sheet_rows:
            own["prompt"] = _prompts(sent, rows, orphans_only=True)
    if any(rows.notes.values()):
        own["note"] = [rows.notes.get(row, "") for row in range(len(rows))]
    names = {}
    for name, cells in own.items():
        if name == "custom_id" and columns.get(name) == cells:
            names[name] = name
            continue
        names[name] = free_name(name, columns)
        columns[names[name]] = cells
    return columns, names


def _own_columns(results: Sequence[Results], rows: JoinedRows) -> dict[str, Sequence[Cell]]:
    own: dict[str, Sequence[Cell]] = {"custom_id": rows.custom_ids, "state": rows.states}
    own |= {name: result_column(results, rows, name) for name in _OF_RESULTS}
    if pc.max(pc.list_value_length(field_of_all(results, "other_answers"))).as_py():
        own |= choice_columns([result.other_answers if result else () for result in _of_rows(results, rows)])
    has_reasoning = pc.any(pc.not_equal(field_of_all(results, "reasoning"), "")).as_py()
    if has_reasoning and any(reasoning := result_column(results, rows, "reasoning")):
        own["reasoning"] = reasoning
    return own


_OF_RESULTS = ("answer", "error", "finish_reason", "status_code", "prompt_tokens", "completion_tokens")
_NOTHING = Result("", "Failed")
"""The result of a row without one."""


def result_column(results: Sequence[Results], rows: JoinedRows, name: str) -> ResultColumn:
    """A field of the result that counts for each row: blank, or None for a number, where there is no result."""
    return ResultColumn(field_of_all(results, name), rows.results.numbers, getattr(_NOTHING, name))


def choice_columns(others: Sequence[Sequence[str]]) -> dict[str, list[str]]:
    """A column for each further choice: `answer_2` and so on."""
    return {
        f"answer_{choice + 2}": [answers[choice] if choice < len(answers) else "" for answers in others]
        for choice in range(max(map(len, others), default=0))
    }


def _of_rows(results: Sequence[Results], rows: JoinedRows) -> Iterator[Result | None]:
    """The result that counts for each row."""
    return (position and results[position[0]].results[position[1]] for position in rows.results)


def _sheet_columns(sheet: Sheet, rows: JoinedRows) -> dict[str, Sequence[Cell]]:
    columns = {name: sheet.column(name) for name in sheet.columns}
    order = rows.sheet_rows
    if order == list(range(len(sheet))):
        return {**columns}
    return {name: cells.select(order) for name, cells in columns.items()}


def _prompts(sent: Sequence[InputFile], rows: JoinedRows, orphans_only: bool = False) -> list[Cell]:
    """The prompt of each request; with a sheet only of those without a row in it."""
    pairs = zip(rows.requests, rows.sheet_rows, strict=True)
    wanted = (request if row is None or not orphans_only else None for request, row in pairs)
    return ["" if position is None else sent[position[0]].prompt(position[1]) for position in wanted]
