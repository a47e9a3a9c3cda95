"""The labels of a codebook, taken from a sheet: one row for each label, or one column of rows that are labelled."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import NamedTuple

from lib.compose.codebook import Label

MOST_LABELS = 1_000
"""Most labels that a codebook takes from a sheet: the most choices of OpenAI's strict mode."""

_NAMES = ("label", "code", "category", "class", "topic", "score", "value", "name", "tag", "intent")
_MEANINGS = ("meaning", "definition", "description", "explanation", "criteria", "rule", "what it means")
_EXAMPLES = ("examples", "example", "e.g.", "sample", "text")


class CodebookColumns(NamedTuple):
    """The columns of a sheet with one row for each label; None for what it does not have."""

    name: str
    meaning: str | None = None
    examples: str | None = None


def codebook_columns(columns: Sequence[str]) -> CodebookColumns:
    """The columns that most likely have the labels, their meanings and their examples, for a person to confirm.

    A column is recognised by a word in its name; what no name says is taken in order from the left.

    >>> codebook_columns(["No", "Definition", "Code"])
    CodebookColumns(name='Code', meaning='Definition', examples='No')
    """
    found = {part: _column_with(words, columns) for part, words in enumerate((_NAMES, _MEANINGS, _EXAMPLES))}
    rest = iter([column for column in columns if column not in found.values()])
    name, meaning, examples = (found[part] or next(rest, None) for part in range(3))
    return CodebookColumns(name or columns[0], meaning, examples)


def _column_with(words: Sequence[str], columns: Sequence[str]) -> str | None:
    """The column whose name is one of these words, else the first that begins with one."""
    names = {column.strip().casefold(): column for column in reversed(columns)}
    exact = (names[word] for word in words if word in names)
    starts = (names[name] for word in words for name in names if name.startswith(word))
    return next(exact, None) or next(starts, None)


def labels_of_rows(names: Sequence[str], meanings: Sequence[str], examples: Sequence[str]) -> tuple[Label, ...]:
    """The labels of a sheet with a row for each label, in order; rows without a label are left out.

    Rows of one label with the same meaning, or without another one, are one label with the examples of all. Rows that
    explain one label in different ways stay apart, so that a person sees both.

    Args:
        meanings, examples: the cells of their columns; empty without such a column.
    """
    merged: dict[str, list[Label]] = {}
    for cells in zip_longest(names, meanings, examples, fillvalue=""):
        label = Label(*(cell.strip() for cell in cells))
        if label.name:
            _merge(merged.setdefault(label.name, []), label)
    return tuple(label for same in merged.values() for label in same)


def _merge(same: list[Label], label: Label) -> None:
    """Adds a row to the rows with the same label."""
    for index, before in enumerate(same):
        if label.meaning in ("", before.meaning) or not before.meaning:
            examples = dict.fromkeys(filter(None, [*before.examples.split("\n"), *label.examples.split("\n")]))
            same[index] = Label(label.name, before.meaning or label.meaning, "\n".join(examples))
            return
    same.append(label)


def labels_of_column(cells: Iterable[str]) -> tuple[Label, ...]:
    """The different values of a column as labels, the most frequent first; blank cells are left out.

    >>> labels_of_column(["good", "bad ", "", "bad"])
    (Label(name='bad', meaning='', examples=''), Label(name='good', meaning='', examples=''))
    """
    counts = Counter(filter(None, map(str.strip, cells)))
    return tuple(Label(name) for name, _ in counts.most_common())
