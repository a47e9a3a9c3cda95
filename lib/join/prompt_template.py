"""The template of a batch, read off its requests: the texts around the cells of a row.

In a request's text, the cells of its row become placeholders, longest first. Columns that make more rows exact stay.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from operator import eq
from typing import NamedTuple

Pair = tuple[str, Sequence[str]]
"""The text of a request, and the cells of its row."""

Placeholder = tuple[int, Callable[[str], str]]
"""The index of a column, and the form of its cells."""

FORMS = (str, str.strip, lambda cell: json.dumps(cell, ensure_ascii=False)[1:-1], lambda cell: json.dumps(cell)[1:-1])
"""How a cell may be written into a request: as it is, trimmed, or escaped as JSON."""

_SEEDS = 8
"""Pairs that a template is read off; the template that is exact for the most pairs counts."""


class PromptTemplate(NamedTuple):
    """Texts with placeholders between them: one text more than placeholders."""

    texts: tuple[str, ...]
    placeholders: tuple[Placeholder, ...]

    def render(self, columns: Sequence[Sequence[str]]) -> Iterator[str]:
        """The text of every row, from the sheet's columns."""
        pattern = "{}".join(text.replace("{", "{{").replace("}", "}}") for text in self.texts)
        return map(pattern.format, *(map(form, columns[column]) for column, form in self.placeholders))

    def exact(self, pairs: Sequence[Pair]) -> int:
        """The number of pairs whose row gives exactly the text of the request."""
        texts, rows = zip(*pairs, strict=True)
        return sum(map(eq, texts, self.render(list(zip(*rows, strict=True))))) if self.placeholders else 0


def read_template(pairs: Sequence[Pair]) -> PromptTemplate | None:
    """The template that is exact for the most pairs; None unless it is for over half of them, and for 3 (or all).

    Off fewer than three pairs it counts only if the longest cell of each row is in it.
    """
    read = [_read(*seed, pairs) for seed in pairs[:: max(1, len(pairs) // _SEEDS)]]
    best = max(read, key=lambda template: template.exact(pairs), default=None)
    if best is None or best.exact(pairs) < max(min(3, len(pairs)), len(pairs) // 2 + 1):
        return None
    used = {column for column, _ in best.placeholders}
    has_longest = all(max(map(len, row)) == max(len(row[column]) for column in used) for _, row in pairs)
    return best if len(pairs) >= 3 or has_longest else None


def _read(text: str, row: Sequence[str], pairs: Sequence[Pair]) -> PromptTemplate:
    """The template read off one request and its row, with the columns that make the most pairs exact."""
    forms = [[(column, form) for form in FORMS if form(row[column]) in text] for column in range(len(row))]
    order = [some[0] for some in forms if some and row[some[0][0]].strip()]
    order.sort(key=lambda placeholder: -len(row[placeholder[0]]))

    def exact(chosen: Sequence[Placeholder]) -> int:
        return _filled(text, row, chosen).exact(pairs)

    kept = max((order[:count] for count in range(len(order) + 1)), key=exact)
    for cell in reversed(kept):  # the shortest is the likeliest to be there by chance
        kept = max([other for other in kept if other != cell], kept, key=exact)
    for place, (column, form) in enumerate(kept):
        same = [other for some in forms for other in some if other[1](row[other[0]]) == form(row[column])]
        kept = max([kept, *([*kept[:place], other, *kept[place + 1 :]] for other in same)], key=exact)
    return _filled(text, row, kept)


def _filled(text: str, row: Sequence[str], placeholders: Sequence[Placeholder]) -> PromptTemplate:
    """The text with each of these cells of the row, wherever it is, as a placeholder."""
    marks = {chr(0xD800 + index): placeholder for index, placeholder in enumerate(placeholders)}
    for mark, (column, form) in marks.items():  # half characters, which no request has
        text = text.replace(form(row[column]), mark)
    pieces = re.split("([\ud800-\udfff])", text)
    return PromptTemplate(tuple(pieces[::2]), tuple(map(marks.__getitem__, pieces[1::2])))
