"""The result in one line: a request's answer or error, its state, and what it cost.

`Result` is a msgspec `Struct`: by keyword it is as quick to make as a bare tuple, where a named
tuple takes four times as long. A big file has millions.
"""

from typing import Any, Literal, NamedTuple

from msgspec import Struct

from lib.batch.request_line import custom_id_of
from lib.json import codec
from lib.json.line_id import find_id
from lib.json.line_kind import line_kind
from lib.results.answer import Answer
from lib.results.bodies.reader import answer_of, is_empty
from lib.results.envelope import Envelope, is_still_running, open_envelope
from lib.results.error_text import error_text, message_of
from lib.results.usage import usage_of

State = Literal["OK", "Failed", "Cut short", "Refused"]


class Result(Struct, frozen=True, gc=False):
    """What one line says about one request."""

    custom_id: str
    """Empty for an answer whose line has no id, until the request in that line is matched to one that was sent."""

    state: State
    answer: str = ""
    error: str = ""
    finish_reason: str = ""
    status_code: int | None = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    created: float = 0.0
    """Unix time of the answer; 0 if the response has none."""

    has_vectors: bool = False
    """Whether the answer only describes its vectors; `Results.full_answer` has their numbers."""

    reasoning: str = ""
    """The model's thoughts before the answer, never a part of the answer."""

    refusal: str = ""
    tool_calls: str = ""
    """Calls of tools as `name(arguments)`, one a line; also the answer if there is no text."""

    other_answers: tuple[str, ...] = ()
    """The answers of the other choices; `answer` is the first choice's, which decides the state."""

    cached_tokens: int | None = None
    reasoning_tokens: int | None = None
    model: str = ""
    service_tier: str = ""

    @property
    def choices(self) -> int:
        """Number of answers in the response."""
        return 1 + len(self.other_answers)


class RunningLine(NamedTuple):
    """A line about a request whose work is not done yet, which is not a result."""

    custom_id: str


def result_of(value: dict[str, Any], damage: codec.Damage = "") -> Result | RunningLine | None:
    """The result in one line's object; None if its custom_id cannot be read, or if it is a request."""
    custom_id = custom_id_of(value, damage)
    if custom_id is None and is_without_id(value):
        custom_id = ""
    envelope = open_envelope(value)
    if custom_id is None or envelope is None:
        return None
    answer = answer_of(envelope.body)
    if is_still_running(value, envelope, answer):
        return RunningLine(custom_id)
    state, error = judge(envelope, answer)
    answer = answer or _NO_ANSWER
    if state == "Failed":
        answer = _without_text(answer)
    usage = usage_of(envelope.body)
    return Result(
        custom_id=custom_id,
        state=state,
        answer=answer.text,
        error=error,
        finish_reason=answer.finish_reason,
        status_code=envelope.status,
        prompt_tokens=usage.prompt_tokens,
        completion_tokens=usage.completion_tokens,
        created=usage.created,
        has_vectors=answer.has_vectors,
        reasoning=answer.reasoning,
        refusal=answer.refusal,
        tool_calls=answer.tool_calls,
        other_answers=tuple(choice.text for choice in answer.other_choices),
        cached_tokens=usage.cached_tokens,
        reasoning_tokens=usage.reasoning_tokens,
        model=usage.model,
        service_tier=usage.service_tier,
    )


def is_without_id(value: dict[str, Any]) -> bool:
    """Whether a line is a result that has no id at all. An id that cannot be read is another matter."""
    return find_id(value) is None and line_kind(value) in ("result", "answer-beside-request", "answer-without-id")


_NO_ANSWER = Answer("")

NOT_UNDERSTOOD = "The response is not understood: "
"""Start of the error of a response in an unknown shape; its JSON follows."""

_MOST_CHARACTERS = 2_000
"""Characters of the JSON in an error."""


def _without_text(answer: Answer) -> Answer:
    """A failed answer without its text: no result has both an error and an answer."""
    return answer._replace(text="", refusal="", tool_calls="", has_vectors=False)


def judge(envelope: Envelope, answer: Answer | None) -> tuple[State, str]:
    """The state of one line and its error: Failed comes before Refused, Cut short and OK."""
    if error := error_text(envelope.error):
        return "Failed", error
    status = envelope.status
    if status is not None and not 200 <= status < 300:
        return "Failed", f"The provider returned an empty result (status {status})."
    if answer is None:
        return "Failed", _unread(envelope.body)
    if answer.is_broken_off:
        return "Failed", _unusable(answer)
    if answer.is_refused:
        return "Refused", ""
    if answer.is_cut_short:
        return "Cut short", ""
    return ("OK", "") if answer.text.strip() else ("Failed", _unusable(answer))


def _unusable(answer: Answer) -> str:
    return f"The response holds no usable answer (finish reason: {answer.finish_reason or 'none'})."


def _unread(body: Any) -> str:
    """The error of a body without a readable answer: its own words, or its JSON."""
    if is_empty(body):
        return "The response holds no answer."
    if message := message_of(body):
        return message
    written = codec.dumps(body).decode()
    return NOT_UNDERSTOOD + (written if len(written) <= _MOST_CHARACTERS else f"{written[:_MOST_CHARACTERS]}…")
