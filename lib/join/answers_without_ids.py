"""Ids for answers whose lines have none: the request in the line, as Vertex writes it, says which request it answers.

An answer that no request can be found for gets an id of its own, so that it stays in the table and its remark names it.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from lib.batch import InputFile, read_requests
from lib.batch.content import content_text
from lib.batch.positions import Position
from lib.common import Problem
from lib.common.phrasing import counted
from lib.json import codec
from lib.results import Results
from lib.results.results_file import collect_field

_SYSTEM_KEYS = ("instructions", "system", "systemInstruction", "system_instruction", "preamble")
_TURN_KEYS = ("messages", "contents", "input", "content", "prompt", "query", "inputText", "inputs", "text")
_ROLES = {"model": "assistant", "developer": "system", "": "user"}


@dataclass(frozen=True, slots=True)
class IdentifiedResults:
    """Results that all have an id."""

    results: Sequence[Results]
    sent: Sequence[InputFile]
    """The input files; if there are none, the requests in the lines of the answers."""

    matched: int = 0
    """Number of answers that got the id of a request that was sent."""

    notes: Mapping[str, str] = field(default_factory=dict)
    """A note for each id that one of several equal answers got."""

    remarks: Sequence[Problem] = ()


def give_ids(results: Sequence[Results], sent: Sequence[InputFile]) -> IdentifiedResults:
    """The results, in which each answer without an id has that of the request with the same content.

    Within a file, equal answers and equal requests pair in order, if there are no more answers than requests. Without
    an input file, each request in a line becomes one of an input file under an id made for its line.
    """
    waiting = [(file, index) for file, read in enumerate(results) for index in _without_id(read)]
    if not waiting:
        return IdentifiedResults(results, sent)
    pairing = _Pairing(results, sent)
    if sent:
        pairing.pair(waiting)
    own = _own_ids(results, (position for position in waiting if position not in pairing.ids))
    inferred = [] if sent else list(_inferred(results, own))
    requests = sum(len(file.ids) for file in inferred)
    return IdentifiedResults(
        _with_ids(results, pairing.ids | own),
        [*sent, *inferred],
        len(pairing.ids),
        pairing.notes,
        list(_remarks(len(waiting), len(pairing.ids), requests, bool(sent))),
    )


def request_text(body: Any) -> str:
    """What a request sends to the model, the same for each provider's form of it.

    >>> request_text({"contents": [{"role": "user", "parts": [{"text": "Hi"}]}]})
    'user\\x00Hi'
    >>> request_text({"model": "m", "messages": [{"role": "user", "content": "Hi"}]})
    'user\\x00Hi'
    """
    if not isinstance(body, dict):
        return ""
    key = next((key for key in _TURN_KEYS if body.get(key)), None)
    if key is None:
        return content_text(body)
    system = next((body[key] for key in _SYSTEM_KEYS if body.get(key)), None)
    turns = [{"role": "system", "content": system}] if system else []
    turns += body[key] if isinstance(body[key], list) else [body[key]]
    return content_text({"messages": list(map(_message, turns))})


def _message(turn: Any) -> dict[str, Any]:
    if not isinstance(turn, dict) or not ("role" in turn or "parts" in turn):
        return {"role": "user", "content": turn}
    role = str(turn.get("role") or "")
    content = turn.get("content", turn.get("parts"))
    if isinstance(content, dict) and "parts" in content:  # Gemini's system instruction
        content = content["parts"]
    return {"role": _ROLES.get(role, role), "content": content}


def _without_id(file: Results) -> list[int]:
    ids = file.results.ids
    return [index for index, custom_id in enumerate(ids) if not custom_id] if "" in ids else []


class _Pairing:
    """Which request each answer belongs to, as far as their contents show it."""

    def __init__(self, results: Sequence[Results], sent: Sequence[InputFile]) -> None:
        self._results, self._sent = results, sent
        self.ids: dict[Position, str] = {}
        self.notes: dict[str, str] = {}

    def pair(self, waiting: Sequence[Position]) -> None:
        requests = {position: self._results[position[0]].request(position[1]) for position in waiting}
        requests = {position: body for position, body in requests.items() if body is not None}
        sent = self._sent_contents(file.content_hashes() for file in self._sent)
        contents = {position: hash(content_text(body)) for position, body in requests.items()}
        if any(content not in sent for content in contents.values()):  # the input file is in another provider's form
            sent = self._sent_contents(map(_request_texts, self._sent))
            contents = {position: hash(request_text(body)) for position, body in requests.items()}
        equal: dict[tuple[int, int], list[Position]] = defaultdict(list)
        for position, content in contents.items():
            equal[position[0], content].append(position)
        for (_, content), answers in equal.items():
            self._pair_equal(answers, sent.get(content, ()))

    def _sent_contents(self, contents: Iterable[Sequence[int]]) -> Mapping[int, Sequence[str]]:
        """The ids of the requests with each content. Those that a line with an id answers come last."""
        answered = set(collect_field(self._results, "custom_id"))
        ids: dict[int, dict[str, None]] = defaultdict(dict)
        for file, hashes in zip(self._sent, contents, strict=True):
            for custom_id, content in zip(file.ids, hashes, strict=True):
                ids[content][custom_id] = None
        return {content: sorted(same, key=answered.__contains__) for content, same in ids.items()}

    def _pair_equal(self, answers: Sequence[Position], ids: Sequence[str]) -> None:
        if len(ids) == 1:
            self.ids |= dict.fromkeys(answers, ids[0])
        elif len(answers) <= len(ids):
            self.ids |= zip(answers, ids, strict=False)
            note = f"one of {len(ids)} equal requests: answers and requests are paired in order"
            self.notes |= dict.fromkeys(ids[: len(answers)], note)


def _request_texts(file: InputFile) -> Sequence[int]:
    return array("q", (hash(request_text(file.body(request))) for request in range(len(file.ids))))


def _own_ids(results: Sequence[Results], waiting: Iterable[Position]) -> dict[Position, str]:
    """The number of each answer's line, with a digest of it, so that lines of other files have other ids."""
    ids: dict[Position, str] = {}
    numbers = _LineNumbers(results)
    for file, index in waiting:
        start, stop, item = results[file].extents[index]
        written = results[file].data[start:stop]
        digest = sha256(written + (b"%d" % item if item else b"")).hexdigest()[:6]
        ids[file, index] = f"line-{numbers.at(file, start)}-{digest}"
    return ids


class _LineNumbers:
    """Numbers of lines, asked in the order of the files and their lines."""

    def __init__(self, results: Sequence[Results]) -> None:
        self._results = results
        self._file, self._position, self._number = -1, 0, 1

    def at(self, file: int, start: int) -> int:
        """The number of the line that starts there."""
        if file != self._file:
            self._file, self._position, self._number = file, 0, 1
        self._number += self._results[file].data.count(b"\n", self._position, start)
        self._position = start
        return self._number


def _with_ids(results: Sequence[Results], ids: Mapping[Position, str]) -> list[Results]:
    by_file: dict[int, dict[int, str]] = defaultdict(dict)
    for (file, index), custom_id in ids.items():
        by_file[file][index] = custom_id
    return [
        replace(read, results=read.results.with_ids(by_file[file])) if file in by_file else read
        for file, read in enumerate(results)
    ]


def _inferred(results: Sequence[Results], ids: Mapping[Position, str]) -> Iterator[InputFile]:
    """The requests in the lines of each file's answers, as an input file."""
    lines: dict[int, list[bytes]] = defaultdict(list)
    for (file, index), custom_id in ids.items():
        if (request := results[file].request(index)) is not None:
            lines[file].append(codec.dumps({"custom_id": custom_id, "request": request}) + b"\n")
    for file, written in lines.items():
        yield replace(read_requests(b"".join(written), results[file].name), is_inferred=True)


_WITHOUT_ID = ("answer without a custom_id is", "answers without a custom_id are")


def _remarks(waiting: int, paired: int, requests: int, sent_known: bool) -> Iterator[Problem]:
    """What became of the answers without an id."""
    if paired:
        message = f"{counted(paired, *_WITHOUT_ID)} matched by the request in the same line."
        yield Problem("paired-answers", message)
    if requests:
        message = f"{counted(requests, *_WITHOUT_ID)} known by the request in the same line."
        hint = "Load the input file that you sent: it has the ids."
        yield Problem("answers-without-ids", message, hint)
    if left := waiting - paired - requests:
        message = f"{counted(left, 'answer')} without a custom_id cannot be matched to a row."
        hint = "The request in the same line, if there is one, is in none of the loaded input files, or is in several."
        if not sent_known:
            hint = "The file has no ids and no requests: download the batch's own output file, if there is one."
        yield Problem("answers-without-ids", message, hint, "ask")
