"""JSON Lines: numbered JSON values from the bytes of a file.

Reading is forgiving, since people and tools re-save, pretty-print, concatenate and cut off batch
files. It never raises, and every non-blank line either gives a value or is reported.
"""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import islice
from typing import Any, NamedTuple, Protocol

from lib.json.codec import Damage, NotStrict, loads, strict_loads
from lib.json.recovery import BETWEEN, DECODER, Blank, CutOffArray, Reading, SlowReader


class Line(NamedTuple):
    """One JSON value of a file, or one line without a value."""

    number: int
    """Number of its first line, from 1."""

    start: int
    stop: int
    """End of its bytes `data[start:stop]`."""

    value: Any
    damage: Damage
    item: int = 0
    """Index among the values of those bytes, since an array or a line may hold several."""

    lines: int = 1
    """Number of lines that its bytes cover."""


class Block(Protocol):
    """Several whole lines that a faster reader has read together."""

    @property
    def stop(self) -> int:
        """Where the next line starts."""

    @property
    def lines(self) -> int:
        """How many lines they are."""


_new = tuple.__new__
"""Makes a named tuple from all its fields in a third of the time."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_OPENED = re.compile(rb"(?:\xef\xbb\xbf|\s)*\[")
_BLANK = re.compile(rb"(?:\r?\n)++")
_AFTER_ARRAY = "], \t\r\n"
"""Characters allowed after the last value of an array."""

_TOKENS = re.compile(r'"(?:[^"\\]++|\\.)*+.?|([\[{])|([\]}])', re.DOTALL)
"""A string, up to the end of the text if it does not close, or an opening or closing bracket."""


def to_utf8(data: bytes) -> bytes:
    """The same text as UTF-8, without a byte order mark and without NULs or Ctrl-Z at its end, which some tools add.

    Windows tools often save UTF-16, which the positions of zero bytes reveal. Text in any other
    encoding stays as it is; `read_lines` repairs it line by line.
    """
    if codec := _wide_codec(data[:4]):
        data = _narrow(data, codec)
    while data.startswith(_BYTE_ORDER_MARK):  # tools add one without looking for an earlier one
        data = data[len(_BYTE_ORDER_MARK) :]
    return data.rstrip(b"\0\x1a") if data.endswith((b"\0", b"\x1a")) else data


def _narrow(data: bytes, codec: str) -> bytes:
    """UTF-16 or UTF-32 as UTF-8. Lone surrogates stay, so that `read_lines` reports them."""
    odd = len(data) % (4 if "32" in codec else 2)  # bytes of a last character that is cut off
    try:
        text = data[: len(data) - odd].decode(codec, "surrogatepass") + "\ufffd" * bool(odd)
    except UnicodeDecodeError:  # numbers that are not characters
        text = data.decode(codec, "replace")
    return text.encode("utf-8", "surrogatepass")


def _wide_codec(start: bytes) -> str:
    """UTF-16 or UTF-32, by the first bytes of a text that begins with a mark or an ASCII character."""
    if start in (b"\xff\xfe\0\0", b"\0\0\xfe\xff"):
        return "utf-32"
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    zeros = bytes(byte == 0 for byte in start)
    codecs = {b"\0\1\1\1": "utf-32-le", b"\1\1\1\0": "utf-32-be", b"\0\1\0\1": "utf-16-le", b"\1\0\1\0": "utf-16-be"}
    return codecs.get(zeros, "")


def read_lines(
    data: bytes, first: Callable[[bytes], object] | None = None, blocks: Callable[[int], Block | None] | None = None
) -> Iterator[Line]:
    """Every JSON value of the data, in order, without blank lines.

    Reads one value a line, several values on one line, a value over several lines
    (pretty-printed), and an array of objects, each item of which is a value.
    Only LF ends a line; a CR before it is ignored.

    Args:
        first: a faster reader, tried on each line first; its result, unless None, is the line's value.
        blocks: gives the block that starts at an offset, if one was read there. It is one value, and none of its lines
            is read again.

    Yields:
        A line with the damage `not-json` (and value None) for each line that could not be read.
    """
    slow = SlowReader(data)
    position, number = 0, 1
    last_end = data.rfind(b"\n") + 1
    file = BytesIO(data)  # shares the bytes, and is faster than a search for line ends
    for written in file:
        if blocks and (block := blocks(position)):
            yield Line(number, position, block.stop, block, "", 0, block.lines)
            position, number = block.stop, number + block.lines
            file.seek(position)
            continue
        after = position + len(written)
        stop = after - 1 if after <= last_end else after
        if len(written) < 3 and (blank := _BLANK.match(data, position)):  # skips millions of blank lines at once
            number += data.count(b"\n", position, blank.end())
            position = blank.end()
            file.seek(position)
            continue
        value = first(written) if first else None
        is_whole = value is not None
        if not is_whole:
            try:  # inline: a call would take a fifth of the time
                value = strict_loads(written)
                is_whole = type(value) is dict
            except NotStrict:
                pass
        if is_whole:  # nearly always
            yield _new(Line, (number, position, stop, value, "", 0, 1))
            position, number = after, number + 1
            continue
        reading = slow.read_at(position, stop) if value is None else Reading(value, stop)
        yield from _lines_of(data, number, position, reading)
        position, number = reading.stop + 1, number + reading.lines
        file.seek(position)


def value_at(data: bytes, start: int, stop: int, item: int = 0) -> Any:
    """The value that `read_lines` found at these offsets, read again; None if there was none."""
    value, _ = loads(data[start:stop])
    if type(value) is dict:
        return value
    values = (line.value for line in read_lines(data[start:stop]))
    return next(islice(values, item, None), None)


def _lines_of(data: bytes, number: int, start: int, reading: Reading) -> Iterator[Line]:
    """The value itself, or each value of an array or of a run of objects, at its own offsets if they can be found."""
    value = reading.value
    if value is Blank:
        return
    if not isinstance(value, list) or not any(isinstance(item, dict) for item in value):
        yield Line(number, start, reading.stop, value, reading.damage, 0, reading.lines)
        return
    if isinstance(value, CutOffArray):
        yield from _cut_off_lines(data, number, start, reading)
        return
    spans, rest = _value_spans(data, start, reading.stop)
    if rest or len(spans) != len(value):
        yield from (Line(number, start, reading.stop, item, reading.damage, i) for i, item in enumerate(value))
        return
    for begin, end in spans:
        number += data.count(b"\n", start, begin)
        start = begin
        yield Line(number, begin, end, *loads(data[begin:end]), 0, data.count(b"\n", begin, end) + 1)


def _cut_off_lines(data: bytes, number: int, start: int, reading: Reading) -> Iterator[Line]:
    """Each complete item of an array on one line, and one damaged line for the rest."""
    spans, rest = _value_spans(data, start, reading.stop)
    complete = len(reading.value)
    for begin, end in spans[:complete]:
        yield Line(number, begin, end, *loads(data[begin:end]))
    further = [begin for begin, _ in spans[complete:]]
    yield Line(number, further[0] if further else rest or reading.stop, reading.stop, None, "not-json")


def _value_spans(data: bytes, start: int, stop: int) -> tuple[list[tuple[int, int]], int]:
    """The start and stop of each value of an array or run of objects, and where the rest begins that is not a value.

    The second number is 0 if there is no such rest.
    """
    opened = _OPENED.match(data, start, stop)
    offset = opened.end() if opened else start
    text, position, spans = data[offset:stop].decode("utf-8", "surrogateescape"), 0, []
    try:
        while (begin := BETWEEN.match(text, position).end()) < len(text):  # type: ignore[union-attr]
            offset += _byte_length(text[position:begin])
            position = _end_of_value(text, begin)
            spans.append((offset, offset + _byte_length(text[begin:position])))
            offset = spans[-1][1]
    except ValueError:
        return spans, offset if text[begin:].strip(_AFTER_ARRAY) else 0
    return spans, 0


def _end_of_value(text: str, begin: int) -> int:
    """Where the value that begins there ends.

    Raises:
        ValueError: it does not end.
    """
    try:
        return DECODER.raw_decode(text, begin)[1]
    except RecursionError:  # nested more deeply than this decoder reads, but not than orjson
        depth = 0
    for token in _TOKENS.finditer(text, begin):
        depth += bool(token[1]) - bool(token[2])
        if not depth:
            return token.end()
    raise ValueError("the value breaks off")


def _byte_length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogateescape"))
