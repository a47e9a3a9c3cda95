"""How often a column has each value, alone or split by the values of another column."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lib.common.labels import value_key
from lib.common.own_columns import Cell, numbered_name
from lib.sheets import take_cells

EMPTY = "(empty)"
OTHERS = "… others"
TOTAL = "All"
_LABEL_CHARACTERS = 80

VALUE, ROWS, SHARE = "Value", "Rows", "Share"
"""The columns of a table of counts."""


class ColumnValue(NamedTuple):
    """One value of a column, in all its spellings."""

    text: str
    """The most frequent spelling; empty for empty cells."""

    rows: Sequence[int]
    """The rows with this value, in the given order."""


def column_values(column: Sequence[Cell], rows: Sequence[int]) -> list[ColumnValue]:
    """Every value of a column in the given rows, the most frequent first, empty cells last."""
    keys: dict[Cell, str] = {}
    groups: dict[str, list[int]] = {}
    cells = dict(zip(rows, take_cells(column, rows), strict=True))
    for row, cell in cells.items():
        if (key := keys.get(cell)) is None:
            key = keys[cell] = value_key(cell)
        groups.setdefault(key, []).append(row)
    values = [
        ColumnValue(_spelling(map(cells.__getitem__, group)) if key else "", group) for key, group in groups.items()
    ]
    return sorted(values, key=lambda value: (not value.text, -len(value.rows)))


def rows_with_values(column: Sequence[Cell], rows: Sequence[int], texts: Sequence[str]) -> list[int]:
    """The rows with any of the values, in any spelling."""
    wanted = set(map(value_key, texts))
    return [row for row, cell in zip(rows, take_cells(column, rows), strict=True) if value_key(cell) in wanted]


def value_labels(texts: Sequence[str], counts: Sequence[int]) -> dict[str, str]:
    """The label of each value as an option. All labels differ, since a browser knows options by their labels.

    Args:
        counts: the number of rows with each value.
    """
    labels: dict[str, str] = {}
    taken: dict[str, str] = {}
    for text, number in zip(texts, counts, strict=True):
        label = numbered_name(f"{number:,} · {_shortened(text)}", taken)
        labels[text] = taken[label] = label
    return labels


def count_values(values: Sequence[ColumnValue]) -> dict[str, list[Cell]]:
    """A table with the number of rows and the share of each value, and the number of all rows as its last row."""
    numbers = [len(value.rows) for value in values]
    total = int(_masks(values, 1).sum())
    shares: list[Cell] = [f"{number / total:.1%}" for number in numbers]
    return {
        VALUE: [*_names(values), TOTAL],
        ROWS: [*numbers, total],
        SHARE: [*shares, "100.0%" if total else ""],
    }


def split_counts(values: Sequence[ColumnValue], others: Sequence[ColumnValue], most: int = 20) -> dict[str, list[Cell]]:
    """A table with the number of rows of each value, split by the values of another column.

    Args:
        others: the other column's values in the same rows; a row may have several.
        most: most values of the other column with a column of their own; the rest share one.
    """
    width = min(len(others), most + 1)
    masks = _masks(others, width)
    table = [masks[:, value.rows].sum(axis=1).tolist() for value in values]
    sums = masks.sum(axis=1).tolist()
    columns: dict[str, list[Cell]] = {VALUE: [*_names(values), TOTAL]}
    columns[ROWS] = [*(len(value.rows) for value in values), int(masks.any(axis=0).sum())]
    names = [*_names(others[:most]), *([OTHERS] if len(others) > most else [])]
    for index, name in enumerate(names):
        columns[numbered_name(name, columns)] = [*(numbers[index] for numbers in table), sums[index]]
    return columns


def _masks(values: Sequence[ColumnValue], width: int) -> NDArray[np.bool_]:
    """The rows of each value, the last mask for all values from there on: shape (width, rows)."""
    size = max((max(value.rows) for value in values if value.rows), default=-1) + 1
    masks = np.zeros((width, size), dtype=np.bool_)
    for index, value in enumerate(values):
        masks[min(index, width - 1), value.rows] = True
    return masks


def column_shares(columns: Mapping[str, Sequence[Cell]]) -> dict[str, list[Cell]]:
    """A split table with shares instead of numbers, each of all rows of its column.

    >>> column_shares({"Value": ["a", "b", "All"], "Rows": [1, 3, 4], "Web": [1, 1, 2]})
    {'Value': ['a', 'b', 'All'], 'Rows': [1, 3, 4], 'Web': ['50.0%', '50.0%', '100.0%']}
    """
    return {name: list(cells) if name in (VALUE, ROWS) else _shares(cells) for name, cells in columns.items()}


def _shares(numbers: Sequence[Cell]) -> list[Cell]:
    """The share of each number in the last one, which counts all rows."""
    total = int(numbers[-1] or 0)
    return [f"{int(number or 0) / total:.1%}" if total else "" for number in numbers]


def _names(values: Sequence[ColumnValue]) -> list[str]:
    return [value.text or EMPTY for value in values]


def _spelling(cells: Iterable[Cell]) -> str:
    """The most frequent spelling of a value."""
    (text, _), *_ = Counter(str(cell).strip() for cell in cells).most_common(1)
    return text


def _shortened(text: str) -> str:
    """The start and the end of a value, since many prompts begin alike."""
    if text == EMPTY:
        return f'"{text}"'
    half = _LABEL_CHARACTERS // 2
    return text or EMPTY if len(text) <= _LABEL_CHARACTERS else f"{text[:half]} … {text[-half:]}"
