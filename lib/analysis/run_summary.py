"""The model of a run, and the tokens it took."""

from typing import NamedTuple

from lib.join import Joined
from lib.results import Result


class RunTokens(NamedTuple):
    """The tokens of one run."""

    answers: int
    prompt_tokens: int
    completion_tokens: int
    uncounted: int
    """Number of answers whose counts lack some of the tokens to pay for."""


def run_tokens(joined: Joined) -> RunTokens:
    """The tokens of one run, over the result that counts for each row."""
    rows = range(len(joined.rows))
    results, answers = list(filter(None, map(joined.result, rows))), list(filter(None, map(joined.answer, rows)))
    return RunTokens(
        answers=len(answers),
        prompt_tokens=sum(result.prompt_tokens or 0 for result in results),
        completion_tokens=sum(result.completion_tokens or 0 for result in results),
        uncounted=sum(map(lacks_tokens, answers)),
    )


def run_model(joined: Joined) -> str:
    """The model in the first request, else in the first answer; empty if neither names one."""
    for sent in joined.sent:
        if len(sent.ids) and isinstance(body := sent.body(0), dict) and isinstance(body.get("model"), str):
            return str(body["model"])
    models = zip(joined.field("state"), joined.field("model"), strict=True)
    return next((str(model) for state, model in models if state != "Failed" and model), "")


def lacks_tokens(result: Result) -> bool:
    """Whether an answer has no token counts, or its counts leave out reasoning or cached tokens.

    Gemini's completion tokens leave out its thoughts, and Claude's prompt tokens leave out cached ones.
    """
    if result.prompt_tokens is None and result.completion_tokens is None:
        return True
    reasoning, cached = result.reasoning_tokens or 0, result.cached_tokens or 0
    return (
        reasoning > (result.completion_tokens or 0)
        or cached > (result.prompt_tokens or 0)
        or (reasoning > 0 and "gemini" in result.model)
        or (cached > 0 and "claude" in result.model)
    )
