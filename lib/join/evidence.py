"""Whether requests hold the texts of the rows they are taken for: by more than chance, where no template tells.

Two rows may hold the same text, and the words of a template stand in every request. So a text counts
for as much as it stands in no other request, and what could be chance is no proof.
"""

from collections.abc import Iterable, Sequence
from math import comb
from typing import Literal

Cells = Sequence[str]

Verdict = Literal["proved", "unknown", "refuted", "contradicted", "partly"]
"""`refuted` is enough for numbers; `contradicted`: each of many texts was sent for one other row."""

Said = Literal["for", "moved", "against", "shared", "silent", "nothing"]
"""`moved`: many texts were each sent in one request alone, and it is another row's. `shared`: the texts stand in so
many requests that others would fit as well. `silent`: they were not sent."""

CHANCE = 3
"""Cells of up to so many characters stand in many texts by chance."""

_ENOUGH = 3
"""So many texts of which no request has any are no chance."""

_UNLIKELY = 0.01
"""Below this, nobody would take it for chance."""

_LEAST = 0.05
"""How often a text stands in a request that is not its row's, where none of those looked at has it."""


def verdict(columns: Iterable[Cells], rows: Sequence[int], asked: Sequence[str]) -> Verdict:
    """What the columns of a sheet say together: of each row its cells, and what was asked in its name."""
    found = {said(cells, rows, asked) for cells in columns}
    if "for" in found:
        return "proved"
    if "moved" in found:
        return "contradicted"
    if "against" in found or ("silent" in found and "shared" not in found):
        return "refuted"
    return "unknown"


def said(cells: Sequence[str], rows: Sequence[int], asked: Sequence[str]) -> Said:
    """What one column says to it: of each row its text, and what was asked in its name.

    A text counts for as much as it stands in no other request: the words of the template stand in all.
    """
    texts = {place: text for place, at in enumerate(rows) if len(text := cells[at].strip()) > CHANCE}
    found = {place: [text in other for other in asked] for place, text in texts.items()}
    hits = [place for place, places in found.items() if places[place]]
    others = sum(sum(places) - places[place] for place, places in found.items())
    by_chance = max(_LEAST, others / max(1, len(texts) * (len(asked) - 1)))
    if hits and _tail(len(texts), len(hits), by_chance) < _UNLIKELY:
        return "for"
    moved = {places.index(True) for place, places in found.items() if sum(places) == 1 and not places[place]}
    if moved and len(moved) >= max(min(_ENOUGH, len(texts)), len(texts) / 3):
        return "moved"
    elsewhere = [place for place, places in found.items() if any(places) and not places[place]]
    if elsewhere and 3 * len(elsewhere) >= len(texts):
        return "against"
    return "shared" if hits else "silent" if len(texts) >= _ENOUGH else "nothing"


def _tail(tries: int, least: int, chance: float) -> float:
    """How likely so many hits or more are, of so many tries with this chance each."""
    return sum(comb(tries, hits) * chance**hits * (1 - chance) ** (tries - hits) for hits in range(least, tries + 1))
