"""What is known of providers' failures, as data: how to tell them, and what to do about each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from lib.failures.request_changes import Change

Helps = Literal["yes", "later", "changed", "no", "unknown"]
"""Whether sending the same request again helps: at once, later, only with a change, never."""

HELPS: Mapping[Helps, str] = {
    "yes": "Retrying helps.",
    "later": "Retrying helps, but not at once.",
    "changed": "Retrying helps only after a change.",
    "no": "Retrying does not help.",
    "unknown": "Whether retrying helps is not known: try a few rows first.",
}


@dataclass(frozen=True, slots=True)
class KnownCause:
    """One way to fail. `{param}`, `{instead}` and `{most}` stand for what the provider named."""

    kind: str
    """A stable slug."""

    title: str
    happened: str
    helps: Helps
    advice: str
    source: str
    """Where it was stated or seen."""

    says: str = ""
    """A pattern in the provider's words in small letters: five times as fast as to leave letter case aside."""

    statuses: frozenset[int] = frozenset()
    """Or the status that says it without words."""

    fixes: tuple[Change, ...] = ()


_OPENAI = "OpenAI's error reference and its answers to batches, read in 2026-11"
_SEEN = "Answers of OpenAI-compatible servers in public files and issues, read in 2026-11"
_NAME = r"['\"`](?P<param>[\w.\[\]]+)['\"`]"

KNOWN_CAUSES: tuple[KnownCause, ...] = (
    KnownCause(
        "renamed-parameter",
        "{param} has another name",
        "The model does not take {param}; it wants {instead} in its place.",
        "changed",
        "Rename {param} to {instead}.",
        _OPENAI,
        says=rf"unsupported parameter: {_NAME}.*\buse ['\"`](?P<instead>\w+)['\"`] instead",
        fixes=(Change("rename", "{param}", "{instead}"),),
    ),
    KnownCause(
        "unsupported-parameter",
        "The model does not take {param}",
        "{param}, or the value it has, is not allowed with this model.",
        "changed",
        "Leave {param} out, or use a model that takes it.",
        _OPENAI,
        says=rf"(?:unsupported (?:parameter|value)|unknown parameter|unrecognized request argument supplied): ?"
        rf"(?:{_NAME}|(?P<bare>\w+))",
        fixes=(Change("drop", "{param}"),),
    ),
    KnownCause(
        "empty-input",
        "The text to send is empty",
        "The request has nothing in it to answer.",
        "changed",
        "Fill the cells of these rows, or leave the rows out, and compose the batch again.",
        _SEEN,
        says=r"input (?:cannot|can't|must not) be (?:an )?empty|'\$\.input' is invalid|empty string.*input|"
        r"messages?.{0,40}(?:must be|should be) non-?empty|non-empty content",
    ),
    KnownCause(
        "tokens-too-many",
        "The max tokens are more than the model gives",
        "The request asks for a longer answer than this model can write.",
        "changed",
        "Lower the max tokens.",
        _OPENAI,
        says=r"max_\w*tokens(?:.{0,160}?(?:supports at most|less than or equal to|<=)|: \d+ >)\D{0,10}(?P<most>\d+)|"
        r"max_\w*tokens.{0,40}too large",
        fixes=(Change("lower-tokens", value="{most}"),),
    ),
    KnownCause(
        "context-length",
        "Longer than the model can read",
        "The prompt together with the answer it asks for is longer than the model's context.",
        "changed",
        "Shorten the text in these rows, lower the max tokens if they are high, or use a model that reads more.",
        _OPENAI,
        says=r"context_length_exceeded|maximum context length|prompt is too long|context window|"
        r"string_above_max_length|reduce the length of|exceeds? the (?:model'?s? )?max(?:imum)?[_ ]model[_ ]len|"
        r"input length.{0,60}exceed",
        fixes=(Change("set-model"),),
    ),
    KnownCause(
        "output-limit",
        "Stopped before there was an answer",
        "The max tokens were used up before the model had said anything, often by its reasoning.",
        "changed",
        "Raise the max tokens.",
        _SEEN,
        says=r"(?:max_tokens|output) (?:or model output )?limit was reached|finish reason: (?:length|max_tokens)",
        fixes=(Change("raise-tokens"),),
    ),
    KnownCause(
        "json-not-mentioned",
        "The prompt does not say JSON",
        "With this response format the prompt must have the word JSON in it.",
        "changed",
        "Ask for JSON in the prompt and compose again, or leave response_format out.",
        "OpenAI's answers to batches in public files, read in 2026-11",
        says=r"must contain the word ['\"]json",
        fixes=(Change("drop", "response_format"),),
    ),
    KnownCause(
        "response-format",
        "The response format is not right",
        "The provider does not take this response_format or its schema.",
        "changed",
        "Put the schema right and compose again, or leave response_format out.",
        _OPENAI,
        says=r"invalid schema for response_format|invalid_json_schema|response_format|guided_json|json_schema",
        fixes=(Change("drop", "response_format"),),
    ),
    KnownCause(
        "stream",
        "Streaming is on",
        "A batch cannot stream its answers.",
        "changed",
        "Leave stream out.",
        "vLLM's run_batch, read in 2026-11",
        says=r"stream(?:ing)? (?:mode|is not (?:supported|allowed))|must not be sent in stream",
        fixes=(Change("drop", "stream"), Change("drop", "stream_options")),
    ),
    KnownCause(
        "image",
        "An image cannot be read",
        "The provider could not load an image of the request, or the image is not where it is expected.",
        "changed",
        'Open the image\'s link in a browser: it must be public. Chats want {{"url": ...}}, responses the bare link.',
        _SEEN,
        says=r"image_url|invalid_image|image.{0,40}(?:download|url|fetch|unsupported)|"
        r"(?:download|fetch)\w* .{0,300}image",
    ),
    KnownCause(
        "content-policy",
        "Blocked by a content filter",
        "The provider's rules about content stopped the request.",
        "changed",
        "Read these prompts and reword them; the same text is blocked again.",
        "Azure's and OpenAI's documentation of content filters, read in 2026-11",
        says=r"content_filter|content_policy|content management policy|responsibleai|safety system|moderation|"
        r"prohibited_content|invalid_prompt|usage polic",
    ),
    KnownCause(
        "quota",
        "No credit left",
        "The account has no credit, or reached its spending limit.",
        "later",
        "Add credit or raise the limit with the provider; then retry.",
        _OPENAI,
        says=r"insufficient_quota|exceeded your current quota|credit balance|billing|payment[_ ]required|"
        r"insufficient[_ ](?:balance|funds|credits?)",
        statuses=frozenset({402}),
    ),
    KnownCause(
        "enqueued-tokens",
        "Too much waiting at once",
        "More tokens are waiting in your batches than the provider allows.",
        "later",
        "Wait for other batches to end, or send these rows in smaller batches.",
        "Azure's and OpenAI's batch documentation, read in 2026-11",
        says=r"enqueued token|token_limit_exceeded|number of enqueued",
    ),
    KnownCause(
        "rate-limit",
        "Too many requests at once",
        "The provider took fewer requests or tokens a minute than were sent.",
        "later",
        "Retry later, with fewer rows at once if it comes again.",
        _OPENAI,
        says=r"rate.?limit|too many requests|resource_exhausted|throttl",
        statuses=frozenset({429}),
    ),
    KnownCause(
        "model-not-found",
        "The model is not there",
        "The provider does not know this model, or your account may not use it in batches.",
        "changed",
        "Check the model's name with the provider, or use another model.",
        _OPENAI,
        says=r"model_not_found|deploymentnotfound|model.{0,80}(?:does not exist|not found|not supported|not available|"
        r"do not have access)|no such model|unknown model|not_found_error: model|invalid model",
        fixes=(Change("set-model"),),
    ),
    KnownCause(
        "model-cannot",
        "The model cannot do this",
        "This model does not take what the request has, such as images, tools or this kind of request.",
        "changed",
        "Use a model that can.",
        _SEEN,
        says=r"does not support (?:image|tool|function|vision|chat|embedding|audio)|not a (?:chat|multimodal) model|"
        r"only supported (?:for|in|with)",
        fixes=(Change("set-model"),),
    ),
    KnownCause(
        "not-allowed",
        "Not allowed with this key",
        "The provider did not accept the key, or the key may not do this.",
        "later",
        "Check the key and its rights with the provider; then retry.",
        _OPENAI,
        says=r"invalid_api_key|incorrect api key|authentication|permission|unauthorized|\bforbidden\b",
        statuses=frozenset({401, 403}),
    ),
    KnownCause(
        "missing-parameter",
        "Something is missing in the request",
        "The request lacks {param}, which the provider needs.",
        "changed",
        "Compose the batch again for this kind of request and model.",
        _OPENAI,
        says=rf"missing[_ ]required[_ ]parameter(?::.{{0,60}}?{_NAME})?|field required|is a required property",
    ),
    KnownCause(
        "extra-parameter",
        "The request has a parameter too many",
        "The provider does not know {param} of the request.",
        "changed",
        "Leave {param} out.",
        "Answers of vLLM and Mistral in public issues, read in 2026-11",
        says=r"(?:extra (?:inputs|fields) (?:are )?not permitted|extra_forbidden|unexpected keyword)"
        r"(?:.{0,60}?'loc': \('body', '(?P<param>\w+)')?",
        fixes=(Change("drop", "{param}"),),
    ),
    KnownCause(
        "too-large",
        "The request is too large",
        "One request has more bytes than the provider takes.",
        "changed",
        "Shorten the text or make the images of these rows smaller, and compose again.",
        _SEEN,
        says=r"request[_ ](?:entity[_ ])?too[_ ]large|payload too large",
        statuses=frozenset({413}),
    ),
    KnownCause(
        "expired",
        "The batch ran out of time",
        "The provider did not reach these requests before the batch's time was over.",
        "yes",
        "Retry these rows: none of them was answered.",
        "OpenAI's batch guide, read in 2026-11",
        says=r"batch_expired|completion window|\bexpired\b",
    ),
    KnownCause(
        "cancelled",
        "The batch was cancelled",
        "The batch was stopped before these requests were answered.",
        "yes",
        "Retry these rows if you still want them.",
        "Anthropic's batch documentation and other providers' answers, read in 2026-11",
        says=r"cancell?ed",
    ),
    KnownCause(
        "timeout",
        "It took too long",
        "The provider gave up waiting for the model.",
        "yes",
        "Retry; if it comes again, ask for shorter answers.",
        _SEEN,
        says=r"time[d ]?-?\s?out|deadline exceeded",
        statuses=frozenset({408, 504}),
    ),
    KnownCause(
        "server-error",
        "The provider had a fault",
        "The fault was the provider's, not the request's.",
        "yes",
        "Retry these rows.",
        _OPENAI,
        says=r"server_error|internal (?:server )?error|server had an error|overloaded|service unavailable|bad gateway|"
        r"engine.{0,20}(?:dead|died|error)|connection (?:error|reset|refused|aborted)|api_error",
        statuses=frozenset({500, 502, 503, 520, 522, 524, 529}),
    ),
    KnownCause(
        "no-answer",
        "Nothing usable came back",
        "The provider reported no error, but its response holds no answer.",
        "yes",
        "Retry these rows; if it comes again, look at the prompt and raise the max tokens.",
        "Lines with status 0 or empty answers in public files, read in 2026-11",
        says=r"^the response holds no|^the provider returned an empty result",
        statuses=frozenset({0}),
    ),
)
"""In the order in which they are tried: what is more particular comes first."""


_READ = 2_000
"""Characters of a message that are looked at: some providers send a whole page."""


_PATTERNS = tuple((cause, re.compile(cause.says, re.DOTALL) if cause.says else None) for cause in KNOWN_CAUSES)


def recognise(status: int | None, words: str) -> tuple[KnownCause, dict[str, str]] | None:
    """The known cause of a failure, and what the provider named in its words; None if it is not known."""
    words = words[:_READ]
    lower = words.lower()
    for cause, pattern in _PATTERNS:
        if found := pattern.search(lower) if pattern else None:
            return cause, _named(found, words if len(lower) == len(words) else lower)
        if status in cause.statuses:
            return cause, {}
    return None


def _named(found: re.Match[str], words: str) -> dict[str, str]:
    """What the provider named, in its own letters."""
    spans = {name: found.span(name) for name in found.groupdict()}
    return {name: words[start:stop] for name, (start, stop) in spans.items() if stop > start}
