"""JSON answers as columns: a field each, nested objects by their path, every value as its text.

The answers keep their texts; an answer that is no JSON object has empty cells here, and is told.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from lib.common.columns import BATCH_COLUMNS, BATCH_SUFFIX, REVIEW_COLUMNS
from lib.json.extract import json_in
from lib.json.lossless import Number, to_text
from lib.schema.requested import Path, fields_of

Kind = Literal["text", "number", "yes-no", "list"]
"""What all values of a column are; `text` also if they differ, or if there are none."""

MOST_COLUMNS = 200
MOST_LEVELS = 10
_MOST_COUNTED = 100_000
_SAMPLE = 300
_APART = "; "
_OURS = {*BATCH_COLUMNS, *REVIEW_COLUMNS}
_FIELD = " (field)"


@dataclass(frozen=True, slots=True)
class AnswerColumns:
    """The fields of many answers, a cell for each answer."""

    columns: Mapping[str, Sequence[str]]
    """By name, those of the schema first, then in the order met. Empty where an answer has no such field, or null."""

    kinds: Mapping[str, Kind]
    broken: frozenset[int]
    """The answers that have a text, but no JSON object in it."""

    left_out: int
    """Fields beyond the most columns, counted up to 100,000; the answers' texts have them."""


def looks_like_json(texts: Sequence[str]) -> bool:
    """Whether most answers are JSON objects; a sample of them, from first to last, is looked at."""
    written = [at for at, text in enumerate(texts) if text and not text.isspace()]
    sample = written[:: max(1, len(written) // _SAMPLE)]
    return sum(_object_in(texts[at]) is not None for at in sample) * 2 > len(sample)


def answer_columns(
    texts: Sequence[str], taken: Collection[str] = (), schema: Any = None, most: int = MOST_COLUMNS
) -> AnswerColumns:
    """The fields of the answers as columns.

    Args:
        texts: an answer each; a blank one has no fields, and is not broken.
        taken: names of columns that stand beside these: ours then get the suffix ` (batch)`, or, where they
            are names of a joined table's own columns, ` (field)`.
        schema: the JSON schema that was asked for, for the order of the columns; its fields have one in any case.
        most: how many columns there may be.
    """
    table = _Table(len(texts), most)
    for path in fields_of(schema):
        table.reserve(path)
    broken = set()
    for at, text in enumerate(texts):
        if not text or text.isspace():
            continue
        value = _object_in(text)
        if value is None:
            broken.add(at)
        else:
            table.fill(table.root, value, at)
    return _named(table, taken, frozenset(broken))


def _object_in(text: str) -> dict[str, Any] | None:
    """The object in an answer, or the only one in its list; None if there is none."""
    try:
        value = json_in(text)
    except ValueError:
        return None
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return value if isinstance(value, dict) else None


@dataclass(slots=True)
class _Field:
    """One field of the answers: its own values, and the fields of those values that are objects."""

    path: Path
    cells: list[str] | None = None
    kinds: set[Kind] = field(default_factory=set)
    inner: dict[str, "_Field"] = field(default_factory=dict)
    reserved: bool = False
    counted: bool = False


class _Table:
    """The fields met so far, each with a cell for every answer."""

    def __init__(self, rows: int, most: int) -> None:
        self.rows, self.most = rows, most
        self.root: dict[str, _Field] = {}
        self.fields: list[_Field] = []
        self.left_out = 0

    def reserve(self, path: Path) -> None:
        """A column for a field, met or not."""
        inner = self.root
        for depth, key in enumerate(path, 1):
            found = inner.setdefault(key, _Field(path[:depth]))
            inner = found.inner
        found.reserved = self._open(found)

    def fill(self, fields: dict[str, _Field], value: dict[str, Any], at: int, path: Path = ()) -> None:
        """One answer's values into their cells."""
        for key, item in value.items():
            found = fields.get(key)
            if found is None:
                if self.left_out >= _MOST_COUNTED:  # keys without end, as of ids: no more of them are remembered
                    continue
                found = fields[key] = _Field((*path, key))
            if type(item) is dict and item and len(path) + 1 < MOST_LEVELS:
                self.fill(found.inner, item, at, found.path)
                continue
            if found.cells is None and not self._open(found):
                continue
            if item is None:
                continue
            text, kind = _cell(item)
            found.cells[at] = text  # type: ignore[index]
            found.kinds.add(kind)

    def _open(self, found: _Field) -> bool:
        """A column for the field, if there is room for it."""
        if found.cells is None and len(self.fields) < self.most:
            found.cells = [""] * self.rows
            self.fields.append(found)
        elif found.cells is None and not found.counted:
            found.counted = True
            self.left_out += 1
        return found.cells is not None


def _cell(item: Any) -> tuple[str, Kind]:
    """A value as a cell's text: words and digits as they are, short lists joined, anything else as JSON."""
    if isinstance(item, Number):
        return str(item), "number"
    if isinstance(item, str):
        return item, "text"
    if isinstance(item, bool):
        return ("true" if item else "false"), "yes-no"
    if isinstance(item, list):
        return _joined(item), "list"
    return to_text(item), "text"


def _joined(items: list[Any]) -> str:
    """A list of words and numbers with semicolons between; as JSON if it holds more, or a semicolon, or nothing."""
    words = [item for item in items if isinstance(item, str) and item and ";" not in item and "\n" not in item]
    return _APART.join(words) if words and len(words) == len(items) else to_text(items)


def _named(table: _Table, taken: Collection[str], broken: frozenset[int]) -> AnswerColumns:
    columns: dict[str, Sequence[str]] = {}
    kinds: dict[str, Kind] = {}
    for found in table.fields:
        if found.inner and not found.kinds and not found.reserved:  # only ever null or an object
            continue
        name = ".".join(found.path) or "(no name)"
        # A field of such a name must not be taken for our own column when the table is loaded again.
        suffix = _FIELD if name in _OURS else BATCH_SUFFIX
        while name in taken or name in columns:
            name += suffix
        columns[name] = found.cells or []
        kinds[name] = next(iter(found.kinds)) if len(found.kinds) == 1 else "text"
    return AnswerColumns(columns, kinds, broken, table.left_out)
