"""The lines of requests, written fast; nothing else writes them.

In most recipes, rows differ only in texts. Then the request is serialised once and cut where the id
and the row's texts belong; each line is these pieces with the row's texts between them. In all other
recipes, each row is serialised by itself.
"""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lib.common.arrow_bytes import chunks, separate, text_bytes, text_lengths, text_offsets
from lib.common.threads import in_threads
from lib.compose.request_body import request
from lib.compose.resolved_recipe import ResolvedRecipe, Templates
from lib.compose.row_selection import Rows
from lib.compose.row_values import RowReader, RowValues
from lib.compose.template import ColumnSlot, Template
from lib.json import codec
from lib.json.escapes import escaped
from lib.sheets import Sheet

_Piece = bytes | ColumnSlot | None
"""A part of every line: fixed bytes, a column's cell, or (None) the custom_id."""

_NOTHING = pa.scalar("", pa.large_string())
"""What stands between the pieces of a line."""


class LineWriter:
    """Writes the lines of a recipe's requests, each including its newline."""

    def __init__(self, resolved: ResolvedRecipe, sheet: Sheet) -> None:
        self._resolved = resolved
        self._reader = RowReader(resolved, sheet)
        self._pieces = list(_line_pieces(resolved)) if _is_same_shape(resolved.templates) else None
        slots = {piece for piece in self._pieces or () if isinstance(piece, ColumnSlot)}
        self._columns = {slot: sheet.column(slot.column) for slot in slots}
        self._lengths = text_lengths((sheet.column(name).arrow for name in resolved.used_columns), len(sheet))
        self._lengths += sum(len(text) for template in resolved.templates.texts for text in template.texts)

    def line(self, custom_id: str, row: int) -> bytes:
        """The line of one row."""
        if self._pieces is None:
            return codec.dumps(request(self._resolved, custom_id, self._reader.values(row))) + b"\n"
        texts: dict[ColumnSlot | None, bytes] = {None: _inside(custom_id)}
        texts |= {slot: _inside(cells[row]) for slot, cells in self._columns.items()}
        return b"".join([piece if isinstance(piece, bytes) else texts[piece] for piece in self._pieces])

    def lines(self, ids: Sequence[str], rows: Sequence[int]) -> Iterator[bytes]:
        """The lines of these rows, each with the id at the same index."""
        return chain.from_iterable(map(separate, map(self._written, *self._chunks(ids, rows))))

    def blocks(self, ids: Sequence[str], rows: Sequence[int]) -> Iterator[bytes]:
        """The same bytes, many lines at once; all of them may be in memory."""
        return in_threads(self._block, *self._chunks(ids, rows))

    def sizes(self, ids: Sequence[str], rows: Sequence[int] | Rows) -> Iterator[NDArray[np.int64]]:
        """The bytes of each of these lines, many lines at once."""
        return in_threads(self._sizes, *self._chunks(ids, rows))

    def _chunks(self, ids: Sequence[str], rows: Sequence[int] | Rows) -> tuple[Iterator[Sequence[str]], Iterator[Rows]]:
        """The same ids and rows, a few at a time."""
        indexes = np.asarray(rows, np.int64)
        parts = list(chunks(self._lengths[indexes]))
        return (ids[part] for part in parts), (indexes[part] for part in parts)

    def _block(self, ids: Sequence[str], rows: Rows) -> bytes:
        return text_bytes(self._written(ids, rows)).tobytes()

    def _sizes(self, ids: Sequence[str], rows: Rows) -> NDArray[np.int64]:
        return np.diff(text_offsets(self._written(ids, rows)))

    def _written(self, ids: Sequence[str], rows: Rows) -> pa.LargeBinaryArray | pa.LargeStringArray:
        if self._pieces is None:
            return pa.array(list(map(self.line, ids, rows.tolist())), pa.large_binary())
        return self._spliced(self._pieces, ids, rows)

    def _spliced(self, pieces: Sequence[_Piece], ids: Sequence[str], rows: Rows) -> pa.LargeBinaryArray:
        texts: dict[ColumnSlot | None, pa.LargeStringArray] = {None: escaped(pa.array(ids, pa.large_string()))}
        texts |= {slot: escaped(column.select(rows).arrow) for slot, column in self._columns.items()}
        parts = (pa.scalar(piece, pa.large_string()) if isinstance(piece, bytes) else texts[piece] for piece in pieces)
        return pc.binary_join_element_wise(*parts, _NOTHING)


def _is_same_shape(templates: Templates) -> bool:
    """Whether every row sends the same messages and settings, so that only texts differ."""
    can_be_blank = (templates.system, *templates.turns)
    is_sent_by_all = all(template.constant is not None or _is_never_blank(template) for template in can_be_blank)
    return is_sent_by_all and not templates.setting_columns and not templates.image_columns


def _is_never_blank(template: Template) -> bool:
    return any(text.strip() for text in template.texts)


class _Variable(str):
    """A text inside a request that differs from row to row. As a plain text it is not blank."""

    pieces: tuple[str | ColumnSlot | None, ...]

    def __new__(cls, pieces: tuple[str | ColumnSlot | None, ...]) -> "_Variable":
        variable = super().__new__(cls, "variable")
        variable.pieces = pieces
        return variable


def _line_pieces(resolved: ResolvedRecipe) -> Iterator[_Piece]:
    """The pieces of every line, from a request that has variables instead of a row's texts."""
    recipe, templates = resolved.recipe, resolved.templates
    values = RowValues(
        model=recipe.model,
        prompt=_constant_or_variable(templates.prompt),
        system=_constant_or_variable(templates.system),
        turns=[_constant_or_variable(turn) for turn in templates.turns],
        inputs=[_Variable((ColumnSlot(column),)) for column in templates.embed_columns],
        temperature=recipe.temperature,
        max_tokens=recipe.max_tokens,
    )
    fixed = b""
    for piece in _pieces(request(resolved, _Variable((None,)), values)):
        if isinstance(piece, bytes):
            fixed += piece
        else:
            yield from (fixed, piece)
            fixed = b""
    yield fixed + b"\n"


def _constant_or_variable(template: Template) -> str:
    return _Variable(template.pieces) if template.constant is None else template.constant


def _inside(text: str) -> bytes:
    """The JSON string of a text, without the quotes."""
    return codec.dumps(text)[1:-1]


def _pieces(value: Any) -> Iterator[_Piece]:
    """A JSON value, cut at its variables."""
    if isinstance(value, _Variable):
        yield b'"'
        yield from (_inside(piece) if isinstance(piece, str) else piece for piece in value.pieces)
        yield b'"'
    elif isinstance(value, dict) and value:
        for index, (key, item) in enumerate(value.items()):
            yield (b"," if index else b"{") + codec.dumps(key) + b":"
            yield from _pieces(item)
        yield b"}"
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            yield b"," if index else b"["
            yield from _pieces(item)
        yield b"]"
    else:
        yield codec.dumps(value)
