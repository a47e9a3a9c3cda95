"""The requests in a list inside an object, such as `{"requests": [...]}`, each as a line of its own."""

from collections.abc import Iterator
from typing import Any

from lib.check.other_formats import ENVELOPE
from lib.check.rule import Flaw
from lib.common.phrasing import listed
from lib.json import Line, read_lines
from lib.json.wrapper import holds_lines, unwrapped


def is_wrapper(value: Any) -> bool:
    """Whether a line is an object around requests, not a request."""
    return type(value) is dict and value.keys() != ENVELOPE and "body" not in value and holds_lines(value)


def wrapped_lines(data: bytes, line: Line) -> Iterator[tuple[Line, Flaw]]:
    """Each request of a wrapper at its own position, with a flaw that names what else the wrapper has."""
    written = data[line.start : line.stop]
    others = [key for key, inner in line.value.items() if not isinstance(inner, (list, dict))]
    more = f" Batchdesk does not send its other members: {listed(others, 5)}." if others else ""
    flaw = Flaw("array", "$", f"The request is in a list inside an object.{more}", "one-per-line")
    spaced = unwrapped(written)
    for inner in read_lines(spaced):
        around = spaced[inner.start : inner.stop]
        start = line.start + inner.stop - len(around.lstrip())
        stop = line.start + inner.start + len(around.rstrip())
        yield inner._replace(number=line.number + data.count(b"\n", line.start, start), start=start, stop=stop), flaw
