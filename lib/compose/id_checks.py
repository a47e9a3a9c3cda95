"""The problems of ids that come from a column: blank, used twice, too long for the provider."""

from collections import Counter
from collections.abc import Iterator, Sequence

from lib.common import Problem
from lib.common.lookalikes import invisible_names, twins
from lib.common.phrasing import counted, listed_names, listed_rows, shorten
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
    """Blank ids, all rows of a duplicate id, long ids and those that are easy to mistake, among the rows to send.

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
            yield from _check_length(custom_id, number, column, max_length)
            yield from _check_looks(custom_id, number, column)
        first_rows.setdefault(custom_id, number)
    yield from _check_lookalikes(column, ids, numbers, other_ids)


def _check_length(custom_id: str, number: int, column: str, max_length: int | None) -> Iterator[Problem]:
    """An id that is too long for the provider, or for others."""
    length = len(custom_id)
    message = f"the id has {length} characters."
    if max_length is not None and length > max_length:
        hint = f"The provider accepts up to {max_length}: shorten it."
        yield Problem("long-id", message, hint, "blocks", number, column)
    elif length > ID_LENGTH:
        yield Problem("long-id", message, f"Some providers accept up to {ID_LENGTH}.", "note", number, column)


def _check_looks(custom_id: str, number: int, column: str) -> Iterator[Problem]:
    """What is easy to miss in an id: spaces at its ends, and invisible characters."""
    if custom_id != custom_id.strip():
        message = "the id starts or ends with a space, which is sent as part of it."
        hint = "Remove the space in the sheet if it is a mistake."
        yield Problem("blank-edge-id", message, hint, "note", number, column)
    elif unseen := invisible_names(custom_id):
        message = f"the id contains an invisible character ({listed_names(unseen)}), which is sent as part of it."
        yield Problem("unseen-id", message, "Remove it in the sheet if it is a mistake.", "note", number, column)


def _check_lookalikes(
    column: str, ids: Sequence[str], numbers: Sequence[int], other_ids: Sequence[str]
) -> Iterator[Problem]:
    """All ids that are not equal to another one but look the same, as one problem."""
    if _is_plain("".join((*ids, *other_ids))):
        return
    alike = {custom_id for group in twins((*ids, *other_ids)) if group[0].strip() for custom_id in group}
    if rows := [number for custom_id, number in zip(ids, numbers, strict=True) if custom_id in alike]:
        message = f"{counted(len(rows), 'id looks', 'ids look')} the same as another one: {listed_rows(rows)}."
        hint = "They differ in spaces, invisible characters or the form of an accent. Make each clearly different."
        yield Problem("lookalike-ids", message, hint, "warn", column=column)


def _is_plain(text: str) -> bool:
    """Whether a text has only visible ASCII characters, so that no two ids can look the same."""
    return text.isascii() and text.isprintable() and " " not in text
