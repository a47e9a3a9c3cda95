"""A batch input file that was checked: where each of its entries stands, and what is wrong with it."""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

from lib.check.rule import Impact
from lib.check.rules import RULES
from lib.common.encodings import decode
from lib.json import codec, to_utf8, value_at
from lib.providers import Provider

_MARK = b"\xef\xbb\xbf"


_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class BatchText:
    """A file's text."""

    data: bytes
    """As UTF-8, without byte order mark."""

    codec: str = "utf-8"
    """What it was written in."""

    encoding: str = "UTF-8"
    """The same, as people call it."""

    marked: bool = False
    """Whether it began with UTF-8's byte order mark."""

    probably: bool = False
    """Whether the encoding is a guess."""


def batch_text(data: bytes) -> BatchText:
    """The text by its byte order mark and zero bytes; else it is taken for UTF-8 until `legacy_text` is asked."""
    if data.startswith(_MARK):
        return BatchText(to_utf8(data), marked=True)
    if not data.startswith(_WIDE_MARKS) and b"\0" not in data[:4]:
        return BatchText(to_utf8(data))
    found = decode(data)
    return BatchText(to_utf8(data), found.codec, found.encoding)


def legacy_text(data: bytes) -> BatchText | None:
    """The text in the 8-bit or East Asian encoding that it probably is; None if it is UTF-8 with broken bytes."""
    found = decode(data)
    if found.codec == "utf-8" or found.replaced:
        return None
    return BatchText(found.text.encode("utf-8", "replace"), found.codec, found.encoding, probably=found.probably)


NOT_REQUESTS = {"not-json", "not-object", "shape-result"}
"""The rules that only entries break which ask for nothing."""


class Finding(NamedTuple):
    """One fault of a file."""

    rule: str
    line: int
    """Where it stands, from 1; 0: the file as a whole."""

    entry: int
    """Which entry of the file has it; -1: none."""

    path: str
    detail: str
    fix: str = ""
    times: int = 1
    """How many lines it stands for."""


_numbers = partial(array, "q")


@dataclass(slots=True)
class CheckedFile:
    """A file's entries, that is every value in it and every line that gives none; and its faults."""

    name: str
    provider: Provider
    text: BatchText
    starts: "array[int]" = field(default_factory=_numbers)
    stops: "array[int]" = field(default_factory=_numbers)
    """Where each entry stands: `text.data[start:stop]`."""

    lines: "array[int]" = field(default_factory=_numbers)
    """The line on which each begins."""

    items: dict[int, int] = field(default_factory=dict)
    """Entries whose bytes cannot be told from those of others, and which value of them each is."""

    ids: list[str | None] = field(default_factory=list)
    """Each custom_id, as it is once it is a text; None where there is none."""

    models: list[str] = field(default_factory=list)
    """Empty where there is none."""

    endpoints: list[str] = field(default_factory=list)
    """Empty where it is not known."""

    inputs: dict[int, int] = field(default_factory=dict)
    """Texts to embed, of embeddings requests."""

    blanks: list[int] = field(default_factory=list)
    """The numbers of blank lines."""

    crlf: int = 0
    """Entries that end in CR LF."""

    findings: list[Finding] = field(default_factory=list)
    """In the order of lines, those of the whole file first."""

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def requests(self) -> int:
        """The entries that ask for something."""
        return len(self) - len({finding.entry for finding in self.findings if finding.rule in NOT_REQUESTS})

    def raw(self, at: int) -> bytes:
        """An entry's bytes as they stand in the file, without line end."""
        start, stop = self.starts[at], self.stops[at]
        if at not in self.items:
            return self.text.data[start:stop]
        return codec.dumps(self.value(at))

    def value(self, at: int) -> Any:
        """An entry's value, read again; None if it gives none."""
        return value_at(self.text.data, self.starts[at], self.stops[at], self.items.get(at, 0))

    def findings_of(self, at: int) -> list[Finding]:
        """The faults of one entry."""
        first = bisect_left(self.findings, self.lines[at], key=lambda finding: finding.line)
        last = bisect_left(self.findings, self.lines[at] + 1, key=lambda finding: finding.line)
        return [finding for finding in self.findings[first:last] if finding.entry == at]

    def impact(self, finding: Finding) -> Impact:
        """How bad a fault is at the provider."""
        return RULES[finding.rule].impact(self.provider.name) or "advice"


def counts(of: Sequence[str]) -> Counter[str]:
    """How often each name stands in a column, those that are not known aside."""
    counted = Counter(of)
    counted.pop("", None)
    return counted
