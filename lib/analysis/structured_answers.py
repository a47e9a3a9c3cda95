"""The JSON in a joined table's answers: a column a field, and the answers that are not what was asked for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lib.analysis.json_columns import answer_columns, looks_like_json
from lib.common.columns import REVIEW_COLUMNS, free_name
from lib.join import Joined
from lib.join.joined_table import Column
from lib.json import codec
from lib.json.extract import json_in
from lib.json.lossless import to_text
from lib.results import Result
from lib.schema import validator
from lib.schema.requested import first_schema

SIDES = ("refusal", "tool_calls", "cached_tokens", "reasoning_tokens", "model", "service_tier")
"""Fields of a result that are worth a column to some."""


def side_columns(results: Sequence[Result]) -> dict[str, Column]:
    """The columns in `SIDES` in which any result has something."""
    columns = {name: [getattr(result, name) for result in results] for name in SIDES}
    return {name: column for name, column in columns.items() if any(cell not in ("", None) for cell in column)}


_ASKED = 5
"""So many requests of each file are looked at for a schema: all of a batch have the same."""

NOT_JSON = "not JSON"

_Check = Callable[[Any], list[str]]


@dataclass(frozen=True, slots=True)
class JsonAnswers:
    """What the answers hold, row by row of the joined table."""

    columns: Mapping[str, Sequence[str]]
    """A field each; the last one says what is wrong with an answer, if anything is with any."""

    numbers: frozenset[str]
    """Those of the columns that hold numbers alone, as they were written."""

    broken: Sequence[int]
    """The rows whose answer is not JSON; it keeps its text."""

    off: Sequence[int]
    """The rows whose answer is JSON, and not of the schema that was asked for."""

    left_out: int
    """Fields beyond the most columns there may be."""

    unchecked: str = ""
    """Why no answer was checked against the schema that was asked for; empty if all were, or none was asked for."""


def json_answers(joined: Joined) -> JsonAnswers | None:
    """The answers as columns; None if they are not meant to be JSON."""
    texts = [str(cell or "") for cell in joined.columns[joined.answer_column]]
    schema = first_schema(_bodies(joined))
    if schema is None and not looks_like_json(texts):
        return None
    found = answer_columns(texts, {*joined.columns, *REVIEW_COLUMNS}, schema)
    flaws_of, unchecked = _check(schema)
    flaws = dict.fromkeys(found.broken, NOT_JSON) | dict(_flaws(texts, found.broken, flaws_of))
    columns = dict(found.columns)
    if flaws:
        name = free_name("answer_check", {**joined.columns, **columns})
        columns[name] = [flaws.get(at, "") for at in range(len(texts))]
    off = sorted(at for at in flaws if at not in found.broken)
    numbers = frozenset(name for name, kind in found.kinds.items() if kind == "number")
    return JsonAnswers(columns, numbers, sorted(found.broken), off, found.left_out, unchecked)


def _bodies(joined: Joined) -> Iterator[Any]:
    for sent in joined.sent:
        yield from (sent.body(at) for at in islice(range(len(sent.ids)), _ASKED))


def _check(schema: dict[str, Any] | None) -> tuple[_Check, str]:
    """What checks an answer, and why nothing does: a schema from elsewhere may be one that cannot be used."""
    try:
        return (validator(schema) if schema else _no_flaws), ""
    except ValueError as error:
        return _no_flaws, str(error)


def _no_flaws(value: Any) -> list[str]:
    return []


def _flaws(texts: Sequence[str], broken: frozenset[int], flaws_of: _Check) -> Iterator[tuple[int, str]]:
    """What each answer has that the schema does not allow, in words."""
    if flaws_of is _no_flaws:
        return
    for at, text in enumerate(texts):
        if not text or text.isspace() or at in broken:
            continue
        value, flaw = codec.loads(text.encode("utf-8", "replace"))
        if flaw:  # in a code fence, or among words
            value, flaw = codec.loads(to_text(json_in(text)).encode("utf-8", "replace"))
        if not flaw and (said := flaws_of(value)):
            yield at, " ".join(said)
