"""The lines in the lists of a wrapper, as in a saved API response: `{"object": "list", "data": [...]}`.

A wrapper may have any members before, beside and after any number of lists, and the lists may be in objects inside it.
"""

import re
from collections.abc import Collection
from typing import Any

from lib.json.codec import NotStrict, strict_loads
from lib.json.line_id import find_id
from lib.json.line_kind import BATCH_LINES, LineKind, line_kind
from lib.json.recovery import DECODER

_SAMPLE = 50
"""Items of a list that decide whether it is a list of lines."""

_LINES_WITH_ID: tuple[LineKind, ...] = ("request", "result")
_DEEPEST = 6
_MOST_DAMAGED = 100
_BETWEEN = re.compile(r"[\s,]*+")
_BETWEEN_VALUES = re.compile(r"[\s,\[\]]*+")
_COLON = re.compile(r"\s*+:\s*+")

_Span = tuple[int, int]


def unwrapped(data: bytes) -> bytes:
    """The same bytes with spaces around the lines of a wrapper, so that every line keeps its position.

    If all is on one line, each line of the wrapper starts a line of its own. Other data is returned unchanged.
    """
    if not _may_be_wrapper(data):
        return data
    spans = _Scanner(data.decode("latin-1")).spans()  # JSON is ASCII but for its texts, so positions are those of bytes
    if not spans:
        return data
    one_line = b"\n" not in data.strip()
    pieces, position = [], 0
    for start, stop in spans:
        pieces += [_gap(data[position:start], bool(position) and one_line), data[start:stop]]
        position = stop
    return b"".join([*pieces, _gap(data[position:])])


def _gap(written: bytes, new_line: bool = False) -> bytes:
    """Spaces of the same length, with the line ends; a new line at the start if that is asked for."""
    spaces = re.sub(rb"[^\n]", b" ", written)
    return b"\n" + spaces[1:] if new_line and spaces else spaces


def holds_lines(value: Any, levels: int = _DEEPEST) -> bool:
    """Whether an object has a list of a batch's lines, at any level of objects."""
    if not isinstance(value, dict) or not levels:
        return False
    kinds = BATCH_LINES if find_id(value) is None else _LINES_WITH_ID  # lists in a line may hold answers, but no lines
    if any(isinstance(inner, list) and _are_lines(inner, kinds) for inner in value.values()):
        return True
    nested = [inner for inner in value.values() if isinstance(inner, dict)]
    return (
        bool(nested) and line_kind(value) not in BATCH_LINES and any(holds_lines(inner, levels - 1) for inner in nested)
    )


def _are_lines(items: list[Any], kinds: Collection[LineKind] = BATCH_LINES) -> bool:
    return any(isinstance(item, dict) and line_kind(item) in kinds for item in items[:_SAMPLE])


def _may_be_wrapper(data: bytes) -> bool:
    """Whether the first line is a wrapper, or none at all: the wrapper may go over several lines."""
    start = re.match(rb"\s*+", data).end()  # type: ignore[union-attr]
    if data[start : start + 1] not in (b"{", b"["):
        return False
    stop = data.find(b"\n", start)
    try:
        value = strict_loads(data[start : stop if stop >= 0 else len(data)])
    except NotStrict:
        return True
    return holds_lines(value[0] if isinstance(value, list) and value else value)


class _Scanner:
    """Finds the items of the lists of lines in a text, also if it is damaged or cut off."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._spans: list[_Span] = []
        self._lists: set[int] = set()
        """Hashes of the lists found: some providers write one list in two places."""

        self._damaged = 0

    def spans(self) -> list[_Span]:
        """The start and stop of each item, and of each damaged line among them; empty if the text is not a wrapper."""
        position = 0
        try:
            while (position := _end(_BETWEEN_VALUES, self._text, position)) < len(self._text):
                value, stop = self._value(position)
                if value is None or holds_lines(value):
                    stop = self._object(position)
                elif not self._spans:
                    return []
                else:
                    self._spans.append((position, stop))
                position = stop
        except ValueError:
            pass
        return self._spans

    def _value(self, start: int) -> tuple[Any, int]:
        """An object's value and its end; None if it cannot be read as a whole."""
        if self._text[start] != "{":
            raise ValueError("not an object")
        try:
            return DECODER.raw_decode(self._text, start)
        except (ValueError, RecursionError):
            return None, start

    def _object(self, start: int, levels: int = _DEEPEST) -> int:
        """Goes through an object's members; gives the end of the object."""
        if not levels:
            raise ValueError("nested too deeply")
        position = start + 1
        while (position := _end(_BETWEEN, self._text, position)) < len(self._text):
            if self._text[position] == "}":
                return position + 1
            _, position = self._decode(position)
            position = _end(_COLON, self._text, position)
            opening = self._text[position : position + 1]
            if opening == "[":
                position = self._list(position)
            elif opening == "{":
                value, stop = self._value(position)
                position = self._object(position, levels - 1) if value is None or holds_lines(value) else stop
            else:
                _, position = self._decode(position)
        raise ValueError("the object breaks off")

    def _list(self, start: int) -> int:
        """Keeps the items of a list if they are lines; gives the end of the list."""
        position = start + 1
        items: list[Any] = []
        spans: list[_Span] = []
        while (position := _end(_BETWEEN, self._text, position)) < len(self._text):
            if self._text[position] == "]":
                self._keep(spans, items, hash(self._text[start : position + 1]))
                return position + 1
            try:
                item, stop = self._decode(position)
            except ValueError:
                item, stop = {}, self._end_of_damage(position)
            if isinstance(item, dict):
                spans.append((position, stop))
                items += [item] if len(items) < _SAMPLE else []
            position = stop
        self._keep(spans, items, hash(self._text[start:]))
        raise ValueError("the list breaks off")

    def _keep(self, spans: list[_Span], items: list[Any], digest: int) -> None:
        if digest not in self._lists and _are_lines(items):
            self._lists.add(digest)
            self._spans += spans

    def _decode(self, start: int) -> tuple[Any, int]:
        try:
            return DECODER.raw_decode(self._text, start)
        except RecursionError:
            raise ValueError("nested too deeply") from None

    def _end_of_damage(self, start: int) -> int:
        """The end of the line; after too many damaged lines, the end of the text, so that the work stays linear."""
        self._damaged += 1
        stop = self._text.find("\n", start)
        return len(self._text) if stop < 0 or self._damaged > _MOST_DAMAGED else stop


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    if match is None:
        raise ValueError("not an object")
    return match.end()
