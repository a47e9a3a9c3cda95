"""The problems of answer columns: names and choices that no provider takes, or that people cannot read."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from lib.common import Problem, Severity
from lib.common.lookalikes import invisible_names, twins
from lib.common.phrasing import counted, listed, listed_names, shorten_line
from lib.compose.structured_output import ANSWER_KINDS, AnswerColumn, answer_schema
from lib.compose.typed_lists import read_list
from lib.schema.limits import OPENAI, SchemaLimits, check_limits

_NAME_LENGTH = 64
"""Longest name of an answer column. Some providers (Anthropic) reject longer ones, and a table heading is short."""

_CONTROL = {"Cc", "Cs", "Zl", "Zp"}
"""Unicode categories of line breaks, other control characters and surrogates."""

_SHOWN_CHOICES = 6


def check_columns(columns: Sequence[AnswerColumn], limits: SchemaLimits = OPENAI) -> list[Problem]:
    """The problems of answer columns."""
    if not columns:
        return [_blocks("no-answer-column", "there is no answer column.", "Name at least one.")]
    problems = [
        problem for number, column in enumerate(columns, 1) for problem in _check_column(number, column, limits)
    ]
    problems += _check_duplicates(columns)
    is_blocked = any(problem.severity == "blocks" for problem in problems)
    return problems if is_blocked else problems + check_limits(answer_schema(columns), limits, "blocks")


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
        yield Problem("answer-column-unseen", message, "Type the name again on one line.", _unseen_severity(name))
    if len(name) > _NAME_LENGTH:
        message = f"{place}: the name has {len(name):,} characters."
        yield _blocks("answer-column-long", message, f"Shorten it to {_NAME_LENGTH}; the description can be long.")
    if column.kind not in ANSWER_KINDS:
        yield _blocks("answer-column-kind", f"{place} has no kind.", f"Choose one of: {', '.join(ANSWER_KINDS)}.")
        return
    yield from _check_choices(place, column, limits)


def _check_choices(place: str, column: AnswerColumn, limits: SchemaLimits) -> Iterator[Problem]:
    choices = column.choices
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
    yield from _check_each(place, choices)
    yield from _check_length(place, choices, limits)
    yield from _check_alike(place, choices)


def _unclear(place: str, column: AnswerColumn) -> Problem:
    readings = read_list(column.unclear_choices).readings
    counts = listed_names(f"{len(reading)} ({_shown(reading)})" for reading in readings)
    message = f"{place}: its choices have several readings: {counts}."
    return Problem("choices-unclear", message, "Choose one below the choices, or write each on its own line.", "ask")


def _shown(choices: Sequence[str]) -> str:
    return listed([shorten_line(choice) for choice in choices], _SHOWN_CHOICES, " · ")


def _check_each(place: str, choices: Sequence[str]) -> Iterator[Problem]:
    """Choices that are empty, or contain invisible characters."""
    if not all(choice.strip() for choice in choices):
        yield _blocks("choice-blank", f"{place}: a choice is empty.", "Fill it in or remove it.")
    if hidden := [choice for choice in choices if invisible_names(choice)]:
        unseen = listed_names(dict.fromkeys(name for choice in hidden for name in invisible_names(choice)))
        message = (
            f"{place}: an invisible character ({unseen}) is in {counted(len(hidden), 'choice')}: {_quoted(hidden)}."
        )
        hint = "Type them again, each on one line, unless your answers need this character."
        yield Problem("choice-unseen", message, hint, _unseen_severity("".join(hidden)))


def _unseen_severity(text: str) -> Severity:
    """Line breaks and control characters block; spaces and joiners can be meant."""
    is_control = any(unicodedata.category(character) in _CONTROL for character in text)
    return "blocks" if is_control else "warn"


def _check_alike(place: str, choices: Sequence[str]) -> Iterator[Problem]:
    """Choices that are equal, look equal, or differ only in capitals."""
    for choice in _repeated(choice.strip() for choice in choices):
        message = f'{place}: the choice "{shorten_line(choice)}" is a duplicate.'
        yield _blocks("choice-twice", message, "Remove one.")
    different = dict.fromkeys(choice.strip() for choice in choices)
    if alike := [choice for group in twins(different) for choice in group]:
        message = f"{place}: {counted(len(alike), 'choice')} look the same as another one: {_quoted(alike)}."
        yield Problem("choices-alike", message, "They differ in invisible characters. Keep one of each.", "warn")
    if same_letters := [choice for group in twins(different, str.casefold) for choice in group]:
        message = f"{place}: some choices differ only in capitals: {_quoted(same_letters)}."
        yield Problem("choices-case", message, "Keep one of each, or the model may use them all.", "warn")


def _quoted(texts: Sequence[str]) -> str:
    return listed([f'"{shorten_line(text)}"' for text in texts], _SHOWN_CHOICES)


def _check_length(place: str, choices: Sequence[str], limits: SchemaLimits) -> Iterator[Problem]:
    length = sum(map(len, choices))
    if len(choices) > limits.many_choices and length > limits.characters_of_many:
        message = f"{place}: its {len(choices):,} choices have {length:,} characters in total."
        hint = (
            f"Shorten or remove choices. More than {limits.many_choices} choices may have "
            f"{limits.characters_of_many:,} characters in total."
        )
        yield _blocks("choices-long", message, hint)


def _check_duplicates(columns: Sequence[AnswerColumn]) -> Iterator[Problem]:
    """Each name that several columns have. Spaces at the ends are ignored, because such names look the same."""
    names = [column.name.strip() for column in columns]
    for name in _repeated(names):
        numbers = [str(number) for number, other in enumerate(names, 1) if other == name]
        message = f'answer columns {listed_names(numbers)} have the same name, "{shorten_line(name)}".'
        yield _blocks("answer-column-twice", message, "Give each its own name.")
    named = [name for name in names if name]
    if alike := [name for group in [*twins(named), *twins(named, str.casefold)] for name in group]:
        message = f"some answer columns have names that look almost the same: {_quoted(alike)}."
        yield Problem("answer-columns-alike", message, "Give each a name of its own.", "warn")


def _repeated(texts: Iterable[str]) -> list[str]:
    """The texts that occur more than once, without blank ones."""
    return [text for text, count in Counter(texts).items() if count > 1 and text]


def _place(number: int, name: str) -> str:
    return f'answer column {number} ("{shorten_line(name.strip())}")' if name.strip() else f"answer column {number}"


def _blocks(kind: str, message: str, hint: str) -> Problem:
    return Problem(kind, message, hint, "blocks")
