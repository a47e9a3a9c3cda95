"""How certain a model was of a value: by the probabilities of its tokens, or by how many repeats say the same.

Neither is the chance that the value is right: a model can be sure and wrong.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, islice
from math import exp
from typing import Literal, NamedTuple

from lib.common.labels import value_key
from lib.join import Joined
from lib.json.edit import members
from lib.results.bodies.logprobs import Token, read_logprobs
from lib.results.results_file import collect_field
from lib.schema.requested import Path

CertaintySource = Literal["tokens", "repeats"]

_SAMPLE = 20
"""Answers in which token probabilities are looked for: all answers of a batch have them, or none."""

_MOST_CHARACTERS = 80
"""Characters of a value beyond which it is a text: the probability of a whole text says nothing about it."""


class Certainty(NamedTuple):
    """How certain the model was of one value of each row."""

    source: CertaintySource
    shares: list[float | None]
    """From 0 to 1, by row of the joined table. By tokens, the probability of exactly this value after what precedes
    it; by repeats, the share of a row's answers that say the same. None where nothing tells."""


class _Text:
    """An answer's text, in which values are found by their paths; each object is read once."""

    def __init__(self, text: str, tokens: Sequence[Token] = ()) -> None:
        self._text = text
        self._objects: dict[int, dict[str, tuple[int, int]]] = {}
        self.token_starts = list(accumulate((len(token.text) for token in tokens), initial=0))[:-1]

    def value(self, path: Path) -> str:
        """A value as the text has it; empty if it has none."""
        span = self.span(path)
        return self._text[slice(*span)] if span else ""

    def span(self, path: Path) -> tuple[int, int] | None:
        """Where a value begins and ends; None if the text has none."""
        if not path:
            bare = self._text.strip()
            start = self._text.find(bare)
            return start, start + len(bare)
        place: tuple[int, int] | None = (self._text.find("{"), 0)
        for key in path:
            place = self._object(place[0]).get(key) if place else None
        return place

    def _object(self, start: int) -> dict[str, tuple[int, int]]:
        """Where the values of the object at an offset begin and end, by their keys."""
        if start not in self._objects:
            try:
                found = members(self._text, start) if start >= 0 else []
            except ValueError:
                found = []
            self._objects[start] = {member.key: (member.value, member.stop) for member in found}
        return self._objects[start]


def certainty_source(joined: Joined) -> CertaintySource | None:
    """What tells how certain the model was: repeats where any row has them, else the tokens; None if neither does."""
    if any(True for _ in _repeats(joined)):
        return "repeats"
    return "tokens" if any(_tokens(joined, row) for row in islice(_answered(joined), _SAMPLE)) else None


def certainties(joined: Joined, paths: Mapping[str, Path]) -> dict[str, Certainty]:
    """How certain the model was of several values of each row, under the names of their paths.

    Args:
        paths: the keys that lead to each value in answers that are JSON objects; empty for the whole answer.
    """
    source = certainty_source(joined)
    if source is None:
        return {}
    found: dict[str, Certainty] = {name: Certainty(source, [None] * len(joined.rows)) for name in paths}
    if source == "repeats":
        for row, texts in _repeats(joined):
            answers = list(map(_Text, texts))
            for name, path in paths.items():
                found[name].shares[row] = _agreeing_share(answers, path)
        return found
    for row in _answered(joined):
        tokens, answer = _tokens(joined, row), _answer(joined, row)
        text = "".join(token.text for token in tokens)
        said = _Text(text, tokens)
        for name, path in paths.items() if tokens else ():
            found[name].shares[row] = _probability(tokens, said, said if text == answer else _Text(answer), path)
    return found


def _answered(joined: Joined) -> Iterator[int]:
    return (row for row, state in enumerate(joined.rows.states) if state == "OK")


def _answer(joined: Joined, row: int) -> str:
    result = joined.result(row)
    return result.answer if result else ""


def _tokens(joined: Joined, row: int) -> list[Token]:
    """The tokens of the first choice; empty without probabilities."""
    position = joined.rows.results[row]
    answers = joined.results[position[0]].answers(position[1]) if position else ()
    return read_logprobs(answers[0].logprobs) if answers else []


def _repeats(joined: Joined) -> Iterator[tuple[int, list[str]]]:
    """The rows with several OK answers, that which counts first: of several result lines, or several in one."""
    if not joined.best_results.repeated and not any(collect_field(joined.results, "other_answers")):
        return
    for row in _answered(joined):
        used, custom_id = joined.rows.results[row], joined.rows.custom_ids[row]
        if used is None:
            continue
        several = joined.best_results.positions(custom_id) if custom_id in joined.best_results.repeated else ()
        first, *others = (
            joined.results[file].results[number]
            for file, number in (used, *(position for position in several if position != used))
        )
        again = (result for result in others if result.state == "OK")
        answers = [text for result in (first, *again) for text in (result.answer, *result.other_answers)]
        if len(answers) > 1:
            yield row, answers


def _agreeing_share(answers: Sequence[_Text], path: Path) -> float | None:
    """The share of the answers whose value is that of the first one."""
    values = [value_key(answer.value(path)) for answer in answers]
    return values.count(values[0]) / len(values) if values[0] else None


def _probability(tokens: Sequence[Token], said: _Text, answer: _Text, path: Path) -> float | None:
    """The probability of a value's tokens, if they give exactly the value in the answer.

    Args:
        said: the text of all tokens.
    """
    span = said.span(path)
    if span is None or not 0 < span[1] - span[0] <= _MOST_CHARACTERS or said.value(path) != answer.value(path):
        return None
    first = bisect_right(said.token_starts, span[0]) - 1
    last = bisect_left(said.token_starts, span[1])
    return min(1.0, exp(sum(token.logprob for token in tokens[first:last])))
