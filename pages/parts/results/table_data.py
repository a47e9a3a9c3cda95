"""The joined table as the Results page draws and exports it: its own columns and all that belongs beside them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from lib.batch.bundle import stem_of
from lib.common.own_columns import CHECK_COLUMNS, Cell
from lib.failures import Cause, causes
from lib.join import Joined
from lib.review.corrections import Corrected, mark_columns
from pages.parts.results.answer_columns import ColumnsFromAnswers, columns_from_answers
from pages.parts.results.corrected_answers import corrections_in, with_corrections
from pages.parts.results.session_labels import RowLabels, row_labels
from pages.parts.results.session_marks import Review, review_of
from pages.parts.results.several_labels import with_label_columns
from pages.parts.shared.session import FILES, derived, digest_of


@dataclass(frozen=True, slots=True)
class TableData:
    """One joined table with its failure causes, its marks and the columns made from its answers."""

    joined: Joined
    """The joined table with the corrected answers in its columns; its results stay as they came."""

    digest: str
    """Digest of all cells but those of the marks: of what the table was joined from, its columns and corrections."""

    layout: str
    """The same without corrections: stays as it is while a person corrects answers."""

    causes: Sequence[Cause]
    review: Review
    answer_columns: ColumnsFromAnswers = field(default_factory=ColumnsFromAnswers)
    corrected: Corrected = field(default_factory=Corrected)
    mark_columns: Mapping[str, Sequence[Cell]] = field(default_factory=dict)
    """The marks as columns, and the originals of corrected answers, under free names; empty without marks."""

    labels: RowLabels = field(default_factory=RowLabels)
    label_columns: Mapping[str, Sequence[Cell]] = field(default_factory=dict)
    """The labels of each reader, under free names."""

    @property
    def columns(self) -> Mapping[str, Sequence[Cell]]:
        """All columns in the order of the screen: JSON fields before the answer, its details behind it."""
        fields = {name: self.extra_columns[name] for name in self.answer_columns.field_names}
        columns: dict[str, Sequence[Cell]] = {}
        for name, cells in self.joined.columns.items():
            is_answer = name == self.joined.answer_column
            columns |= {**fields, name: cells, **self.extra_columns} if is_answer else {name: cells}
        return {**columns, **self.review_columns}

    @property
    def extra_columns(self) -> Mapping[str, Sequence[Cell]]:
        """Columns made from the joined table alone, so not the marks; their names are free in it."""
        return self.answer_columns.columns

    @property
    def review_columns(self) -> dict[str, Sequence[Cell]]:
        """The columns that people fill: the marks and the labels, which change often."""
        return {**self.mark_columns, **self.label_columns}

    def original_cells(self, name: str) -> Sequence[Cell]:
        """A column as the provider answered, without corrections."""
        originals = self.corrected.originals.get(name)
        if not originals:
            return self.columns[name]
        return [originals.get(row, cell) for row, cell in enumerate(self.columns[name])]

    def correction_columns(self, columns: Collection[str]) -> list[str]:
        """The column that names the corrections, and those with the originals, for these columns of answers."""
        names = list(self.mark_columns)[len(CHECK_COLUMNS) - 1 :]
        pairs = zip(names[1:], self.corrected.originals, strict=False)
        originals = [original for original, name in pairs if name in columns]
        return [names[0], *originals] if originals else []

    @property
    def version(self) -> tuple[str, int, int]:
        """Changes whenever any cell may have changed, marks and labels included."""
        return (*self.review.version, self.labels.version)


def table_data(joined: Joined, digest: str) -> TableData:
    """The joined table with all that belongs beside it; each piece is made again only after a change."""
    causes_of_all = derived("causes", digest, lambda: causes(joined), owner=FILES)
    review = review_of(joined, digest)
    answers = columns_from_answers(joined, digest, review.corrected)
    fields = {name: answers.columns[name] for name in answers.field_names if name != answers.check}
    corrected = corrections_in(joined, fields, review, "corrections")
    table = corrected.applied_to(joined)
    answers = _flag_differing(with_corrections(answers, corrected), joined)
    answers = with_label_columns(answers, table, corrected, digest_of(digest, review.corrections_digest))
    names = "".join(map(repr, answers.columns))
    layout = sha256(f"{digest}{names}".encode()).hexdigest()[:12] if names else digest
    key = (review.version, layout)
    marks = derived(
        "mark columns", key, lambda: mark_columns(joined, answers.columns, review.marks, corrected), owner=FILES
    )
    table_digest = digest_of(layout, review.corrections_digest) if corrected.cells else layout
    labels = row_labels(joined, digest)
    by_reader = labels.columns({**joined.columns, **answers.columns, **marks})
    return TableData(table, table_digest, layout, causes_of_all, review, answers, corrected, marks, labels, by_reader)


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
