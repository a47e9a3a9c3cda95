"""The joined table's columns: the sheet's own, then what the batch adds to them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import accumulate, repeat
from typing import Any, NamedTuple, overload

from lib.batch import InputFile
from lib.batch.positions import Position
from lib.common.columns import Cell, free_name
from lib.results import Result, Results
from lib.results.results_file import collect_field
from lib.sheets import Sheet


class JoinedRow(NamedTuple):
    """One row of the joined table: where everything about it stands."""

    custom_id: str
    """Empty for a row of the sheet that was not sent."""

    state: str
    sheet_row: int | None
    """Index into the sheet's rows."""

    request: Position | None
    result: Position | None
    """The result that counts; `Joined.best_results` has all of them."""

    note: str


class JoinedRows(Sequence[JoinedRow]):
    """The rows of the joined table, held as a list for each field: a `JoinedRow` is made when somebody asks for it."""

    __slots__ = ("custom_ids", "notes", "requests", "results", "sheet_rows", "states")

    def __init__(
        self,
        custom_ids: Sequence[str],
        states: Sequence[str],
        sheet_rows: Sequence[int | None],
        requests: Sequence[Position | None],
        results: Sequence[Position | None],
        notes: Mapping[int, str],
    ) -> None:
        self.custom_ids, self.states, self.sheet_rows = custom_ids, states, sheet_rows
        self.requests, self.results = requests, results
        self.notes = notes
        """Of the rows that have one."""

    def __len__(self) -> int:
        return len(self.custom_ids)

    def in_states(self, states: Collection[str]) -> list[int]:
        """The rows in any of the states, in order."""
        return [at for at, state in enumerate(self.states) if state in states]

    @overload
    def __getitem__(self, at: int) -> JoinedRow: ...
    @overload
    def __getitem__(self, at: slice) -> list[JoinedRow]: ...
    def __getitem__(self, at: int | slice) -> JoinedRow | list[JoinedRow]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        place = range(len(self))[at]
        return JoinedRow._make((*(column[place] for column in self._columns()), self.notes.get(place, "")))

    def __iter__(self) -> Iterator[JoinedRow]:
        notes = map(self.notes.get, range(len(self)), repeat("")) if self.notes else repeat("")
        return map(tuple.__new__, repeat(JoinedRow), zip(*self._columns(), notes, strict=False))

    def _columns(self) -> tuple[Sequence[Any], ...]:
        return self.custom_ids, self.states, self.sheet_rows, self.requests, self.results


def table_columns(
    sheet: Sheet | None, sent: Sequence[InputFile], results: Sequence[Results], rows: JoinedRows
) -> tuple[dict[str, Sequence[Cell]], dict[str, str]]:
    """The table's columns by name, and what each of our own is called in it."""
    own = _own_columns(results, rows)
    columns: dict[str, Sequence[Cell]] = {}
    if sheet is None:
        columns["prompt"] = _prompts(sent, rows)
    else:
        columns |= _sheet_columns(sheet, rows)
        if None in rows.sheet_rows:
            own["prompt"] = _prompts(sent, rows, orphans_only=True)
    if any(rows.notes.values()):
        own["note"] = [rows.notes.get(at, "") for at in range(len(rows))]
    names = {}
    for name, cells in own.items():
        if name == "custom_id" and columns.get(name) == cells:
            names[name] = name
            continue
        names[name] = free_name(name, columns)
        columns[names[name]] = cells
    return columns, names


def _own_columns(results: Sequence[Results], rows: JoinedRows) -> dict[str, Sequence[Cell]]:
    starts = list(accumulate((len(file.results) for file in results), initial=0))
    order = [starts[-1] if place is None else starts[place[0]] + place[1] for place in rows.results]
    own: dict[str, Sequence[Cell]] = {"custom_id": rows.custom_ids, "state": rows.states}
    for name in _OF_RESULTS:
        cells = [*collect_field(results, name), getattr(NOTHING, name)]
        own[name] = [cells[at] for at in order]
    if any(map(any, (collect_field(results, "other_answers"), collect_field(results, "reasoning")))):
        every = [*(result for file in results for result in file.results), NOTHING]
        own |= choice_columns([every[at] for at in order])
    return own


_OF_RESULTS = ("answer", "error", "finish_reason", "status_code", "prompt_tokens", "completion_tokens")
NOTHING = Result("", "Failed")
"""Stands for the result of a row that has none."""


def _sheet_columns(sheet: Sheet, rows: JoinedRows) -> dict[str, Sequence[Cell]]:
    order = rows.sheet_rows
    if order == list(range(len(sheet))):
        return dict(zip(sheet.columns, sheet.cells, strict=True))
    return {
        name: ["" if at is None else cells[at] for at in order]
        for name, cells in zip(sheet.columns, sheet.cells, strict=True)
    }


def _prompts(sent: Sequence[InputFile], rows: JoinedRows, orphans_only: bool = False) -> list[Cell]:
    """What each request asks; only of rows without a sheet row, if the sheet says the rest."""
    pairs = zip(rows.requests, rows.sheet_rows, strict=True)
    wanted = (request if row is None or not orphans_only else None for request, row in pairs)
    return ["" if place is None else sent[place[0]].prompt(place[1]) for place in wanted]


Column = Sequence[str | int | None]


def choice_columns(results: Sequence[Result]) -> dict[str, Column]:
    """A column for every further choice: `answer_2` and so on, and what the models thought before they answered."""
    columns = dict(_choices(results))
    if any(result.reasoning for result in results):
        columns["reasoning"] = [result.reasoning for result in results]
    return columns


def _choices(results: Sequence[Result]) -> Iterator[tuple[str, Column]]:
    for at in range(max((len(result.other_answers) for result in results), default=0)):
        yield (
            f"answer_{at + 2}",
            [result.other_answers[at] if at < len(result.other_answers) else "" for result in results],
        )
