"""What is wrong with the texts of an embeddings request: empty, too many, too long."""

from collections.abc import Iterator, Sequence
from typing import Any

from lib.check.rule import Flaw
from lib.json.paths import quoted
from lib.providers import Provider
from lib.providers.limits import EMBEDDING_ITEMS, EMBEDDING_TOKENS
from lib.providers.token_ranges import text_tokens

SURELY_SHORT = 3_000
"""Characters of a text that has fewer tokens than any limit."""


def check_texts(value: Any, path: str, provider: Provider, embeds: bool) -> Iterator[Flaw]:
    """The flaws of texts to embed or to complete: one text, several, or their tokens."""
    items = value if isinstance(value, list) else [value]
    if not isinstance(value, (str, list)):
        yield Flaw("input-shape", path, f"The text is {quoted(value)}.")
        return
    if not items or (embeds and isinstance(value, str) and not value):
        yield Flaw("input-empty", path, "There is no text." if items else "The list of texts is empty.")
        return
    if isinstance(value, list) and all(type(item) is int for item in items):
        items = [value]  # one text, as tokens
    else:
        for index, item in enumerate(items):
            yield from _check_item(item, f"{path}[{index}]" if isinstance(value, list) else path, embeds)
    if embeds and all(isinstance(item, (str, list)) for item in items):
        yield from _check_amount(items, path, provider)


def _check_item(item: Any, path: str, embeds: bool) -> Iterator[Flaw]:
    if embeds and item in ("", []):
        yield Flaw("input-empty", path, "The text is empty.")
    elif not isinstance(item, (str, list)):
        yield Flaw("input-shape", path, f"This text is {quoted(item)}.")


def _check_amount(items: Sequence[Any], path: str, provider: Provider) -> Iterator[Flaw]:
    if len(items) > EMBEDDING_ITEMS:
        detail = f"The request has {len(items):,} texts; {provider.name} accepts up to {EMBEDDING_ITEMS:,}."
        yield Flaw("input-too-many", path, detail)
    limits = EMBEDDING_TOKENS.get(provider.name)
    if limits is None or (all(len(item) < SURELY_SHORT for item in items) and len(items) < 40):
        return
    ranges = [_tokens(item) for item in items]
    longest = max(range(len(items)), key=lambda index: ranges[index])
    yield from _over(ranges[longest], limits.text, f"Text {longest + 1}" if len(items) > 1 else "The text", path)
    total = sum(low for low, _ in ranges), sum(high for _, high in ranges)
    if len(items) > 1:
        yield from _over(total, limits.request, "The request", path)


def _tokens(item: Any) -> tuple[float, float]:
    return text_tokens(item) if isinstance(item, str) else (len(item), len(item))


def _over(tokens: tuple[float, float], most: int, subject: str, path: str) -> Iterator[Flaw]:
    low, high = tokens
    if low > most:
        detail = f"{subject} has at least {low:,.0f} tokens; a limit is {most:,}."
        yield Flaw("input-too-long", path, detail)
    elif high > most:
        detail = f"{subject} may have {low:,.0f} to {high:,.0f} tokens; a limit is {most:,}."
        yield Flaw("input-long", path, detail)
