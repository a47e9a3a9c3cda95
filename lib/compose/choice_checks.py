"""The problems of a list of choices or labels: empty ones, and those that a model or a reader takes for one another."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from lib.common import Problem, Severity
from lib.common.lookalikes import invisible_names, twins, visible_text
from lib.common.phrasing import counted, listed, listed_names, shorten_line
from lib.schema.limits import SchemaLimits

_CONTROL = {"Cc", "Cs", "Zl", "Zp"}
"""Unicode categories of line breaks, other control characters and surrogates."""

SHOWN_CHOICES = 6
"""Choices that a message shows."""


def check_choices(place: str, choices: Sequence[str], limits: SchemaLimits, noun: str = "choice") -> Iterator[Problem]:
    """The problems of the choices of one answer column.

    Args:
        place: names the column.
        noun: what one of them is called on the page.
    """
    yield from _check_each(place, choices, noun)
    yield from _check_length(place, choices, limits, noun)
    yield from _check_alike(place, choices, noun)


def _check_each(place: str, choices: Sequence[str], noun: str) -> Iterator[Problem]:
    """Choices that are empty, or contain invisible characters."""
    if not all(choice.strip() for choice in choices):
        yield _blocks("choice-blank", f"{place}: a {noun} is empty.", "Fill it in or remove it.")
    if hidden := [choice for choice in choices if invisible_names(choice)]:
        unseen = listed_names(dict.fromkeys(name for choice in hidden for name in invisible_names(choice)))
        names = f"{counted(len(hidden), noun)}: {quoted_choices(hidden)}"
        message = f"{place}: an invisible character ({unseen}) is in {names}."
        hint = "Type them again, each on one line, unless your answers need this character."
        yield Problem("choice-unseen", message, hint, unseen_severity("".join(hidden)))


def unseen_severity(text: str) -> Severity:
    """Line breaks and control characters block; spaces and joiners can be meant."""
    is_control = any(unicodedata.category(character) in _CONTROL for character in text)
    return "blocks" if is_control else "warn"


def _check_alike(place: str, choices: Sequence[str], noun: str) -> Iterator[Problem]:
    """Choices that are equal, look equal, or differ only in capitals."""
    for choice in repeated(choice.strip() for choice in choices):
        message = f'{place}: the {noun} "{shorten_line(choice)}" is a duplicate.'
        yield _blocks("choice-twice", message, "Remove one.")
    different = dict.fromkeys(choice.strip() for choice in choices)
    if alike := [choice for group in twins(different) for choice in group]:
        message = f"{place}: {counted(len(alike), noun)} look the same as another one: {quoted_choices(alike)}."
        yield Problem(
            "choices-alike", message, "They differ only in spaces or invisible characters. Keep one of each.", "warn"
        )
    visible = dict.fromkeys(map(visible_text, different))
    if same_letters := [choice for group in twins(visible, str.casefold) for choice in group]:
        message = f"{place}: some {noun}s differ only in capitals: {quoted_choices(same_letters)}."
        yield Problem("choices-case", message, "Keep one of each, or the model may use them all.", "warn")


def quoted_choices(texts: Sequence[str]) -> str:
    """The first texts in quotes, and the number of the others."""
    return listed([f'"{shorten_line(text)}"' for text in texts], SHOWN_CHOICES)


def _check_length(place: str, choices: Sequence[str], limits: SchemaLimits, noun: str) -> Iterator[Problem]:
    length = sum(map(len, choices))
    if len(choices) > limits.many_choices and length > limits.characters_of_many:
        message = f"{place}: its {len(choices):,} {noun}s have {length:,} characters in total."
        hint = (
            f"Shorten or remove {noun}s. More than {limits.many_choices} {noun}s may have "
            f"{limits.characters_of_many:,} characters in total."
        )
        yield _blocks("choices-long", message, hint)


def repeated(texts: Iterable[str]) -> list[str]:
    """The texts that occur more than once, without blank ones."""
    return [text for text, count in Counter(texts).items() if count > 1 and text]


def _blocks(kind: str, message: str, hint: str) -> Problem:
    return Problem(kind, message, hint, "blocks")
