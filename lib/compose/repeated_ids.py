"""The ids of a column that may be used twice in a stream of rows, found by their hashes: 8 bytes an id.

Equal hashes only show where to look: the caller reads those rows again, and `check_ids` compares their ids.
"""

from array import array
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from lib.common.lookalikes import visible_text


class RepeatedIds:
    """Collects ids, and finds those that are, or look, like another one."""

    def __init__(self) -> None:
        self._hashes = array("q")

    def add(self, ids: Iterable[str]) -> None:
        """Adds the next ids."""
        self._hashes.extend(hash(visible_text(custom_id)) for custom_id in ids)

    def indexes(self) -> NDArray[np.int64]:
        """The indexes of the ids that share their hash with another one, ascending."""
        hashes = np.frombuffer(self._hashes, np.int64) if self._hashes else np.empty(0, np.int64)
        in_order = np.sort(hashes)
        repeated = np.unique(in_order[1:][in_order[1:] == in_order[:-1]])
        return np.flatnonzero(np.isin(hashes, repeated)) if len(repeated) else np.empty(0, np.int64)
