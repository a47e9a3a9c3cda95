"""What the answers took, by model, as the provider counted it: every line is paid for, an attempt that failed too."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lib.analysis.run_summary import lacks_tokens
from lib.results import Result, Results

_MILLION = 1_000_000


class PaidTokens(NamedTuple):
    """The tokens of all lines of one model."""

    model: str
    """As it answered; empty if the answers do not name it."""

    answers: int
    """Lines with an answer or with token counts."""

    input: int
    cached: int
    """Tokens of the input that the provider read from its cache."""

    output: int
    reasoning: int
    """Tokens of the output that are the model's thoughts."""

    uncounted: int
    """Answers whose counts lack some of the tokens to pay for."""


@dataclass(frozen=True, slots=True)
class TokenPrices:
    """Prices in USD per million tokens, before the batch discount. None: unknown."""

    input: float | None = None
    cached: float | None = None
    """Of cached input. None: as other input, which is the most that it may cost."""

    output: float | None = None
    discount: float = 0
    """Share of the price that a batch saves: 0.5 is half."""


def paid_tokens(files: Sequence[Results]) -> list[PaidTokens]:
    """The tokens of every line of every file, the model with the most lines first."""
    by_model: dict[str, list[Result]] = defaultdict(list)
    for result in (result for file in files for result in file.results):
        if result.state != "Failed" or result.prompt_tokens is not None:
            by_model[result.model].append(result)
    found = [_sum(model, results) for model, results in by_model.items()]
    return sorted(found, key=lambda paid: (-paid.answers, paid.model))


def _sum(model: str, results: Sequence[Result]) -> PaidTokens:
    return PaidTokens(
        model,
        len(results),
        _total(result.prompt_tokens for result in results),
        _total(result.cached_tokens for result in results),
        _total(result.completion_tokens for result in results),
        _total(result.reasoning_tokens for result in results),
        sum(map(lacks_tokens, results)),
    )


def _total(counts: Iterable[int | None]) -> int:
    return sum(count or 0 for count in counts)


def cost_of(paid: PaidTokens, prices: TokenPrices) -> float | None:
    """The cost in USD; None where tokens are not counted, or have no price."""
    priced = [(paid.input - paid.cached, prices.input), (paid.output, prices.output)]
    priced.append((paid.cached, prices.input if prices.cached is None else prices.cached))
    if paid.uncounted or any(count and price is None for count, price in priced):
        return None
    return sum(count * (price or 0) for count, price in priced) * (1 - prices.discount) / _MILLION
