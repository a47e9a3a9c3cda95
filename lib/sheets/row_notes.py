"""Notes and questions about the rows under a header: added, labelled, short and empty ones."""

import re
from collections.abc import Sequence
from itertools import compress

from lib.common import Problem
from lib.common.phrasing import counted, listed_rows
from lib.sheets.cell_kinds import NUMBER, TYPED, cell_kind
from lib.sheets.raw_table import RawTable
from lib.sheets.rows import ArrowRows, ListRows, filled_width

_SAMPLE_ROWS = 200


def added_rows(rows: Sequence[Sequence[str]], numbers: Sequence[int]) -> list[Problem]:
    """A question about rows that a program adds below the names: Qualtrics its questions and ids, sqlcmd dashes."""
    last = max((index for index, row in enumerate(rows) if all(map(_ADDED.fullmatch, filter(None, row)))), default=-1)
    if last < 0:
        return []
    look = "look" if last else "looks"
    message = f"{listed_rows(numbers[: last + 1])} {look} like names or a line of another program, not like data."
    hint = "They are sent like the others: delete them in the file if you do not need them."
    return [Problem("added-rows", message, hint, "ask")]


_ADDED = re.compile(r'\{"ImportId".*|-{2,}', re.DOTALL)


def row_labels(table: RawTable, rows: ListRows | ArrowRows, named: int) -> list[Problem]:
    """A question about labels of the rows, which R writes in a first column without a name in the header.

    Numbers with commas between them may be one number of two cells.
    """
    if table.records or not rows.is_even(named + 1) or not all(row[-1] for row in rows):
        return []
    labels = {row[0] for row in rows}
    if len(labels) < max(2, len(rows)) or (
        table.options.delimiter in (",", ";") and all(map(NUMBER.fullmatch, labels))
    ):
        return []
    message = "all rows have one cell more than the header; the first column, whose cells all differ, has no name."
    hint = "R writes files in this way. If another column has no name, add the name to the file."
    return [Problem("row-labels", message, hint, "ask")]


def short_rows(table: RawTable, rows: ListRows | ArrowRows, numbers: Sequence[int], named: int) -> list[Problem]:
    """A note or question about records that end before the header: often a line that was cut or broken in two."""
    if table.options.delimiter is None:  # workbooks leave out empty cells at the end of a row
        return []
    short = list(compress(numbers, rows.shorter(named)))
    alone = _cells_alone(rows, numbers, short) if short else []
    others = sorted(set(short) - set(alone))
    notes = []
    if alone:
        message = f"{listed_rows(alone)} {'has' if len(alone) == 1 else 'have'} a single cell, unlike the other rows."
        hint = "A line break may have cut a row in two. Delete such rows in the file if they are only remarks."
        notes.append(Problem("single-cell", message, hint, "ask"))
    if others:
        message = f"{counted(len(others), 'row has', 'rows have')} fewer cells than the header: {listed_rows(others)}."
        hint = "The missing cells are empty; check that no line of the file is broken in two."
        notes.append(Problem("short-rows", message, hint))
    return notes


def _cells_alone(rows: Sequence[list[str]], numbers: Sequence[int], short: Sequence[int]) -> list[int]:
    """The short rows of one cell that differ from the cells of a column of numbers, dates or codes, or are last.

    A row whose other cells are empty may end after its first cell, too.
    """
    first = [cell_kind(row[0]) for row in rows[:_SAMPLE_ROWS] if len(row) > 1]
    typed = bool(first) and TYPED.issuperset(first)
    by_number = dict(zip(numbers, rows, strict=True))
    alone = [number for number in short if filled_width(by_number[number]) == 1]
    if typed:
        return [number for number in alone if cell_kind(by_number[number][0]) not in TYPED]
    return alone if alone and alone == list(numbers[-len(alone) :]) else []


def empty_rows(numbers: list[int]) -> list[Problem]:
    """A note on rows that are left out."""
    if not numbers:
        return []
    message = f"{counted(len(numbers), 'empty row is', 'empty rows are')} left out: {listed_rows(numbers)}."
    return [Problem("blank-rows", message)]
