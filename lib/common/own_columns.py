"""The joined table's own columns, and free names for further columns."""

from collections.abc import Mapping, Sequence
from itertools import count

Cell = str | int | None

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

REVIEW_KEY = "review_key"
"""The column of an export that says which answer each mark belongs to."""

BATCH_SUFFIX = " (batch)"
"""The ending of the joined table's own column where the sheet has a column of that name."""

_FOLLOWING = ("prompt", "note", *REVIEW_COLUMNS, REVIEW_KEY)
"""Columns that Batchdesk wrote if they follow its run of `BATCH_COLUMNS`."""


def batchdesk_columns(columns: Sequence[str]) -> set[int]:
    """The indexes of the columns that Batchdesk wrote: `custom_id`, and a joined table's own run.

    A single column called `answer` or `state` is the user's. Only the whole run in its order, as
    an export has it, is Batchdesk's.
    """
    bare = [column.removesuffix(BATCH_SUFFIX) for column in columns]
    own = {index for index, column in enumerate(bare) if column == "custom_id"}
    run = list(BATCH_COLUMNS[1:])
    for start in range(len(bare)):
        end = start + len(run)
        if bare[start:end] == run:
            own.update(range(start, end))
            own.update(index for index in range(end, len(bare)) if bare[index] in _FOLLOWING)
    return own


def free_name(name: str, taken: Mapping[str, object]) -> str:
    """The name for a column of Batchdesk's, with a suffix if the sheet has a column of that name."""
    while name in taken:
        name += BATCH_SUFFIX
    return name


def numbered_name(name: str, taken: Mapping[str, object]) -> str:
    """The name, followed by a number if it is taken.

    >>> numbered_name("Rows", {"Rows": 1})
    'Rows (2)'
    """
    names = (name if number == 1 else f"{name} ({number})" for number in count(1))
    return next(free for free in names if free not in taken)
