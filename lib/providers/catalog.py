"""Each provider's limits and rules, as data, with where each fact comes from."""

from dataclasses import asdict, dataclass, replace
from typing import Literal, NamedTuple

MEGABYTE = 1_000_000
"""A limit in MB counts decimal megabytes: what passes this passes either reading."""

REQUESTS = 50_000
"""The most requests in a file, unless a provider takes fewer. Some take more (Azure OpenAI 100,000);
the same file is then still good at every other provider."""

BYTES = 100 * MEGABYTE
"""The most bytes in a file, unless a provider takes fewer. Some take more (OpenAI, Azure OpenAI and DeepInfra
200 MB), but Parasail, Groq and Together do not, and big uploads are what breaks most often."""

EMBEDDING_ITEMS = 2_048
"""The most texts in the array input of one embeddings request (OpenAI's API reference, read in 2026-11)."""

ID_LENGTH = 64
"""Longer ids are refused by some providers (Together, Anthropic); OpenAI takes 69 characters."""


CHAT = "/v1/chat/completions"
EMBEDDINGS = "/v1/embeddings"
RESPONSES = "/v1/responses"
COMPLETIONS = "/v1/completions"

ENDPOINTS = (CHAT, EMBEDDINGS, RESPONSES, COMPLETIONS)
"""Every endpoint that a request can be for, as OpenAI writes it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the user set instead of the provider's own limits. None: the provider's own."""

    requests: int | None = None
    bytes: int | None = None
    embedding_inputs: int | None = None
    tokens: int | None = None
    one_model: bool | None = None


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
    """Where all of this is stated, and when that was read."""

    embedding_inputs: int | None = None
    """The most texts to embed in a file, over all its requests. None: no limit."""

    one_model: bool = False
    """Whether all requests of a file must be for the same model."""

    endpoints: tuple[str, ...] = ENDPOINTS
    """The endpoints that batches can be for, the usual one first."""

    url_prefix: Literal["/v1", ""] = "/v1"
    """How a request's url begins."""

    id_length: int | None = None
    """The longest custom_id, in characters. None: no limit."""

    max_tokens_key: Literal["max_completion_tokens", "max_tokens"] = "max_completion_tokens"
    """What the body of a chat request calls the most tokens of an answer."""

    model_label: str = "Model"
    """What the provider calls the thing in the body's `model`."""

    advice: str = ""
    """What people should know before they send, in a sentence or two. May be empty."""

    tokens: int | None = None
    """The most tokens in a file, as estimated: a budget that the user sets. None: no limit."""

    def with_limits(self, limits: Limits) -> "Provider":
        """The same provider with the limits that the user set.

        >>> PROVIDERS["OpenAI"].with_limits(Limits(requests=10)).requests
        10
        """
        return replace(self, **{name: value for name, value in asdict(limits).items() if value is not None})


def url(provider: Provider, endpoint: str) -> str:
    """The url of a request on the wire.

    Azure's Responses API came with its urls that have a version, so there it has one too
    (Azure's batch guide, read in 2026-11).

    >>> url(PROVIDERS["Azure OpenAI"], CHAT)
    '/chat/completions'
    """
    return endpoint if endpoint == RESPONSES else provider.url_prefix + endpoint.removeprefix("/v1")


# Where a provider does not say whether a file may mix models, it may not: what passes this passes either reading.
PROVIDERS = {
    provider.name: provider
    for provider in (
        Provider(
            "Parasail",
            requests=REQUESTS,
            bytes=BYTES,
            endpoints=(CHAT, EMBEDDINGS),
            example_model="meta-llama/Meta-Llama-3-8B-Instruct",
            source="Parasail's batch file format documentation, and its openai-batch library (models may be mixed), "
            "read in 2026-11",
        ),
        Provider(
            "OpenAI",
            requests=REQUESTS,
            bytes=BYTES,
            embedding_inputs=50_000,
            one_model=True,
            example_model="gpt-4o-mini",
            source="OpenAI's batch guide and API reference (50,000 requests, 200 MB and 50,000 embedding inputs "
            "a file, one model), read in 2026-11",
        ),
        Provider(
            "Azure OpenAI",
            requests=REQUESTS,
            bytes=BYTES,
            one_model=True,
            endpoints=(CHAT, RESPONSES),
            url_prefix="",
            example_model="the name of your batch deployment",
            model_label="Deployment name",
            advice="Azure wants the name of your Global-Batch or Data Zone Batch deployment here, "
            "not the model's name. It does not take embeddings in batches.",
            source="Azure OpenAI's batch guide (100,000 requests and 200 MB a file, one deployment, no embeddings; "
            "chat urls with and without /v1), read in 2026-11",
        ),
        Provider(
            "Groq",
            requests=REQUESTS,
            bytes=BYTES,
            one_model=True,
            endpoints=(CHAT,),
            example_model="llama-3.1-8b-instant",
            source="Groq's Python library (100 MB, chat only) and batch documentation, read in 2026-11",
        ),
        Provider(
            "Together",
            requests=REQUESTS,
            bytes=BYTES,
            one_model=True,
            endpoints=(CHAT,),
            id_length=64,
            max_tokens_key="max_tokens",
            example_model="meta-llama/Llama-3.3-70B-Instruct-Turbo",
            source="Together's batch guide (50,000 requests and 100 MB a file, ids of 64 characters) "
            "and Python library (chat only, max_tokens), read in 2026-11",
        ),
        Provider(
            "DeepInfra",
            requests=REQUESTS,
            bytes=BYTES,
            embedding_inputs=50_000,
            one_model=True,
            endpoints=(CHAT, EMBEDDINGS, COMPLETIONS),
            max_tokens_key="max_tokens",
            example_model="deepseek-ai/DeepSeek-V4-Flash-0731",
            source="DeepInfra's batch documentation (50,000 requests, 200 MB and 50,000 embedding inputs a file, "
            "one model), read in 2026-11",
        ),
        Provider(
            "vLLM",
            requests=REQUESTS,
            bytes=BYTES,
            one_model=True,
            endpoints=(CHAT, EMBEDDINGS),
            example_model="meta-llama/Meta-Llama-3-8B-Instruct",
            advice="For vllm run-batch. It has no limits of its own: raise these if one file suits you better.",
            source="vLLM's run-batch guide and source (no limits, one served model), read in 2026-11",
        ),
        Provider(
            "Other",
            requests=REQUESTS,
            bytes=BYTES,
            embedding_inputs=50_000,
            one_model=True,
            example_model="the model's name as your provider writes it",
            source="The strictest of the limits that OpenAI-compatible providers state, read in 2026-11",
        ),
    )
}
"""By name, in the order they are offered."""


class Stated(NamedTuple):
    """What a provider surely refuses: its own highest limits, where ours are those of the strictest."""

    requests: int = 50_000
    bytes: int = 200 * MEGABYTE


NO_LIMIT = 10**15


STATED = {
    "Parasail": Stated(bytes=500 * 1024 * 1024),  # its openai-batch library; the documentation says 100 MB
    "Azure OpenAI": Stated(requests=100_000),
    "Together": Stated(bytes=100 * MEGABYTE),
    "vLLM": Stated(NO_LIMIT, NO_LIMIT),
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
