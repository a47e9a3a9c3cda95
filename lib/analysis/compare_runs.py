"""Two runs of the same rows, side by side: by custom_id, and where that fails by the sheet's row."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from lib.analysis.evaluation import ConfusionMatrix, confusion_matrix
from lib.common.columns import Cell, free_name
from lib.common.labels import fold_label
from lib.join import Joined
from lib.results import Result

Outcome = Literal["same", "different", "only first", "only second", "neither"]

OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
"""What two runs may say of one row. `same` leaves letter case, blanks and a closing stop aside."""


class Pair(NamedTuple):
    """One row in both runs, as indexes into their joined tables."""

    first: int | None
    second: int | None
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class By:
    """What is compared: a column of the answers by its cells in both runs, or (without a name) the whole answers."""

    name: str = ""
    first: Sequence[Cell] | None = None
    second: Sequence[Cell] | None = None


WHOLE = By()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs and their pairs: the first run's rows in order, then what only the second has."""

    first: Joined
    second: Joined
    pairs: Sequence[Pair]
    by_row: int
    """Pairs found by the sheet's row, since their custom_ids differ."""

    by: By
    counts: Mapping[Outcome, int]
    """How many pairs have each outcome."""

    def said(self, pair: Pair) -> tuple[str | None, str | None]:
        """What is compared of a pair; None where there is no answer."""
        return _said(self.first, pair.first, self.by.first), _said(self.second, pair.second, self.by.second)

    def is_whole(self, pair: Pair) -> bool:
        """Whether both answers are OK: one that was cut short or refused agrees and disagrees with nothing."""
        states = [
            joined.rows.states[at]
            for joined, at in ((self.first, pair.first), (self.second, pair.second))
            if at is not None
        ]
        return states.count("OK") == 2

    def rows(self, outcomes: Sequence[str]) -> list[int]:
        """The pairs with any of the outcomes, as indexes into `pairs`."""
        return [at for at, pair in enumerate(self.pairs) if pair.outcome in outcomes]


def compare(first: Joined, second: Joined, by: By = WHOLE) -> Comparison:
    """Every row of two runs, each beside its own; a row that only one of them has stands alone."""
    at_id = {row.custom_id: at for at, row in enumerate(second.rows) if row.custom_id}
    partners = {at: at_id[row.custom_id] for at, row in enumerate(first.rows) if row.custom_id in at_id}
    by_row = dict(_by_row(first, second, partners))
    partners |= by_row
    taken = set(partners.values())
    places: list[tuple[int | None, int | None]] = [(at, partners.get(at)) for at in range(len(first.rows))]
    here = set(first.rows.sheet_rows) if _same_sheet(first, second) else set()
    for at, (custom_id, row) in enumerate(zip(second.rows.custom_ids, second.rows.sheet_rows, strict=True)):
        if at not in taken and (custom_id or row not in here):  # a row that was not sent says nothing more
            places.append((None, at))
    pairs = [
        Pair(one, other, _outcome(_said(first, one, by.first), _said(second, other, by.second)))
        for one, other in places
    ]
    one_id, other_id = first.rows.custom_ids, second.rows.custom_ids  # rows that were not sent have none
    count = Counter(pair.outcome for pair in pairs)
    return Comparison(
        first,
        second,
        pairs,
        by_row=sum(bool(one_id[at] and other_id[to]) for at, to in by_row.items()),
        by=by,
        counts={outcome: count[outcome] for outcome in OUTCOMES},
    )


def _by_row(first: Joined, second: Joined, partners: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Rows without a partner that come from the same row of the same sheet, if there is one on each side."""
    if not _same_sheet(first, second):
        return
    left = _alone(first, set(partners))
    right = _alone(second, set(partners.values()))
    for row, places in left.items():
        if len(places) == len(right.get(row, ())) == 1:
            yield places[0], right[row][0]


def _same_sheet(first: Joined, second: Joined) -> bool:
    one, other = first.sheet, second.sheet
    if one is None or other is None:
        return False
    return one is other or (one.columns, one.cells) == (other.columns, other.cells)


def _alone(joined: Joined, paired: set[int]) -> dict[int, list[int]]:
    """The places of rows without a partner, by their row of the sheet."""
    places: dict[int, list[int]] = defaultdict(list)
    for at, row in enumerate(joined.rows.sheet_rows):
        if at not in paired and row is not None:
            places[row].append(at)
    return places


def _outcome(left: str | None, right: str | None) -> Outcome:
    if left is None or right is None:
        return "neither" if left is right else "only first" if right is None else "only second"
    return "same" if left == right or fold_label(left) == fold_label(right) else "different"


def _said(joined: Joined, at: int | None, cells: Sequence[Cell] | None = None) -> str | None:
    """The whole answer of one row, or its cell of a column; None if it has none."""
    if at is None or joined.answer(at) is None:
        return None
    return joined.full_answer(at) if cells is None else str(cells[at] or "") or None


def cross_table(comparison: Comparison) -> ConfusionMatrix | None:
    """The labels of both runs against each other, where both are OK; None if the answers are not one of a list."""
    said = [
        (one or "", other or "")
        for pair in comparison.pairs
        for one, other in (comparison.said(pair),)
        if pair.outcome in ("same", "different") and comparison.is_whole(pair)
    ]
    return confusion_matrix(said)


def model_of(joined: Joined) -> str:
    """The model of a run, as its first request or else its first answer says it; empty if neither does."""
    for sent in joined.sent:
        if len(sent.ids) and isinstance(body := sent.body(0), dict) and isinstance(body.get("model"), str):
            return str(body["model"])
    return next((answer.model for answer in map(joined.answer, range(len(joined.rows))) if answer and answer.model), "")


class Totals(NamedTuple):
    """What one run took."""

    answers: int
    prompt_tokens: int
    completion_tokens: int
    untold: int
    """Answers that do not say all the tokens that are paid for."""


def totals(joined: Joined) -> Totals:
    """The tokens of one run: of each row's result that counts."""
    every = range(len(joined.rows))
    results, answers = list(filter(None, map(joined.result, every))), list(filter(None, map(joined.answer, every)))
    return Totals(
        len(answers),
        sum(result.prompt_tokens or 0 for result in results),
        sum(result.completion_tokens or 0 for result in results),
        sum(map(_is_untold, answers)),
    )


def _is_untold(result: Result) -> bool:
    """Whether an answer says no tokens, or has more than it counts in its prompt and its completion.

    Gemini's completion is without its thoughts, and Claude's prompt is without what was cached.
    """
    if result.prompt_tokens is None and result.completion_tokens is None:
        return True
    thought, cached = result.reasoning_tokens or 0, result.cached_tokens or 0
    return (
        thought > (result.completion_tokens or 0)
        or cached > (result.prompt_tokens or 0)
        or (thought > 0 and "gemini" in result.model)
        or (cached > 0 and "claude" in result.model)
    )


class RunColumns(NamedTuple):
    """What the columns of one run are called."""

    state: str
    compared: str
    """What is compared: a column of the answers, or `answer` itself."""

    answer: str


class ComparisonColumns(NamedTuple):
    """The pairs as columns for a table or an export, in order, and what those are called that are not the sheet's."""

    cells: dict[str, Sequence[Cell]]
    custom_id: str
    runs: tuple[RunColumns, RunColumns]
    outcome: str


def comparison_columns(comparison: Comparison, first: str, second: str) -> ComparisonColumns:
    """The sheet's own columns, then both runs' states and answers, and how they compare.

    Args:
        first, second: what the runs are called in the columns' names; they differ.
    """
    cells: dict[str, Sequence[Cell]] = dict(_sheet_cells(comparison))
    custom_id = _put(cells, "custom_id", [_custom_id(comparison, pair) for pair in comparison.pairs])
    by, pairs = comparison.by, comparison.pairs
    ones, others = [pair.first for pair in pairs], [pair.second for pair in pairs]
    one = _put_run(cells, first, comparison.first, ones, by.name, by.first)
    other = _put_run(cells, second, comparison.second, others, by.name, by.second)
    outcome = _put(cells, "comparison", [pair.outcome for pair in pairs])
    return ComparisonColumns(cells, custom_id, (one, other), outcome)


def _put_run(
    cells: dict[str, Sequence[Cell]],
    run: str,
    joined: Joined,
    places: Sequence[int | None],
    by: str,
    compared: Sequence[Cell] | None,
) -> RunColumns:
    state = _put(cells, f"state ({run})", ["" if at is None else joined.rows.states[at] for at in places])
    column = by and _put(cells, f"{by} ({run})", [_said(joined, at, compared) or "" for at in places])
    answer = _put(cells, f"answer ({run})", [_said(joined, at) or "" for at in places])
    return RunColumns(state, column or answer, answer)


def _put(cells: dict[str, Sequence[Cell]], name: str, column: Sequence[Cell]) -> str:
    """Adds a column, and gives the name that it got."""
    free = free_name(name, cells)
    cells[free] = column
    return free


def _custom_id(comparison: Comparison, pair: Pair) -> str:
    """The id in the first run that has the row."""
    if pair.first is not None:
        return comparison.first.rows.custom_ids[pair.first]
    return "" if pair.second is None else comparison.second.rows.custom_ids[pair.second]


def _sheet_cells(comparison: Comparison) -> Iterator[tuple[str, Sequence[Cell]]]:
    """The columns of the first run's sheet; of the second's if the first has none."""
    use_first = comparison.first.sheet is not None
    joined = comparison.first if use_first else comparison.second
    if joined.sheet is None:
        return
    places = [pair.first if use_first else pair.second for pair in comparison.pairs]
    rows = [None if at is None else joined.rows.sheet_rows[at] for at in places]
    for name, cells in zip(joined.sheet.columns, joined.sheet.cells, strict=True):
        yield name, ["" if row is None else cells[row] for row in rows]
