"""The tokens of an answer with their probabilities, from each provider's shape."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from lib.json.spelling import get
from lib.results.bodies.fields import dicts_in, first_filled


class Token(NamedTuple):
    """One token, and the natural logarithm of its probability."""

    text: str
    logprob: float


def read_logprobs(logprobs: Any) -> list[Token]:
    """The tokens that have a probability; empty if there are none.

    Chat: `{content: [{token, logprob}]}`; text completions: `{tokens, token_logprobs}`, where the first
    may be null; Gemini: `{chosenCandidates: [{token, logProbability}]}`; Responses: the list itself.
    """
    if isinstance(logprobs, dict):
        if isinstance(logprobs.get("token_logprobs"), list):
            return _paired(logprobs.get("tokens"), logprobs["token_logprobs"])
        logprobs = first_filled(logprobs, "content", "chosenCandidates", "refusal")
    items = dicts_in(logprobs)
    values = [get(item, "logprob", "logProbability") for item in items]
    return _paired([item.get("token") for item in items], values)


def mean_logprob(tokens: Sequence[Token]) -> float | None:
    """The mean logarithm; 0 is certain, and lower is less certain."""
    return sum(token.logprob for token in tokens) / len(tokens) if tokens else None


def _paired(texts: Any, logprobs: list[Any]) -> list[Token]:
    if not isinstance(texts, list):
        return []
    pairs = zip(texts, logprobs, strict=False)
    return [Token(str(text), float(value)) for text, value in pairs if isinstance(value, (int, float))]
