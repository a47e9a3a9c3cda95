"""The requests of a batch, from a sheet and a recipe, with every problem in it.

A `Composition` holds no lines, only the writer that makes them. So the preview, the download and the
split get the same bytes from the same place, and a big batch is never in memory twice.

Rows and requests have different indexes. A *row* is an index into the sheet; a *request* is an index
into the composition. `compose` works with rows until it has all of them.
"""

from array import array
from collections.abc import Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass, field
from hashlib import sha256

import numpy as np
import pyarrow as pa

from lib.batch.split import Amounts, TokenCounts
from lib.common import Problem, Tick
from lib.compose.column_name_checks import check_column_names
from lib.compose.embedding_checks import check_doubtful_texts
from lib.compose.id_checks import check_ids
from lib.compose.identical_rows import identical_rows
from lib.compose.large_requests import large_requests, sharing_left_out
from lib.compose.line_writer import LineWriter
from lib.compose.recipe import Recipe
from lib.compose.recipe_checks import check_recipe
from lib.compose.resolved_recipe import ResolvedRecipe, resolve
from lib.compose.row_checks import check_exported, check_images, check_rows, left_out
from lib.compose.row_choices import RowChoices
from lib.compose.row_conditions import matching_rows
from lib.compose.row_ids import row_ids
from lib.compose.row_selection import Rows, select_rows, without
from lib.compose.row_values import RowReader
from lib.compose.token_estimate import row_tokens
from lib.providers import Provider
from lib.sheets import Sheet

FORMAT = "2"
"""Part of every composition's digest. It changes when the same recipe gives other bytes."""


@dataclass(frozen=True, slots=True)
class Composition:
    """The requests of a batch. Request i is made from row `rows[i]` of the sheet."""

    sheet: Sheet
    resolved: ResolvedRecipe
    digest: str
    """Digest of the sheet, the recipe and the choices about rows. It is known before the bytes are."""

    rows: Sequence[int]
    """Row of each request, ascending."""

    ids: Sequence[str]
    """custom_id of each request."""

    sizes: Sequence[int]
    """Bytes of each request's line, including the newline."""

    problems: Sequence[Problem]
    """Everything to fix, to decide or to know before the file is sent."""

    skipped: Sequence[Problem]
    """Rows with a problem that are left out, each with the reason."""

    writer: LineWriter
    tokens: TokenCounts | None = None
    """Most estimated tokens of each request; counted only if a file has a token limit."""

    identical: Mapping[int, int] = field(default_factory=dict)
    """Rows whose request equals that of a row before, each with the first such row."""

    sends_identical_once: bool = False
    """Whether the identical rows are left out, to share the answer of the first."""

    answered: int = 0
    """Number of rows that could be sent, and that are left out because they have an answer."""

    unselected: int = 0
    """Number of rows that could be sent and that the selection leaves for another file."""

    filtered: Sequence[int] = ()
    """These rows, as far as they do not meet the conditions."""

    choices: RowChoices = field(default_factory=RowChoices)
    """The choices about rows that it is made with."""

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def ready(self) -> bool:
        """Whether the file can be downloaded: it has requests, and no problem blocks or asks."""
        return len(self) > 0 and all(problem.severity in ("note", "warn") for problem in self.problems)

    @property
    def recipe(self) -> Recipe:
        """The recipe that the requests are made with."""
        return self.resolved.recipe

    @property
    def provider(self) -> Provider:
        """The provider, with the limits that the user set."""
        return self.resolved.provider

    def shared_rows(self) -> dict[int, str]:
        """The rows that share the request of an equal row, each with its id; empty if every row has its own."""
        if not self.sends_identical_once:
            return {}
        id_of = dict(zip(self.rows, self.ids, strict=True))
        return {row: id_of[first] for row, first in self.identical.items() if first in id_of}

    def line(self, request: int) -> bytes:
        """The exact line of one request, including the newline."""
        return self.writer.line(self.ids[request], self.rows[request])

    def lines(self, requests: Sequence[int] | None = None) -> Iterator[bytes]:
        """The exact lines of these requests in this order, or of all."""
        return self.writer.lines(*self._ids_and_rows(requests))

    def blocks(self, requests: Sequence[int] | None = None) -> Iterator[bytes]:
        """The bytes of the same lines, many lines at once: faster, if all of them are needed in memory anyway."""
        return self.writer.blocks(*self._ids_and_rows(requests))

    def _ids_and_rows(self, requests: Sequence[int] | None) -> tuple[Sequence[str], Sequence[int]]:
        if requests is None:
            return self.ids, self.rows
        if isinstance(requests, range) and requests.step == 1:
            some = slice(requests.start, requests.stop)
            return self.ids[some], self.rows[some]
        return [self.ids[request] for request in requests], [self.rows[request] for request in requests]

    def models(self) -> Sequence[str] | None:
        """The model of each request; None if it is the same for all."""
        if self.resolved.templates.model_column is None:
            return None
        return list(map(RowReader(self.resolved, self.sheet).model, self.rows))

    def texts(self) -> Sequence[int]:
        """The number of texts that each request embeds; empty for chat."""
        if self.recipe.is_chat:
            return ()
        return array("l", [len(self.resolved.templates.embed_columns) or 1]) * len(self)


def compose(
    sheet: Sheet,
    recipe: Recipe,
    choices: RowChoices | None = None,
    *,
    known_ids: Sequence[str] | None = None,
    tick: Tick | None = None,
) -> Composition:
    """All requests of a sheet and a recipe, with all problems at once.

    A row is left out only for one of five reasons: every column that it uses is blank, the user decided so (both are
    in `skipped`), it has an answer already (counted in `answered`), the selection leaves it for another file, or it
    does not meet the conditions (both counted in `unselected`).

    Args:
        known_ids: the result of `row_ids` for the sheet, to skip a third of the work. If the recipe
            `has_batchdesk_column`, they must include every column.
        tick: reports how many rows are done, and how many there are.

    Raises:
        ValueError: the sheet lacks the recipe's id column (`recipe.missing_column` reports that).
    """
    choices = (choices or RowChoices()).with_settings(recipe)
    resolved = resolve(recipe, sheet.columns)
    ids = _ids(sheet, resolved, known_ids)
    writer = LineWriter(resolved, sheet)

    cell_problems = check_rows(sheet, resolved, choices.decisions)
    sendable = without(np.arange(len(sheet)), left_out(cell_problems))
    unanswered = without(sendable, choices.answered)
    matching = matching_rows(choices.selection.conditions, unanswered.tolist(), sheet)
    selected = np.asarray(select_rows(choices.selection, matching, sheet.numbers), np.int64)
    identical = identical_rows(_used_cells(sheet, resolved), selected)
    once = choices.decisions.identical == "send once"

    fitting = without(selected, identical) if once else selected
    sizes = _sizes(writer, _ids_of(ids, fitting), fitting, tick)
    tokens = row_tokens(resolved, sheet).high if resolved.provider.tokens else None
    too_large = large_requests(sheet, resolved, fitting, sizes, tokens, choices.decisions)
    sharing = sharing_left_out(sheet, too_large, identical if once else {})
    row_problems = cell_problems | too_large | sharing
    rows = without(fitting, left_out(row_problems))

    return Composition(
        sheet=sheet,
        resolved=resolved,
        digest=composition_digest(sheet.digest, recipe, choices),
        rows=array("q", rows.tobytes()),
        ids=_ids_of(ids, rows),
        sizes=array("q", sizes[np.searchsorted(fitting, rows)].tobytes()),
        problems=[
            *check_recipe(resolved),
            *_check_ids(sheet, resolved, ids, rows, without(sendable, selected)),
            *map(row_problems.__getitem__, np.intersect1d(rows, list(row_problems)).tolist()),
            *check_column_names(resolved),
            *check_exported(sheet, resolved),
            *check_images(sheet, resolved),
            *check_doubtful_texts(sheet, resolved, rows),
            *check_any_row(
                rows, bool(len(sendable)) and not len(unanswered), is_filtered=len(matching) < len(unanswered)
            ),
        ],
        skipped=[problem for problem in row_problems.values() if problem.severity == "note"],
        writer=writer,
        tokens=None if tokens is None else tokens[rows],
        identical=identical,
        sends_identical_once=once,
        answered=len(sendable) - len(unanswered),
        unselected=len(unanswered) - len(selected),
        filtered=without(unanswered, matching).tolist() if len(matching) < len(unanswered) else (),
        choices=choices,
    )


def _used_cells(sheet: Sheet, resolved: ResolvedRecipe) -> list[pa.StringArray]:
    return [sheet.column(name).arrow for name in resolved.used_columns]


def _ids(sheet: Sheet, resolved: ResolvedRecipe, known_ids: Sequence[str] | None) -> Sequence[str]:
    """The custom_id of every row of the sheet."""
    if resolved.recipe.id_column is not None:
        return list(sheet.column(resolved.recipe.id_column))
    return row_ids(sheet, resolved.has_batchdesk_column) if known_ids is None else known_ids


def _ids_of(ids: Sequence[str], rows: Rows) -> Sequence[str]:
    """The ids of some rows, ascending."""
    return ids if len(rows) == len(ids) else list(map(ids.__getitem__, rows.tolist()))


def _sizes(writer: LineWriter, ids: Sequence[str], rows: Rows, tick: Tick | None) -> Amounts:
    """The size of each row's line. The lines themselves are not kept."""
    sizes: list[Amounts] = [np.empty(0, np.int64)]
    for chunk in writer.sizes(ids, rows):
        sizes.append(chunk)
        if tick:
            tick(sum(map(len, sizes)), len(rows))
    return np.concatenate(sizes)


def _check_ids(
    sheet: Sheet, resolved: ResolvedRecipe, ids: Sequence[str], rows: Rows, other_rows: Rows
) -> Iterator[Problem]:
    """The problems of a column's ids. Rows left for another file count too: their ids must differ.

    Default ids need no check: the row number makes them unique.
    """
    column = resolved.recipe.id_column
    if column is None:
        return iter(())
    numbers = [sheet.numbers[row] for row in rows.tolist()]
    return check_ids(column, _ids_of(ids, rows), numbers, resolved.provider.id_length, _ids_of(ids, other_rows))


def check_any_row(rows: Sized, are_answered: bool = False, is_filtered: bool = False) -> Iterator[Problem]:
    """The problem of a batch without a request."""
    if are_answered:
        hint = "There is nothing to send: Results has every row's answer."
        yield Problem("no-request", "every row has an answer already.", hint, "blocks")
    elif not len(rows):
        hint = (
            "Change the conditions of the rows, under Advanced, Rows."
            if is_filtered
            else "Choose columns that are filled in."
        )
        yield Problem("no-request", "no row is left to send.", hint, "blocks")


def composition_digest(sheet_digest: str, recipe: Recipe, choices: RowChoices) -> str:
    """The digest that the names of a composition's files have; the settings' own choices must be among `choices`."""
    parts = (FORMAT, sheet_digest, recipe.digest, *choices.digest_texts)
    return sha256("\n".join(parts).encode()).hexdigest()[:12]
