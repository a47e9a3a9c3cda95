"""What one provider takes as a batch input file, and the names of the endpoints."""

from dataclasses import asdict, dataclass, replace
from typing import Final, Literal, get_args

from lib.providers.limits import MEGABYTE, REQUESTS, Limits

CHAT: Final = "/v1/chat/completions"
RESPONSES: Final = "/v1/responses"
COMPLETIONS: Final = "/v1/completions"
EMBEDDINGS: Final = "/v1/embeddings"

ENDPOINTS = (CHAT, EMBEDDINGS, RESPONSES, COMPLETIONS)
"""The endpoints that Batchdesk writes requests for, as OpenAI names them."""

ChatEndpoint = Literal["/v1/chat/completions", "/v1/responses", "/v1/completions"]
CHAT_ENDPOINTS: tuple[ChatEndpoint, ...] = get_args(ChatEndpoint)
"""The endpoints that answer in words."""


@dataclass(frozen=True, slots=True)
class Provider:
    """What one provider takes as a batch input file."""

    name: str
    requests: int
    """Most requests in a file, by the strictest source."""

    bytes: int
    """Most bytes in a file, newlines included, by the strictest source."""

    example_model: str
    """A model's name in the provider's own spelling, as a hint for the field."""

    source: str
    """Where the provider states these facts, and when that was read."""

    embedding_inputs: int | None = None
    """Most texts to embed in a file, over all its requests. None: no limit."""

    one_model: bool = False
    """Whether all requests of a file must name the same model."""

    endpoints: tuple[str, ...] = ENDPOINTS
    """The endpoints that take batches, the usual one first."""

    method_and_url: bool = True
    """Whether each line has a method and a url. Elsewhere the job that is created for a file names its endpoint."""

    url_prefix: Literal["/v1", ""] = "/v1"
    """The beginning of a request's url."""

    id_length: int | None = None
    """Most characters of a custom_id. None: no limit."""

    max_tokens_key: Literal["max_completion_tokens", "max_tokens"] = "max_completion_tokens"
    """The field of a chat body that limits the tokens of an answer."""

    rejects_unknown_fields: bool = False
    """Whether the provider rejects a field of a body that it does not know. Others ignore it."""

    rejection: int = 400
    """Status code of the provider's answer to a request that it rejects."""

    model_label: str = "Model"
    """The provider's name for what goes into the body's `model`."""

    upload_page: str = "open its page for batches, upload the file there and start the batch."
    """Where to upload a file, as a clause after the provider's name and a colon. Addresses are between backticks."""

    upload_source: str = ""
    """Where the provider documents the way to upload, and when that was read. Empty: nowhere."""

    advice: str = ""
    """What people should know before they send, in a sentence or two. May be empty."""

    tokens: int | None = None
    """Most estimated tokens in a file: a budget that a person sets. None: no limit."""

    highest_requests: int = REQUESTS
    """Most requests in a file by the most generous source: the provider rejects a larger file."""

    highest_bytes: int = 200 * MEGABYTE
    """Most bytes in a file by the most generous source: the provider rejects a larger file."""

    sources_differ: bool = False
    """Whether a file between the strictest and the most generous limit is a risk."""

    def with_limits(self, limits: Limits) -> "Provider":
        """The same provider with the limits that a person set.

        >>> Provider("Own", 50, 9_000, "m", "its guide").with_limits(Limits(requests=10)).requests
        10
        """
        return replace(self, **{name: value for name, value in asdict(limits).items() if value is not None})

    def with_highest_limits(self) -> "Provider":
        """The same provider with its most generous limits, if its sources agree on them."""
        if self.sources_differ:
            return self
        return replace(self, requests=self.highest_requests, bytes=self.highest_bytes)
