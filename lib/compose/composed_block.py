"""The requests of one block of a sheet that is too large to be in memory as a whole.

A block is a `Sheet` with the row numbers that it has in the whole, so `compose` gives its requests the bytes that they
have there. What depends on other blocks is left to the caller: duplicate ids, and requests that are sent once.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from lib.common.problem_counts import ProblemCounts
from lib.compose.composition import compose
from lib.compose.recipe import Recipe
from lib.compose.resolved_recipe import resolve
from lib.compose.row_choices import RowChoices
from lib.sheets import Sheet

_OF_THE_WHOLE = ("no-request", "duplicate-id", "lookalike-ids")
"""Kinds of problems that only the whole sheet shows."""


@dataclass(slots=True)
class ComposedBlock:
    """The requests of a block, in order, and the problems of its rows."""

    lines: Sequence[bytes]
    """The line of each request."""

    numbers: "array[int]"
    """The row number of each request."""

    problems: ProblemCounts
    """What to decide or to know before the requests are sent."""

    skipped: ProblemCounts
    """The rows that are left out."""

    ids: Sequence[str] = ()
    """The id of each request, if a column has the ids."""

    models: Sequence[str] = ()
    """The model of each request, if a column has the models."""

    tokens: Sequence[float] = ()
    """The most estimated tokens of each request, if a file has a token limit."""

    texts: int = 0
    """The number of texts that each request embeds."""


def compose_block(block: Sheet, recipe: Recipe, choices: RowChoices) -> ComposedBlock:
    """The requests of a block of a sheet."""
    composition = compose(block, recipe, choices)
    numbers = array("I", [block.numbers[row] for row in composition.rows])
    return ComposedBlock(
        lines=list(composition.lines()),
        numbers=numbers,
        problems=ProblemCounts(problem for problem in composition.problems if problem.kind not in _OF_THE_WHOLE),
        skipped=ProblemCounts(composition.skipped),
        ids=composition.ids if recipe.id_column is not None else (),
        models=composition.models() or (),
        tokens=() if composition.tokens is None else composition.tokens.tolist(),
        texts=composition.texts()[0] if composition.texts() else 0,
    )


def needs_every_row(recipe: Recipe, columns: Sequence[str]) -> bool:
    """Whether a row's tokens depend on other rows: they are counted for the models of all rows together."""
    resolved = resolve(recipe, columns)
    is_counted = resolved.provider.tokens is not None or not (recipe.is_chat or resolved.templates.embed_columns)
    return resolved.templates.model_column is not None and is_counted
