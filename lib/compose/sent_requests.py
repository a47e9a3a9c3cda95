"""The requests of a stream of blocks that are sent already, where equal requests are sent once."""

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from itertools import repeat

from lib.compose.recipe import Recipe
from lib.compose.resolved_recipe import resolve
from lib.sheets import Sheet

_DIGEST = 16
"""Bytes of a digest. A million million requests have no two that differ and share one."""


class SentRequests:
    """Digests of what the requests so far send: about 100 MB for every million of different ones."""

    def __init__(self, recipe: Recipe) -> None:
        self._recipe = recipe
        self._sent: set[bytes] = set()
        self._digests: dict[int, bytes] = {}

    def without_sent(self, block: Sheet) -> Sheet:
        """The rows of the next block whose request no block before has sent."""
        if not self._recipe.identical_once:
            return block
        digests = enumerate(_digests(block, self._recipe))
        new = {row: digest for row, digest in digests if digest not in self._sent}
        self._digests = {block.numbers[row]: digest for row, digest in new.items()}
        return block if len(new) == len(block) else block.of_rows(list(new))

    def add(self, numbers: Iterable[int]) -> None:
        """Notes that these rows of that block are sent, by their numbers."""
        self._sent.update(self._digests[number] for number in numbers if number in self._digests)


def _digests(block: Sheet, recipe: Recipe) -> Iterator[bytes]:
    """The digest of each row, over the cells that fill its request, each with its length."""
    columns = [block.column(name) for name in resolve(recipe, block.columns).used_columns]
    for cells in zip(*columns, strict=True) if columns else repeat((), len(block)):
        encoded = (cell.encode() for cell in cells)
        yield blake2b(b"".join(b"%d:%b" % (len(cell), cell) for cell in encoded), digest_size=_DIGEST).digest()
