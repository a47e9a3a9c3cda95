"""Each token of an answer with its probability, in the shapes that providers write it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from lib.results.bodies.fields import dicts_in


class Token(NamedTuple):
    """One token, and the natural logarithm of how probable it was."""

    text: str
    logprob: float


def read_logprobs(logprobs: Any) -> list[Token]:
    """The tokens of an answer; none if there are none, or no number with each.

    Chat: `{content: [{token, logprob}]}`; text completions: `{tokens, token_logprobs}`, where the first
    may be null; Gemini: `{chosenCandidates: [{token, logProbability}]}`; Responses: the list itself.
    """
    if isinstance(logprobs, dict):
        if isinstance(logprobs.get("token_logprobs"), list):
            return _paired(logprobs.get("tokens"), logprobs["token_logprobs"])
        logprobs = logprobs.get("content") or logprobs.get("chosenCandidates") or logprobs.get("refusal")
    found = [(item.get("token"), item.get("logprob", item.get("logProbability"))) for item in dicts_in(logprobs)]
    return _paired([text for text, _ in found], [logprob for _, logprob in found])


def mean_logprob(tokens: Sequence[Token]) -> float | None:
    """How sure the model was on the whole: 0 is certain, and less is less so."""
    return sum(token.logprob for token in tokens) / len(tokens) if tokens else None


def _paired(texts: Any, logprobs: list[Any]) -> list[Token]:
    if not isinstance(texts, list):
        return []
    pairs = zip(texts, logprobs, strict=False)
    return [Token(str(text), float(value)) for text, value in pairs if isinstance(value, (int, float))]
