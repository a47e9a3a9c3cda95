"""The requests in a list inside an object, such as `{"requests": [...]}`, each as a line of its own."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any

from lib.check.line_forms import ENVELOPE
from lib.check.rule import Flaw
from lib.common.phrasing import listed, shorten
from lib.json import Line, read_lines
from lib.json.edit import items, members
from lib.json.paths import path_of
from lib.json.wrapper import holds_lines, unwrapped

_MOST_NAMES = 100


def is_wrapper(value: Any) -> bool:
    """Whether a line is an object around requests, not a request."""
    return type(value) is dict and value.keys() != ENVELOPE and "body" not in value and holds_lines(value)


def wrapped_lines(data: bytes, line: Line) -> Iterator[tuple[Line, list[Flaw]]]:
    """Each request of a wrapper at its own position, with its flaws; the first one's name what else is there."""
    spaced = unwrapped(data[line.start : line.stop])
    inner = [_without_spaces(spaced, one) for one in read_lines(spaced)]
    flaws = [Flaw("array", "$", "The request is in a list inside an object.", "one-per-line")]
    more = _rest(data[line.start : line.stop], [one.start for one in inner])
    for one in inner:
        start = line.start + one.start
        number = line.number + data.count(b"\n", line.start, start)
        yield one._replace(number=number, start=start, stop=line.start + one.stop), [*flaws, *more]
        more = []


def _without_spaces(data: bytes, line: Line) -> Line:
    around = data[line.start : line.stop]
    start, stop = line.stop - len(around.lstrip()), line.start + len(around.rstrip())
    return line._replace(start=start, stop=stop)


def _rest(written: bytes, starts: Sequence[int]) -> list[Flaw]:
    """The flaw that names what a wrapper has beside its requests."""
    text = written.decode("latin-1")  # positions are those of bytes
    names = [
        name.encode("latin-1", "replace").decode("utf-8", "replace") for name in _others(text, text.index("{"), starts)
    ]
    if not names:
        return []
    shown = listed(names, _MOST_NAMES, say=lambda name: shorten(name, 60))
    return [Flaw("wrapper-rest", "$", f"Batchdesk does not send the other members of the object: {shown}.")]


def _others(text: str, place: int, starts: Sequence[int], *steps: str | int) -> Iterator[str]:
    """The paths below an object or list that have no request inside."""
    parts: list[tuple[str | int, int, int]]
    if text[place] == "[":
        parts = [(index, offset, offset + 1) for index, offset in enumerate(items(text, place))]
    else:
        parts = [(member.key, member.value, member.stop) for member in members(text, place)]
    for step, start, stop in parts:
        index = bisect_left(starts, start)
        if index == len(starts) or starts[index] >= stop:
            yield path_of(*steps, step).removeprefix("$").removeprefix(".")
        elif starts[index] != start and text[start] in "{[":
            yield from _others(text, start, starts, *steps, step)
