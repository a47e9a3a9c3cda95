"""The rows whose request was sent before and has a good answer, so that only the new ones need to be sent."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from lib.batch.content import content_text
from lib.batch.request_line import body_of
from lib.common import Tick
from lib.compose.line_writer import LineWriter
from lib.compose.recipe import Recipe
from lib.compose.resolved_recipe import resolve
from lib.json import codec
from lib.sheets import Sheet

_TICK_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class AnsweredRequests:
    """Requests of earlier batches that have a good answer. The numbers hold within this process."""

    bodies: AbstractSet[int]
    """`codec.fingerprint` of each body: equal requests, with equal settings."""

    contents: AbstractSet[int]
    """Hash of each request's messages, images and inputs (`content_text`), whatever its settings."""

    ids: AbstractSet[str] = frozenset()
    """The ids of all requests that were sent, answered or not."""


@dataclass(frozen=True, slots=True)
class AnsweredRows:
    """The rows of a sheet that earlier answers are to."""

    rows: frozenset[int]
    """Rows whose whole request is equal to one that has a good answer."""

    other_settings: int
    """Number of the other rows that ask what was answered before, under another model or other settings."""

    reused: tuple[int, ...] = ()
    """The other rows whose id, from a column, another request had: answers to both cannot be told apart."""


def answered_rows(sheet: Sheet, recipe: Recipe, known: AnsweredRequests, tick: Tick | None = None) -> AnsweredRows:
    """The rows whose request, in every setting, has a good answer already.

    Args:
        tick: reports how many rows are compared, and how many there are.
    """
    rows: set[int] = set()
    reused: list[int] = []
    others = 0
    own_ids = sheet.column(recipe.id_column) if recipe.id_column else [""] * len(sheet)
    writer = LineWriter(resolve(recipe, sheet.columns), sheet)
    for row, line in enumerate(writer.lines([""] * len(sheet), range(len(sheet)))):
        body = body_of(codec.loads(line)[0])
        if codec.fingerprint(body) in known.bodies:
            rows.add(row)
        else:
            others += hash(content_text(body)) in known.contents
            reused += [row] if own_ids[row] in known.ids else []
        if tick and row % _TICK_ROWS == 0:
            tick(row, len(sheet))
    return AnsweredRows(frozenset(rows), others, tuple(reused))
