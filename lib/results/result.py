"""What one line says of one request: its answer or error, and the state it is in."""

from typing import Any, Literal, NamedTuple

from lib.batch.request_line import custom_id_of
from lib.json import codec
from lib.results.answer import Answer
from lib.results.bodies.reader import answer_of
from lib.results.envelope import open_envelope
from lib.results.error_text import words_of
from lib.results.usage import usage_of

State = Literal["OK", "Failed", "Cut short", "Refused"]


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

    reasoning: str = ""
    """What the model thought before it answered, never a part of the answer."""

    refusal: str = ""
    tool_calls: str = ""
    """Calls of tools as `name(arguments)`, one a line; also the answer if there is no text."""

    further: tuple[str, ...] = ()
    """The answers of the other choices; `answer` is the first, and it decides."""

    cached_tokens: int | None = None
    reasoning_tokens: int | None = None
    model: str = ""
    service_tier: str = ""

    @property
    def choices(self) -> int:
        """How many answers there are to choose from."""
        return 1 + len(self.further)


def result_of(value: dict[str, Any], flaw: codec.Damage = "") -> Result | None:
    """The result in one line's object; None if it has no custom_id, or is a request."""
    custom_id = custom_id_of(value, flaw)
    letter = open_envelope(value)
    if custom_id is None or letter is None:
        return None
    status, body, error = letter
    answer = answer_of(body)
    state, said = judged(status, answer, words_of(error))
    usage = usage_of(body)
    told = _NOTHING if answer is None else answer if state != "Failed" else _emptied(answer)
    return Result(
        custom_id,
        state,
        told.text,
        said,
        told.finish_reason,
        status,
        usage.prompt_tokens,
        usage.completion_tokens,
        usage.created,
        told.vectors,
        told.reasoning,
        told.refusal,
        told.tool_calls,
        tuple(choice.text for choice in told.further),
        usage.cached_tokens,
        usage.reasoning_tokens,
        usage.model,
        usage.service_tier,
    )


_NOTHING = Answer("")


def _emptied(answer: Answer) -> Answer:
    """What is left to say of an answer that failed: an error never stands beside an answer."""
    return answer._replace(text="", refusal="", tool_calls="", vectors=False)


def judged(status: int | None, answer: Answer | None, error: str) -> tuple[State, str]:
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
    if not answer.text.strip() or answer.broken_off:
        return "Failed", f"The response holds no usable answer (finish reason: {answer.finish_reason or 'none'})."
    return "OK", ""
