"""Where each provider takes batches over the network, and in what its service differs from OpenAI's, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class BatchService:
    """The batch service of one provider: `POST /files`, `POST /batches`, `GET /batches` and `GET /files/ID/content`."""

    provider: str
    addresses: tuple[str, ...]
    """Base addresses, the most likely first; several where sources differ or regions do. RESOURCE stands for a
    name that a person fills in (`https://RESOURCE.openai.azure.com/openai/v1`)."""

    source: str
    """Where the provider states these facts, and when that was read."""

    host_endings: tuple[str, ...] = ()
    """Endings of the hosts that are the provider's, beside those of `addresses`, for hosts with a name of their own."""

    windows: tuple[str, ...] = ("24h",)
    """Completion windows that a batch may ask for, the usual one first."""

    key_header: str = "Authorization"
    """The header that carries the key; `Authorization` carries it after the word Bearer."""

    requests: int | None = None
    """Most requests in a file, where the service takes fewer than `Provider.requests`. None: as there."""

    bytes: int | None = None
    """Most bytes in a file that the service takes. None: as `Provider.bytes`."""

    endpoints: Mapping[str, str] = field(default_factory=dict)
    """The service's word for an endpoint when a batch is created, where it is not the url of the requests."""

    queue_limited: bool = False
    """Whether files must be sent one after another, since the service limits the tokens that wait in its queue."""

    waits_for_processing: bool = False
    """Whether a file must have the status `processed` before a batch is created of it."""

    pages_list: bool = True
    """Whether the list of batches has pages. Otherwise one answer has all batches."""

    keys_page: str = ""
    """The page on which a person makes a key, without `https://`."""

    advice: str = ""
    """What people should know before they send, in a sentence or two. May be empty."""


BATCH_SERVICES = {
    service.provider: service
    for service in (
        BatchService(
            "Parasail",
            ("https://api.parasail.io/v1", "https://api.saas.parasail.io/v1"),
            bytes=100_000_000,
            keys_page="saas.parasail.io/keys",
            source="Parasail's openai-batch library (first address) and its documentation (second address, 50,000 "
            "requests and 100 MB a file), checked in November 2026",
        ),
        BatchService(
            "OpenAI",
            ("https://api.openai.com/v1",),
            queue_limited=True,
            keys_page="platform.openai.com/api-keys",
            source="OpenAI's batch guide and API reference (24h, tokens in the queue limited by model, 16 pairs of "
            "metadata, input files kept 30 days), checked in November 2026",
        ),
        BatchService(
            "Azure OpenAI",
            ("https://RESOURCE.openai.azure.com/openai/v1",),
            host_endings=(".openai.azure.com",),
            key_header="api-key",
            queue_limited=True,
            waits_for_processing=True,
            keys_page="ai.azure.com",
            advice="Azure does not end a batch at its deadline: it may run for longer than 24 hours.",
            source="Azure OpenAI's batch guide and v1 API reference (api-key header, files must be processed, late "
            "batches do not expire, token_limit_exceeded counts the whole queue), checked in November 2026",
        ),
        BatchService(
            "Groq",
            ("https://api.groq.com/openai/v1",),
            windows=("24h", "48h", "72h", "96h", "120h", "144h", "7d"),
            pages_list=False,
            keys_page="console.groq.com/keys",
            source="Groq's batch guide and Python library (24h to 7d, a list without pages), checked in November 2026",
        ),
        BatchService(
            "DeepInfra",
            ("https://api.deepinfra.com/v1/openai",),
            keys_page="deepinfra.com/dash/api_keys",
            source="DeepInfra's batch documentation (one model a file), checked in November 2026",
        ),
        BatchService(
            "Doubleword",
            ("https://api.doubleword.ai/v1",),
            windows=("24h", "1h"),
            keys_page="app.doubleword.ai",
            source="Doubleword's batch documentation (windows 1h and 24h), checked in November 2026",
        ),
        BatchService(
            "Moonshot",
            ("https://api.moonshot.ai/v1",),
            windows=("24h", "12h", "48h", "72h", "7d"),
            keys_page="platform.moonshot.ai",
            source="Moonshot's batch documentation (12h to 7d), checked in November 2026",
        ),
        BatchService(
            "Alibaba",
            (
                "https://dashscope-intl.aliyuncs.com/compatible-mode/v1",
                "https://dashscope.aliyuncs.com/compatible-mode/v1",
            ),
            bytes=500_000_000,
            keys_page="bailian.console.alibabacloud.com",
            advice="The model batch-test-model is free: it tries the way without an answer that costs.",
            source="Alibaba's batch guide for Model Studio (500 MB a file), checked in November 2026",
        ),
        BatchService(
            "SiliconFlow",
            ("https://api.siliconflow.cn/v1",),
            requests=5_000,
            keys_page="cloud.siliconflow.cn",
            advice="SiliconFlow may keep the answers at an address of its own. Then download them on its page.",
            source="SiliconFlow's batch guide (5,000 requests a file), checked in November 2026",
        ),
        BatchService(
            "Zhipu",
            ("https://open.bigmodel.cn/api/paas/v4",),
            endpoints={"/v1/chat/completions": "/v4/chat/completions"},
            keys_page="bigmodel.cn",
            advice="Zhipu deletes the file that you sent after the batch, so keep the download of Compose.",
            source="Zhipu's batch guide (/v4 in urls, input deleted by default), checked in November 2026",
        ),
        BatchService(
            "Nebius",
            ("https://api.tokenfactory.nebius.com/v1",),
            keys_page="tokenfactory.nebius.com",
            advice="Nebius may have ended its batch service. Connecting shows whether yours has one.",
            source="Nebius' batch guide and its later API reference, which contradict each other, checked in "
            "November 2026",
        ),
        BatchService(
            "Other",
            (),
            windows=("24h", "1h", "48h", "7d"),
            source="OpenAI's API reference, whose shape compatible servers follow, checked in November 2026",
        ),
    )
}
"""By provider, in the order of the menu. Every provider here takes batches in OpenAI's shape."""

FILE_ONLY = {
    "Together": "Together has another interface for batches. Download the file and follow “What now” on Compose.",
    "Mistral": "Mistral has another interface for batches. Download the file and follow “What now” on Compose.",
    "Fireworks": "Fireworks has another interface for batches. Download the file and follow “What now” on Compose.",
    "Anthropic": "Anthropic has another interface and another form of request. Batchdesk reads its results.",
    "Gemini": "Gemini's own interface has another form of request. Batchdesk reads its results.",
    "vLLM": "vLLM run-batch has no service. Download the file and start run-batch with it.",
}
"""Providers to which Batchdesk does not send, each with the way that files take, in a sentence or two."""
