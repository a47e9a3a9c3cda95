"""The question whether quotation marks wrap cells, for a text that has misplaced ones."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from lib.common import Problem
from lib.common.phrasing import shorten_line
from lib.sheets.delimited import DelimitedTable, read_delimited
from lib.sheets.question import Question, Reading
from lib.sheets.raw_table import ImportOptions

_MISPLACED = ("stray-quote", "unclosed-quote")
_SAMPLE_CHARACTERS = 200_000
_HINT = "Choose the reading whose rows look right."


def ask_quotes(text: str, table: DelimitedTable, options: ImportOptions) -> Iterator[Problem]:
    """The problems of a table; the first one about a misplaced quotation mark as a question.

    Both readings then show the rows that have quotation marks. If the options say what the marks
    mean, nothing is asked.
    """
    asked = options.quotes is not None
    for problem in table.problems:
        if problem.kind not in _MISPLACED or asked:
            yield replace(problem, severity="note") if problem.kind in _MISPLACED else problem
        else:
            asked = True
            readings = _readings(text, table, options, problem.row or 1)
            yield Question(problem.kind, problem.message, _HINT, "ask", problem.row, readings=readings)


def _readings(text: str, table: DelimitedTable, options: ImportOptions, row: int) -> tuple[Reading, Reading]:
    as_text = read_delimited(text[:_SAMPLE_CHARACTERS], table.delimiters[0], quotes=False).rows
    marked = [cells for cells in as_text[1:] if any('"' in cell for cell in cells)]
    return (
        Reading(
            "Quotation marks wrap cells",
            replace(options, quotes=True),
            _shown([table.rows[0], *table.rows[max(1, row - 1) :]]),
        ),
        Reading("Quotation marks are text", replace(options, quotes=False), _shown([as_text[0], *marked])),
    )


def _shown(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(shorten_line(cell, 60) for cell in row) for row in rows[:4])
