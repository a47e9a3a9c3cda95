"""The probabilities of an answer's tokens."""

from typing import Any

import pytest

from lib.results.bodies.logprobs import Token, mean_logprob, read_logprobs

LOGPROBS = [
    ("chat", {"content": [{"token": "a", "logprob": -1}, {"token": "b", "logprob": -0.5}]}, [("a", -1), ("b", -0.5)]),
    ("completions", {"tokens": ["a", "b"], "token_logprobs": [None, -1]}, [("b", -1)]),
    ("gemini", {"chosenCandidates": [{"token": "a", "logProbability": -2}]}, [("a", -2)]),
    ("responses", [{"token": "a", "logprob": -1}], [("a", -1)]),
    ("nothing", None, []),
    ("no-numbers", {"content": [{"token": "a"}]}, []),
    ("another-shape", {"content": 5, "tokens": 7}, []),
]


@pytest.mark.parametrize(("logprobs", "tokens"), [case[1:] for case in LOGPROBS], ids=[case[0] for case in LOGPROBS])
def test_tokens_with_their_probabilities(logprobs: Any, tokens: list[tuple[str, float]]) -> None:
    assert read_logprobs(logprobs) == tokens


def test_the_mean_of_no_tokens_is_none() -> None:
    assert mean_logprob([]) is None
    assert mean_logprob([Token("a", -1), Token("b", -0.5)]) == -0.75
