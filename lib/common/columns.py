"""The joined table's own columns, and free names for further ones."""

from collections.abc import Mapping, Sequence
from itertools import count


def numbered(name: str, taken: Mapping[str, object]) -> str:
    """The name, with a number behind it if it is taken.

    >>> numbered("Rows", {"Rows": 1})
    'Rows (2)'
    """
    names = (name if again == 1 else f"{name} ({again})" for again in count(1))
    return next(free for free in names if free not in taken)


BATCH_COLUMNS = (
    "custom_id",
    "state",
    "answer",
    "error",
    "finish_reason",
    "status_code",
    "prompt_tokens",
    "completion_tokens",
)
"""The joined table's own columns, in their order."""


REVIEW_COLUMNS = ("review", "review_note", "corrected")
"""The columns of an export that hold the review marks."""


SUFFIX = " (batch)"
"""Ends the name of a joined table's own column where the sheet has a column of that name."""


_AFTER = ("prompt", "note", *REVIEW_COLUMNS)
"""Columns that are ours if they stand after our run."""


def own_columns(columns: Sequence[str]) -> set[int]:
    """The indexes of the columns that Batchdesk wrote: `custom_id`, and a joined table's own run.

    A single column that happens to be called `answer` or `state` is the user's; only the whole
    run in its order, as an export has it, is ours.
    """
    bare = [column.removesuffix(SUFFIX) for column in columns]
    own = {at for at, column in enumerate(bare) if column == "custom_id"}
    rest = list(BATCH_COLUMNS[1:])
    for at in range(len(bare)):
        if bare[at : at + len(rest)] == rest:
            own.update(range(at, at + len(rest)))
            own.update(place for place in range(at + len(rest), len(bare)) if bare[place] in _AFTER)
    return own


Cell = str | int | None


def free_name(name: str, taken: Mapping[str, object]) -> str:
    """The name for a column of ours, with a suffix if the sheet has one of that name."""
    while name in taken:
        name += SUFFIX
    return name
