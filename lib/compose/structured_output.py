"""The form that answers are asked to take: a table of answer columns, as a request says it.

An answer column becomes one property of a strict JSON schema, so that every answer
is an object with exactly these properties, and a table again when it comes back.
"""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from lib.common import Problem
from lib.common.phrasing import counted, shorten_line
from lib.schema.limits import OPENAI, check_limits

Kind = Literal["Text", "Number", "Whole number", "Yes or no", "One of a list", "List of texts"]

KINDS: tuple[Kind, ...] = get_args(Kind)

NAME_LENGTH = 64
"""Longer names of properties are refused by some providers (Anthropic), and make no heading of a table."""

_TYPES: dict[Kind, str] = {
    "Text": "string",
    "Number": "number",
    "Whole number": "integer",
    "Yes or no": "boolean",
    "One of a list": "string",
    "List of texts": "array",
}
_SEEN_BY_NOBODY = {"Cc", "Cs", "Zl", "Zp"}
"""Unicode's categories of line ends, other control characters and broken ones."""

JSON_OBJECT = {"type": "json_object"}
"""Any JSON object. OpenAI refuses it where no message says "JSON": see `mentions_json`."""


@dataclass(frozen=True, slots=True)
class AnswerColumn:
    """One column of the table of answers."""

    name: str
    kind: Kind = "Text"
    description: str = ""
    """What belongs in it, for the model to read."""

    choices: tuple[str, ...] = ()
    """What it is one of; for a list of texts, what each of them is one of (empty: anything)."""


def schema_of(columns: Sequence[AnswerColumn]) -> dict[str, Any]:
    """The strict JSON schema of an answer with these columns, in their order.

    >>> schema_of([AnswerColumn("score", "Whole number")])["properties"]
    {'score': {'type': 'integer'}}
    """
    return {
        "type": "object",
        "properties": {column.name: _property(column) for column in columns},
        "required": [column.name for column in columns],
        "additionalProperties": False,
    }


def _property(column: AnswerColumn) -> dict[str, Any]:
    written: dict[str, Any] = {"type": _TYPES[column.kind]}
    if column.description.strip():
        written["description"] = column.description
    if column.kind == "One of a list":
        written["enum"] = list(column.choices)
    if column.kind == "List of texts":
        written["items"] = {"type": "string", "enum": list(column.choices)} if column.choices else {"type": "string"}
    return written


def chat_format(name: str, schema: dict[str, Any], strict: bool = True, description: str = "") -> dict[str, Any]:
    """The `response_format` of a chat request."""
    return {"type": "json_schema", "json_schema": _named(name, schema, strict, description)}


def responses_format(name: str, schema: dict[str, Any], strict: bool = True, description: str = "") -> dict[str, Any]:
    """The `text.format` of a request to the Responses API."""
    return {"type": "json_schema", **_named(name, schema, strict, description)}


def _named(name: str, schema: dict[str, Any], strict: bool, description: str) -> dict[str, Any]:
    said = {"description": description} if description else {}
    return {"name": name, **said, "strict": strict, "schema": schema}


def mentions_json(texts: Iterable[str]) -> bool:
    """Whether any message says "JSON", in whatever case, as OpenAI's json_object mode demands.

    >>> mentions_json(["Be brief.", "Answer as a Json object."])
    True
    """
    return any("json" in text.lower() for text in texts)


def check_columns(columns: Sequence[AnswerColumn]) -> list[Problem]:
    """What keeps these columns from being asked for."""
    if not columns:
        return [_blocks("no-answer-column", "there is no answer column.", "Name at least one.")]
    found = [problem for at, column in enumerate(columns, 1) for problem in _check_column(at, column)]
    found += _twice(columns)
    blocked = any(problem.severity == "blocks" for problem in found)
    return found if blocked else found + check_limits(schema_of(columns), severity="blocks")


def _check_column(at: int, column: AnswerColumn) -> Iterator[Problem]:
    name, place = column.name, _place(at, column.name)
    if not name.strip():
        yield _blocks("answer-column-name", f"{place} has no name.", "Name it, take it out, or choose another form.")
        return
    if name != name.strip():
        yield _blocks("answer-column-blanks", f"{place}: the name begins or ends with a blank.", "Take the blank away.")
    if _unseen(name):
        message = f"{place}: the name holds a line break or another character that cannot be seen."
        yield _blocks("answer-column-unseen", message, "Type the name again on one line.")
    if len(name) > NAME_LENGTH:
        message = f"{place}: the name has {len(name):,} characters."
        yield _blocks("answer-column-long", message, f"Shorten it to {NAME_LENGTH}; the description may be long.")
    if column.kind not in KINDS:
        yield _blocks("answer-column-kind", f"{place} has no kind.", f"Choose one of: {', '.join(KINDS)}.")
        return
    yield from _check_choices(place, column)


def _check_choices(place: str, column: AnswerColumn) -> Iterator[Problem]:
    choices = column.choices
    if column.kind not in ("One of a list", "List of texts"):
        if choices:
            message = (
                f"{place} is of the kind {column.kind}, so its {counted(len(choices), 'choice')} will not be sent."
            )
            yield Problem(
                "choices-unused", message, "Choose the kind One of a list if the answer is to be one of them."
            )
        return
    if column.kind == "One of a list" and not choices:
        yield _blocks("choices-missing", f"{place} is one of a list, and the list is empty.", "List its choices.")
    if not all(choice.strip() for choice in choices):
        yield _blocks("choice-blank", f"{place}: a choice is blank.", "Fill it in or take it out.")
    if any(map(_unseen, choices)):
        message = f"{place}: a choice holds a line break or another character that cannot be seen."
        yield _blocks("choice-unseen", message, "Type the choice again on one line.")
    if len(choices) > OPENAI.many_choices and sum(map(len, choices)) > OPENAI.characters_of_many:
        message = f"{place}: its {len(choices):,} choices have {sum(map(len, choices)):,} characters together."
        hint = f"Shorten them: {OPENAI.characters_of_many:,} are the most for more than {OPENAI.many_choices} choices."
        yield _blocks("choices-long", message, hint)
    for choice in _repeated(choice.strip() for choice in choices):
        yield _blocks(
            "choice-twice", f'{place}: the choice "{shorten_line(choice)}" is listed twice.', "Take one away."
        )


def _twice(columns: Sequence[AnswerColumn]) -> Iterator[Problem]:
    """Each name that more than one column has; names that differ by blanks at their ends look the same."""
    names = [column.name.strip() for column in columns]
    for name in _repeated(names):
        places = [f"{at}" for at, other in enumerate(names, 1) if other == name]
        said = f"{', '.join(places[:-1])} and {places[-1]}"
        message = f'answer columns {said} have the same name, "{shorten_line(name)}".'
        yield _blocks("answer-column-twice", message, "Give each a name of its own.")


def _repeated(texts: Iterable[str]) -> list[str]:
    """What comes more than once, blanks aside."""
    times: dict[str, int] = {}
    for text in texts:
        times[text] = times.get(text, 0) + 1
    return [text for text, count in times.items() if count > 1 and text]


def _unseen(text: str) -> bool:
    return any(unicodedata.category(character) in _SEEN_BY_NOBODY for character in text)


def _place(at: int, name: str) -> str:
    return f'answer column {at} ("{shorten_line(name.strip())}")' if name.strip() else f"answer column {at}"


def _blocks(kind: str, message: str, hint: str) -> Problem:
    return Problem(kind, message, hint, "blocks")


def read_choices(text: str) -> tuple[str, ...]:
    """Choices as people type them: separated by commas or line ends, in double quotes where one holds a comma.

    >>> read_choices('good, bad, "neither, really"')
    ('good', 'bad', 'neither, really')
    """
    rows = csv.reader(io.StringIO(text, newline=""), skipinitialspace=True)
    return tuple(choice.strip() for row in rows for choice in row if choice.strip())


def write_choices(choices: Sequence[str]) -> str:
    """The text that is read as these choices.

    >>> write_choices(["good", "neither, really"])
    'good, "neither, really"'
    """
    return ", ".join(map(_quoted, choices))


def _quoted(choice: str) -> str:
    inside = choice.replace('"', '""')
    return f'"{inside}"' if set(choice) & set(',"\r\n') else choice
