"""Every matched row compared with the text that was sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lib.common.excel_cells import has_cut_mark, is_full
from lib.join.evidence import Evidence, Rows
from lib.sheets import Sheet


@dataclass(frozen=True, slots=True)
class Proof:
    """How many rows give the text that was sent, and which do not."""

    agreeing: int = 0
    """Rows that give exactly a text that was sent under their id."""

    differing: Mapping[str, str] = field(default_factory=dict)
    """Why a row gives another text, by id: a note for the row."""

    unread: int = 0
    """Rows whose request is at hand, yet no template gives enough of its file's texts to compare."""

    unsent: int = 0
    """Rows whose request is not at hand."""


def prove(sheet: Sheet, evidence: Evidence, rows: Rows) -> Proof:
    """What the texts say to every matched row."""
    agreeing = evidence.agreeing_ids(rows)
    others = [custom_id for custom_id in rows if custom_id not in agreeing] if len(agreeing) < len(rows) else []
    sent = evidence.sent_among(others)
    differ = {custom_id: rows[custom_id] for custom_id in sent if evidence.is_comparable(custom_id)}
    reasons = _reasons(sheet, evidence, differ) if differ else {}
    return Proof(len(agreeing), reasons, len(sent) - len(differ), len(others) - len(sent))


def _reasons(sheet: Sheet, evidence: Evidence, differ: Rows) -> dict[str, str]:
    row_of: dict[int, int] = {}
    for given in evidence.templates.values():
        for row, text in enumerate(given):
            row_of.setdefault(text, row)
    used = {sheet.columns[column] for template in evidence.templates for column, _ in template.placeholders}
    cells = [sheet.column(name) for name in used]
    reasons = {}
    for custom_id, row in differ.items():
        others = [row_of[content] for content in evidence.contents(custom_id) if content in row_of]
        if others:
            reasons[custom_id] = f"the text sent for this row is now in row {sheet.numbers[others[0]]}"
        elif any(is_full(column[row]) or has_cut_mark(column[row]) for column in cells):
            reasons[custom_id] = "a cell is cut in this sheet, so its text is not what was sent"
        else:
            reasons[custom_id] = "the text that was sent is not what the sheet has here"
    return reasons
