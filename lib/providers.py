"""Each provider's limits, as data, with where each fact comes from."""

from dataclasses import dataclass

MEGABYTE = 1_000_000
"""A limit in MB counts decimal megabytes: what passes this passes either reading."""


@dataclass(frozen=True, slots=True)
class Provider:
    """What one provider takes as a batch input file."""

    name: str
    requests: int
    """The most requests in a file."""

    bytes: int
    """The most bytes in a file, line ends included."""

    example_model: str
    """A model's name in the provider's own spelling, as a hint for the field."""

    source: str
    """Where the limits are stated, and when that was read."""


PROVIDERS = {
    provider.name: provider
    for provider in (
        Provider(
            "Parasail",
            requests=50_000,
            bytes=100 * MEGABYTE,
            example_model="meta-llama/Meta-Llama-3-8B-Instruct",
            source="Parasail's batch file format documentation, read in 2026-11",
        ),
        Provider(
            "OpenAI",
            requests=50_000,
            # OpenAI's newer reference says 200 MB; the lower figure is accepted wherever either holds.
            bytes=100 * MEGABYTE,
            example_model="gpt-4o-mini",
            source="OpenAI's batch guide (50,000 requests a file), read in 2026-11",
        ),
        Provider(
            "Other",
            requests=50_000,
            bytes=100 * MEGABYTE,
            example_model="the model's name as your provider writes it",
            source="The limits that every OpenAI-compatible provider we know of takes",
        ),
    )
}
"""By name, in the order they are offered."""
