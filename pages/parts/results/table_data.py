"""The joined table as the Results page draws and exports it: its own columns and all that belongs beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from lib.batch.bundle import stem_of
from lib.common.own_columns import Cell
from lib.failures import Cause, causes
from lib.join import Joined
from pages.parts.results.answer_columns import ColumnsFromAnswers, columns_from_answers
from pages.parts.results.session_marks import Review, review_of
from pages.parts.shared.session import FILES, derived


@dataclass(frozen=True, slots=True)
class TableData:
    """One joined table with its failure causes, its review and the columns made from its answers."""

    joined: Joined
    digest: str
    """Digest of everything the table was joined from, and of the names of the extra columns."""

    causes: Sequence[Cause]
    review: Review
    answer_columns: ColumnsFromAnswers = field(default_factory=ColumnsFromAnswers)

    @property
    def columns(self) -> Mapping[str, Sequence[Cell]]:
        """All columns in the order of the screen: JSON fields before the answer, its details behind it."""
        fields = {name: self.extra_columns[name] for name in self.answer_columns.field_names}
        columns: dict[str, Sequence[Cell]] = {}
        for name, cells in self.joined.columns.items():
            is_answer = name == self.joined.answer_column
            columns |= {**fields, name: cells, **self.extra_columns} if is_answer else {name: cells}
        return {**columns, **self.review.columns}

    @property
    def extra_columns(self) -> Mapping[str, Sequence[Cell]]:
        """Columns made from the joined table alone, so not the marks; their names are free in it."""
        return self.answer_columns.columns

    @property
    def version(self) -> tuple[str, int]:
        """Changes whenever any cell may have changed, marks included."""
        return self.review.version


def table_data(joined: Joined, digest: str) -> TableData:
    """The joined table with all that belongs beside it; each piece is made again only after a change."""
    causes_of_all = derived("causes", digest, lambda: causes(joined), owner=FILES)
    answers = _flag_differing(columns_from_answers(joined, digest), joined)
    names = "".join(map(repr, answers.columns))
    table_digest = sha256(f"{digest}{names}".encode()).hexdigest()[:12] if names else digest
    return TableData(joined, table_digest, causes_of_all, review_of(joined, digest), answers)


def stem_of_table(joined: Joined) -> str:
    """The name of the sheet, else of the first file, as the start of a file's name."""
    if joined.sheet:
        return stem_of(joined.sheet.name)
    names = [file.name for file in joined.results] + [file.name for file in joined.sent]
    return stem_of(names[0]) if names else "batch"


def _flag_differing(answers: ColumnsFromAnswers, joined: Joined) -> ColumnsFromAnswers:
    """With the rows that have another text than was sent among the flagged ones."""
    if joined.match is None or not joined.match.proof.differing:
        return answers
    differing = joined.match.proof.differing
    rows = [row for row, custom_id in enumerate(joined.rows.custom_ids) if custom_id in differing]
    return replace(answers, flagged={**answers.flagged, "Another text than was sent": rows})
