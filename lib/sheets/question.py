"""A doubt about how a file is read, with the possible readings side by side.

The reader never settles a doubt in silence. It uses the likeliest reading, and the question offers
all of them: each has the import options that choose it, under which the reader does not ask again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from itertools import islice

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

    @property
    def asked_fields(self) -> tuple[str, ...]:
        """The import options that the question is about: those in which its readings differ."""
        names = [field.name for field in fields(ImportOptions)]
        asked = {name for name in names if len({getattr(reading.options, name) for reading in self.readings}) > 1}
        if "header_rows" in asked:  # a number of rows means nothing without the row where they begin
            asked.add("header_row")
        return tuple(name for name in names if name in asked)


def choose_reading(question: Question, reading: Reading, options: ImportOptions) -> ImportOptions:
    """The options with what the reading says about the question; what else was chosen stays.

    Another worksheet has another header, so a header row that was chosen before is detected again.
    """
    chosen = {name: getattr(reading.options, name) for name in question.asked_fields}
    if "worksheet" in chosen and reading != question.readings[0]:
        chosen = {"header_row": None, "header_rows": 1, **chosen}
    return replace(options, **chosen)


def ask_again(asked_fields: tuple[str, ...], options: ImportOptions) -> ImportOptions:
    """The options without those of a question, so that the reader asks it again."""
    return replace(options, **{name: getattr(ImportOptions(), name) for name in asked_fields})


_SHOWN_ROWS = 4


def first_rows(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """The first rows with text, to show a reading by."""
    filled = (tuple(row) for row in rows[:50] if any(row))
    return tuple(islice(filled, _SHOWN_ROWS))
