"""The joined table's columns: the sheet's own, then what the batch adds to them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from lib.extras import choice_columns
from lib.results import Result, Results
from lib.rowid import SUFFIX
from lib.sent import Sent
from lib.sheet import Sheet

Place = tuple[int, int]
"""A record's file and its place in that file, both from 0."""

Cell = str | int | None


class Row(NamedTuple):
    """One row of the joined table: where everything about it stands."""

    custom_id: str
    """Empty for a row of the sheet that was not sent."""

    state: str
    sheet_row: int | None
    """Index into the sheet's rows."""

    request: Place | None
    result: Place | None
    """The result that counts; `Joined.lines` has all of them."""

    note: str


def table_columns(
    sheet: Sheet | None, sent: Sequence[Sent], results: Sequence[Results], rows: Sequence[Row]
) -> tuple[dict[str, Sequence[Cell]], dict[str, str]]:
    """The table's columns by name, and what each of our own is called in it."""
    own = _own_columns(results, rows)
    columns: dict[str, Sequence[Cell]] = {}
    if sheet is None:
        columns["prompt"] = _prompts(sent, rows)
    else:
        columns |= _sheet_columns(sheet, rows)
        if any(row.sheet_row is None for row in rows):
            own |= {"prompt": _prompts(sent, rows, orphans_only=True), "note": [row.note for row in rows]}
    names = {}
    for name, cells in own.items():
        if name == "custom_id" and columns.get(name) == cells:
            names[name] = name
            continue
        names[name] = free_name(name, columns)
        columns[names[name]] = cells
    return columns, names


def _own_columns(results: Sequence[Results], rows: Sequence[Row]) -> dict[str, Sequence[Cell]]:
    nothing = Result("", "Failed", "", "", "", None, None, None, 0, False)
    counting = [nothing if row.result is None else results[row.result[0]].rows[row.result[1]] for row in rows]
    return {
        "custom_id": [row.custom_id for row in rows],
        "state": [row.state for row in rows],
        "answer": [result.answer for result in counting],
        "error": [result.error for result in counting],
        "finish_reason": [result.finish_reason for result in counting],
        "status_code": [result.status_code for result in counting],
        "prompt_tokens": [result.prompt_tokens for result in counting],
        "completion_tokens": [result.completion_tokens for result in counting],
        **choice_columns(counting),
    }


def _sheet_columns(sheet: Sheet, rows: Sequence[Row]) -> dict[str, Sequence[Cell]]:
    order = [row.sheet_row for row in rows]
    if order == list(range(len(sheet))):
        return dict(zip(sheet.columns, sheet.cells, strict=True))
    return {
        name: ["" if at is None else cells[at] for at in order]
        for name, cells in zip(sheet.columns, sheet.cells, strict=True)
    }


def _prompts(sent: Sequence[Sent], rows: Sequence[Row], orphans_only: bool = False) -> list[Cell]:
    """What each request asks; only of rows without a sheet row, if the sheet says the rest."""
    wanted = (row.request if row.sheet_row is None or not orphans_only else None for row in rows)
    return ["" if place is None else sent[place[0]].prompt(place[1]) for place in wanted]


def free_name(name: str, taken: Mapping[str, object]) -> str:
    """The name for a column of ours, with a suffix if the sheet has one of that name."""
    while name in taken:
        name += SUFFIX
    return name
