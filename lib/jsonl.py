"""JSON Lines: bytes to numbered JSON values, and values to bytes.

The only room that knows orjson. Reading is forgiving, since batch files get
re-saved, pretty-printed, concatenated and cut off on their way home; it never
raises, and every non-blank line either gives a value or is reported.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from itertools import count, islice
from typing import Any, Literal, NamedTuple

import orjson

Flaw = Literal["", "not-json", "repaired"]


class Line(NamedTuple):
    """One JSON value of a file, or one line that gives none."""

    number: int
    """The line it starts on, from 1."""

    start: int
    stop: int
    """Where its bytes stand in the data: `data[start:stop]`."""

    value: Any
    flaw: Flaw
    """`repaired`: read only after broken characters were replaced by U+FFFD, or NaN by null."""

    item: int = 0
    """Which value of those bytes it is, from 0: an array or a line may hold several."""

    lines: int = 1
    """How many lines its bytes go over."""


_new = tuple.__new__
"""Makes a named tuple of all its fields in a third of the time."""

_DEEPEST = 200
"""Levels of nesting that are written; orjson reads 1,024 and writes 254."""

_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"|(")(?s:.*)')
"""A string, or the quote of one that does not close and all after it; never tried twice at one place."""

_OPENED = re.compile(rb"(?:\xef\xbb\xbf|\s)*\[")
_BLANK = re.compile(rb"(?:\r?\n)++")
_BETWEEN = re.compile("[\ufeff\\s,]*")
_DECODER = json.JSONDecoder(parse_int=float)  # an int of thousands of digits is an error, a float is infinity
_SURROGATE = re.compile("[\ud800-\udfff]")
_BETWEEN_TEXTS, _WRITTEN_BETWEEN = "\x1f", b"\\u001f"
"""Stands between texts that are written together. A text that holds it, or the escape of it, makes one piece more."""

_CUTS_LINES = ("\u0085", "\u2028", "\u2029")
_ESCAPES = [(mark.encode(), f"\\u{ord(mark):04x}".encode()) for mark in _CUTS_LINES]


def dumps(value: Any) -> bytes:
    """One line's JSON: compact, raw UTF-8, no character at which a reader could cut the line.

    U+0085, U+2028 and U+2029 are legal inside JSON strings, yet `str.splitlines` and many
    readers built on it end a line there, so they are written as escapes.

    >>> dumps({"a": "é\\u2028"})
    b'{"a":"\\xc3\\xa9\\\\u2028"}'
    """
    return uncut(_written(value))


def uncut(written: bytes) -> bytes:
    """JSON bytes with the characters that some readers take for line ends escaped."""
    for raw, escape in _ESCAPES:
        if raw in written:
            written = written.replace(raw, escape)
    return written


def strings(texts: Sequence[str]) -> list[bytes]:
    """Each text as it stands inside the quotes of a JSON string: far faster than one by one.

    They are written as one text, since orjson leaves a copy as UTF-8 inside each text it is given:
    a sheet would take twice its memory from then on.

    >>> strings(["a", '"b","c"'])
    [b'a', b'\\\\"b\\\\",\\\\"c\\\\"']
    """
    together = _BETWEEN_TEXTS.join(texts)
    written = _written(together)[1:-1]
    if any(mark in together for mark in _CUTS_LINES):  # ten times as fast as to search the bytes
        written = uncut(written)
    pieces = written.split(_WRITTEN_BETWEEN)
    return pieces if len(pieces) == len(texts) else [dumps(text)[1:-1] for text in texts]


def pretty(value: Any) -> str:
    """JSON for people: indented, two blanks a level."""
    return _written(value, orjson.OPT_INDENT_2).decode()


def numbers(vector: Any) -> orjson.Fragment:
    """A NumPy vector as JSON that `dumps` takes as it is: the shortest digits, 0.1 where a float32 holds 0.1."""
    return orjson.Fragment(orjson.dumps(vector, option=orjson.OPT_SERIALIZE_NUMPY))


def fingerprint(value: Any) -> int:
    """A number that is the same for equal JSON values, whatever the order of their keys (in this process)."""
    return hash(_written(value, orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS))


def _written(value: Any, option: int = 0) -> bytes:
    try:
        return orjson.dumps(value, option=option)
    except orjson.JSONEncodeError:
        return orjson.dumps(_shallow(value), option=option)


def _shallow(value: Any, levels: int = _DEEPEST) -> Any:
    """The value with `…` for what is nested too deeply to be written."""
    if isinstance(value, dict):
        return {key: _shallow(item, levels - 1) for key, item in value.items()} if levels else "…"
    if isinstance(value, list):
        return [_shallow(item, levels - 1) for item in value] if levels else "…"
    return value


def to_utf8(data: bytes) -> bytes:
    """The same text as UTF-8 without a byte order mark, nor the zeros and Ctrl-Z that some tools leave at the end.

    Windows tools like to save UTF-16; JSON in it is told by where the zero bytes stand. Text that
    is neither stays as it is: `read_lines` repairs it line by line.
    """
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    elif codec := _wide_codec(data[:4]):
        data = data.decode(codec, "replace").encode("utf-8", "replace").removeprefix(b"\xef\xbb\xbf")
    return data.rstrip(b"\0\x1a") if data.endswith((b"\0", b"\x1a")) else data


def _wide_codec(start: bytes) -> str:
    """UTF-16 or UTF-32 by the first bytes of a text that begins with a mark or an ASCII character."""
    if start in (b"\xff\xfe\0\0", b"\0\0\xfe\xff"):
        return "utf-32"
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    zeros = bytes(byte == 0 for byte in start)
    codecs = {b"\0\1\1\1": "utf-32-le", b"\1\1\1\0": "utf-32-be", b"\0\1\0\1": "utf-16-le", b"\1\0\1\0": "utf-16-be"}
    return codecs.get(zeros, "")


def loads(written: bytes) -> tuple[Any, Flaw]:
    """One JSON value, as strictly as it can be and as forgivingly as it must be.

    Forgiven, and marked `repaired`: bytes that are not UTF-8 and halves of surrogate pairs
    (both become U+FFFD), NaN, Infinity and numbers beyond every float (they become null).
    """
    try:
        return orjson.loads(written), ""
    except orjson.JSONDecodeError:
        pass
    try:
        text = written.decode("utf-8", "replace")
        value = json.loads(text, parse_constant=lambda _: None, parse_int=_number, parse_float=_number)
        text = json.dumps(value, ensure_ascii=False)
        return json.loads(_SURROGATE.sub("\ufffd", text)), "repaired"
    except (ValueError, RecursionError):
        return None, "not-json"


def _number(digits: str) -> int | float | None:
    """A number as orjson reads it, beyond 64 bits a float; None if it is beyond every float."""
    try:
        return orjson.loads(digits)  # type: ignore[no-any-return]
    except orjson.JSONDecodeError:
        return None


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
    slow = _SlowReader(data)
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
            value = orjson.loads(written)
        except orjson.JSONDecodeError:
            found = slow.value_at(position, stop)
        else:
            if type(value) is dict:  # nearly always
                yield _new(Line, (number, position, stop, value, "", 0, 1))
                position, number = after, number + 1
                continue
            found = _Found(value, stop)
        if type(found.value) is dict:
            yield Line(number, position, found.stop, found.value, found.flaw, 0, found.lines)
        else:
            yield from _unpacked(data, number, position, found)
        position, number = found.stop + 1, number + found.lines
        file.seek(position)


class _Found(NamedTuple):
    """What starts at a line: its value, where it stops, how many lines it takes."""

    value: Any
    stop: int
    lines: int = 1
    flaw: Flaw = ""


class _Blank:
    """Stands for a line with nothing on it."""


class _CutOff(list[Any]):
    """The whole items of an array on one line that breaks off."""


def _unpacked(data: bytes, number: int, start: int, found: _Found) -> Iterator[Line]:
    """The value itself, or each value of an array or run of objects, with a place of its own if it can be told."""
    if found.value is _Blank:
        return
    if not isinstance(found.value, list) or not any(isinstance(item, dict) for item in found.value):
        yield Line(number, start, found.stop, found.value, found.flaw, 0, found.lines)
        return
    if isinstance(found.value, _CutOff):
        yield from (Line(number, start, found.stop, item, "", at) for at, item in enumerate(found.value))
        yield Line(number, start, found.stop, None, "not-json", len(found.value))
        return
    spans = _spans(data, start, found.stop)
    if len(spans) != len(found.value):
        yield from (Line(number, start, found.stop, item, found.flaw, at) for at, item in enumerate(found.value))
        return
    for begin, end in spans:
        number += data.count(b"\n", start, begin)
        start = begin
        yield Line(number, begin, end, *loads(data[begin:end]), 0, data.count(b"\n", begin, end) + 1)


def _spans(data: bytes, start: int, stop: int) -> list[tuple[int, int]]:
    """Where each value of an array, or of a run of objects, stands; empty if that cannot be told."""
    opened = _OPENED.match(data, start, stop)
    at, end = (opened.end(), data.rfind(b"]", start, stop)) if opened else (start, stop)
    text, place, spans = data[at:end].decode("utf-8", "surrogateescape"), 0, []
    try:
        while (begin := _BETWEEN.match(text, place).end()) < len(text):  # type: ignore[union-attr]
            at += _bytes(text[place:begin])
            _, place = _DECODER.raw_decode(text, begin)
            spans.append((at, at + _bytes(text[begin:place])))
            at = spans[-1][1]
    except (ValueError, RecursionError):
        return []
    return spans


def _bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogateescape"))


def value_at(data: bytes, start: int, stop: int, item: int = 0) -> Any:
    """The value that `read_lines` found at this place, read again; None if it gave none."""
    value, _ = loads(data[start:stop])
    if type(value) is dict:
        return value
    found = (line.value for line in read_lines(data[start:stop]))
    return next(islice(found, item, None), None)


class _SlowReader:
    """Reads what orjson refuses: repaired, concatenated and pretty-printed values."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.patience = 20 * len(data)
        """How many bytes may be looked through in vain for the end of a value: it keeps the work linear."""

    def value_at(self, start: int, stop: int) -> _Found:
        written = self.data[start:stop].strip().removeprefix(b"\xef\xbb\xbf")
        if not written:
            return _Found(_Blank, stop)
        value, flaw = loads(written.removesuffix(b","))
        if flaw != "not-json":
            return _Found(value, stop, flaw=flaw)
        if written.startswith(b"[") and (over := self._over_lines(start)):
            return over
        value, flaw = loads(_bare(written))
        if flaw != "not-json":
            return _Found(value, stop, flaw=flaw)
        if several := _values_on_one_line(_bare(written)):
            return _Found(several, stop)
        if written.startswith(b"{") and (over := self._over_lines(start)):
            return over
        whole = _whole_items(written)
        return _Found(_CutOff(whole), stop) if whole else _Found(None, stop, flaw="not-json")

    def _over_lines(self, start: int) -> _Found | None:
        """A pretty-printed value: lines are taken until its brackets close."""
        depth, position, end = 0, start, len(self.data)
        for lines in count(1) if self.patience > 0 else ():
            stop = self.data.find(b"\n", position)
            stop = end if stop < 0 else stop
            bare = b"".join(filter(None, _STRING.split(self.data[position:stop])))  # six times as fast as sub
            if b'"' in bare:  # a string that does not close on its line: cut off, not pretty-printed
                break
            depth += sum(bare.count(mark) for mark in b"{[") - sum(bare.count(mark) for mark in b"}]")
            if depth <= 0:
                value, flaw = loads(self.data[start:stop].strip().removesuffix(b","))
                if flaw == "not-json":
                    break
                return _Found(value, stop, lines, flaw)
            position = stop + 1
            if position >= end:
                break
        self.patience -= position - start
        return None


def _bare(written: bytes) -> bytes:
    """The objects on a line of an array, without its brackets and commas; anything else as it is."""
    bare = written.lstrip(b"[, \t").rstrip(b"], \t")
    return bare if bare.startswith(b"{") and bare.endswith(b"}") else written


def _values_on_one_line(written: bytes) -> list[Any]:
    """`{...}{...}` on one line, as files get when they are concatenated without a line end."""
    text, position = written.decode("utf-8", "replace"), 0
    found = []
    try:
        while position < len(text):
            value, position = _value_in(text, position)
            found.append(value)
            position = _BETWEEN.match(text, position).end()  # type: ignore[union-attr]
    except (ValueError, RecursionError):
        return []
    return found if all(isinstance(value, dict) for value in found) else []


def _value_in(text: str, start: int) -> tuple[Any, int]:
    """The value that starts there, as any other line's is read, and where it ends.

    Raises:
        ValueError, RecursionError: none does.
    """
    _, end = _DECODER.raw_decode(text, start)
    value, flaw = loads(text[start:end].encode())
    if flaw == "not-json":
        raise ValueError("No value that a line could have")
    return value, end


def _whole_items(written: bytes) -> list[Any]:
    """The objects of a cut-off array that are complete."""
    text = written.decode("utf-8", "replace")
    found: list[Any] = []
    try:
        position = _BETWEEN.match(text, 1).end() if text.startswith("[") else len(text)  # type: ignore[union-attr]
        while text.startswith("{", position):
            value, position = _value_in(text, position)
            found.append(value)
            position = _BETWEEN.match(text, position).end()  # type: ignore[union-attr]
    except (ValueError, RecursionError):
        pass
    return found
