"""The question that the join asks where nothing proves which rows the ids belong to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from lib.join.evidence import Rows

QuestionReason = Literal["several columns", "plain numbers", "other texts"]
"""Why it is asked: several columns hold the ids; the ids are numbers that may agree by chance; most rows of the column
give another text than was sent."""

_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to find the rows, with the rows that it would give."""

    column: str | None
    """The column that holds the ids; None for the rows that give the texts that were sent."""

    rows: Rows
    agreeing: int | None = None
    """The rows that give exactly the text that was sent; None where no text could be compared."""


@dataclass(frozen=True, slots=True)
class Question:
    """The candidates among which a person chooses, best first."""

    reason: QuestionReason
    candidates: Sequence[Candidate]

    def agreed(self) -> dict[str, int]:
        """The rows on which several candidates agree; empty where there is only one to confirm."""
        first, *others = self.candidates
        if not others:
            return {}
        return {
            custom_id: row
            for custom_id, row in first.rows.items()
            if all(other.rows.get(custom_id) == row for other in others)
        }

    def examples(self, candidate: Candidate) -> list[str]:
        """The ids of three rows, those first on which the candidates differ."""
        agreed = self.agreed()
        ids = sorted(candidate.rows, key=lambda custom_id: custom_id in agreed)
        return ids[:_EXAMPLES]
