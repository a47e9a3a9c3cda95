"""The requests of an input file, each with its id and its exact line."""

import json
from array import array
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from lib.batch.content import content_text
from lib.batch.conversation import prompt_of
from lib.batch.positions import Positions
from lib.batch.request_line import body_of, custom_id_of
from lib.common import Problem
from lib.common.memory_budget import memory_for
from lib.common.memory_need import memory_of_lines
from lib.json import Line, codec, edit, read_lines, to_utf8, value_at
from lib.json.wrapper import unwrapped


@dataclass(frozen=True, slots=True)
class InputFile:
    """Requests in the order of their file; `line(i)` gives request i as it was sent."""

    name: str
    digest: str
    ids: Sequence[str]
    line: Callable[[int], bytes]
    unreadable: Sequence[Problem] = ()
    """Lines that are not requests, each with the reason."""

    repaired: int = 0
    """Number of requests in which broken characters or numbers were replaced."""

    texts: Sequence[int] = ()
    """Number of texts that each request embeds, 0 if that is unclear; empty if nothing was counted."""

    contents: Sequence[int] = ()
    """Hash of the messages, images and inputs of each request, whatever its settings; empty for a composed batch."""

    sheet_digest: str = ""
    """Digest of the sheet that the batch was composed from here; empty for a loaded file."""

    id_column: str | None = None
    """Column that holds the ids, where the batch was composed here with one."""

    is_inferred: bool = False
    """Whether the requests come from the lines of answers, so that it is unknown what else was sent."""

    shared_rows: Mapping[int, str] = field(default_factory=dict)
    """Rows of the sheet that share a request with an equal row, each with its id, where the batch was composed here."""

    def content_hashes(self) -> Sequence[int]:
        """The hash of each request's content; for a composed batch, its lines are read for it."""
        return self.contents or array("q", (hash(content_text(self.body(request))) for request in range(len(self.ids))))

    def body(self, request: int) -> Any:
        """The body of one request."""
        value, _ = codec.loads(self.line(request))
        return body_of(value)

    def fingerprint(self, request: int) -> int:
        """The fingerprint of one request's body, equal for equal bodies."""
        return codec.fingerprint(self.body(request))

    def prompt(self, request: int) -> str:
        """The prompt of one request, as text."""
        return prompt_of(self.body(request))


def read_requests(data: bytes, name: str) -> InputFile:
    """Every request of a batch input file. Lines without a request are reported in `unreadable`.

    Raises:
        Unreadable: the file does not fit into the memory that is free.
    """
    with memory_for(memory_of_lines(data), name):
        return _read(unwrapped(to_utf8(data)), name)


def _read(data: bytes, name: str) -> InputFile:
    ids: list[str] = []
    extents, texts, contents = array("q"), array("l"), array("q")
    problems: list[Problem] = []
    repaired = 0
    with ThreadPoolExecutor(1) as pool:
        digest = pool.submit(sha256, data)  # which releases Python's lock
        for line in read_lines(data):
            _, start, stop, value, damage, item, _ = line
            custom_id = custom_id_of(value, damage) if isinstance(value, dict) else None
            if custom_id is None or ((body := body_of(value)) is None and _is_result(value)):
                problems.append(_not_a_request(line, name))
                continue
            ids.append(custom_id)
            extents.extend((start, stop, item))
            contents.append(hash(content_text(body)))
            texts.append(_count_texts(body))
            repaired += damage == "repaired"
    return InputFile(
        name=name,
        digest=digest.result().hexdigest(),
        ids=ids,
        line=_LineReader(data, Positions(extents)).line,
        unreadable=problems,
        repaired=repaired,
        texts=texts,
        contents=contents,
    )


def _count_texts(body: Any) -> int:
    """How many texts `input` holds; a list of numbers is one text, as tokens. 0 if it holds anything else."""
    value = body.get("input") if isinstance(body, dict) else None
    if isinstance(value, list):
        types = set(map(type, value))
        return 1 if types == {int} else len(value) if types <= {str, list} else 0
    return int(isinstance(value, str))


def _is_result(value: dict[str, Any]) -> bool:
    """Whether a line without the body of a request is a result: it has a response or an error."""
    return any(key in value for key in ("response", "result", "error"))


@dataclass(frozen=True, slots=True)
class _LineReader:
    data: bytes
    extents: Positions

    def line(self, request: int) -> bytes:
        """The line of a request as it was sent, without what stood around it, and on one line."""
        start, stop, item = self.extents[request]
        written = self.data[start:stop].strip()
        if item or codec.loads(written)[1]:
            value = value_at(self.data, start, stop, item)
            bare = written[written.find(b"{") : written.rfind(b"}") + 1]
            if item or not _is_json_of(bare, value):  # more than commas and brackets around it
                return codec.dumps(value) + b"\n"
            written = bare
        return (edit.one_line(written.decode()).encode() if b"\n" in written else written) + b"\n"


def _is_json_of(written: bytes, value: Any) -> bool:
    """Whether bytes are JSON of a value, at least for a lenient reader.

    Providers accept half an emoji as an escape, which JavaScript's `slice` leaves. So it is sent again unchanged.
    """
    read, flaw = codec.loads(written)
    try:
        return read == value and (not flaw or (flaw == "repaired" and _is_lenient_json(written)))
    except RecursionError:
        return False


def _is_lenient_json(written: bytes) -> bool:
    try:
        json.loads(written.decode(), parse_constant=_reject_constant)
    except (ValueError, RecursionError):
        return False
    return True


def _reject_constant(constant: str) -> None:
    raise ValueError(constant)


def _not_a_request(line: Line, name: str) -> Problem:
    if line.damage == "not-json":
        message, hint = "Batchdesk cannot read this line.", "It may be cut off: load the file that you sent."
    elif not isinstance(line.value, dict):
        message, hint = "the line is not a request, only a single value.", "Load the file that you sent."
    elif body_of(line.value) is None and _is_result(line.value):
        message, hint = "the line is a result, not a request.", "Load results in a separate file."
    else:
        message, hint = "the request has no readable custom_id.", "Without an id, its answer cannot be matched."
    return Problem("unreadable-line", message, hint, line=line.number, file=name)
