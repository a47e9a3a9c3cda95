"""Two runs of the same rows, paired by id, or else by the sheet's row."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from lib.analysis.confusion import ConfusionMatrix, confusion_matrix
from lib.common.labels import fold_label
from lib.common.own_columns import Cell
from lib.join import Joined

Outcome = Literal["same", "different", "only first", "only second", "neither"]

OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
"""How the answers of two runs compare for one row. `same` ignores capitals, extra spaces and closing stops."""


class RowPair(NamedTuple):
    """One row in both runs, as indexes into their joined tables; None in a run without the row."""

    first: int | None
    second: int | None
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class ComparedColumn:
    """What to compare: a column by its cells in both runs, or, without a name, the whole answer."""

    name: str = ""
    first: Sequence[Cell] | None = None
    second: Sequence[Cell] | None = None


WHOLE_ANSWER = ComparedColumn()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs and their pairs: the rows of the first run in order, then rows that only the second has."""

    first: Joined
    second: Joined
    column: ComparedColumn
    pairs: Sequence[RowPair]
    paired_by_row: int
    """Number of pairs found by the sheet's row, since their ids differ."""

    counts: Mapping[Outcome, int]
    """Number of pairs with each outcome."""

    def texts(self, pair: RowPair) -> tuple[str | None, str | None]:
        """What is compared in a pair; None where a run has no answer."""
        return (
            answer_text(self.first, pair.first, self.column.first),
            answer_text(self.second, pair.second, self.column.second),
        )

    def has_ok_answers(self, pair: RowPair) -> bool:
        """Whether both answers are OK. A cut or refused answer neither agrees nor disagrees."""
        runs = ((self.first, pair.first), (self.second, pair.second))
        return all(row is not None and joined.rows.states[row] == "OK" for joined, row in runs)

    def pairs_with(self, outcomes: Sequence[str]) -> list[int]:
        """The indexes of the pairs with any of the outcomes."""
        return [index for index, pair in enumerate(self.pairs) if pair.outcome in outcomes]


def compare(first: Joined, second: Joined, column: ComparedColumn = WHOLE_ANSWER) -> Comparison:
    """Every row of two runs in one pair; a row that only one run has is a pair of its own."""
    partners = _partners_by_id(first, second)
    by_row = dict(_partners_by_row(first, second, partners))
    pairs = [
        RowPair(one, other, _outcome(answer_text(first, one, column.first), answer_text(second, other, column.second)))
        for one, other in _paired_rows(first, second, partners | by_row)
    ]
    counts = Counter(pair.outcome for pair in pairs)
    first_ids, second_ids = first.rows.custom_ids, second.rows.custom_ids
    return Comparison(
        first,
        second,
        column,
        pairs,
        paired_by_row=sum(bool(first_ids[one] and second_ids[other]) for one, other in by_row.items()),
        counts={outcome: counts[outcome] for outcome in OUTCOMES},
    )


def agreement_matrix(comparison: Comparison) -> ConfusionMatrix | None:
    """How often each label of one run meets each label of the other, where both answers are OK.

    None if the answers are texts rather than labels.
    """
    pairs = [pair for pair in comparison.pairs if pair.outcome in ("same", "different")]
    texts = [comparison.texts(pair) for pair in pairs if comparison.has_ok_answers(pair)]
    return confusion_matrix([(one or "", other or "") for one, other in texts])


def answer_text(joined: Joined, row: int | None, cells: Sequence[Cell] | None = None) -> str | None:
    """The answer of one row as the table has it, with whole vectors, or its cell among `cells`; None without answer."""
    if row is None or (result := joined.answer(row)) is None:
        return None
    if cells is not None:
        return str(cells[row] or "") or None
    return joined.full_answer(row) if result.has_vectors else str(joined.columns[joined.answer_column][row] or "")


def _partners_by_id(first: Joined, second: Joined) -> dict[int, int]:
    """The row of the second run with the same id, by the row of the first run."""
    row_of = {custom_id: row for row, custom_id in enumerate(second.rows.custom_ids) if custom_id}
    ids = enumerate(first.rows.custom_ids)
    return {row: row_of[custom_id] for row, custom_id in ids if custom_id in row_of}


def _partners_by_row(first: Joined, second: Joined, partners: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """The rows without a partner that come from the same sheet row, if it gives only one such row on each side."""
    if not _is_same_sheet(first, second):
        return
    others = _rows_by_sheet_row(second, set(partners.values()))
    for sheet_row, rows in _rows_by_sheet_row(first, set(partners)).items():
        if len(rows) == len(others.get(sheet_row, ())) == 1:
            yield rows[0], others[sheet_row][0]


def _rows_by_sheet_row(joined: Joined, paired: set[int]) -> dict[int, list[int]]:
    """The rows without a partner, by their row of the sheet."""
    rows: dict[int, list[int]] = defaultdict(list)
    for row, sheet_row in enumerate(joined.rows.sheet_rows):
        if row not in paired and sheet_row is not None:
            rows[sheet_row].append(row)
    return rows


def _is_same_sheet(first: Joined, second: Joined) -> bool:
    one, other = first.sheet, second.sheet
    if one is None or other is None:
        return False
    return one is other or (
        one.columns == other.columns and all(one.column(name) == other.column(name) for name in one.columns)
    )


def _paired_rows(first: Joined, second: Joined, partners: Mapping[int, int]) -> Iterator[tuple[int | None, int | None]]:
    """All rows of the first run with their partners, then the other rows of the second run.

    A row that the second run did not send is left out where the first run has the same row of the sheet.
    """
    yield from ((row, partners.get(row)) for row in range(len(first.rows)))
    paired = set(partners.values())
    known = set(first.rows.sheet_rows) if _is_same_sheet(first, second) else set()
    for row, (custom_id, sheet_row) in enumerate(zip(second.rows.custom_ids, second.rows.sheet_rows, strict=True)):
        if row not in paired and (custom_id or sheet_row not in known):
            yield None, row


def _outcome(first: str | None, second: str | None) -> Outcome:
    if first is None or second is None:
        return "neither" if first is second else "only first" if second is None else "only second"
    return "same" if first == second or fold_label(first) == fold_label(second) else "different"
