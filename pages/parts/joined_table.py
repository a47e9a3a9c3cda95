"""The joined table as the parts of Results draw and export it: its own columns, and what joins them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lib.causes import Cause, causes
from lib.join import Joined
from lib.table import Cell
from pages.parts.marks import Review, review_of
from pages.parts.state import derived


@dataclass(frozen=True, slots=True)
class Table:
    """Everything about one joined table."""

    joined: Joined
    digest: str
    """Of what it was joined from."""

    causes: Sequence[Cause]
    review: Review
    more: Mapping[str, Sequence[Cell]] = field(default_factory=dict)
    """Further columns that depend on nothing but the joined table, under names that are free in it."""

    @property
    def columns(self) -> Mapping[str, Sequence[Cell]]:
        """All columns, in order."""
        return {**self.joined.columns, **self.more, **self.review.columns}

    @property
    def version(self) -> tuple[str, int]:
        """Another one whenever any cell may be another one."""
        return self.review.version


def table_of(joined: Joined, digest: str) -> Table:
    """The joined table with its causes and review marks; each is made anew only after a change."""
    found = derived("causes", digest, lambda: causes(joined))
    return Table(joined, digest, found, review_of(joined, digest))
