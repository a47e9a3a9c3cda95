"""The problems of answer columns: names and choices that no provider takes, or that people cannot read."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from lib.common import Problem
from lib.common.phrasing import counted, listed_names, shorten_line
from lib.compose.structured_output import ANSWER_KINDS, AnswerColumn, answer_schema
from lib.schema.limits import OPENAI, check_limits

NAME_LENGTH = 64
"""Longest name of an answer column. Some providers (Anthropic) reject longer ones, and a table heading is short."""

_INVISIBLE = {"Cc", "Cs", "Zl", "Zp"}
"""Unicode categories of line breaks, other control characters and surrogates."""


def check_columns(columns: Sequence[AnswerColumn]) -> list[Problem]:
    """The problems of answer columns."""
    if not columns:
        return [_blocks("no-answer-column", "there is no answer column.", "Name at least one.")]
    problems = [problem for number, column in enumerate(columns, 1) for problem in _check_column(number, column)]
    problems += _check_duplicates(columns)
    is_blocked = any(problem.severity == "blocks" for problem in problems)
    return problems if is_blocked else problems + check_limits(answer_schema(columns), severity="blocks")


def _check_column(number: int, column: AnswerColumn) -> Iterator[Problem]:
    name, place = column.name, _place(number, column.name)
    if not name.strip():
        yield _blocks(
            "answer-column-name", f"{place} has no name.", "Name it, remove it, or choose another answer format."
        )
        return
    if name != name.strip():
        yield _blocks("answer-column-blanks", f"{place}: the name begins or ends with a space.", "Remove the space.")
    if _has_invisible(name):
        message = f"{place}: the name contains a line break or another invisible character."
        yield _blocks("answer-column-unseen", message, "Type the name again on one line.")
    if len(name) > NAME_LENGTH:
        message = f"{place}: the name has {len(name):,} characters."
        yield _blocks("answer-column-long", message, f"Shorten it to {NAME_LENGTH}; the description can be long.")
    if column.kind not in ANSWER_KINDS:
        yield _blocks("answer-column-kind", f"{place} has no kind.", f"Choose one of: {', '.join(ANSWER_KINDS)}.")
        return
    yield from _check_choices(place, column)


def _check_choices(place: str, column: AnswerColumn) -> Iterator[Problem]:
    choices = column.choices
    if column.kind not in ("One of a list", "List of texts"):
        if choices:
            message = f"{place} has the kind {column.kind}, so its {counted(len(choices), 'choice')} will not be sent."
            yield Problem("choices-unused", message, "Choose the kind One of a list to allow only these answers.")
        return
    if column.kind == "One of a list" and not choices:
        yield _blocks("choices-missing", f"{place} is one of a list, but the list is empty.", "Fill in its choices.")
    if not all(choice.strip() for choice in choices):
        yield _blocks("choice-blank", f"{place}: a choice is empty.", "Fill it in or remove it.")
    if any(map(_has_invisible, choices)):
        message = f"{place}: a choice contains a line break or another invisible character."
        yield _blocks("choice-unseen", message, "Type the choice again on one line.")
    yield from _check_length(place, choices)
    for choice in _repeated(choice.strip() for choice in choices):
        message = f'{place}: the choice "{shorten_line(choice)}" is a duplicate.'
        yield _blocks("choice-twice", message, "Remove one.")


def _check_length(place: str, choices: Sequence[str]) -> Iterator[Problem]:
    length = sum(map(len, choices))
    if len(choices) > OPENAI.many_choices and length > OPENAI.characters_of_many:
        message = f"{place}: its {len(choices):,} choices have {length:,} characters in total."
        hint = (
            f"Shorten or remove choices. More than {OPENAI.many_choices} choices may have "
            f"{OPENAI.characters_of_many:,} characters in total."
        )
        yield _blocks("choices-long", message, hint)


def _check_duplicates(columns: Sequence[AnswerColumn]) -> Iterator[Problem]:
    """Each name that several columns have. Spaces at the ends are ignored, because such names look the same."""
    names = [column.name.strip() for column in columns]
    for name in _repeated(names):
        numbers = [str(number) for number, other in enumerate(names, 1) if other == name]
        message = f'answer columns {listed_names(numbers)} have the same name, "{shorten_line(name)}".'
        yield _blocks("answer-column-twice", message, "Give each its own name.")


def _repeated(texts: Iterable[str]) -> list[str]:
    """The texts that occur more than once, without blank ones."""
    return [text for text, count in Counter(texts).items() if count > 1 and text]


def _has_invisible(text: str) -> bool:
    return any(unicodedata.category(character) in _INVISIBLE for character in text)


def _place(number: int, name: str) -> str:
    return f'answer column {number} ("{shorten_line(name.strip())}")' if name.strip() else f"answer column {number}"


def _blocks(kind: str, message: str, hint: str) -> Problem:
    return Problem(kind, message, hint, "blocks")
