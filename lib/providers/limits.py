"""The numbers that every limit of a batch is made of, and the limits that a person sets."""

from dataclasses import dataclass
from typing import NamedTuple

MEGABYTE = 1_000_000
"""Bytes of a megabyte. Providers leave open whether theirs is decimal; a decimal one is within either."""

REQUESTS = 50_000
"""Most requests of a file at every provider. Some take more (Azure OpenAI 100,000), but this file suits them all."""

BYTES = 100 * MEGABYTE
"""Most bytes of a file at every provider. Some take more (OpenAI, Azure OpenAI and DeepInfra 200 MB), but Parasail,
Groq and Together do not, and large uploads break most often."""

NO_LIMIT = 10**15

EMBEDDING_ITEMS = 2_048
"""Most texts in the array input of one embeddings request (OpenAI's API reference, checked in November 2026)."""


class EmbeddingLimits(NamedTuple):
    """The most tokens of texts to embed."""

    text: int
    request: int
    """Of all texts of a request together."""


EMBEDDING_TOKENS = {"OpenAI": EmbeddingLimits(8_192, 300_000)}
"""By provider (OpenAI's API reference, checked in November 2026). The others state none that holds for all models."""

ID_LENGTH = 64
"""Longest custom_id that every provider takes. Together and Anthropic reject longer ones; OpenAI takes 69."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a file that a person set. None keeps the provider's own."""

    requests: int | None = None
    bytes: int | None = None
    embedding_inputs: int | None = None
    tokens: int | None = None
    one_model: bool | None = None
