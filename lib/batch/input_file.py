"""The requests that went out: read back from an input file, or as composed in this session."""

import json
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from lib.batch.conversation import prompt_of
from lib.batch.list_object import unwrapped
from lib.batch.positions import Extent, Positions
from lib.batch.request_line import body_of, custom_id_of
from lib.common import Problem
from lib.json import Line, codec, edit, read_lines, to_utf8, value_at


@dataclass(frozen=True, slots=True)
class InputFile:
    """Requests in the order of their file; `line(i)` gives the i-th as it was sent."""

    name: str
    digest: str
    ids: Sequence[str]
    line: Callable[[int], bytes]
    fingerprints: Sequence[int] = ()
    """Equal for equal bodies; empty when there is nothing to compare with."""

    unreadable: Sequence[Problem] = ()
    repaired: int = 0
    texts: Sequence[int] = ()
    """How many texts each request has embedded, 0 where that is not told; empty when nobody looked."""

    def body(self, at: int) -> Any:
        """The body of one request."""
        value, _ = codec.loads(self.line(at))
        return body_of(value)

    def prompt(self, at: int) -> str:
        """What one request asks, as a text."""
        return prompt_of(self.body(at))


def read_requests(data: bytes, name: str) -> InputFile:
    """Every request of a batch input file; lines that give none are reported in `unreadable`."""
    data = unwrapped(to_utf8(data))
    ids: list[str] = []
    places: list[int] = []
    fingerprints: list[int] = []
    texts = array("l")
    problems: list[Problem] = []
    repaired = 0
    for line in read_lines(data):
        custom_id = custom_id_of(line.value, line.flaw) if isinstance(line.value, dict) else None
        if custom_id is None or is_answer(line.value):
            problems.append(_no_request(line, name))
            continue
        ids.append(custom_id)
        places += (line.start, line.stop, line.item)
        body = body_of(line.value)
        fingerprints.append(codec.fingerprint(body))
        texts.append(_texts(body))
        repaired += line.flaw == "repaired"
    digest = sha256(data).hexdigest()
    return InputFile(name, digest, ids, _line_reader(data, Positions(places)), fingerprints, problems, repaired, texts)


def _texts(body: Any) -> int:
    """How many texts are in `input`; a list of numbers is one text, as tokens. 0 for anything but texts."""
    given = body.get("input") if isinstance(body, dict) else None
    if isinstance(given, list):
        kinds = set(map(type, given))
        return 1 if kinds == {int} else len(given) if kinds <= {str, list} else 0
    return int(isinstance(given, str))


def is_answer(value: dict[str, Any]) -> bool:
    """Whether a line is what came back: it has a response or an error, and nothing that was asked."""
    return body_of(value) is None and any(key in value for key in ("response", "result", "error"))


def _line_reader(data: bytes, places: Sequence[Extent]) -> Callable[[int], bytes]:
    def line(at: int) -> bytes:
        start, stop, item = places[at]
        written = data[start:stop].strip()
        if item or codec.loads(written)[1]:
            value = value_at(data, start, stop, item)
            bare = written[written.find(b"{") : written.rfind(b"}") + 1]
            if item or not _gives(bare, value):  # more than commas and brackets around it
                return codec.dumps(value) + b"\n"
            written = bare
        return (edit.one_line(written.decode()).encode() if b"\n" in written else written) + b"\n"

    return line


def _gives(written: bytes, value: Any) -> bool:
    """Whether bytes are JSON of a value, if only to readers as lenient as most.

    Half an emoji as an escape, which JavaScript's slice leaves, is taken by a provider, and is sent again as it was.
    """
    read, flaw = codec.loads(written)
    try:
        return read == value and (not flaw or (flaw == "repaired" and _is_lenient_json(written)))
    except RecursionError:
        return False


def _is_lenient_json(written: bytes) -> bool:
    try:
        json.loads(written.decode(), parse_constant=_refuse)
    except (ValueError, RecursionError):
        return False
    return True


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _no_request(line: Line, name: str) -> Problem:
    if line.flaw == "not-json":
        message, hint = "the line is not JSON.", "It may be cut off: use the file that was sent."
    elif not isinstance(line.value, dict):
        message, hint = "the line is no request, only a bare value.", "Use the file that was sent."
    elif is_answer(line.value):
        message, hint = "the line is a result, not a request.", "Load the results in a file of their own."
    else:
        message, hint = "the request has no custom_id that can be read.", "Without one, its answer cannot be found."
    return Problem("unreadable-line", message, hint, line=line.number, file=name)
