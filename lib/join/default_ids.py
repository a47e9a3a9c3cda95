"""Step 1 of the join: rows found by the ids that Batchdesk makes, `row-<number>-<digest of the cells>`."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from functools import cached_property

from lib.common.own_columns import batchdesk_columns
from lib.compose.row_ids import parse_row_id, prefix_digests, row_digests, row_id
from lib.sheets import Sheet

Ids = Mapping[str, Sequence[tuple[int, str]]]
"""Default ids by their digest, each with the row number in it."""


def match_default_ids(sheet: Sheet, files: Iterable[Sequence[str]]) -> dict[str, int]:
    """The row of each default id.

    Each file has its own width, since columns may have been added between a sample and the rest.

    Args:
        files: the ids of each batch, in its order.
    """
    rows: dict[str, int] = {}
    digests = _RowDigests(sheet)
    for ids in files:
        left = [custom_id for custom_id in dict.fromkeys(ids) if custom_id not in rows] if rows else ids
        if any(map(parse_row_id, left)):
            rows |= _own_rows(digests, set(left), rows) or _paired(digests, _by_digest(left), set(rows.values()))
    return rows


class _RowDigests:
    """The digests of a sheet's rows, each made once."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.kinds = (False, True) if batchdesk_columns(sheet.columns) else (False,)
        """Whether columns that Batchdesk wrote count, too."""

        self._whole: dict[bool, list[str]] = {}

    def over(self, width: int, kind: bool) -> list[str]:
        """The digest of every row over so many columns."""
        if width < len(self.sheet.columns):
            return list(row_digests(self.sheet, width, kind))
        if kind not in self._whole:
            self._whole[kind] = list(row_digests(self.sheet, width, kind))
        return self._whole[kind]

    @cached_property
    def ids(self) -> dict[str, int]:
        """The row of each id that a batch of this very sheet has."""
        digests = self.over(len(self.sheet.columns), kind=False)
        return dict(zip(map(row_id, self.sheet.numbers, digests), range(len(digests)), strict=True))

    def best_for(self, wanted: Collection[str]) -> list[str]:
        """The digest of every row, over the columns that find the most of the wanted digests."""
        whole = [self.over(len(self.sheet.columns), kind) for kind in self.kinds]
        best = max(whole, key=lambda digests: len(set(digests).intersection(wanted)))
        if 2 * len(set(best).intersection(wanted)) > len(wanted):  # no other width can find more
            return best
        found: dict[tuple[int, bool], set[str]] = defaultdict(set)
        for kind in self.kinds:
            for width, digest in prefix_digests(self.sheet, kind):
                if digest in wanted:
                    found[width, kind].add(digest)
        width, kind = max(found, key=lambda key: (len(found[key]), key[0]), default=(len(self.sheet.columns), False))
        return self.over(width, kind)


def _own_rows(digests: _RowDigests, ids: Set[str], taken: Mapping[str, int]) -> dict[str, int]:
    """The row of each id if all have their own row, as nearly always; else nothing, since some may have moved."""
    if taken or len(digests.kinds) > 1 or not ids <= digests.ids.keys():
        return {}
    return {custom_id: row for custom_id, row in digests.ids.items() if custom_id in ids}


def _by_digest(ids: Iterable[str]) -> Ids:
    wanted: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for custom_id in dict.fromkeys(ids):
        if parsed := parse_row_id(custom_id):
            wanted[parsed[1]].append((parsed[0], custom_id))
    return wanted


def _paired(digests: _RowDigests, wanted: Ids, taken: set[int]) -> dict[str, int]:
    """Ids and rows with one digest: the same row number first, then equal rows in order."""
    free: dict[str, list[int]] = defaultdict(list)
    for row, digest in enumerate(digests.best_for(wanted.keys())):
        if digest in wanted and row not in taken:
            free[digest].append(row)
    rows: dict[str, int] = {}
    for digest, equal in free.items():
        of_number = {digests.sheet.numbers[row]: row for row in equal}
        same = {custom_id: of_number[number] for number, custom_id in wanted[digest] if number in of_number}
        used = set(same.values())
        others = [custom_id for _, custom_id in wanted[digest] if custom_id not in same]
        rows |= same | dict(zip(others, (row for row in equal if row not in used), strict=False))
    return rows
