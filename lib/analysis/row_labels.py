"""The labels in the cells of a column, and the form in which labels are compared."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from lib.analysis.json_columns import list_items
from lib.common.labels import LABEL_LENGTH, value_key
from lib.common.own_columns import Cell

RowLabels = tuple[str, ...] | None
"""The labels of one row: one, or several where a row may have several, also none of them; None without a label."""

Keys = tuple[str, ...]
"""The labels of one row as they are compared, in order of the alphabet."""

MOST_LABELS = 300
"""Most different labels that are scored one by one."""

_FEW_LABELS = 10
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,30})(?:\.\d{1,30})?", re.ASCII)
_SEPARATORS = re.compile(r"\s*[;|,\n]\s*")


def single_labels(cells: Iterable[Cell]) -> list[RowLabels]:
    """Each cell as one label; None for an empty cell."""
    texts = ("" if cell is None else str(cell).strip() for cell in cells)
    return [(text,) if text else None for text in texts]


def several_labels(cells: Iterable[Cell], known: Iterable[str] = ()) -> list[RowLabels]:
    """Each cell as several labels: a JSON list, or words with semicolons, commas, bars or line breaks between.

    `[]` is a row with none of the labels, an empty cell a row without a label.

    Args:
        known: labels that are whole though they have such a character in them.

    >>> several_labels(["size; price", "size", "[]", "", "a, b; c"], ["a, b"])
    [('size', 'price'), ('size',), (), None, ('a, b', 'c')]
    """
    whole = set(map(label_key, known))
    return [_split(str(cell).strip(), whole) if str(cell or "").strip() else None for cell in cells]


def _split(text: str, whole: set[str]) -> tuple[str, ...]:
    if label_key(text) in whole:
        return (text,)
    words = list_items(text)
    if text.startswith("["):
        return tuple(words)
    parts = [[word] if label_key(word) in whole else _SEPARATORS.split(word) for word in words]
    return tuple(part for some in parts for part in some if part)


def label_key(label: str) -> str:
    """What all spellings of a label share: capitals, extra spaces, quotes, closing stops and final zeros are ignored.

    A text with a leading 0 may be an id, so it is never a number.

    >>> label_key("Good."), label_key("5.0"), label_key("007")
    ('good', '5', '007')
    """
    key = value_key(label)
    return f"{Decimal(key).normalize() + 0:f}" if _NUMBER.fullmatch(key) else key


def label_keys(labels: Sequence[str]) -> tuple[str, ...]:
    """The keys of one row's labels, each once, in order of the alphabet."""
    return tuple(sorted(set(filter(None, map(label_key, labels)))))


def keys_of_rows(rows: Iterable[RowLabels]) -> list[Keys | None]:
    """The keys of each row's labels; rows with the same labels are read once."""
    known: dict[RowLabels, Keys | None] = {None: None}
    return [known[row] if row in known else known.setdefault(row, label_keys(row or ())) for row in rows]


def is_number(key: str) -> bool:
    """Whether a label's key is a number."""
    return bool(_NUMBER.fullmatch(key))


def spellings(labels: Iterable[str]) -> dict[str, str]:
    """The most frequent spelling of each label by its key, the most frequent label first."""
    spelled: dict[str, Counter[str]] = {}
    for label, count in Counter(labels).items():
        spelled.setdefault(label_key(label), Counter())[label.strip()] += count
    order = sorted(spelled, key=lambda key: -spelled[key].total())
    return {key: spelled[key].most_common(1)[0][0] for key in order if key}


def are_labels(sides: Sequence[Sequence[str]]) -> bool:
    """Whether several columns of keys hold labels rather than texts: short, few, and most of them occur again.

    On its own, too, each column repeats a quarter of its values, unless they are very few.
    """
    both = Counter(key for side in sides for key in side)
    if not both or len(both) > MOST_LABELS or max(map(len, both)) > LABEL_LENGTH:
        return False
    return 2 * _repeated(both) > both.total() and all(map(_repeats, map(Counter, sides)))


def _repeats(side: Counter[str]) -> bool:
    return len(side) <= _FEW_LABELS or 4 * _repeated(side) >= side.total()


def _repeated(counts: Counter[str]) -> int:
    """Number of values that occur more than once."""
    return sum(count for count in counts.values() if count > 1)
