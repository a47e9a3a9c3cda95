"""A doubt about how a file is read, with the possible readings side by side.

The reader never settles a doubt in silence. It uses the likeliest reading, and the question offers
all of them: each has the import options that choose it, under which the reader does not ask again.
"""

from dataclasses import dataclass

from lib.common import Problem
from lib.sheets.raw_table import ImportOptions


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a file."""

    label: str
    """What choosing it means, as a button says it: `Row 1 has the names`."""

    options: ImportOptions
    """The options that choose it; under them the reader no longer asks."""

    rows: tuple[tuple[str, ...], ...] = ()
    """The first rows under this reading, the one with the names first."""


@dataclass(frozen=True, slots=True)
class Question(Problem):
    """A problem whose hint asks which of some readings is right; the one in use is the first."""

    readings: tuple[Reading, ...] = ()
