"""JSON answers as columns: one for each field, nested fields named by their path, values as text.

An answer without a JSON object keeps its text, and has empty cells in these columns.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from lib.common.own_columns import BATCH_SUFFIX, FIELD_SUFFIX, OWN_NAMES
from lib.json.extract import json_in
from lib.json.lossless import Number, to_text
from lib.schema.requested import Path, fields_of

ColumnKind = Literal["text", "number", "yes-no", "list"]
"""What all values of a column are; `text` also if they differ, or if there are none."""

_MOST_COLUMNS = 200
_MOST_LEVELS = 10
_MOST_COUNTED = 100_000
_SAMPLE_ANSWERS = 300
_SEPARATOR = "; "


@dataclass(frozen=True, slots=True)
class JsonColumns:
    """The fields of many answers, with a cell for each answer."""

    columns: Mapping[str, Sequence[str]]
    """Cells by name, the schema's fields first. A cell is empty if the answer has no such field, or null."""

    kinds: Mapping[str, ColumnKind]
    broken: frozenset[int]
    """Indexes of the answers with a text, but no JSON object."""

    left_out: int
    """Number of fields without a column, counted up to 100,000."""

    paths: Mapping[str, Path] = field(default_factory=dict)
    """The field of each column."""


def looks_like_json(texts: Sequence[str]) -> bool:
    """Whether most answers in a sample, spread over all of them, are JSON objects."""
    written = [text for text in texts if text and not text.isspace()]
    sample = written[:: max(1, len(written) // _SAMPLE_ANSWERS)]
    return sum(_object_in(text) is not None for text in sample) * 2 > len(sample)


def json_columns(
    texts: Sequence[str], taken: Collection[str] = (), schema: Any = None, most: int = _MOST_COLUMNS
) -> JsonColumns:
    """The fields of the answers as columns.

    Args:
        texts: the answers; a blank one has no fields, and is not broken.
        taken: names of other columns of the table. A field of such a name gets the suffix ` (batch)`, or
            ` (field)` if it is the name of a joined table's own column.
        schema: the JSON schema of the answers, for the order of the columns; each of its fields gets a column.
        most: most columns.
    """
    table = _Table(len(texts), most)
    for known in fields_of(schema):
        table.reserve(known.path)
    broken = set()
    for index, text in enumerate(texts):
        if not text or text.isspace():
            continue
        value = _object_in(text)
        if value is None:
            broken.add(index)
        else:
            table.fill(table.root, value, index)
    return _named_columns(table, taken, frozenset(broken))


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
    """One field of the answers: its own values, and the fields inside values that are objects."""

    path: Path
    cells: list[str] | None = None
    kinds: set[ColumnKind] = field(default_factory=set)
    inner: dict[str, "_Field"] = field(default_factory=dict)
    is_reserved: bool = False
    """Whether the schema gives the field a column."""

    is_left_out: bool = False

    @property
    def is_shown(self) -> bool:
        """Whether the field has values of its own: not only null, or objects."""
        return not self.inner or bool(self.kinds) or self.is_reserved


class _Table:
    """The fields of the answers so far, each with a cell for every answer."""

    def __init__(self, rows: int, most: int) -> None:
        self.rows, self.most = rows, most
        self.root: dict[str, _Field] = {}
        self.fields: list[_Field] = []
        self.left_out = 0

    def reserve(self, path: Path) -> None:
        """Gives a field a column, whether any answer has it or not."""
        fields = self.root
        for depth, key in enumerate(path, 1):
            last = fields.setdefault(key, _Field(path[:depth]))
            fields = last.inner
        last.is_reserved = self._open(last)

    def fill(self, fields: dict[str, _Field], value: dict[str, Any], row: int, path: Path = ()) -> None:
        """Writes the values of one answer into their cells."""
        for key, item in value.items():
            known = fields.get(key)
            if known is None:
                if self.left_out >= _MOST_COUNTED:  # keys without end, such as ids, would fill the memory
                    continue
                known = fields[key] = _Field((*path, key))
            if type(item) is dict and item and len(path) + 1 < _MOST_LEVELS:
                self.fill(known.inner, item, row, known.path)
                continue
            if known.cells is None and not self._open(known):
                continue
            if item is None:
                continue
            text, kind = _cell(item)
            known.cells[row] = text  # type: ignore[index]
            known.kinds.add(kind)

    def _open(self, known: _Field) -> bool:
        """Gives the field a column if there is room for one, and returns whether it has one."""
        if known.cells is None and len(self.fields) < self.most:
            known.cells = [""] * self.rows
            self.fields.append(known)
        elif known.cells is None and not known.is_left_out:
            known.is_left_out = True
            self.left_out += 1
        return known.cells is not None


def _cell(item: Any) -> tuple[str, ColumnKind]:
    """A value as the text of a cell: words and numbers as written, lists of words joined, anything else as JSON."""
    if isinstance(item, Number):
        return str(item), "number"
    if isinstance(item, str):
        return item, "text"
    if isinstance(item, bool):
        return ("true" if item else "false"), "yes-no"
    if isinstance(item, list):
        return list_text(item), "list"
    return to_text(item), "text"


def list_text(items: Sequence[Any]) -> str:
    """Words and numbers with semicolons between; JSON if an item is anything else, or has a semicolon itself."""
    return _SEPARATOR.join(items) if items and all(map(is_word, items)) else to_text(list(items))


def list_items(cell: str) -> list[str]:
    """The words of a cell with a list.

    >>> list_items("size; price"), list_items("[]"), list_items('["a;b"]')
    (['size', 'price'], [], ['a;b'])
    """
    try:
        value = json_in(cell)
    except ValueError:
        return [word for word in cell.split(_SEPARATOR) if word]
    return [str(item) for item in value] if isinstance(value, list) else [cell]


def is_word(item: Any) -> bool:
    """Whether a list with this item can be one text with semicolons."""
    return isinstance(item, str) and bool(item) and ";" not in item and "\n" not in item


def _named_columns(table: _Table, taken: Collection[str], broken: frozenset[int]) -> JsonColumns:
    columns: dict[str, Sequence[str]] = {}
    kinds: dict[str, ColumnKind] = {}
    paths: dict[str, Path] = {}
    for known in table.fields:
        if not known.is_shown:
            continue
        name = ".".join(known.path) or "(no name)"
        # A later import of the table must not take such a field for a column of Batchdesk's.
        suffix = FIELD_SUFFIX if name in OWN_NAMES else BATCH_SUFFIX
        while name in taken or name in columns:
            name += suffix
        columns[name] = known.cells or []
        paths[name] = known.path
        kinds[name] = next(iter(known.kinds)) if len(known.kinds) == 1 else "text"
    return JsonColumns(columns, kinds, broken, table.left_out, paths)
