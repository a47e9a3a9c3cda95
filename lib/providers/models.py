"""What each model of OpenAI, Groq and Mistral accepts: reasoning efforts, sampling, answer formats, images, endpoints.

`family_of` finds the family of a model, of its snapshots and of its fine-tuned versions. A name without a family is
not known here, which says nothing about it. Sources, all checked in November 2026: OpenAI's guides to reasoning, to
structured outputs and to each model generation; the list of models in the package `openai` 3.54.0; the capabilities
that the package `litellm` 1.110.2 lists; errors that people quote on GitHub ("Unsupported parameter").
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from lib.providers.openai_fields import EFFORTS
from lib.providers.provider import CHAT, COMPLETIONS, EMBEDDINGS, RESPONSES

CHECKED_ON = "2026-11-30"
"""The date of these facts. A model that was shut down before is named; what is announced for later may change."""

Sampling = Literal["any", "default", "without reasoning"]
"""`default`: only a temperature of 1 and a top_p of 1. `without reasoning`: others too if the effort is none."""

AnswerForm = Literal["json_object", "json_schema"]


@dataclass(frozen=True, slots=True)
class ModelFamily:
    """What the models of one family accept."""

    pattern: str
    """A regular expression that the whole name matches, without the prefix of a fine-tuned model."""

    endpoints: tuple[str, ...] = (CHAT, RESPONSES)
    efforts: tuple[str, ...] = ()
    """The reasoning efforts. None: the model rejects the field."""

    default_effort: str = ""
    sampling: Sampling = "any"
    rejects: frozenset[str] = frozenset()
    """Fields that the model answers with an error."""

    doubts: frozenset[str] = frozenset()
    """Fields about which the sources contradict each other."""

    formats: tuple[AnswerForm, ...] = ("json_object", "json_schema")
    images: bool = True
    """Whether a message may have an image."""

    audio: bool = False
    most_tokens: int | None = None
    """Most tokens of an answer, with its reasoning."""

    dimensions: int | None = None
    """Most dimensions of a vector that a request may ask for. None: the model rejects the field."""

    shutdown: str = ""
    """The last date on which the provider shuts down a model of the family, as it announced it."""


_TOOLS = frozenset(("tools", "tool_choice", "parallel_tool_calls", "functions", "function_call"))
_NEVER = frozenset(("logit_bias", "prediction", "web_search_options", "max_tokens"))
"""What no reasoning model accepts."""

_PLAIN = frozenset(("reasoning_effort", "verbosity", "web_search_options"))
"""What models that do not reason answer with an error."""

_OLD = _PLAIN | {"prediction"}
_LOGPROBS = frozenset(("logprobs", "top_logprobs"))
_PENALTIES = frozenset(("frequency_penalty", "presence_penalty"))
_STOP = frozenset(("stop",))
_SEARCH = (_OLD - {"web_search_options"}) | _LOGPROBS | _PENALTIES | _STOP | _TOOLS
_O_SERIES = _NEVER | _LOGPROBS | _PENALTIES | {"top_p", "parallel_tool_calls", "verbosity"}
_GPT_5 = _NEVER | _LOGPROBS | _PENALTIES | _STOP
_GPT_5_1 = _NEVER | _PENALTIES | _STOP
"""From GPT-5.1 on, logprobs, temperature and top_p are accepted without reasoning."""

_DATE = r"(?:-\d{4}-\d{2}-\d{2})?"
_LOW_TO_HIGH = ("low", "medium", "high")
_TO_XHIGH = ("none", *_LOW_TO_HIGH, "xhigh")
_TO_MAX = (*_TO_XHIGH, "max")
_RESPONSES_ONLY = (RESPONSES,)


def _plain(pattern: str, most_tokens: int, shutdown: str, *formats: AnswerForm, images: bool = False) -> ModelFamily:
    """A family that neither reasons nor takes a prediction."""
    return ModelFamily(
        pattern, rejects=_OLD, formats=formats, images=images, most_tokens=most_tokens, shutdown=shutdown
    )


def _reasoning(pattern: str, efforts: tuple[str, ...], rejects: frozenset[str], shutdown: str = "") -> ModelFamily:
    """A family that reasons by default."""
    return ModelFamily(
        pattern, efforts=efforts, sampling="default", rejects=rejects, most_tokens=128_000, shutdown=shutdown
    )


def _switchable(pattern: str, efforts: tuple[str, ...], default: str, shutdown: str = "") -> ModelFamily:
    """A family whose reasoning can be switched off."""
    family = _reasoning(pattern, efforts, _GPT_5_1, shutdown)
    return replace(family, sampling="without reasoning", default_effort=default)


_O = replace(_reasoning("", _LOW_TO_HIGH, _O_SERIES), most_tokens=100_000)
_O_RESPONSES = replace(_O, endpoints=_RESPONSES_ONLY)
_GPT_5_RESPONSES = replace(_reasoning("", _LOW_TO_HIGH, _GPT_5), endpoints=_RESPONSES_ONLY)

OPENAI_FAMILIES = (
    _plain(r"gpt-3\.5-turbo(?:-0125|-1106|-16k)?", 4_096, "2026-10-23", "json_object"),
    _plain(r"gpt-3\.5-turbo(?:-16k)?-0[36]\d\d", 4_096, "2024-09-13"),
    _plain(r"gpt-4(?:-32k)?(?:-0314|-0613)?", 8_192, "2026-10-23"),
    _plain(r"gpt-4-(?:1106-preview|0125-preview|turbo-preview)", 4_096, "2026-10-23", "json_object"),
    _plain(r"gpt-4-(?:1106-)?vision-preview", 4_096, "2024-12-06", images=True),
    _plain(rf"gpt-4-turbo{_DATE}", 4_096, "2026-10-23", "json_object", images=True),
    replace(_plain(r"gpt-4o-2024-05-13", 4_096, "2026-10-23", "json_object", images=True), rejects=_PLAIN),
    _plain(r"chatgpt-4o-latest", 16_384, "2026-02-17", "json_object", images=True),
    ModelFamily(rf"gpt-4o(?:-mini)?{_DATE}", rejects=_PLAIN, most_tokens=16_384, shutdown="2027-01-14"),
    ModelFamily(rf"gpt-4\.1(?:-mini)?{_DATE}", rejects=_PLAIN, most_tokens=32_768, shutdown="2027-01-14"),
    ModelFamily(rf"gpt-4\.1-nano{_DATE}", rejects=_PLAIN, most_tokens=32_768, shutdown="2026-10-23"),
    ModelFamily(rf"gpt-4\.5-preview{_DATE}", rejects=_OLD, most_tokens=16_384, shutdown="2025-07-14"),
    ModelFamily(rf"gpt-4o-(?:mini-)?search-preview{_DATE}", (CHAT,), rejects=_SEARCH, shutdown="2026-07-23"),
    replace(
        _plain(rf"gpt-(?:4o-(?:mini-)?audio-preview|audio(?:-mini|-1\.5)?){_DATE}", 16_384, "2027-01-20"),
        audio=True,
    ),
    # The o series
    ModelFamily(
        rf"o1-(?:mini|preview){_DATE}",
        (CHAT,),
        sampling="default",
        rejects=_OLD | _O_SERIES | _STOP | _TOOLS,
        formats=(),
        images=False,
        shutdown="2025-10-27",
    ),
    replace(_O, pattern=rf"o1{_DATE}", shutdown="2026-10-23"),
    replace(_O, pattern=rf"o3-mini{_DATE}", images=False, shutdown="2026-10-23"),
    replace(_O, pattern=rf"o3{_DATE}", rejects=_O_SERIES | _STOP, shutdown="2026-12-11"),
    replace(_O, pattern=rf"o4-mini{_DATE}", rejects=_O_SERIES | _STOP, shutdown="2026-10-23"),
    replace(_O_RESPONSES, pattern=rf"o1-pro{_DATE}", shutdown="2026-10-23"),
    replace(_O_RESPONSES, pattern=rf"o3-pro{_DATE}", shutdown="2026-12-11"),
    replace(_O_RESPONSES, pattern=rf"(?:o3|o4-mini)-deep-research{_DATE}", formats=("json_object",)),
    replace(_O_RESPONSES, pattern="codex-mini-latest", shutdown="2026-02-12"),
    replace(_O_RESPONSES, pattern=rf"computer-use-preview{_DATE}", shutdown="2026-07-23"),
    # GPT-5 and later
    ModelFamily(r"gpt-5-chat(?:-latest)?", rejects=_OLD, most_tokens=16_384, shutdown="2026-07-23"),
    replace(_reasoning(r"gpt-5\.[123]-chat-latest", ("medium",), _GPT_5, "2026-08-10"), most_tokens=16_384),
    replace(_reasoning(r"chat-latest", ("medium",), _GPT_5), most_tokens=None),
    ModelFamily(rf"gpt-5-search-api{_DATE}", (CHAT,), rejects=_SEARCH - {"verbosity"}),
    _reasoning(rf"gpt-5(?:-mini|-nano)?{_DATE}", ("minimal", *_LOW_TO_HIGH), _GPT_5, "2026-12-11"),
    replace(
        _GPT_5_RESPONSES,
        pattern=rf"gpt-5-pro{_DATE}",
        efforts=("high",),
        most_tokens=272_000,
        shutdown="2026-12-11",
    ),
    replace(_GPT_5_RESPONSES, pattern=r"gpt-5(?:\.1)?-codex(?:-mini)?", shutdown="2026-07-23"),
    replace(_GPT_5_RESPONSES, pattern=r"gpt-5\.1-codex-max|gpt-5\.2-codex", efforts=_TO_XHIGH),
    replace(_GPT_5_RESPONSES, pattern=r"gpt-5\.3-codex", efforts=_TO_XHIGH, shutdown="2027-04-01"),
    replace(_GPT_5_RESPONSES, pattern=rf"gpt-5\.2-pro{_DATE}", efforts=("medium", "high", "xhigh")),
    replace(
        _GPT_5_RESPONSES,
        pattern=rf"gpt-5\.[45]-pro{_DATE}",
        efforts=("medium", "high", "xhigh"),
        formats=("json_object",),
    ),
    _switchable(rf"gpt-5\.1(?:-mini)?{_DATE}", ("none", *_LOW_TO_HIGH), "none", "2027-04-01"),
    _switchable(rf"gpt-5\.2{_DATE}", _TO_XHIGH, "none"),
    _switchable(rf"gpt-5\.4(?:-mini)?{_DATE}", _TO_XHIGH, "none"),
    _switchable(rf"gpt-5\.4-nano{_DATE}", _TO_XHIGH, "none", "2027-04-01"),
    replace(_switchable(rf"gpt-5\.[56](?:-sol|-terra|-luna)?{_DATE}", _TO_MAX, "medium"), doubts=_STOP),
    replace(_reasoning(rf"gpt-6(?:\.\d)?-astra(?:-law)?|gpt-6\.1-sol{_DATE}", _TO_MAX[1:], _GPT_5), doubts=_STOP),
    replace(_switchable(rf"gpt-6(?:\.\d)?-(?:sol|luna|terra){_DATE}", _TO_MAX, "medium"), doubts=_STOP),
    # Other endpoints
    ModelFamily(r"gpt-3\.5-turbo-instruct(?:-0914)?|davinci-002|babbage-002", (COMPLETIONS,), most_tokens=4_096),
    ModelFamily(r"text-embedding-3-small", (EMBEDDINGS,), dimensions=1_536),
    ModelFamily(r"text-embedding-3-large", (EMBEDDINGS,), dimensions=3_072),
    ModelFamily(r"text-embedding-ada-002(?:-v2)?", (EMBEDDINGS,)),
)

_EFFORT = frozenset(("reasoning_effort",))
_GROQ_LLAMA_3 = ModelFamily(
    r"llama-3\.1-8b-instant|llama-3\.3-70b-versatile|gemma2-9b-it",
    (CHAT,),
    rejects=_EFFORT,
    formats=("json_object",),
    images=False,
    shutdown="2026-08-16",
)

_GROQ_QWEN = ModelFamily("", (CHAT,), efforts=("none", "default"), formats=("json_object",))
_GROQ_LLAMA_4 = ModelFamily("", (CHAT,), rejects=_EFFORT)
_GROQ_KIMI = ModelFamily("", (CHAT,), rejects=_EFFORT, images=False)

_GROQ_FAMILIES = (
    ModelFamily(r"openai/gpt-oss-(?:20b|120b|safeguard-20b)", (CHAT,), efforts=_LOW_TO_HIGH, images=False),
    ModelFamily(r"qwen/qwen3\.8-27b", (CHAT,), efforts=("none", "default", *_LOW_TO_HIGH)),
    replace(_GROQ_QWEN, pattern=r"qwen/qwen3\.6-27b"),
    replace(_GROQ_QWEN, pattern=r"qwen/qwen3-32b", shutdown="2026-07-17"),
    replace(_GROQ_LLAMA_4, pattern=r"meta-llama/llama-4-maverick-.+", shutdown="2026-03-09"),
    replace(_GROQ_LLAMA_4, pattern=r"meta-llama/llama-4-.+", shutdown="2026-07-17"),
    replace(_GROQ_KIMI, pattern=r"moonshotai/kimi-k2-instruct", shutdown="2025-10-10"),
    replace(_GROQ_KIMI, pattern=r"moonshotai/kimi-k2-instruct-0905"),
    _GROQ_LLAMA_3,
)
"""Sources: Groq's pages on reasoning, vision, structured outputs and deprecations, and the types of its package
1.7.0."""

_MISTRAL = ModelFamily("", (CHAT,), efforts=EFFORTS)
_MISTRAL_FAMILIES = (
    replace(_MISTRAL, pattern=r"mistral-small-(?:2603|latest)|mistral-medium-(?:3-5|latest)"),
    replace(_MISTRAL, pattern=r"(?:mistral-(?:small|medium|large)|ministral)-.+", doubts=_EFFORT),
    replace(_MISTRAL, pattern=r"codestral-(?:\d{4}|latest)", doubts=_EFFORT, images=False),
    ModelFamily(r"mistral-embed|codestral-embed(?:-\d{4})?", (EMBEDDINGS,)),
)
"""Source: Mistral's pages on reasoning, vision and embeddings. They name the models that take a reasoning effort."""

FAMILIES: Mapping[str, tuple[ModelFamily, ...]] = {
    "OpenAI": OPENAI_FAMILIES,
    "Azure OpenAI": OPENAI_FAMILIES,
    "Groq": _GROQ_FAMILIES,
    "Mistral": _MISTRAL_FAMILIES,
}
"""The families by provider. The first whose pattern fits counts. At Azure a deployment may have its model's name."""


@lru_cache(maxsize=1_000)
def family_of(model: str, provider: str = "OpenAI") -> ModelFamily | None:
    """The family of a provider's model; None for a model that is not known here.

    >>> family_of("ft:gpt-4o-mini-2024-07-18:acme::abc").most_tokens, family_of("o3").efforts, family_of("mine")
    (16384, ('low', 'medium', 'high'), None)
    """
    name = model.split(":")[1] if model.startswith("ft:") else model
    return next((family for family in FAMILIES.get(provider, ()) if re.fullmatch(family.pattern, name)), None)
