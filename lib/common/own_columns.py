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

CHECK_COLUMNS = ("Checked", "Checked note", "Corrected columns")
"""The columns of an export that hold a person's marks; the last one names the columns with corrections."""

CHECK_KEY = "Checked key"
"""The column of an export that says which answer each mark belongs to."""

LABEL_PREFIX = "Label by "
"""Start of the name of a column of an export that holds a reader's labels."""

ANSWER_CHECK = "Answer check"
"""The column that says what is wrong with an answer that is to be JSON."""

SNAKE_CHECK_COLUMNS = ("checked", "checked_note", "corrected_columns")
"""The columns of marks in an export of version 1.9."""

SNAKE_CHECK_KEY = "checked_key"

OLD_CHECK_COLUMNS = ("review", "review_note", "corrected")
"""The same columns in an export of version 1.8 or older; the last one holds a text for the whole answer."""

OLD_CHECK_KEY = "review_key"

ABOUT_WORKSHEET = "How it was made"
"""Name of the worksheet of an export that tells how its table was made."""

BATCH_SUFFIX = " (batch)"
"""The ending of the joined table's own column where the sheet has a column of that name."""

FIELD_SUFFIX = " (field)"
"""The ending of a column with a field of JSON answers that has the name of one of our own columns."""

ORIGINAL_SUFFIX = " (original)"
"""The ending of a column with what the answers said before a person corrected them."""

OWN_NAMES = frozenset((*BATCH_COLUMNS, *CHECK_COLUMNS, *SNAKE_CHECK_COLUMNS, *OLD_CHECK_COLUMNS))
"""Names that no field of an answer gets, so that an import never takes it for a column of Batchdesk's."""

_MARKS = (*CHECK_COLUMNS, CHECK_KEY, *SNAKE_CHECK_COLUMNS, SNAKE_CHECK_KEY, *OLD_CHECK_COLUMNS, OLD_CHECK_KEY)
_FOLLOWING = ("prompt", "note", *_MARKS)
"""Columns that Batchdesk wrote if they follow the first of its own."""


def is_export(columns: Sequence[str], worksheets: Sequence[str] = ()) -> bool:
    """Whether Batchdesk exported the table: all of its own columns are there, or the worksheet about it."""
    return ABOUT_WORKSHEET in worksheets or bool(export_columns(columns))


def export_columns(columns: Sequence[str]) -> list[dict[str, int]]:
    """The indexes of Batchdesk's own columns by their name without suffix, for each time that the table was exported.

    A column called `answer` or `state` alone is the user's: only a whole set is Batchdesk's. Where a name is there
    more often than that, the last ones are ours: an export has them behind the sheet's columns.
    """
    places: dict[str, list[int]] = {name: [] for name in BATCH_COLUMNS}
    for index, column in enumerate(columns):
        places.get(_bare(column), []).append(index)
    count = min(len(places[name]) for name in BATCH_COLUMNS[1:])
    exports = [{name: places[name][place - count] for name in BATCH_COLUMNS[1:]} for place in range(count)]
    for export in exports:
        after = [index for index in places["custom_id"] if index > start_of(export)]  # else it is the sheet's
        ids = [*after[:1], *places["custom_id"][::-1]]
        export |= {"custom_id": ids[0]} if ids else {}
    return exports


def start_of(export: Mapping[str, int]) -> int:
    """The first column of an export, apart from its ids, which may be the sheet's."""
    return min(index for name, index in export.items() if name != "custom_id")


def batchdesk_columns(columns: Sequence[str]) -> set[int]:
    """The indexes of the columns that Batchdesk wrote: every `custom_id`, and with whole sets what follows them."""
    bare = list(map(_bare, columns))
    exports = export_columns(columns)
    own = {index for export in exports for index in export.values()}
    first = min(map(start_of, exports), default=len(bare))
    return own.union(
        index for index, name in enumerate(bare) if name == "custom_id" or (index > first and _follows(name, columns))
    )


def _bare(column: str) -> str:
    """The column's name without our suffixes."""
    while column.endswith(BATCH_SUFFIX):
        column = column.removesuffix(BATCH_SUFFIX)
    return column


def _follows(name: str, columns: Sequence[str]) -> bool:
    return name in _FOLLOWING or name.startswith(LABEL_PREFIX) or _is_original(name, columns)


def _is_original(name: str, columns: Sequence[str]) -> bool:
    return name.endswith(ORIGINAL_SUFFIX) and name.removesuffix(ORIGINAL_SUFFIX) in columns


def bare_name(column: str) -> str:
    """The name of an answer's column without what the sheet's columns added to it, so equal beside every sheet.

    >>> bare_name("Mood (batch)"), bare_name("answer (field) (field)")
    ('Mood', 'answer (field)')
    """
    bare = _bare(column)
    while bare.endswith(FIELD_SUFFIX * 2):
        bare = bare.removesuffix(FIELD_SUFFIX)
    return bare


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
