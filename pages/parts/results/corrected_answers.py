"""The answers of a joined table with a person's corrections in them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from lib.analysis import json_answers
from lib.analysis.structured_answers import answer_fields
from lib.common.own_columns import Cell
from lib.join import Joined
from lib.review.corrections import Corrected, corrected_cells
from pages.parts.results.answer_columns import ColumnsFromAnswers
from pages.parts.results.session_marks import Review, review_of
from pages.parts.shared.session import FILES, derived, digest_of

_SETTLED = "corrected"
"""What the check of an answer says once a person corrected it."""


def corrections_in(joined: Joined, fields: Mapping[str, Sequence[Cell]], review: Review, slot: str) -> Corrected:
    """The corrected cells of a table; made again only after a change of the marks or of the columns."""
    if not review.corrections_digest:
        return Corrected()
    key = (review.version, *fields)
    return derived(
        slot,
        key,
        lambda: corrected_cells(joined, fields, review.marks, lambda text: answer_fields(joined, text)),
        owner=FILES,
    )


def with_corrections(answers: ColumnsFromAnswers, corrected: Corrected) -> ColumnsFromAnswers:
    """The columns with the corrected cells. An answer that a person corrected is no longer one to check."""
    if not corrected.originals:
        return answers
    rows = {row for cells in corrected.originals.values() for row in cells}
    columns = {name: corrected.cells.get(name, cells) for name, cells in answers.columns.items()}
    if answers.check:
        checks = enumerate(columns[answers.check])
        columns[answers.check] = [_SETTLED if text and row in rows else text for row, text in checks]
    flagged = {name: [row for row in of if row not in rows] for name, of in answers.flagged.items()}
    return replace(
        answers,
        columns=columns,
        number_columns=corrected.numbers(answers.number_columns),
        flagged={name: of for name, of in flagged.items() if of},
    )


def corrected_run(joined: Joined, digest: str) -> tuple[Joined, Mapping[str, Sequence[Cell]], str]:
    """A second run and the columns of its JSON answers, both with their corrections, and their digest."""
    answers = derived("second json answers", digest, lambda: json_answers(joined), owner=FILES)
    fields = answers.columns if answers else {}
    review = review_of(joined, digest, "second review")
    corrected = corrections_in(joined, fields, review, "second corrections")
    if not corrected.cells:
        return joined, fields, digest
    columns = {name: corrected.cells.get(name, cells) for name, cells in fields.items()}
    return corrected.applied_to(joined), columns, digest_of(digest, review.corrections_digest)
