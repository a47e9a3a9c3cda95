"""What is to be known about single rows of the joined table: the cells of its column `note`."""

from collections.abc import Iterator, Mapping

from lib.common.phrasing import listed
from lib.compose.row_ids import parse_row_id
from lib.join.joined_table import JoinedRows
from lib.join.matching import Match
from lib.sheets import Sheet

_NAMED = 5
"""Rows that a note names, at most."""

SHORTER = "sent again with a shorter text, characters cut:"
CONFLICT = "sent with different texts: nothing says which of them this answers"
"""Notes of requests that were sent more than once; a number follows the first."""


def row_notes(sheet: Sheet, match: Match, rows: JoinedRows, sent_known: bool) -> Iterator[tuple[int, str]]:
    """What is to be known about single rows, by their index in the table."""
    number = sheet.numbers
    has_notes = {"", *match.proof.differing, *match.paired, *match.sharing.values(), *rows.custom_ids[len(sheet) :]}
    indexes = [index for index, custom_id in enumerate(rows.custom_ids) if custom_id in has_notes]
    row_of = _row_of_digest(match) if len(rows) > len(sheet) else {}
    for index in indexes:
        custom_id = rows.custom_ids[index]
        if index >= len(sheet):
            yield index, _orphan_note(sheet, match, custom_id, rows.states[index] == "Unknown", row_of)
        elif index in match.sharing:
            yield index, f"same request as row {number[match.rows[custom_id]]}"
        elif custom_id in match.proof.differing:
            yield index, match.proof.differing[custom_id]
        elif custom_id in match.paired:
            yield index, "one of several rows with this text: rows and requests are paired in order"
        elif not custom_id and match.steps and not sent_known:
            yield index, "no answer in the loaded files"
        elif not custom_id and index in match.equal_rows:
            yield index, f"no request of its own; row {number[match.rows[match.equal_rows[index]]]} sent the same text"


def _row_of_digest(match: Match) -> dict[str, int]:
    """The rows with a request, by the digest of their cells that its default id holds."""
    parsed = ((parse_row_id(custom_id), row) for custom_id, row in match.rows.items())
    return {own[1]: row for own, row in parsed if own}


def _orphan_note(sheet: Sheet, match: Match, custom_id: str, unknown: bool, row_of: Mapping[str, int]) -> str:
    """Why a request has no row.

    Args:
        row_of: the rows with another request, by the digest of their cells.
    """
    if rows := match.repeated.get(custom_id):
        numbers = listed(rows, _NAMED, say=lambda row: str(sheet.numbers[row]))
        alone = f"row {numbers} could be its row, and that of other requests"
        return f"its id or text is in the rows {numbers}" if len(rows) > 1 else alone
    if custom_id in match.rows:
        return f"belongs to row {sheet.numbers[match.rows[custom_id]]}, but is in none of the loaded input files"
    if match.question:
        return "not matched yet: choose how to match the rows"
    parsed = parse_row_id(custom_id)
    if parsed and parsed[1] in row_of:
        return f"row {sheet.numbers[row_of[parsed[1]]]} has the same cells, and a request of its own"
    if parsed and not unknown:
        return f"row {parsed[0]} was changed or deleted after sending"
    return "no row of the sheet has its id or its text"


def add_notes(rows: JoinedRows, notes: Mapping[str, str]) -> None:
    """Adds the note of each id to its rows."""
    if not notes:
        return
    for index, custom_id in enumerate(rows.custom_ids):
        if custom_id in notes:
            rows.notes[index] = "; ".join(filter(None, (rows.notes.get(index, ""), notes[custom_id])))


def mark_waiting(rows: JoinedRows, match: Match) -> None:
    """Rows that a candidate of the open question would match are not said to be unsent."""
    candidates = match.question.candidates if match.question else ()
    for row in {row for candidate in candidates for row in candidate.rows.values()}:
        if not rows.custom_ids[row]:
            rows.states[row] = "No answer"
            rows.notes[row] = "not matched yet: choose how to match the rows"
