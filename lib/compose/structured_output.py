"""The answer format of a request, and the answer columns that it can be made from.

Each answer column becomes one property of a strict JSON schema. So every answer is an object with
exactly these properties, and the answers give a table again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from lib.batch.echo import echo_description
from lib.compose.codebook import Codebook

AnswerKind = Literal[
    "Text", "Number", "Whole number", "Yes or no", "One of a list", "List of texts", "Codebook", "Repeated cell"
]

ANSWER_KINDS: tuple[AnswerKind, ...] = get_args(AnswerKind)

_TYPES: dict[str, str] = {
    "Text": "string",
    "Number": "number",
    "Whole number": "integer",
    "Yes or no": "boolean",
    "One of a list": "string",
    "List of texts": "array",
    "Repeated cell": "string",
}

JSON_OBJECT = {"type": "json_object"}
"""The format of any JSON object. OpenAI rejects it if no message contains "JSON" (see `mentions_json`)."""


@dataclass(frozen=True, slots=True)
class AnswerColumn:
    """One column of a Table answer."""

    name: str
    kind: AnswerKind = "Text"
    description: str = ""
    """Description for the model."""

    choices: tuple[str, ...] = ()
    """Allowed values; for a list of texts, the allowed values of each text (empty: any)."""

    unclear_choices: str = ""
    """The choices as typed, while they have several readings. `choices` is then the most likely one."""

    has_one_choice: bool = False
    """Whether a person confirmed that the list has only one choice, which every answer will have."""

    codebook: Codebook | None = None
    """Labels or scores with their meanings, for the kind Codebook."""

    source: str = ""
    """The column of the sheet whose cell the answer repeats, for the kind Repeated cell (`lib.batch.echo`)."""


def answer_schema(columns: Sequence[AnswerColumn], has_ranges: bool = True) -> dict[str, Any]:
    """The strict JSON schema of an answer with these columns, in their order.

    Args:
        has_ranges: whether the provider takes a lowest and a highest number.

    >>> answer_schema([AnswerColumn("score", "Whole number")])["properties"]
    {'score': {'type': 'integer'}}
    """
    return {
        "type": "object",
        "properties": {column.name: _property(column, has_ranges) for column in columns},
        "required": [column.name for column in columns],
        "additionalProperties": False,
    }


def _property(column: AnswerColumn, has_ranges: bool) -> dict[str, Any]:
    description = echo_description(column.name) if column.kind == "Repeated cell" else column.description
    described = {"description": description} if description.strip() else {}
    allowed = _allowed(column, has_ranges)
    return {"type": allowed.pop("type"), **described, **allowed}


def _allowed(column: AnswerColumn, has_ranges: bool) -> dict[str, Any]:
    """The type of a column's values, with the values that are allowed."""
    if column.kind == "Codebook":
        return (column.codebook or Codebook()).schema(has_ranges)
    schema: dict[str, Any] = {"type": _TYPES[column.kind]}
    if column.kind == "One of a list":
        schema["enum"] = list(column.choices)
    if column.kind == "List of texts":
        schema["items"] = {"type": "string", "enum": list(column.choices)} if column.choices else {"type": "string"}
    return schema


def chat_format(name: str, schema: dict[str, Any], strict: bool = True, description: str = "") -> dict[str, Any]:
    """The `response_format` of a chat request."""
    return {"type": "json_schema", "json_schema": _named(name, schema, strict, description)}


def responses_format(name: str, schema: dict[str, Any], strict: bool = True, description: str = "") -> dict[str, Any]:
    """The `text.format` of a request to the Responses API."""
    return {"type": "json_schema", **_named(name, schema, strict, description)}


def _named(name: str, schema: dict[str, Any], strict: bool, description: str) -> dict[str, Any]:
    described = {"description": description} if description else {}
    return {"name": name, **described, "strict": strict, "schema": schema}


def mentions_json(texts: Iterable[str]) -> bool:
    """Whether any message contains "JSON" in any letter case, as OpenAI's json_object mode requires.

    >>> mentions_json(["Be brief.", "Answer as a Json object."])
    True
    """
    return any("json" in text.lower() for text in texts)
