"""How often each value of a column stands in a table, alone or beside the values of another column."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from lib.common.columns import Cell, numbered_name
from lib.common.labels import value_key

EMPTY = "(empty)"
OTHERS = "… others"
TOTAL = "All"
_SHOWN = 80
"""Characters of a value where it can be chosen."""

VALUE, ROWS, SHARE = "Value", "Rows", "Share"
"""The columns of a count."""


class Value(NamedTuple):
    """One value of a column."""

    text: str
    """In its most frequent spelling; nothing for empty cells."""

    rows: Sequence[int]
    """Where it stands, in the order given."""


def values_of(column: Sequence[Cell], rows: Sequence[int]) -> list[Value]:
    """Every value in some rows of a column, the most frequent first, empty cells last."""
    key: dict[Cell, str] = {}
    groups: dict[str, list[int]] = {}
    for at in rows:
        cell = column[at]
        if (value := key.get(cell)) is None:
            value = key[cell] = value_key(cell)
        groups.setdefault(value, []).append(at)
    found = [Value(_spelling(column, places) if value else "", places) for value, places in groups.items()]
    return sorted(found, key=lambda value: (not value.text, -len(value.rows)))


def _spelling(column: Sequence[Cell], rows: Sequence[int]) -> str:
    """The most frequent one of those that mean the same."""
    (text, _), *_ = Counter(str(column[at]).strip() for at in rows).most_common(1)
    return text


def labels_of(texts: Sequence[str], rows: Sequence[int]) -> dict[str, str]:
    """What each value is called where it can be chosen, no two alike: a browser knows options by their labels alone.

    Args:
        rows: in how many rows each stands.
    """
    labels: dict[str, str] = {}
    taken: dict[str, str] = {}
    for text, times in zip(texts, rows, strict=True):
        label = numbered_name(f"{times:,} · {_said(text)}", taken)
        labels[text] = taken[label] = label
    return labels


def _said(text: str) -> str:
    """A value with its start and its end: many prompts begin alike."""
    if text == EMPTY:
        return f'"{text}"'
    whole = len(text) <= _SHOWN
    return text or EMPTY if whole else f"{text[: _SHOWN // 2]} … {text[-_SHOWN // 2 :]}"


def with_values(column: Sequence[Cell], rows: Sequence[int], texts: Sequence[str]) -> list[int]:
    """Those of the rows that have one of the values, in any spelling."""
    wanted = set(map(value_key, texts))
    return [at for at in rows if value_key(column[at]) in wanted]


def counted_values(values: Sequence[Value]) -> dict[str, list[Cell]]:
    """A table of the values: how many rows each has, and their share in percent; the sum of all comes last."""
    numbers = [len(value.rows) for value in values]
    total = sum(numbers)
    shares: list[Cell] = [f"{number / total:.1%}" for number in numbers]
    return {
        VALUE: [*(value.text or EMPTY for value in values), TOTAL],
        ROWS: [*numbers, total],
        SHARE: [*shares, "100.0%" if total else ""],
    }


def crossed_values(values: Sequence[Value], others: Sequence[Value], most: int = 20) -> dict[str, list[Cell]]:
    """A table of the values, split by those of another column: so many of them, and the rest together.

    Args:
        others: of the same rows.
    """
    column_of = {at: min(number, most) for number, other in enumerate(others) for at in other.rows}
    width = min(len(others), most + 1)
    table = [_spread((column_of[at] for at in value.rows), width) for value in values]
    sums = [sum(numbers) for numbers in zip(*table, strict=True)] if table else [0] * width
    names = [*(other.text or EMPTY for other in others[:most]), *([OTHERS] if len(others) > most else [])]
    columns: dict[str, list[Cell]] = {VALUE: [*(value.text or EMPTY for value in values), TOTAL]}
    columns[ROWS] = [*(len(value.rows) for value in values), sum(sums)]
    for place, name in enumerate(names):
        columns[numbered_name(name, columns)] = [*(numbers[place] for numbers in table), sums[place]]
    return columns


def shares_of(columns: Mapping[str, Sequence[Cell]]) -> dict[str, list[Cell]]:
    """A split table with the numbers of each split column as shares of its sum, which comes last.

    >>> shares_of({"Value": ["a", "b", "All"], "Rows": [1, 3, 4], "Web": [1, 1, 2]})
    {'Value': ['a', 'b', 'All'], 'Rows': [1, 3, 4], 'Web': ['50.0%', '50.0%', '100.0%']}
    """
    return {name: list(cells) if name in (VALUE, ROWS) else _shares(cells) for name, cells in columns.items()}


def _shares(numbers: Sequence[Cell]) -> list[Cell]:
    total = int(numbers[-1] or 0)
    return [f"{int(number or 0) / total:.1%}" if total else "" for number in numbers]


def _spread(places: Iterator[int], width: int) -> list[int]:
    found = Counter(places)
    return [found[place] for place in range(width)]
