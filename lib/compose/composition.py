"""A sheet and a recipe to requests: which rows, which lines, and what stands in the way.

A `Composition` holds no lines. It holds what makes them, so that a preview, a download and
a split all ask the same function for the same bytes, and a big batch is never in memory twice.
"""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice

from lib.batch import Batch
from lib.batch.bundle import stem_of
from lib.batch.split import TokenCounts
from lib.common import Problem, Tick
from lib.common.columns import free_name, own_columns
from lib.compose.line_writer import MakeLines, line_maker
from lib.compose.recipe import Recipe
from lib.compose.recipe_checks import check_recipe
from lib.compose.row_checks import RowDecisions, check_exported, check_ids, check_rows, check_size, check_tokens
from lib.compose.row_ids import row_ids
from lib.compose.row_selection import ALL, RowSelection, matching_rows, select_rows
from lib.compose.row_values import Templates, model_of
from lib.compose.token_estimate import row_tokens
from lib.providers import PROVIDERS, Provider
from lib.sheets import Sheet

CUSTOM_ID = "custom_id"


FORMAT = "2"
"""Part of every composition's digest: changes when the same recipe gives other bytes."""


_TICK_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class Composition:
    """The requests of a batch: request i is made from row `rows[i]` of the sheet."""

    sheet: Sheet
    recipe: Recipe
    digest: str
    """Of the sheet, the recipe, the decisions and the choice: known before the bytes are, and telling them apart."""

    rows: Sequence[int]
    """Indexes into the sheet's rows, ascending."""

    ids: Sequence[str]
    sizes: Sequence[int]
    """Bytes of each line, its line end included."""

    problems: list[Problem]
    """Everything to fix, to decide or to know before the file is sent."""

    skipped: Sequence[Problem]
    """The rows that are not sent, and why."""

    make_lines: MakeLines
    templates: Templates
    tokens: TokenCounts | None = None
    """The most tokens that each request probably has; counted only where a budget limits a file."""

    not_chosen: int = 0
    """Rows that could be sent and are not part of this file, by the choice of rows."""

    outside: int = 0
    """Of these, the rows that the condition of the choice is not about."""

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def ready(self) -> bool:
        """Whether the file may be downloaded: something to send, and nothing that blocks or asks."""
        return len(self) > 0 and all(problem.severity in ("note", "warn") for problem in self.problems)

    @property
    def provider(self) -> Provider:
        """Whom it is for, with the limits that the user set."""
        return PROVIDERS[self.recipe.provider].with_limits(self.recipe.limits)

    def line(self, at: int) -> bytes:
        """The exact line of one request, its line end included."""
        return next(self.make_lines([self.ids[at]], [self.rows[at]]))

    def lines(self, at: Sequence[int] | None = None) -> Iterator[bytes]:
        """The exact lines of the requests at these places, or of all, in order."""
        if at is None:
            return self.make_lines(self.ids, self.rows)
        return self.make_lines([self.ids[place] for place in at], [self.rows[place] for place in at])

    def models(self) -> Sequence[str] | None:
        """Each request's model; None if it is the same for all."""
        if self.templates.model is None:
            return None
        return [model_of(self.recipe, self.templates, self.sheet.cells, row) for row in self.rows]

    def texts(self) -> Sequence[int]:
        """How many texts each request has embedded; empty if none has any."""
        return () if self.recipe.chat else array("l", [len(self.templates.inputs) or 1]) * len(self)


def compose(
    sheet: Sheet,
    recipe: Recipe,
    decisions: RowDecisions | None = None,
    tick: Tick | None = None,
    choice: RowSelection = ALL,
    ids_of_rows: Sequence[str] | None = None,
) -> Composition:
    """Every request the sheet and the recipe give, with all problems at once.

    No row is dropped but those whose used columns are all blank and those the user decided to
    leave out (both are listed in `skipped`), and those outside the choice (counted in
    `not_chosen`). An id column that the sheet lacks is an error of the caller
    (`recipe.missing_column` names it).

    Args:
        tick: is told how many rows are done, and how many there are.
        ids_of_rows: what `row_ids` gives for the sheet (whole if it `sends_own`), if that is known already: it is a
            third of the work.
    """
    decisions = decisions or RowDecisions()
    templates = Templates.of(recipe, sheet.columns)
    make_lines = line_maker(recipe, templates, sheet.cells)
    found = check_rows(sheet, recipe, templates, decisions)
    able = [at for at in range(len(sheet)) if at not in found or found[at].severity == "ask"]
    wanted = matching_rows(choice.where, able, sheet.columns, sheet.cells)
    rows = select_rows(choice, wanted, sheet.numbers)
    every_id = _ids(sheet, recipe, templates, ids_of_rows)
    sizes = _sizes(make_lines([every_id[at] for at in rows], rows), len(rows), tick)
    found |= _too_large(sheet, recipe, decisions, rows, sizes)
    tokens = row_tokens(recipe, templates, sheet.cells).high if recipe.limits.tokens else None
    found |= _too_long(sheet, recipe, decisions, rows, tokens)
    sent = [place for place, at in enumerate(rows) if at not in found or found[at].severity == "ask"]
    ids = [every_id[rows[place]] for place in sent]
    composed = Composition(
        sheet=sheet,
        recipe=recipe,
        digest=_digest(sheet, recipe, decisions, choice),
        rows=array("q", [rows[place] for place in sent]),
        ids=ids,
        sizes=array("q", [sizes[place] for place in sent]),
        problems=[],
        skipped=[problem for problem in found.values() if problem.severity == "note"],
        make_lines=make_lines,
        templates=templates,
        tokens=None if tokens is None else tokens[[rows[place] for place in sent]],
        not_chosen=len(able) - len(rows),
        outside=len(able) - len(wanted),
    )
    composed.problems.extend(_problems(composed, found, [every_id[at] for at in _others(able, rows)]))
    return composed


def _others(able: Sequence[int], rows: Sequence[int]) -> Sequence[int]:
    """The rows that may follow in another file, without the chosen ones."""
    if len(rows) == len(able):
        return ()
    chosen_rows = set(rows)
    return [at for at in able if at not in chosen_rows]


def _problems(composed: Composition, found: Mapping[int, Problem], beside: Sequence[str]) -> Iterator[Problem]:
    """What stands in the way of the requests: in the recipe, in their ids, in their rows.

    Args:
        beside: the ids of rows that are not chosen: sent later, they must be others.
    """
    sheet, recipe = composed.sheet, composed.recipe
    yield from check_recipe(recipe, composed.templates, sheet.columns)
    numbers = [sheet.numbers[at] for at in composed.rows]
    if recipe.id_column is not None:  # those made from the row's number are never blank, never twice
        yield from check_ids(recipe.id_column, composed.ids, numbers, composed.provider.id_length, beside)
    yield from (found[at] for at in composed.rows if at in found)
    yield from check_exported(sheet, composed.templates)
    if not numbers:
        hint = "Choose other values, or any column." if composed.outside else "Choose columns that are filled in."
        yield Problem("no-request", "no row is left to send.", hint, "blocks")


def _digest(sheet: Sheet, recipe: Recipe, decisions: RowDecisions, choice: RowSelection) -> str:
    parts = (FORMAT, sheet.digest, recipe.digest, decisions.digest_text, choice.digest_text)
    return sha256("\n".join(parts).encode()).hexdigest()[:12]


def _ids(sheet: Sheet, recipe: Recipe, templates: Templates, known: Sequence[str] | None) -> Sequence[str]:
    """The custom_id of every row of the sheet."""
    if recipe.id_column is None:
        return row_ids(sheet, sends_own(sheet, templates)) if known is None else known
    return sheet.cells[sheet.columns.index(recipe.id_column)]


def sends_own(sheet: Sheet, templates: Templates) -> bool:
    """Whether requests are made of a column that Batchdesk wrote: answers of an earlier batch, most often."""
    return not templates.used.isdisjoint(own_columns(sheet.columns))


def _sizes(lines: Iterator[bytes], count: int, tick: Tick | None) -> Sequence[int]:
    """The size of every line; the lines themselves are not kept."""
    sizes = array("q")
    while run := array("q", map(len, islice(lines, _TICK_ROWS))):
        sizes.extend(run)
        if tick:
            tick(len(sizes), count)
    return sizes


def _too_long(
    sheet: Sheet, recipe: Recipe, decisions: RowDecisions, rows: Sequence[int], tokens: TokenCounts | None
) -> dict[int, Problem]:
    """The rows whose request alone is over the budget of tokens."""
    most = recipe.limits.tokens
    if most is None or tokens is None:
        return {}
    over = (at for at in rows if tokens[at] > most)
    return {at: check_tokens(tokens[at], most, sheet.numbers[at], decisions) for at in over}


def _too_large(
    sheet: Sheet, recipe: Recipe, decisions: RowDecisions, rows: Sequence[int], sizes: Sequence[int]
) -> dict[int, Problem]:
    """The rows whose request no file can take."""
    most = PROVIDERS[recipe.provider].with_limits(recipe.limits).bytes
    large = ((at, size) for at, size in zip(rows, sizes, strict=True) if size > most)
    return {at: check_size(size, most, sheet.numbers[at], decisions) for at, size in large}


def batch_of(composition: Composition) -> Batch:
    """A composition as it is packed."""
    numbers, rows = composition.sheet.numbers, composition.rows
    return Batch(
        f"{stem_of(composition.sheet.name)}_{composition.digest}",
        composition.provider,
        composition.sizes,
        composition.lines,
        lambda at: numbers[rows[at]],
        inputs=composition.texts() or None,
        tokens=composition.tokens,
        models=composition.models(),
    )


def keyed_columns(composition: Composition) -> Mapping[str, Sequence[str]]:
    """The sheet's columns after one with each row's custom_id, empty for rows that are not sent.

    A column of the sheet that is the custom_id under its own name is not repeated.
    """
    sheet = composition.sheet
    columns = dict(zip(sheet.columns, sheet.cells, strict=True))
    if composition.recipe.id_column == CUSTOM_ID:
        return columns
    ids = [""] * len(sheet)
    for row, custom_id in zip(composition.rows, composition.ids, strict=True):
        ids[row] = custom_id
    return {free_name(CUSTOM_ID, columns): ids} | columns
