"""One answer in a response, the same value for every endpoint and provider."""

import re
from functools import lru_cache
from typing import Any, NamedTuple


class Answer(NamedTuple):
    """The first choice of a response, with the other choices."""

    text: str
    finish_reason: str = ""
    refusal: str = ""
    has_vectors: bool = False
    """Whether the answer is vectors, which the text only describes."""

    reasoning: str = ""
    """The model's thoughts before the answer, never a part of the text."""

    tool_calls: str = ""
    """Calls of tools as `name(arguments)`, one a line; also the text if there is no other."""

    logprobs: Any = None
    """Token probabilities as the provider wrote them; `lib.results.bodies.logprobs` reads them."""

    other_choices: tuple["Answer", ...] = ()
    """The other choices in the order of their index; the first choice decides the state."""

    @property
    def is_cut_short(self) -> bool:
        return _bare(self.finish_reason) in _LENGTH_LIMITS

    @property
    def is_refused(self) -> bool:
        return bool(self.refusal) or _bare(self.finish_reason) in _FILTERS

    @property
    def is_broken_off(self) -> bool:
        """Whether the model failed before the end of the answer, whatever its text."""
        return _bare(self.finish_reason) in _BREAKDOWNS

    @property
    def is_running(self) -> bool:
        """Whether the model still works on the answer."""
        return is_running(self.finish_reason)

    @property
    def explains_no_text(self) -> bool:
        """Whether the finish reason is enough to decide the state, even if there is no text."""
        return self.is_cut_short or self.is_refused or self.is_broken_off or self.is_running


def first_choice(answers: list[Answer]) -> Answer | None:
    """The first answer, with the rest as its `other_choices`; None if there are none."""
    if len(answers) < 2:
        return answers[0] if answers else None
    return answers[0]._replace(other_choices=tuple(answers[1:]))


def finish_reason_text(value: Any) -> str:
    """A finish reason as text; SGLang writes an object with a type."""
    if isinstance(value, dict):
        value = value.get("type")
    return "" if value is None else str(value)


def is_running(status: str) -> bool:
    """Whether a status or finish reason says that the work is not done yet.

    >>> is_running("in_progress"), is_running("JOB_STATE_RUNNING"), is_running("completed")
    (True, True, False)
    """
    return _bare(status) in _RUNNING


def is_known_reason(finish_reason: str) -> bool:
    """Whether a finish reason has a known meaning; an empty one has none to know."""
    bare = _bare(finish_reason)
    return not bare or any(bare in reasons for reasons in (_COMPLETE, _LENGTH_LIMITS, _FILTERS, _BREAKDOWNS, _RUNNING))


@lru_cache(1_000)
def _bare(reason: str) -> str:
    """A finish reason in the spelling of the sets below, whatever a client makes of it.

    >>> _bare("FinishReason.MAX_TOKENS"), _bare("FINISH_REASON_MAX_TOKENS"), _bare("maxTokens"), _bare("Max-Tokens")
    ('max_tokens', 'max_tokens', 'max_tokens', 'max_tokens')
    """
    name = _WORD_START.sub("_", reason.strip().rpartition(".")[2])
    return _BETWEEN_WORDS.sub("_", name).lower().removeprefix("finish_reason_").removeprefix("job_state_")


_WORD_START = re.compile("(?<=[a-z])(?=[A-Z])")
_BETWEEN_WORDS = re.compile(r"[\s_-]+")

_COMPLETE = {
    "stop",
    "end_turn",  # Anthropic
    "stop_sequence",
    "tool_use",
    "tool_calls",
    "tool_call",
    "function_call",
    "complete",  # Cohere
    "completed",  # Responses API
    "finish",  # Amazon's own models
    "finished",
    "eos",  # Together
    "eos_token",  # Hugging Face
    "stop_token",
    "end_of_text",
    "success",
    "succeeded",
}

_LENGTH_LIMITS = {
    "length",
    "max_tokens",  # Anthropic, Gemini, Cohere
    "max_output_tokens",  # Responses API
    "incomplete",
    "model_length",  # Mistral
    "model_context_window_exceeded",  # Anthropic
    "error_limit",  # Cohere
    "max_length",
    "max_new_tokens",
    "max_completion_tokens",
    "token_limit",
    "truncated",
    "pause_turn",  # Anthropic: a turn that waits to be continued
}

_FILTERS = {
    "content_filter",
    "content_filtered",  # Bedrock
    "guardrail_intervened",
    "refusal",  # Anthropic
    "sensitive",  # Zhipu
    "error_toxic",  # Cohere
    "safety",  # Gemini, from here on
    "image_safety",
    "prohibited_content",
    "image_prohibited_content",
    "blocklist",
    "recitation",
    "image_recitation",
    "spii",
    "model_armor",  # Vertex
    "content_policy_violation",
    "blocked",
    "refused",
}

_BREAKDOWNS = {
    "error",
    "network_error",  # Zhipu
    "insufficient_system_resource",  # DeepSeek
    "abort",  # vLLM and SGLang
    "failed",  # Responses API, from here on
    "cancelled",
    "canceled",
    "expired",
    "timeout",
    "malformed_function_call",  # Gemini, from here on
    "unexpected_tool_call",
    "malformed_response",
    "too_many_tool_calls",
    "no_image",
}

_RUNNING = {"in_progress", "queued", "running", "pending", "processing", "submitted", "validating", "finalizing"}
