"""What orjson refuses of a batch file: broken characters, several values on a line, one value over several lines."""

import json
import re
from itertools import count
from typing import Any, NamedTuple

from lib.json.codec import Damage, loads

BETWEEN = re.compile("[\ufeff\\s,]*")
DECODER = json.JSONDecoder(parse_int=float)  # an int of thousands of digits is an error, a float is infinity
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"|(")(?s:.*)')
"""A string, or the quote of one that does not close and all after it; never tried twice at one place."""


class Found(NamedTuple):
    """What starts at a line: its value, where it stops, how many lines it takes."""

    value: Any
    stop: int
    lines: int = 1
    damage: Damage = ""


class Blank:
    """Stands for a line with nothing on it."""


class CutOff(list[Any]):
    """The whole items of an array on one line that breaks off."""


class SlowReader:
    """Reads what orjson refuses: repaired, concatenated and pretty-printed values."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.patience = 20 * len(data)
        """How many bytes may be looked through in vain for the end of a value: it keeps the work linear."""

    def value_at(self, start: int, stop: int) -> Found:
        written = self.data[start:stop].strip().removeprefix(b"\xef\xbb\xbf")
        if not written:
            return Found(Blank, stop)
        value, damage = loads(written.removesuffix(b","))
        if damage != "not-json":
            return Found(value, stop, damage=damage)
        if written.startswith(b"[") and (over := self._over_lines(start)):
            return over
        value, damage = loads(_bare(written))
        if damage != "not-json":
            return Found(value, stop, damage=damage)
        if several := _values_in_a_row(_bare(written)):
            return Found(several, stop)
        if written.startswith(b"{") and (over := self._over_lines(start)):
            return over
        whole = _whole_items(written)
        return Found(CutOff(whole), stop) if whole else Found(None, stop, damage="not-json")

    def _over_lines(self, start: int) -> Found | None:
        """A pretty-printed value, or a run of them: lines are taken until all brackets are closed at a line's end."""
        depth, position, end = 0, start, len(self.data)
        for lines in count(1) if self.patience > 0 else ():
            stop = self.data.find(b"\n", position)
            stop = end if stop < 0 else stop
            bare = b"".join(filter(None, _STRING.split(self.data[position:stop])))  # six times as fast as sub
            if b'"' in bare:  # a string that does not close on its line: cut off, not pretty-printed
                break
            depth += sum(bare.count(mark) for mark in b"{[") - sum(bare.count(mark) for mark in b"}]")
            if depth <= 0:
                written = self.data[start:stop].strip().removesuffix(b",")
                value, damage = loads(written)
                if damage != "not-json":
                    return Found(value, stop, lines, damage)
                if several := _values_in_a_row(_bare(written)):
                    return Found(several, stop, lines)
                break
            position = stop + 1
            if position >= end:
                break
        self.patience -= position - start
        return None


def _bare(written: bytes) -> bytes:
    """The objects on a line of an array, without its brackets and commas; anything else as it is."""
    bare = written.lstrip(b"[, \t").rstrip(b"], \t")
    return bare if bare.startswith(b"{") and bare.endswith(b"}") else written


def _values_in_a_row(written: bytes) -> list[Any]:
    """`{...}{...}` without a line end between, as files get when they are concatenated."""
    text, position = written.decode("utf-8", "replace"), 0
    found = []
    try:
        while position < len(text):
            value, position = _value_in(text, position)
            found.append(value)
            position = BETWEEN.match(text, position).end()  # type: ignore[union-attr]
    except (ValueError, RecursionError):
        return []
    return found if all(isinstance(value, dict) for value in found) else []


def _value_in(text: str, start: int) -> tuple[Any, int]:
    """The value that starts there, as any other line's is read, and where it ends.

    Raises:
        ValueError, RecursionError: none does.
    """
    _, end = DECODER.raw_decode(text, start)
    value, damage = loads(text[start:end].encode())
    if damage == "not-json":
        raise ValueError("No value that a line could have")
    return value, end


def _whole_items(written: bytes) -> list[Any]:
    """The objects of a cut-off array that are complete."""
    text = written.decode("utf-8", "replace")
    found: list[Any] = []
    try:
        position = BETWEEN.match(text, 1).end() if text.startswith("[") else len(text)  # type: ignore[union-attr]
        while text.startswith("{", position):
            value, position = _value_in(text, position)
            found.append(value)
            position = BETWEEN.match(text, position).end()  # type: ignore[union-attr]
    except (ValueError, RecursionError):
        pass
    return found
