"""The function that makes requests' lines: fast, and the only one there is.

What is the same in every request is serialised once: a request with marks where the id and the
row's texts belong is cut at the marks, and each line is the pieces with the row's texts between.
A recipe in which rows differ in more than texts is serialised row by row.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, repeat

from lib.compose.recipe import Recipe
from lib.compose.request_body import Filled, request, same_fields
from lib.compose.row_values import Cells, Templates, row_values
from lib.compose.template import Template
from lib.json import codec

MakeLines = Callable[[Sequence[str], Sequence[int]], Iterator[bytes]]
"""From custom_ids and the rows' indexes in the sheet to the requests' lines, their line ends included."""

_CHUNK = 256
"""Rows whose texts are serialised together: few enough that the copies stay small."""


def line_maker(recipe: Recipe, templates: Templates, cells: Cells) -> MakeLines:
    """The line maker for a recipe, its templates and the sheet's `cells[column][row]`."""
    if _only_texts_differ(templates):
        return _splicer(recipe, templates, cells)
    fill, same = row_values(recipe, templates, cells), same_fields(recipe)

    def lines(ids: Sequence[str], rows: Sequence[int]) -> Iterator[bytes]:
        for custom_id, at in zip(ids, rows, strict=True):
            yield codec.dumps(request(recipe, custom_id, fill(at), same)) + b"\n"

    return lines


def _only_texts_differ(templates: Templates) -> bool:
    """Whether every row's request has the same messages and settings."""
    optional = (templates.system, *templates.turns)
    always = all(template.constant is not None or _never_blank(template) for template in optional)
    return always and not templates.settings and not templates.images


def _never_blank(template: Template) -> bool:
    return any(isinstance(piece, str) and piece.strip() for piece in template.pieces)


def _splicer(recipe: Recipe, templates: Templates, cells: Cells) -> MakeLines:
    mark = _unused_mark(recipe)
    slots: dict[bytes, Template] = {}

    def slot(template: Template) -> str:
        if template.constant is not None:
            return template.constant
        slots[f"{mark}{len(slots)}-".encode()] = template
        return list(slots)[-1].decode()

    filled = Filled(
        model=recipe.model,
        system=slot(templates.system),
        turns=[slot(turn) for turn in templates.turns],
        prompt=slot(templates.prompt),
        inputs=[slot(Template((column,))) for column in templates.inputs],
        temperature=recipe.temperature,
        max_tokens=recipe.max_tokens,
    )
    rest = codec.dumps(request(recipe, f"{mark}id", filled)) + b"\n"
    head, rest = rest.split(f"{mark}id".encode())
    pieces: list[bytes | int] = [head, _ID]
    for name, template in slots.items():  # in the order of the conversation, which is that of the request
        if name not in rest:  # an answer whose question is blank in the recipe itself
            continue
        piece, rest = rest.split(name)
        pieces += [piece, *(_escaped(part) for part in template.pieces)]
    return _joiner([*pieces, rest], cells)


_ID = -1
"""The place of the custom_id among the pieces of a line."""


def _escaped(piece: str | int) -> bytes | int:
    return codec.strings([piece])[0] if isinstance(piece, str) else piece


def _unused_mark(recipe: Recipe) -> str:
    """A text that stands nowhere in the recipe, nor in what becomes of it in a request."""
    blank = Filled("", "", turns=[""] * len(recipe.turns))
    texts = f"{recipe} {request(recipe, '', blank)}"
    return next(mark for at in range(len(texts) + 1) if (mark := f"slot-{at}-") not in texts)


def _joiner(pieces: Sequence[bytes | int], cells: Cells) -> MakeLines:
    """Lines from constant bytes and the columns between them."""

    def chunk(ids: Sequence[str], rows: Sequence[int]) -> Iterator[bytes]:
        columns = {column: codec.strings([cells[column][at] for at in rows]) for column in used}
        columns[_ID] = codec.strings(ids)
        parts = [repeat(piece) if isinstance(piece, bytes) else columns[piece] for piece in pieces]
        return map(b"".join, zip(*parts, strict=False))

    def lines(ids: Sequence[str], rows: Sequence[int]) -> Iterator[bytes]:
        cuts = (slice(start, start + _CHUNK) for start in range(0, len(rows), _CHUNK))
        return chain.from_iterable(chunk(ids[cut], rows[cut]) for cut in cuts)

    used = {piece for piece in pieces if isinstance(piece, int) and piece != _ID}
    return lines
