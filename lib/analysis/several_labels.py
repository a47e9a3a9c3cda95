"""Rows with several labels, each label on its own: as columns of 0 and 1, and counted one by one."""

from collections.abc import Mapping, Sequence

from lib.analysis.row_labels import RowLabels, keys_of_rows, spellings
from lib.analysis.value_counts import ColumnValue
from lib.common.own_columns import Cell

MOST_COLUMNS = 100
"""Most labels that get a column each."""

NO_LABEL = "(none of them)"
"""The value of rows to which none of several labels applies."""


def indicator_columns(labels: Sequence[RowLabels]) -> Mapping[str, Sequence[Cell]]:
    """A column for each label, the most frequent first: `1` where a row has it, `0` where not, empty without labels.

    >>> indicator_columns([("size", "price"), ("Size",), (), None])
    {'size': ['1', '1', '0', ''], 'price': ['1', '0', '0', '']}
    """
    keys = keys_of_rows(labels)
    names = spellings(label for row in labels for label in row or ())
    return {
        label: ["" if row is None else "1" if key in row else "0" for row in keys]
        for key, label in list(names.items())[:MOST_COLUMNS]
    }


def label_values(labels: Sequence[RowLabels], rows: Sequence[int]) -> list[ColumnValue]:
    """Every label with the rows that have it, the most frequent first. A row may be in several.

    Then come the rows to which no label applies, as `NO_LABEL`, and those without an answer, as empty cells.

    Args:
        rows: the rows to count.
    """
    keys = keys_of_rows(labels)
    found: dict[str, list[int]] = {}
    none: list[int] = []
    empty: list[int] = []
    for row in rows:
        if not (of_row := keys[row]):
            (empty if of_row is None else none).append(row)
        for key in of_row or ():
            found.setdefault(key, []).append(row)
    names = spellings(label for row in rows for label in labels[row] or ())
    values = [ColumnValue(names[key], of) for key, of in sorted(found.items(), key=lambda item: -len(item[1]))]
    return [*values, *([ColumnValue(NO_LABEL, none)] if none else []), *([ColumnValue("", empty)] if empty else [])]
