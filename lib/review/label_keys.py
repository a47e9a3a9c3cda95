"""What a label belongs to: a row by its custom_id, with proof that it is still that row.

The answer has no part in it, so a label holds for every run of the same prompt. An id alone proves
nothing: other batches count their rows as 1, 2, 3 too. So a key also has digests of what was sent
and of the row's cells, as far as these are loaded.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from lib.compose.row_ids import row_digests
from lib.join import Joined
from lib.review.marks import RowKeys


class LabelKey(NamedTuple):
    """What a label belongs to. It needs one of the digests to belong to anything."""

    custom_id: str
    prompt: str = ""
    """Digest of everything that was sent; empty if that is unknown."""

    cells: str = ""
    """Digest of the cells of the row in the sheet; empty without a sheet."""

    @property
    def is_proof(self) -> bool:
        """Whether it says more of the row than an id, which another batch may have too."""
        return bool(self.prompt or self.cells)

    def is_same(self, other: "LabelKey") -> bool:
        """Whether both are one row that was sent the same: the prompts decide; where one is unknown, the cells."""
        if self.custom_id != other.custom_id:
            return False
        if self.prompt and other.prompt:
            return self.prompt == other.prompt
        return bool(self.cells) and self.cells == other.cells

    def is_reworded(self, other: "LabelKey") -> bool:
        """Whether both are one row of the sheet, yet another prompt was sent."""
        same_row = self.custom_id == other.custom_id and bool(self.cells) and self.cells == other.cells
        return same_row and not self.is_same(other)


_FEW = 100
"""Rows whose digests are made one by one; beyond, those of the whole sheet are."""


class LabelKeys:
    """The keys of a joined table's rows, each made when it is asked for.

    Args:
        row_keys: the keys of the table's answers, which know the prompts.
    """

    def __init__(self, row_keys: RowKeys) -> None:
        self.joined: Joined = row_keys.joined
        self._row_keys = row_keys
        self._known: dict[int, LabelKey] = {}

    def __len__(self) -> int:
        return len(self.joined.rows)

    def key(self, row: int) -> LabelKey:
        """The key of one row; without a custom_id, it belongs to nothing."""
        if row not in self._known:
            custom_id = self.joined.rows.custom_ids[row]
            prompt = self._row_keys.prompt(row) if custom_id else ""
            self._known[row] = LabelKey(custom_id, prompt, self._cells(row) if custom_id else "")
        return self._known[row]

    def rows(self, key: LabelKey) -> list[int]:
        """The rows that a key belongs to: several if they share one request."""
        return [row for row in self._rows.get(key.custom_id, ()) if self.key(row).is_same(key)]

    def reworded_rows(self, key: LabelKey) -> list[int]:
        """The rows that have the id and the cells of a key, but were sent another prompt."""
        return [row for row in self._rows.get(key.custom_id, ()) if self.key(row).is_reworded(key)]

    def rows_with_id(self, custom_id: str) -> list[int]:
        """The rows that have an id, whatever their texts."""
        return self._rows.get(custom_id, [])

    @cached_property
    def _rows(self) -> dict[str, list[int]]:
        rows: dict[str, list[int]] = defaultdict(list)
        for row, custom_id in enumerate(self.joined.rows.custom_ids):
            if custom_id:
                rows[custom_id].append(row)
        return dict(rows)

    def _cells(self, row: int) -> str:
        sheet, sheet_row = self.joined.sheet, self.joined.rows.sheet_rows[row]
        if sheet is None or sheet_row is None:
            return ""
        if len(self._known) < _FEW:
            return next(row_digests(sheet.single_row(sheet_row), len(sheet.columns)))
        return self._digests[sheet_row]

    @cached_property
    def _digests(self) -> Sequence[str]:
        """The digest of every row of the sheet: made together, they take far less time for each."""
        sheet = self.joined.sheet
        return [] if sheet is None else list(row_digests(sheet, len(sheet.columns)))
