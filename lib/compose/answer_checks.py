"""The problems of answer columns: names and choices that no provider takes, or that people cannot read."""

from collections.abc import Iterator, Sequence

from lib.common import Problem
from lib.common.lookalikes import invisible_names, twins
from lib.common.phrasing import counted, listed, listed_names, shorten_line
from lib.compose.choice_checks import SHOWN_CHOICES, check_choices, quoted_choices, repeated, unseen_severity
from lib.compose.codebook import Codebook
from lib.compose.codebook_checks import check_codebook
from lib.compose.structured_output import ANSWER_KINDS, AnswerColumn, answer_schema
from lib.compose.typed_lists import read_list
from lib.schema.limits import OPENAI, SchemaLimits, check_limits

_NAME_LENGTH = 64
"""Longest name of an answer column. Some providers (Anthropic) reject longer ones, and a table heading is short."""


def check_columns(columns: Sequence[AnswerColumn], limits: SchemaLimits = OPENAI) -> list[Problem]:
    """The problems of answer columns."""
    if not columns:
        return [_blocks("no-answer-column", "there is no answer column.", "Name at least one.")]
    problems = [
        problem for number, column in enumerate(columns, 1) for problem in _check_column(number, column, limits)
    ]
    problems += _check_duplicates(columns)
    is_blocked = any(problem.severity == "blocks" for problem in problems)
    return (
        problems if is_blocked else problems + check_limits(answer_schema(columns, limits.has_ranges), limits, "blocks")
    )


def _check_column(number: int, column: AnswerColumn, limits: SchemaLimits) -> Iterator[Problem]:
    name, place = column.name, _place(number, column.name)
    if not name.strip():
        yield _blocks(
            "answer-column-name", f"{place} has no name.", "Name it, remove it, or choose another answer format."
        )
        return
    if name != name.strip():
        yield _blocks("answer-column-blanks", f"{place}: the name begins or ends with a space.", "Remove the space.")
    if unseen := invisible_names(name):
        message = f"{place}: the name contains an invisible character ({listed_names(unseen)})."
        yield Problem("answer-column-unseen", message, "Type the name again on one line.", unseen_severity(name))
    if len(name) > _NAME_LENGTH:
        message = f"{place}: the name has {len(name):,} characters."
        yield _blocks("answer-column-long", message, f"Shorten it to {_NAME_LENGTH}; the description can be long.")
    if column.kind not in ANSWER_KINDS:
        yield _blocks("answer-column-kind", f"{place} has no kind.", f"Choose one of: {', '.join(ANSWER_KINDS)}.")
        return
    yield from _check_choices(place, column, limits)


def _check_choices(place: str, column: AnswerColumn, limits: SchemaLimits) -> Iterator[Problem]:
    choices = column.choices
    if column.kind == "Codebook":
        yield from check_codebook(place, column.codebook or Codebook(), limits)
        return
    if column.kind == "Repeated cell" and not column.source:
        yield _blocks("echo-source", f"{place} repeats no column.", "Choose the column of the sheet that it repeats.")
    if column.kind not in ("One of a list", "List of texts"):
        if choices:
            message = f"{place} has the kind {column.kind}, so its {counted(len(choices), 'choice')} will not be sent."
            yield Problem("choices-unused", message, "Choose the kind One of a list to allow only these answers.")
        return
    if column.kind == "One of a list" and not choices:
        yield _blocks("choices-missing", f"{place} is one of a list, but the list is empty.", "Fill in its choices.")
    if column.unclear_choices:
        yield _unclear(place, column)
    elif len(choices) == 1 and not column.has_one_choice:
        message = f'{place} has only one choice, "{shorten_line(choices[0])}". Every answer would be this one.'
        yield Problem("choice-single", message, "Write each choice on its own line, or keep the one choice.", "ask")
    yield from check_choices(place, choices, limits)


def _unclear(place: str, column: AnswerColumn) -> Problem:
    readings = read_list(column.unclear_choices).readings
    counts = listed_names(f"{len(reading)} ({_shown(reading)})" for reading in readings)
    message = f"{place}: its choices have several readings: {counts}."
    return Problem("choices-unclear", message, "Choose one below the choices, or write each on its own line.", "ask")


def _shown(choices: Sequence[str]) -> str:
    return listed([shorten_line(choice) for choice in choices], SHOWN_CHOICES, " · ")


def _check_duplicates(columns: Sequence[AnswerColumn]) -> Iterator[Problem]:
    """Each name that several columns have. Spaces at the ends are ignored, because such names look the same."""
    names = [column.name.strip() for column in columns]
    for name in repeated(names):
        numbers = [str(number) for number, other in enumerate(names, 1) if other == name]
        message = f'answer columns {listed_names(numbers)} have the same name, "{shorten_line(name)}".'
        yield _blocks("answer-column-twice", message, "Give each its own name.")
    named = [name for name in names if name]
    if alike := [name for group in [*twins(named), *twins(named, str.casefold)] for name in group]:
        message = f"some answer columns have names that look almost the same: {quoted_choices(alike)}."
        yield Problem("answer-columns-alike", message, "Give each a name of its own.", "warn")


def _place(number: int, name: str) -> str:
    return f'answer column {number} ("{shorten_line(name.strip())}")' if name.strip() else f"answer column {number}"


def _blocks(kind: str, message: str, hint: str) -> Problem:
    return Problem(kind, message, hint, "blocks")
