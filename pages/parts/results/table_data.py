"""The joined table as the parts of Results draw and export it: its own columns, and what joins them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from lib.common.columns import Cell
from lib.failures import Cause, causes
from lib.join import Joined
from pages.parts.results.answer_columns import AnswerColumns, answer_columns
from pages.parts.results.session_marks import Review, review_of
from pages.parts.shared.session import FILES, derived


@dataclass(frozen=True, slots=True)
class TableData:
    """Everything about one joined table."""

    joined: Joined
    digest: str
    """Of what it was joined from, and of the further columns."""

    causes: Sequence[Cause]
    review: Review
    answers: AnswerColumns = field(default_factory=AnswerColumns)

    @property
    def columns(self) -> Mapping[str, Sequence[Cell]]:
        """All columns in the order of the screen: the fields of an answer before it, what else it holds behind."""
        inside = {name: self.more[name] for name in self.answers.inside}
        columns: dict[str, Sequence[Cell]] = {}
        for name, cells in self.joined.columns.items():
            is_answer = name == self.joined.answer_column
            columns |= {**inside, name: cells, **self.more} if is_answer else {name: cells}
        return {**columns, **self.review.columns}

    @property
    def more(self) -> Mapping[str, Sequence[Cell]]:
        """Further columns that depend on nothing but the joined table, under names that are free in it."""
        return self.answers.columns

    @property
    def version(self) -> tuple[str, int]:
        """Another one whenever any cell may be another one."""
        return self.review.version


def table_data(joined: Joined, digest: str) -> TableData:
    """The joined table with its causes and review marks; each is made anew only after a change."""
    found = derived("causes", digest, lambda: causes(joined), owner=FILES)
    answers = answer_columns(joined, digest)
    names = "".join(map(repr, answers.columns))
    shown = sha256(f"{digest}{names}".encode()).hexdigest()[:12] if names else digest
    return TableData(joined, shown, found, review_of(joined, digest), answers)
