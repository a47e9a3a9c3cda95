"""A sheet and a recipe to requests: which rows, which lines, and what stands in the way.

A `Composition` holds no lines. It holds what makes them, so that a preview, a download and
a split all ask the same function for the same bytes, and a big batch is never in memory twice.
"""

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from lib.checks import Decisions, check_ids, check_recipe, check_rows, check_size
from lib.line import MakeLine, Templates, line_maker
from lib.problems import Problem
from lib.providers import PROVIDERS
from lib.recipe import Recipe
from lib.rowid import row_ids
from lib.sheet import Sheet

FORMAT = "1"
"""Part of every composition's digest: changes when the same recipe gives other bytes."""

Tick = Callable[[int, int], None]
"""Called now and then with (rows done, rows in all)."""

_TICK_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class Composition:
    """The requests of a batch: request i is made from row `rows[i]` of the sheet."""

    sheet: Sheet
    recipe: Recipe
    digest: str
    """Of the sheet, the recipe and the decisions: known before the bytes are, and telling them apart."""

    rows: Sequence[int]
    """Indexes into the sheet's rows, ascending."""

    ids: Sequence[str]
    sizes: Sequence[int]
    """Bytes of each line, its line end included."""

    problems: Sequence[Problem]
    """Everything to fix, to decide or to know before the file is sent."""

    skipped: Sequence[Problem]
    """The rows that are not sent, and why."""

    make_line: MakeLine

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def ready(self) -> bool:
        """Whether the file may be downloaded: something to send, and nothing that blocks or asks."""
        return len(self) > 0 and all(problem.weight == "note" for problem in self.problems)

    def line(self, at: int) -> bytes:
        """The exact line of one request, its line end included."""
        return self.make_line(self.ids[at], self.rows[at])

    def lines(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """The exact lines of a run of requests, in order."""
        return map(self.line, range(start, len(self) if stop is None else stop))


def compose(sheet: Sheet, recipe: Recipe, decisions: Decisions | None = None, tick: Tick | None = None) -> Composition:
    """Every request the sheet and the recipe give, with all problems at once.

    No row is dropped but those whose used columns are all blank, and those the user decided to
    leave out; both are listed in `skipped`. An id column that the sheet lacks is an error of the
    caller (`recipe.missing_columns` finds it).
    """
    decisions = decisions or Decisions()
    templates = Templates.of(recipe, sheet.columns)
    make_line = line_maker(recipe, templates, sheet.cells)
    blank = check_rows(sheet, templates, decisions)
    rows = array("q", [at for at in range(len(sheet)) if at not in blank or blank[at].weight == "ask"])
    ids = _ids(sheet, recipe)
    sizes, large = _sizes(sheet, recipe, decisions, rows, ids, make_line, tick)
    rows = array("q", [at for at in rows if at not in large or large[at].weight == "ask"])
    said = [*blank.values(), *large.values()]
    sent_ids = [ids[at] for at in rows]
    problems = [
        *check_recipe(recipe, templates, sheet.columns),
        *_check_ids(sheet, recipe, rows, sent_ids),
        *(problem for problem in said if problem.weight == "ask"),
    ]
    if not rows:
        hint = "Choose columns that are filled in."
        problems.append(Problem("no-request", "no row is left to send.", hint, "blocks"))
    return Composition(
        sheet=sheet,
        recipe=recipe,
        digest=_digest(sheet, recipe, decisions),
        rows=rows,
        ids=sent_ids,
        sizes=sizes,
        problems=problems,
        skipped=[problem for problem in said if problem.weight == "note"],
        make_line=make_line,
    )


def _digest(sheet: Sheet, recipe: Recipe, decisions: Decisions) -> str:
    parts = (FORMAT, sheet.digest, recipe.digest, repr(decisions))
    return sha256("\n".join(parts).encode()).hexdigest()[:12]


def _ids(sheet: Sheet, recipe: Recipe) -> Sequence[str]:
    """The custom_id of every row of the sheet."""
    if recipe.id_column is None:
        return row_ids(sheet)
    return sheet.cells[sheet.columns.index(recipe.id_column)]


def _check_ids(sheet: Sheet, recipe: Recipe, rows: Sequence[int], ids: Sequence[str]) -> Iterator[Problem]:
    if recipe.id_column is None:  # made from the row's number: never blank, never twice
        return iter(())
    return check_ids(recipe.id_column, ids, [sheet.numbers[at] for at in rows])


def _sizes(
    sheet: Sheet,
    recipe: Recipe,
    decisions: Decisions,
    rows: Sequence[int],
    ids: Sequence[str],
    make_line: MakeLine,
    tick: Tick | None,
) -> tuple[Sequence[int], dict[int, Problem]]:
    """The size of every request that is sent, and a problem for each that no file can take."""
    most = PROVIDERS[recipe.provider].bytes
    sizes, large = array("q"), {}
    for done, at in enumerate(rows):
        size = len(make_line(ids[at], at))
        if size > most:
            large[at] = check_size(size, most, sheet.numbers[at], decisions)
        if size <= most or large[at].weight == "ask":
            sizes.append(size)
        if tick and done % _TICK_ROWS == 0:
            tick(done, len(rows))
    return sizes, large
