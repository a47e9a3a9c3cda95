"""JSON Lines: the bytes of a file to numbered JSON values.

Reading is forgiving, since batch files get re-saved, pretty-printed, concatenated and cut off on
their way home; it never raises, and every non-blank line either gives a value or is reported.
"""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import islice
from typing import Any, NamedTuple

from lib.json.codec import Damage, NotStrict, loads, strict_loads
from lib.json.recovery import BETWEEN, DECODER, Blank, CutOff, Found, SlowReader


class Line(NamedTuple):
    """One JSON value of a file, or one line that gives none."""

    number: int
    """The line it starts on, from 1."""

    start: int
    stop: int
    """Where its bytes stand in the data: `data[start:stop]`."""

    value: Any
    damage: Damage
    item: int = 0
    """Which value of those bytes it is, from 0: an array or a line may hold several."""

    lines: int = 1
    """How many lines its bytes go over."""


_new = tuple.__new__
"""Makes a named tuple of all its fields in a third of the time."""

_MARK = b"\xef\xbb\xbf"
_OPENED = re.compile(rb"(?:\xef\xbb\xbf|\s)*\[")
_BLANK = re.compile(rb"(?:\r?\n)++")
_AFTER = "], \t\r\n"
"""What may stand after the last value of an array."""


def to_utf8(data: bytes) -> bytes:
    """The same text as UTF-8 without a byte order mark, nor the zeros and Ctrl-Z that some tools leave at the end.

    Windows tools like to save UTF-16; JSON in it is told by where the zero bytes stand. Text that
    is neither stays as it is: `read_lines` repairs it line by line.
    """
    if codec := _wide_codec(data[:4]):
        data = _narrow(data, codec)
    while data.startswith(_MARK):  # tools that add one do not look whether it is there
        data = data[len(_MARK) :]
    return data.rstrip(b"\0\x1a") if data.endswith((b"\0", b"\x1a")) else data


def _narrow(data: bytes, codec: str) -> bytes:
    """UTF-16 or UTF-32 as UTF-8. Halves of characters stay what they are, so that `read_lines` tells of them."""
    odd = len(data) % (4 if "32" in codec else 2)  # bytes of a last character that was cut off
    try:
        text = data[: len(data) - odd].decode(codec, "surrogatepass") + "\ufffd" * bool(odd)
    except UnicodeDecodeError:  # numbers that are no characters at all
        text = data.decode(codec, "replace")
    return text.encode("utf-8", "surrogatepass")


def _wide_codec(start: bytes) -> str:
    """UTF-16 or UTF-32 by the first bytes of a text that begins with a mark or an ASCII character."""
    if start in (b"\xff\xfe\0\0", b"\0\0\xfe\xff"):
        return "utf-32"
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    zeros = bytes(byte == 0 for byte in start)
    codecs = {b"\0\1\1\1": "utf-32-le", b"\1\1\1\0": "utf-32-be", b"\0\1\0\1": "utf-16-le", b"\1\0\1\0": "utf-16-be"}
    return codecs.get(zeros, "")


def read_lines(data: bytes, first: Callable[[bytes], object] | None = None) -> Iterator[Line]:
    """Every JSON value of the data, in order; blank lines are passed over.

    Takes one value a line, several values on one line, a value over several lines
    (pretty-printed), and an array of objects (each item is a value of its own).
    Lines end at LF alone, a CR before it aside.

    Args:
        first: tried on each line before anything else; what it gives, unless None, is the line's value.

    Yields:
        Lines with the flaw `not-json` (value None) for what could not be read.
    """
    slow = SlowReader(data)
    position, number = 0, 1
    whole = data.rfind(b"\n") + 1
    """Up to here lines have an end: the last one may lack it."""
    file = BytesIO(data)  # shares the bytes; its lines come faster than by looking for their ends
    for written in file:
        after = position + len(written)
        stop = after - 1 if after <= whole else after
        if len(written) < 3 and (blank := _BLANK.match(data, position)):  # millions of them at once
            number += data.count(b"\n", position, blank.end())
            position = blank.end()
            file.seek(position)
            continue
        if first is not None and (value := first(written)) is not None:
            yield _new(Line, (number, position, stop, value, "", 0, 1))
            position, number = after, number + 1
            continue
        try:
            value = strict_loads(written)
        except NotStrict:
            found = slow.value_at(position, stop)
        else:
            if type(value) is dict:  # nearly always
                yield _new(Line, (number, position, stop, value, "", 0, 1))
                position, number = after, number + 1
                continue
            found = Found(value, stop)
        if type(found.value) is dict:
            yield Line(number, position, found.stop, found.value, found.damage, 0, found.lines)
        else:
            yield from _unpacked(data, number, position, found)
        position, number = found.stop + 1, number + found.lines
        file.seek(position)


def _unpacked(data: bytes, number: int, start: int, found: Found) -> Iterator[Line]:
    """The value itself, or each value of an array or run of objects, with a place of its own if it can be told."""
    if found.value is Blank:
        return
    if not isinstance(found.value, list) or not any(isinstance(item, dict) for item in found.value):
        yield Line(number, start, found.stop, found.value, found.damage, 0, found.lines)
        return
    if isinstance(found.value, CutOff):
        yield from _cut_off(data, number, start, found)
        return
    spans, rest = _spans(data, start, found.stop)
    if rest or len(spans) != len(found.value):
        yield from (Line(number, start, found.stop, item, found.damage, at) for at, item in enumerate(found.value))
        return
    for begin, end in spans:
        number += data.count(b"\n", start, begin)
        start = begin
        yield Line(number, begin, end, *loads(data[begin:end]), 0, data.count(b"\n", begin, end) + 1)


def _cut_off(data: bytes, number: int, start: int, found: Found) -> Iterator[Line]:
    """Each whole item of an array on one line, and what is after them, from the first bare value on."""
    spans, rest = _spans(data, start, found.stop)
    for begin, end in spans[: len(found.value)]:
        yield Line(number, begin, end, *loads(data[begin:end]))
    after = [begin for begin, _ in spans[len(found.value) :]]
    yield Line(number, after[0] if after else rest or found.stop, found.stop, None, "not-json")


def _spans(data: bytes, start: int, stop: int) -> tuple[list[tuple[int, int]], int]:
    """Where each value of an array, or of a run of objects, stands; and where one begins that is none, else 0."""
    opened = _OPENED.match(data, start, stop)
    at = opened.end() if opened else start
    text, place, spans = data[at:stop].decode("utf-8", "surrogateescape"), 0, []
    try:
        while (begin := BETWEEN.match(text, place).end()) < len(text):  # type: ignore[union-attr]
            at += _bytes(text[place:begin])
            place = _end_of_value(text, begin)
            spans.append((at, at + _bytes(text[begin:place])))
            at = spans[-1][1]
    except ValueError:
        return spans, at if text[begin:].strip(_AFTER) else 0
    return spans, 0


_MARKS = re.compile(r'"(?:[^"\\]++|\\.)*+.?|([\[{])|([\]}])', re.DOTALL)
"""A string, to the end of all if it does not close, or a bracket that opens or closes."""


def _end_of_value(text: str, begin: int) -> int:
    """Where the value that begins there ends.

    Raises:
        ValueError: none does.
    """
    try:
        return DECODER.raw_decode(text, begin)[1]
    except RecursionError:  # nested more deeply than this reader goes, yet not than orjson
        depth = 0
    for mark in _MARKS.finditer(text, begin):
        depth += bool(mark[1]) - bool(mark[2])
        if not depth:
            return mark.end()
    raise ValueError("The value breaks off")


def _bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogateescape"))


def value_at(data: bytes, start: int, stop: int, item: int = 0) -> Any:
    """The value that `read_lines` found at this place, read again; None if it gave none."""
    value, _ = loads(data[start:stop])
    if type(value) is dict:
        return value
    found = (line.value for line in read_lines(data[start:stop]))
    return next(islice(found, item, None), None)
