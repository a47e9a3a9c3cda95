"""The lines that came back: one output or error line of any provider to one `Result`.

What is known of the shapes is from the providers' own documentation and from real files.
An answer is one only if the status is 200 (or there is none), the body holds something
usable, and no error stands anywhere: in `error`, in `response.body.error`, or in both.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal, NamedTuple

from lib import jsonl
from lib.answer import Answer, answer_of, looks_like_answer, vectors_of
from lib.failure import words_of
from lib.problems import Problem

State = Literal["OK", "Failed", "Cut short", "Refused"]
Tick = Callable[[int, int], None]

_TICK_LINES = 2_000

_EXACT = 2**53
"""Whole numbers up to here stay apart as floats."""


class Result(NamedTuple):
    """What one line says of one request."""

    custom_id: str
    state: State
    answer: str
    error: str
    finish_reason: str
    status_code: int | None
    prompt_tokens: int | None
    completion_tokens: int | None
    created: float
    """Unix time of the answer, 0 if it does not say."""

    vectors: bool
    """Whether the answer only says how many numbers its vectors have; `Results.full_answer` has them."""

    choices: int = 1
    """How many answers the provider gave to choose from; `answer` is the first."""


@dataclass(frozen=True, slots=True)
class Results:
    """The results in one file: `rows[i]` stands at `places[i]` in its bytes."""

    name: str
    digest: str
    data: bytes
    rows: Sequence[Result]
    places: Sequence[tuple[int, int, int]]
    """Start, stop and item, as `jsonl.value_at` takes them."""

    unreadable: Sequence[Problem]
    """A problem for each line that gives no result."""

    repaired: int = 0
    """Lines in which broken characters were replaced."""

    def raw(self, at: int) -> Any:
        """The JSON value of one result's line, as the provider wrote it."""
        return jsonl.value_at(self.data, *self.places[at])

    def full_answer(self, at: int) -> str:
        """The whole answer; vectors as JSON."""
        result = self.rows[at]
        if not result.vectors:
            return result.answer
        vectors = vectors_of(_response(self.raw(at))[1])
        return jsonl.dumps(vectors[0] if len(vectors) == 1 else vectors).decode()


def read_results(data: bytes, name: str, tick: Tick | None = None) -> Results:
    """Every result in a file of output or error lines, in any order, of any known provider.

    Never raises: a line that gives no result is reported in `unreadable`, and an empty file,
    which Azure writes when nothing failed, has none of either.
    """
    data = jsonl.to_utf8(data)
    rows: list[Result] = []
    places: list[tuple[int, int, int]] = []
    problems: list[Problem] = []
    repaired = 0
    for done, line in enumerate(jsonl.read_lines(data)):
        result = read_result(line.value, line.flaw) if type(line.value) is dict else None
        if result is None:
            problems.append(_no_result(line, name))
        else:
            rows.append(result)
            places.append((line.start, line.stop, line.item))
            repaired += line.flaw == "repaired"
        if tick and done % _TICK_LINES == 0:
            tick(line.stop, len(data))
    return Results(name, sha256(data).hexdigest(), data, rows, places, problems, repaired)


def _no_result(line: jsonl.Line, name: str) -> Problem:
    """Why a line gives no result."""
    if line.flaw == "not-json":
        message, hint = "the line is not JSON.", "It may be cut off: download the file again."
    elif not isinstance(line.value, dict):
        message, hint = "the line is no result, only a bare value.", "Download the file again."
    elif custom_id_of(line.value, line.flaw) is None:
        message, hint = (
            "the line has no custom_id that can be read.",
            "Without one, nobody can tell which row it belongs to.",
        )
    else:
        message, hint = "the line is a request, not a result.", "Load the file the provider gave back."
    return Problem("unreadable-line", message, hint, line=line.number, file=name)


def custom_id_of(value: dict[str, Any], flaw: jsonl.Flaw = "") -> str | None:
    """The line's id as text; a number is read as its text, anything else is none. (`key` is Gemini's.)

    None, too, where two ids could look the same: a number with more digits than a float keeps,
    and an id in which broken characters were replaced.
    """
    custom_id = value.get("custom_id", value.get("key"))
    if isinstance(custom_id, (int, float)) and not isinstance(custom_id, bool):
        return str(custom_id) if isinstance(custom_id, int) or abs(custom_id) < _EXACT else None
    if not isinstance(custom_id, str) or (flaw and "\ufffd" in custom_id):
        return None
    return custom_id or None


def read_result(value: dict[str, Any], flaw: jsonl.Flaw = "") -> Result | None:
    """The result in one line's object; None if it has no custom_id, or is a request."""
    custom_id = custom_id_of(value, flaw)
    status, body, error = _response(value)
    if custom_id is None or (body is None and not _RESULT_KEYS & value.keys()):
        return None
    answer = answer_of(body)
    state, said = _judged(status, answer, words_of(error))
    usage = body if isinstance(body, dict) else {}
    failed = state == "Failed"
    return Result(
        custom_id,
        state,
        "" if failed or answer is None else answer.text,
        said,
        answer.finish_reason if answer else "",
        status,
        _tokens(usage, "prompt_tokens", "input_tokens", "promptTokenCount"),
        _tokens(usage, "completion_tokens", "output_tokens", "candidatesTokenCount"),
        _created(usage),
        bool(answer and answer.vectors and not failed),
        answer.choices if answer else 1,
    )


_RESULT_KEYS = {"response", "error", "result", "status"}
"""A line with none of these, and no answer in its body, is a request."""


def _response(value: dict[str, Any]) -> tuple[int | None, Any, Any]:
    """Status, body and error of a line, wherever its provider puts them."""
    result = value.get("result")
    if isinstance(result, dict) and "response" not in value:
        return _anthropic(result)
    response, error, status = value.get("response"), value.get("error"), value.get("status")
    if isinstance(status, dict):  # Gemini's failures
        error = error or status
    if not isinstance(response, dict):
        body = value.get("body")
        return None, body if looks_like_answer(body) else None, error
    code = _whole(response.get("status_code"))
    body = response.get("body")
    if "body" not in response and looks_like_answer(response):  # vLLM and Nebius of 2024: no envelope
        body = response
    inner = body.get("error") if isinstance(body, dict) else None
    failed = code is not None and not 200 <= code < 300
    said = response.get("message") or (body if isinstance(body, (str, dict)) else None) if failed else None
    return code, body, _first(inner, error, response.get("error"), said)


def _first(*errors: Any) -> Any:
    return next((error for error in errors if error and words_of(error)), None)


def _anthropic(result: dict[str, Any]) -> tuple[int | None, Any, Any]:
    kind = result.get("type")
    if kind == "succeeded":
        return None, result.get("message"), None
    return None, None, result.get("error") or kind or "no result"


def _judged(status: int | None, answer: Answer | None, error: str) -> tuple[State, str]:
    """The state of one line, and the error's words: Failed comes before Refused, Cut short, OK."""
    if error:
        return "Failed", error
    if status is not None and not 200 <= status < 300:
        return "Failed", f"The provider returned an empty result (status {status})."
    if answer is None:
        return "Failed", "The response holds no answer."
    if answer.refused:
        return "Refused", ""
    if answer.cut_short:
        return "Cut short", ""
    if not answer.text.strip() or answer.finish_reason in _BROKEN_OFF:
        return "Failed", f"The response holds no usable answer (finish reason: {answer.finish_reason or 'none'})."
    return "OK", ""


_BROKEN_OFF = ("error", "network_error", "failed", "cancelled", "in_progress", "queued")
"""Finish reasons of what is no answer, whatever its text."""


def _tokens(body: dict[str, Any], *names: str) -> int | None:
    usage = body.get("usage") or body.get("usageMetadata")
    if not isinstance(usage, dict):
        return None
    for name in names:
        if (count := _whole(usage.get(name))) is not None:
            return count
    return None


def _created(body: dict[str, Any]) -> float:
    created = body.get("created", body.get("created_at"))
    return float(created) if isinstance(created, (int, float)) else 0.0


def _whole(value: Any) -> int | None:
    """A whole number, or its text, or a float that is whole (tables write 200 as 200.0)."""
    if type(value) is int and abs(value) < _EXACT:  # nearly always
        return value
    if isinstance(value, str):
        return int(value) if value.isdecimal() and len(value) < 16 else None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) < _EXACT:
        return None
    return int(value) if value == int(value) else None
