"""A composed request as a reader sees it, with the texts of the row apart from those of the template."""

from collections.abc import Iterator
from typing import NamedTuple

from lib.batch.conversation import image_text
from lib.compose.composition import Composition
from lib.compose.image_cells import image_addresses
from lib.compose.request_body import sent_turns
from lib.compose.template import Template
from lib.sheets import Sheet


class Span(NamedTuple):
    """A piece of text, and the column that it came from; None for the template's own words."""

    text: str
    column: str | None = None


class MarkedTurn(NamedTuple):
    """One message in spans."""

    role: str
    spans: list[Span]

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


def marked_turns(composition: Composition, request: int) -> list[MarkedTurn]:
    """The messages of one request in order; like the request, without blank ones."""
    return [turn for turn in _turns(composition, composition.rows[request]) if turn.text.strip()]


def _turns(composition: Composition, row: int) -> Iterator[MarkedTurn]:
    templates, recipe, sheet = composition.resolved.templates, composition.recipe, composition.sheet
    yield MarkedTurn("system", _spans(templates.system, sheet, row))
    turns = [
        MarkedTurn(turn.role, _spans(template, sheet, row))
        for turn, template in zip(recipe.turns, templates.turns, strict=False)
    ]
    yield from (turns[turn] for turn in sent_turns(recipe.turns[: len(turns)], [turn.text for turn in turns]))
    images = (span for column in templates.image_columns for span in _image_spans(column, sheet, row))
    yield MarkedTurn("user", [*_spans(templates.prompt, sheet, row), *images])
    for column in templates.embed_columns:
        yield MarkedTurn("user", [Span(sheet.column(column)[row], column)])


def _image_spans(column: str, sheet: Sheet, row: int) -> Iterator[Span]:
    """The images of a column, each on its own line."""
    for address in image_addresses(sheet.column(column)[row]):
        yield from (Span("\n"), Span(image_text(address), column))


def _spans(template: Template, sheet: Sheet, row: int) -> list[Span]:
    return [
        Span(piece) if isinstance(piece, str) else Span(sheet.column(piece.column)[row], piece.column)
        for piece in template.pieces
    ]


def unused_columns(composition: Composition) -> list[str]:
    """The sheet's columns that no request uses."""
    used = {*composition.resolved.used_columns, composition.recipe.id_column}
    return [name for name in composition.sheet.columns if name not in used]
