"""The problems of ids that come from a column: blank, used twice, too long for the provider."""

from collections import Counter
from collections.abc import Iterator, Sequence

from lib.common import Problem
from lib.common.phrasing import shorten
from lib.providers.limits import ID_LENGTH

_SHOWN = 61
"""Characters of an id in a message."""


def check_ids(
    column: str,
    ids: Sequence[str],
    numbers: Sequence[int],
    max_length: int | None = None,
    other_ids: Sequence[str] = (),
) -> Iterator[Problem]:
    """Blank ids, all rows of a duplicate id, and long ids, among the rows to send.

    Args:
        numbers: the row number of each id.
        max_length: the most characters that the provider takes, if it has a limit.
        other_ids: ids of rows that are not in this file but can be in another one.
    """
    duplicates = {custom_id for custom_id, count in (Counter(ids) + Counter(other_ids)).items() if count > 1}
    first_rows: dict[str, int] = {}
    for custom_id, number in zip(ids, numbers, strict=True):
        if not custom_id.strip():
            hint = "Fill in an id for every row, or choose Row number as the id column."
            yield Problem("blank-id", "the id is empty.", hint, "blocks", number, column)
        elif custom_id in duplicates:
            message = f'the id "{shorten(custom_id, _SHOWN)}" is used more than once'
            message += f" (first in row {first_rows[custom_id]})." if custom_id in first_rows else "."
            hint = "Make it unique, or choose Row number as the id column."
            yield Problem("duplicate-id", message, hint, "blocks", number, column)
        else:
            yield from _check_characters(custom_id, number, column, max_length)
        first_rows.setdefault(custom_id, number)


def _check_characters(custom_id: str, number: int, column: str, max_length: int | None) -> Iterator[Problem]:
    """An id that the provider rejects or others might reject, and spaces at its ends, which are easy to miss."""
    length = len(custom_id)
    message = f"the id has {length} characters."
    if max_length is not None and length > max_length:
        hint = f"The provider accepts up to {max_length}: shorten it."
        yield Problem("long-id", message, hint, "blocks", number, column)
    elif length > ID_LENGTH:
        yield Problem("long-id", message, f"Some providers accept up to {ID_LENGTH}.", "note", number, column)
    if custom_id != custom_id.strip():
        message = "the id starts or ends with a space, which is sent as part of it."
        yield Problem(
            "blank-edge-id", message, "Remove the space in the sheet if it is a mistake.", "note", number, column
        )
