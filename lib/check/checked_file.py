"""A checked batch input file: the position of each entry, and what is wrong with it."""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

from lib.check.broken_line import read_broken
from lib.check.file_text import FileText
from lib.check.line_frame import LineFrame
from lib.check.rule import Impact
from lib.check.rules import RULES
from lib.json import codec, value_at
from lib.providers import Provider

NOT_REQUESTS = {"not-json", "not-object", "shape-result"}
"""The rules that an entry breaks if it is not a request at all."""


class Finding(NamedTuple):
    """One thing that is wrong with a file or with one of its entries."""

    rule: str
    """Slug of its rule."""

    line: int
    """Line number, from 1; 0 for the file as a whole."""

    entry: int
    """Index of the entry; -1 if it concerns none."""

    path: str
    detail: str
    fix: str = ""
    times: int = 1
    """Number of lines that it stands for."""


_numbers = partial(array, "q")


@dataclass(slots=True)
class CheckedFile:
    """A file's entries and findings. An entry is a JSON value, or a line that is not JSON."""

    name: str
    provider: Provider
    text: FileText
    starts: "array[int]" = field(default_factory=_numbers)
    stops: "array[int]" = field(default_factory=_numbers)
    """Positions of each entry: its bytes are `text.data[start:stop]`."""

    lines: "array[int]" = field(default_factory=_numbers)
    """Number of the line on which each entry begins."""

    items: dict[int, int] = field(default_factory=dict)
    """Entries that share their bytes with others, each with its index among the values of those bytes."""

    ids: list[str | None] = field(default_factory=list)
    """Each custom_id as text; None where there is none."""

    models: list[str] = field(default_factory=list)
    """Model of each entry; empty where there is none."""

    endpoints: list[str] = field(default_factory=list)
    """Endpoint of each entry; empty where it is unknown."""

    inputs: dict[int, int] = field(default_factory=dict)
    """Number of texts to embed, by entry, for embeddings requests."""

    blanks: list[int] = field(default_factory=list)
    """Numbers of the blank lines."""

    broken: set[int] = field(default_factory=set)
    """Entries that are not JSON, but have one reading as JSON."""

    frames: dict[int, LineFrame] = field(default_factory=dict)
    """Flawed entries whose bytes around the id and the prompt are those of others, with these bytes."""

    crlf: int = 0
    """Number of entries that end in CR LF."""

    findings: list[Finding] = field(default_factory=list)
    """Findings in the order of lines, those of the whole file first."""

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def requests(self) -> int:
        """Number of entries that are requests."""
        return len(self) - len({finding.entry for finding in self.findings if finding.rule in NOT_REQUESTS})

    def raw(self, entry: int) -> bytes:
        """An entry's bytes as they are in the file, without the newline."""
        if entry in self.items:
            return codec.dumps(self.value(entry))
        return self.text.data[self.starts[entry] : self.stops[entry]]

    def value(self, entry: int) -> Any:
        """An entry's value; None if it is not JSON and has no single reading."""
        if entry in self.broken:
            reading = read_broken(self.raw(entry))
            return reading.value if reading else None
        return value_at(self.text.data, self.starts[entry], self.stops[entry], self.items.get(entry, 0))

    def findings_of(self, entry: int) -> list[Finding]:
        """The findings of one entry."""
        first = bisect_left(self.findings, self.lines[entry], key=lambda finding: finding.line)
        last = bisect_left(self.findings, self.lines[entry] + 1, key=lambda finding: finding.line)
        return [finding for finding in self.findings[first:last] if finding.entry == entry]

    def impact(self, finding: Finding) -> Impact:
        """The impact of a finding at the provider."""
        return RULES[finding.rule].impact(self.provider.name) or "advice"


def count_names(names: Sequence[str]) -> Counter[str]:
    """How often each model or endpoint occurs; empty names do not count."""
    counts = Counter(names)
    counts.pop("", None)
    return counts
