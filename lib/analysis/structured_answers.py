"""The JSON in a joined table's answers: a column for each field, and the answers that do not match their schema."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from lib.analysis.json_columns import JsonColumns, is_word, json_columns, looks_like_json
from lib.common.own_columns import ANSWER_CHECK, OWN_NAMES, Cell, free_name
from lib.join import Joined
from lib.json import codec
from lib.json.extract import json_in
from lib.json.lossless import to_text
from lib.schema import validator
from lib.schema.allowed_values import ANY_TEXT, YES_OR_NO, AllowedValues, allowed_values
from lib.schema.requested import Path, fields_of, first_schema

NOT_JSON = "not JSON"

_DETAILS = ("refusal", "tool_calls", "cached_tokens", "reasoning_tokens", "model", "service_tier")
"""Fields of a result that become columns on request."""

_SAMPLE_REQUESTS = 5
"""Number of requests of each file to search for a schema: all requests of a batch have the same."""

_LIKE_THE_OTHERS: dict[str, AllowedValues] = {
    "yes-no": replace(YES_OR_NO, has_others=True, may_be_empty=True),
    "number": AllowedValues("number", has_others=True),
}
"""What a person is offered for a column without a schema, by what all its values are."""

_FaultsOf = Callable[[Any], list[str]]
"""The faults of a JSON value, as sentences."""


@dataclass(frozen=True, slots=True)
class JsonAnswers:
    """The JSON in the answers, with a cell for each row of the joined table."""

    columns: Mapping[str, Sequence[str]]
    """A column for each field; if any answer has a fault, the last column says which."""

    numbers: frozenset[str]
    """Names of the columns that hold only numbers, as written."""

    lists: frozenset[str]
    """Names of the columns that hold only lists."""

    broken: Sequence[int]
    """Rows whose answer is not JSON; it keeps its text."""

    mismatched: Sequence[int]
    """Rows whose answer is JSON, but does not match the schema."""

    left_out: int
    """Number of fields without a column."""

    check: str = ""
    """Name of the column that says which answers have a fault; empty without faults."""

    unchecked: str = ""
    """Reason why no answer was checked against the schema; empty if all were, or if there is no schema."""

    allowed: Mapping[str, AllowedValues] = field(default_factory=dict)
    """What a column may hold, where that is not any text."""

    paths: Mapping[str, Path] = field(default_factory=dict)
    """The keys that lead to the field of each column."""


def json_answers(joined: Joined) -> JsonAnswers | None:
    """The answers as columns; None if they are not meant to be JSON."""
    texts = [str(cell or "") for cell in joined.columns[joined.answer_column]]
    schema = first_schema(_sample_bodies(joined))
    if schema is None and not looks_like_json(texts):
        return None
    fields = json_columns(texts, {*joined.columns, *OWN_NAMES}, schema)
    faults_of, unchecked = _validator(schema)
    mismatches = dict(_mismatches(texts, fields.broken, faults_of)) if faults_of else {}
    faults = dict.fromkeys(fields.broken, NOT_JSON) | mismatches
    columns, check = dict(fields.columns), ""
    if faults:
        check = free_name(ANSWER_CHECK, {**joined.columns, **columns})
        columns[check] = [faults.get(row, "") for row in range(len(texts))]
    numbers, lists = (
        frozenset(name for name, kind in fields.kinds.items() if kind == wanted) for wanted in ("number", "list")
    )
    return JsonAnswers(
        columns,
        numbers,
        lists,
        sorted(fields.broken),
        sorted(mismatches),
        fields.left_out,
        check,
        unchecked,
        {name: allowed for name, allowed in _allowed(fields, schema) if allowed != ANY_TEXT},
        fields.paths,
    )


def answer_fields(joined: Joined, text: str) -> dict[str, str] | None:
    """The cells that a text fills as an answer of this table, by column; None if it is not a JSON object."""
    fields = json_columns([text], {*joined.columns, *OWN_NAMES})
    return None if fields.broken else {name: cells[0] for name, cells in fields.columns.items()}


def _allowed(fields: JsonColumns, schema: dict[str, Any] | None) -> Iterator[tuple[str, AllowedValues]]:
    """What each column may hold: by the schema; without one, what all answers are, or anything else."""
    known = {each.path: allowed_values(each, schema) for each in fields_of(schema)}
    for name, path in fields.paths.items():
        allowed = known.get(path, ANY_TEXT)
        if allowed.kind == "several" and not all(map(is_word, allowed.options)):
            allowed = ANY_TEXT
        if schema is None:
            allowed = _LIKE_THE_OTHERS.get(fields.kinds[name], ANY_TEXT)
        yield name, allowed


def detail_columns(joined: Joined) -> dict[str, Sequence[Cell]]:
    """The columns of technical details that any row's result has."""
    columns = {name: joined.field(name) for name in _DETAILS}
    return {name: column for name, column in columns.items() if any(cell not in ("", None) for cell in column)}


def _sample_bodies(joined: Joined) -> Iterator[Any]:
    for sent in joined.sent:
        yield from (sent.body(request) for request in islice(range(len(sent.ids)), _SAMPLE_REQUESTS))


def _validator(schema: dict[str, Any] | None) -> tuple[_FaultsOf | None, str]:
    """What checks an answer, and why nothing can: a schema made elsewhere may be unusable."""
    try:
        return (validator(schema) if schema else None), ""
    except ValueError as error:
        return None, str(error)


def _mismatches(texts: Sequence[str], broken: frozenset[int], faults_of: _FaultsOf) -> Iterator[tuple[int, str]]:
    """The rows whose answer does not match the schema, each with its faults."""
    for row, text in enumerate(texts):
        if not text or text.isspace() or row in broken:
            continue
        value, damage = codec.loads(text.encode("utf-8", "replace"))
        if damage:  # the JSON is in a code fence, or among words
            value, damage = codec.loads(to_text(json_in(text)).encode("utf-8", "replace"))
        if not damage and (faults := faults_of(value)):
            yield row, " ".join(faults)
