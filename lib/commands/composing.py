"""The requests of a sheet of any size, composed block by block."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from lib.batch.bundle import stem_of
from lib.commands.request_spool import RequestSpool
from lib.commands.streamed_sheet import StreamedSheet
from lib.commands.terminal import progress
from lib.common import Problem, Tick
from lib.compose import Recipe, RowChoices, RowDecisions, resolve
from lib.compose.composed_block import ComposedBlock, compose_block, needs_every_row
from lib.compose.composition import check_any_row, composition_digest
from lib.compose.id_checks import check_ids
from lib.compose.sent_requests import SentRequests

_MOST_COMPARED = 10_000
"""The most ids that are read again to name those that are used more than once."""


Engine = Callable[[StreamedSheet, Recipe, RowChoices, Tick], Iterator[ComposedBlock]]
"""What composes the blocks of a sheet, and gives them in order; it reports how many MB are read."""


def compose_here(table: StreamedSheet, recipe: Recipe, choices: RowChoices, tick: Tick) -> Iterator[ComposedBlock]:
    """Composes the blocks in this process.

    Raises:
        ReadAgain: a file has to be read at once.
        Unreadable: a file is damaged, or too large to be read at once.
    """
    sent = SentRequests(recipe)
    for number, block in enumerate(table.blocks(tick)):
        if number and needs_every_row(recipe, table.columns):
            table.read_at_once("With a column of models, tokens are counted for the models of all rows.")
        composed = compose_block(sent.without_sent(block), recipe, choices)
        sent.add(composed.numbers)
        yield composed


def spool_requests(
    table: StreamedSheet, recipe: Recipe, folder: Path, leave_out: bool, engine: Engine = compose_here
) -> RequestSpool:
    """All requests of a sheet with all problems, as `compose` has them; without its lines if a problem is open.

    Args:
        folder: where the lines are kept until they are written.
        leave_out: whether the rows that ask for a decision are left out. Only what is asked is decided, as on the
            page: the names of the files depend on the decisions.

    Raises:
        ReadAgain: a file has to be read at once, so all starts again.
        Unreadable: a file is damaged, or too large to be read at once.
    """
    decisions: dict[str, Any] = {}
    while True:
        choices = RowChoices(RowDecisions(**decisions)).with_settings(recipe)
        spool = _spooled(table, recipe, choices, folder, engine)
        asked = {kind.first[0].kind for kind in spool.problems.of("ask").kinds() if kind.first[0].row}
        new = {kind.replace("-", "_") for kind in asked} & set(RowDecisions.__annotations__) - decisions.keys()
        if not leave_out or not new:
            spool.stem = f"{stem_of(table.name)}_{composition_digest(table.digest(), recipe, choices)}"
            return spool
        decisions |= dict.fromkeys(new, "leave out")
        spool.close()


def _spooled(table: StreamedSheet, recipe: Recipe, choices: RowChoices, folder: Path, engine: Engine) -> RequestSpool:
    spool = RequestSpool(folder, resolve(recipe, table.columns).provider)
    try:
        with progress("Composing requests, MB read") as tick:
            for block in engine(table, recipe, choices, tick):
                spool.add(block)
        spool.problems.add(check_any_row(spool))
        spool.problems.add(_repeated_ids(table, recipe, spool))
    except BaseException:
        spool.close()
        raise
    return spool


def _repeated_ids(table: StreamedSheet, recipe: Recipe, spool: RequestSpool) -> Iterator[Problem]:
    """The ids of a column that are used more than once, or look alike; their rows are read again."""
    column = recipe.id_column
    numbers = spool.numbers(spool.ids.indexes()[:_MOST_COMPARED])
    if column is None or not numbers:
        return
    ids: list[str] = []
    for block in table.blocks():
        rows = np.flatnonzero(np.isin(block.numbers, numbers))
        ids += [block.column(column)[row] for row in rows.tolist()]
    kinds = ("duplicate-id", "lookalike-ids")
    yield from (problem for problem in check_ids(column, ids, numbers) if problem.kind in kinds)
