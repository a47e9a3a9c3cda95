"""A composed request as a reader sees it, with what came from the row told apart from the template."""

from collections.abc import Iterator
from typing import NamedTuple

from lib.batch.conversation import image_text
from lib.compose.composition import Composition
from lib.compose.request_body import spoken
from lib.compose.row_values import Templates, images
from lib.compose.template import Template


class Span(NamedTuple):
    """A run of text, and the index of the column it came from; None for the template's own words."""

    text: str
    column: int | None = None


class MarkedTurn(NamedTuple):
    """One message."""

    role: str
    spans: list[Span]

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


def marked_turns(composition: Composition, at: int) -> list[MarkedTurn]:
    """The messages of one request in their order, blank ones left out as they are in the request."""
    return [turn for turn in _turns(composition, composition.rows[at]) if turn.text.strip()]


def _turns(composition: Composition, row: int) -> Iterator[MarkedTurn]:
    templates, recipe = composition.templates, composition.recipe
    cells = [column[row] for column in composition.sheet.cells]
    yield MarkedTurn("system", _spans(templates.system, cells))
    turns = [
        MarkedTurn(turn.role, _spans(part, cells)) for turn, part in zip(recipe.turns, templates.turns, strict=False)
    ]
    yield from (turns[at] for at in spoken(recipe.turns[: len(turns)], [turn.text for turn in turns]))
    yield MarkedTurn("user", [*_spans(templates.prompt, cells), *_pictures(templates, cells)])
    for place in templates.inputs:
        yield MarkedTurn("user", [Span(cells[place], place)])


def _pictures(templates: Templates, cells: list[str]) -> Iterator[Span]:
    """The images that follow the prompt, each on a line of its own."""
    for place in templates.images:
        for address in images(cells[place]):
            yield from (Span("\n"), Span(image_text(address), place))


def _spans(template: Template, cells: list[str]) -> list[Span]:
    return [Span(piece) if isinstance(piece, str) else Span(cells[piece], piece) for piece in template.pieces]


def unused_columns(composition: Composition) -> list[str]:
    """The sheet's columns of which nothing reaches the requests."""
    templates, sheet = composition.templates, composition.sheet
    used = {sheet.columns[place] for place in (*templates.columns, *templates.settings)}
    return [name for name in sheet.columns if name not in used | {composition.recipe.id_column}]
