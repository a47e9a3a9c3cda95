"""Step 1 of the join: rows found by the ids that Batchdesk makes, `row-<number>-<digest of the cells>`."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from lib.common.own_columns import batchdesk_columns
from lib.compose.row_ids import parse_row_id, prefix_digests, row_digests
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
    for ids in files:
        wanted = _by_digest(custom_id for custom_id in ids if custom_id not in rows)
        if wanted:
            rows |= _paired(sheet, wanted, set(rows.values()))
    return rows


def _by_digest(ids: Iterable[str]) -> Ids:
    wanted: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for custom_id in dict.fromkeys(ids):
        if parsed := parse_row_id(custom_id):
            wanted[parsed[1]].append((parsed[0], custom_id))
    return wanted


def _digests(sheet: Sheet, wanted: Collection[str]) -> list[str]:
    """The digest of every row, over the columns that find the most of the wanted digests."""
    kinds = (False, True) if batchdesk_columns(sheet.columns) else (False,)
    whole = {kind: list(row_digests(sheet, len(sheet.columns), kind)) for kind in kinds}
    best = max(whole.values(), key=lambda digests: len(set(digests).intersection(wanted)))
    if 2 * len(set(best).intersection(wanted)) > len(wanted):  # no other width can find more
        return best
    found: dict[tuple[int, bool], set[str]] = defaultdict(set)
    for kind in kinds:
        for width, digest in prefix_digests(sheet, kind):
            if digest in wanted:
                found[width, kind].add(digest)
    width, kind = max(found, key=lambda key: (len(found[key]), key[0]), default=(len(sheet.columns), False))
    return list(row_digests(sheet, width, kind))


def _paired(sheet: Sheet, wanted: Ids, taken: set[int]) -> dict[str, int]:
    """Ids and rows with one digest: the same row number first, then equal rows in order."""
    free: dict[str, list[int]] = defaultdict(list)
    for row, digest in enumerate(_digests(sheet, wanted.keys())):
        if digest in wanted and row not in taken:
            free[digest].append(row)
    rows: dict[str, int] = {}
    for digest, equal in free.items():
        of_number = {sheet.numbers[row]: row for row in equal}
        same = {custom_id: of_number[number] for number, custom_id in wanted[digest] if number in of_number}
        used = set(same.values())
        others = [custom_id for _, custom_id in wanted[digest] if custom_id not in same]
        rows |= same | dict(zip(others, (row for row in equal if row not in used), strict=False))
    return rows
