"""The requests worth sending again, exactly as they were sent, under the same custom_ids.

What comes back can be loaded together with the first results: the better answer counts.
"""

import re
from collections.abc import Collection
from hashlib import sha256

from lib.join import Joined
from lib.ledger import Word
from lib.package import Batch
from lib.providers import Provider

RETRIED: tuple[Word, ...] = ("Failed", "Missing", "Cut short", "Refused")
"""The states that another try may change."""

_TRY = re.compile(r"retry-(\d+)")


def retry_batch(joined: Joined, states: Collection[str], stem: str, provider: Provider) -> Batch:
    """The requests in any of the states, in the table's order.

    Only what was sent can be sent again: rows without a request in a loaded batch are none of it.
    """
    rows = [row for row in joined.rows if row.state in states and row.request is not None]
    lines = [joined.sent[place[0]].line(place[1]) for row in rows if (place := row.request)]
    numbers = joined.sheet.numbers if joined.sheet else []
    digest = sha256(b"".join(lines)).hexdigest()[:12]
    return Batch(
        f"{stem}_retry-{_next_try(joined)}_{digest}",
        provider,
        [len(line) for line in lines],
        lines.__getitem__,
        lambda at: "" if (place := rows[at].sheet_row) is None else numbers[place],
    )


def _next_try(joined: Joined) -> int:
    """One more than the highest number in the names of the batches that were sent."""
    tries = (int(found[1]) for sent in joined.sent if (found := _TRY.search(sent.name)))
    return max(tries, default=0) + 1
