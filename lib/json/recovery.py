"""Values that orjson rejects in a batch file: repaired, several on a line, or one over several lines."""

import json
import re
from collections.abc import Iterator
from itertools import count
from typing import Any, NamedTuple

from lib.json.codec import Damage, loads

BETWEEN = re.compile("[\ufeff\\s,]*")
DECODER = json.JSONDecoder(parse_int=float)  # an int of thousands of digits is an error, a float is infinity

_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"|(")(?s:.*)')
"""A string, or the quote of a string that does not close and all after it; never tried twice at one place."""


class Reading(NamedTuple):
    """What starts at a line: its value, where it stops, and how many lines it covers."""

    value: Any
    stop: int
    lines: int = 1
    damage: Damage = ""


class Blank:
    """The value of a blank line."""


_LINE_COST = 16
"""The time that a line takes beside that for its bytes, in bytes."""


class CutOffArray(list[Any]):
    """The complete items of an array that breaks off on its line."""


class SlowReader:
    """Reads what orjson rejects: damaged, concatenated and pretty-printed values."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.patience = 20 * len(data)
        """Bytes that may still be searched in vain for the end of a value, which keeps the work linear."""

    def read_at(self, start: int, stop: int) -> Reading:
        """What starts at a line."""
        written = self.data[start:stop].strip().removeprefix(b"\xef\xbb\xbf")
        if not written:
            return Reading(Blank, stop)
        value, damage = loads(written.removesuffix(b","))
        if damage != "not-json":
            return Reading(value, stop, damage=damage)
        if b"{" not in written and not written.startswith(b"["):  # no object, and no array of them
            return Reading(None, stop, damage="not-json")
        if written.startswith(b"[") and (over := self._over_lines(start)):
            return over
        if one_line := _on_line(_without_brackets(written), stop):
            return one_line
        if written.startswith(b"{") and (over := self._over_lines(start)):
            return over
        complete = _complete_items(written)
        return Reading(CutOffArray(complete), stop) if complete else Reading(None, stop, damage="not-json")

    def _over_lines(self, start: int) -> Reading | None:
        """A pretty-printed value, or a run of them, up to the line on which all brackets are closed."""
        depth, lines, position, end = 0, 0, start, len(self.data)
        for lines in count(1) if self.patience > 0 else ():
            stop = self.data.find(b"\n", position)
            stop = end if stop < 0 else stop
            bare = b"".join(filter(None, _STRING.split(self.data[position:stop])))  # six times as fast as sub
            if b'"' in bare:  # a string that does not close on its line: cut off, not pretty-printed
                break
            depth += sum(bare.count(mark) for mark in b"{[") - sum(bare.count(mark) for mark in b"}]")
            if depth <= 0:
                if reading := _on_line(self.data[start:stop].strip().removesuffix(b","), stop, lines):
                    return reading
                break
            position = stop + 1
            if position >= end:
                break
        self.patience -= position - start + _LINE_COST * lines
        return None


def _on_line(written: bytes, stop: int, lines: int = 1) -> Reading | None:
    """One value, or several in a row."""
    value, damage = loads(written)
    if damage != "not-json":
        return Reading(value, stop, lines, damage)
    several = _values_in_a_row(_without_brackets(written))
    return Reading(several, stop, lines) if several else None


def _without_brackets(written: bytes) -> bytes:
    """The objects on a line of an array, without its brackets and commas; anything else as it is."""
    bare = written.lstrip(b"[, \t").rstrip(b"], \t")
    return bare if bare.startswith(b"{") and bare.endswith(b"}") else written


def _values_in_a_row(written: bytes) -> list[Any]:
    """The objects of `{...}{...}`, without a line end between them, as in concatenated files."""
    text = written.decode("utf-8", "replace")
    try:
        values = list(_values(text, 0))
    except (ValueError, RecursionError):
        return []
    return values if all(isinstance(value, dict) for value in values) else []


def _complete_items(written: bytes) -> list[Any]:
    """The objects of a cut-off array that are complete."""
    text = written.decode("utf-8", "replace")
    items: list[Any] = []
    try:
        for value in _values(text, 1) if text.startswith("[") else ():
            if not isinstance(value, dict):
                break
            items.append(value)
    except (ValueError, RecursionError):
        pass
    return items


def _values(text: str, position: int) -> Iterator[Any]:
    """The values of a text, one after the other.

    Raises:
        ValueError, RecursionError: something that is not a value follows.
    """
    while (start := BETWEEN.match(text, position).end()) < len(text):  # type: ignore[union-attr]
        _, position = DECODER.raw_decode(text, start)
        value, damage = loads(text[start:position].encode())
        if damage == "not-json":
            raise ValueError("no line can contain this value")
        yield value
