"""Which of several sheets a batch was probably made from: a first choice that a person can change."""

from collections.abc import Sequence

from lib.join.default_ids import match_default_ids
from lib.join.id_columns import find_ids
from lib.sheets import Sheet


def best_sheet(sheets: Sequence[Sheet], ids: Sequence[str]) -> int:
    """The index of the sheet in which most ids are found, of equals the last."""
    found = [_count_ids(sheet, ids) for sheet in sheets]
    return max(range(len(found)), key=lambda index: (found[index], index))


def _count_ids(sheet: Sheet, ids: Sequence[str]) -> int:
    in_columns = (find_ids(sheet, name, ids).ids for name in sheet.columns)
    return max(len(match_default_ids(sheet, [ids])), *in_columns)
