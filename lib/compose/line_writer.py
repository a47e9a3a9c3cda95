"""The lines of requests, written fast; nothing else writes them.

In most recipes, rows differ only in texts. Then the request is serialised once and cut where the id
and the row's texts belong; each line is these pieces with the row's texts between them. In all other
recipes, each row is serialised by itself.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, repeat
from typing import Any

from lib.compose.request_body import request
from lib.compose.resolved_recipe import ResolvedRecipe, Templates
from lib.compose.row_values import RowReader, RowValues
from lib.compose.template import ColumnSlot, Template
from lib.json import codec
from lib.sheets import Sheet

_Piece = bytes | ColumnSlot | None
"""A part of every line: fixed bytes, a column's cell, or (None) the custom_id."""

_CHUNK = 256
"""Rows whose texts are serialised together; few, so that the copies stay small."""


class LineWriter:
    """Writes the lines of a recipe's requests, each including its newline."""

    def __init__(self, resolved: ResolvedRecipe, sheet: Sheet) -> None:
        self._resolved = resolved
        self._reader = RowReader(resolved, sheet)
        self._pieces = list(_line_pieces(resolved)) if _is_same_shape(resolved.templates) else None
        slots = {piece for piece in self._pieces or () if isinstance(piece, ColumnSlot)}
        self._columns = {slot: sheet.column(slot.column) for slot in slots}

    def lines(self, ids: Sequence[str], rows: Sequence[int]) -> Iterator[bytes]:
        """The lines of these rows, each with the id at the same index."""
        if self._pieces is None:
            return map(self._serialised, ids, rows)
        chunks = (slice(start, start + _CHUNK) for start in range(0, len(rows), _CHUNK))
        return chain.from_iterable(self._spliced(self._pieces, ids[chunk], rows[chunk]) for chunk in chunks)

    def _serialised(self, custom_id: str, row: int) -> bytes:
        return codec.dumps(request(self._resolved, custom_id, self._reader.values(row))) + b"\n"

    def _spliced(self, pieces: Sequence[_Piece], ids: Sequence[str], rows: Sequence[int]) -> Iterator[bytes]:
        texts: dict[ColumnSlot | None, list[bytes]] = {
            slot: codec.strings(cells.take(rows)) for slot, cells in self._columns.items()
        }
        texts[None] = codec.strings(ids)
        parts = [repeat(piece) if isinstance(piece, bytes) else texts[piece] for piece in pieces]
        return map(b"".join, zip(*parts, strict=False))


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


def _pieces(value: Any) -> Iterator[_Piece]:
    """A JSON value, cut at its variables."""
    if isinstance(value, _Variable):
        yield b'"'
        yield from (codec.strings([piece])[0] if isinstance(piece, str) else piece for piece in value.pieces)
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
