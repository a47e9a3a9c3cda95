"""Whether a whole file is what its provider takes: its size, and how far its requests are alike."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from lib.problems import counted, listed_names
from lib.providers import MEGABYTE, Provider


class Stated(NamedTuple):
    """What a provider surely refuses: its own highest limits, where ours are those of the strictest."""

    requests: int = 50_000
    bytes: int = 200 * MEGABYTE


_NAMED = 5
_NONE = 10**15
STATED = {
    "Parasail": Stated(bytes=500 * 1024 * 1024),  # its openai-batch library; the documentation says 100 MB
    "Azure OpenAI": Stated(requests=100_000),
    "Together": Stated(bytes=100 * MEGABYTE),
    "vLLM": Stated(_NONE, _NONE),
}
"""By provider, where it is not 50,000 requests and 200 MB (batch guides, read in 2026-11)."""


def own_limits(provider: Provider) -> Provider:
    """The provider with the limits that its files are split by: its own where they are beyond doubt, else ours."""
    if provider.name in _DISPUTED:
        return provider
    stated = most(provider)
    return replace(provider, requests=stated.requests, bytes=stated.bytes)


_DISPUTED = ("Parasail", "Groq", "Other")
"""Those whose sources differ: the strictest limit counts, and what is between is risky."""


def most(provider: Provider) -> Stated:
    """The provider's own highest limits."""
    return STATED.get(provider.name, Stated())


def check_limits(requests: int, size: int, inputs: int, provider: Provider) -> Iterator[tuple[str, str]]:
    """The slug and detail of each limit that a file is over; `inputs` are its texts to embed."""
    stated, name = most(provider), provider.name
    texts = provider.embedding_inputs or _NONE
    yield from _check(counted(requests, "request"), requests, provider.requests, stated.requests, "{:,}", name)
    yield from _check(f"{size / 1e6:,.1f} MB", size, provider.bytes, stated.bytes, "{:,} bytes", name)
    yield from _check(f"{counted(inputs, 'text')} to embed", inputs, texts, texts, "{:,}", name)


def _check(have: str, count: int, everywhere: int, here: int, form: str, name: str) -> Iterator[tuple[str, str]]:
    if count > here:
        yield "over-limit", f"It has {have}; {name} takes {form.format(here)}."
    elif count > everywhere:
        yield "large-file", f"It has {have}; {form.format(everywhere)} are sure to be taken."


def check_alike(endpoints: Mapping[str, int], models: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """The slug and detail of what differs between a file's requests: endpoints and models, each with its requests."""
    for slug, counts in (("endpoints-mixed", endpoints), ("models-mixed", models)):
        if len(counts) > 1:
            yield slug, f"It has {_listed(counts)}."


def _listed(counts: Mapping[str, int]) -> str:
    ordered = sorted(counts.items(), key=lambda item: -item[1])
    named = [f"{name[:80]} ({count:,})" for name, count in ordered[:_NAMED]]
    more = [f"{len(ordered) - _NAMED:,} more"] if len(ordered) > _NAMED else []
    return listed_names([*named, *more])
