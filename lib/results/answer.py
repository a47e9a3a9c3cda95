"""One answer in a response, the same value for every endpoint and provider."""

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
        return self.finish_reason.lower() in _LENGTH_LIMITS

    @property
    def is_refused(self) -> bool:
        return bool(self.refusal) or self.finish_reason.lower() in _FILTERS

    @property
    def is_broken_off(self) -> bool:
        """Whether the model failed before the end of the answer, whatever its text."""
        return self.finish_reason.lower() in _BREAKDOWNS


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


_LENGTH_LIMITS = {
    "length",
    "max_tokens",  # Anthropic, Gemini, Cohere
    "max_output_tokens",  # Responses API
    "incomplete",
    "model_length",  # Mistral
    "model_context_window_exceeded",  # Anthropic
    "error_limit",  # Cohere
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
    "spii",
}

_BREAKDOWNS = {
    "error",
    "network_error",  # Zhipu
    "insufficient_system_resource",  # DeepSeek
    "abort",  # vLLM and SGLang
    "failed",  # Responses API, from here on
    "cancelled",
    "in_progress",
    "queued",
}
