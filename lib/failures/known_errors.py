"""The known errors of providers, as data: how to recognise each, and what to do about it."""

from lib.failures.known_cause import KnownCause
from lib.failures.request_changes import Change

_MESSAGE_CHARACTERS = 2_000
"""Characters of a message to search: some providers send a whole page."""


def recognise(status: int | None, message: str) -> tuple[KnownCause, dict[str, str]] | None:
    """The known cause of a failure, and what the provider named in its message; None if the error is not known."""
    message = message[:_MESSAGE_CHARACTERS]
    lower = message.lower()
    matches = ((cause, cause.match(status, message, lower)) for cause in KNOWN_CAUSES)
    return next(((cause, named) for cause, named in matches if named is not None), None)


_OPENAI = "OpenAI's error reference and its answers to batches, checked in November 2026"
_SEEN = "Answers of OpenAI-compatible servers in public files and issues, checked in November 2026"
_NAME = r"['\"`](?P<param>[\w.\[\]]+)['\"`]"

KNOWN_CAUSES: tuple[KnownCause, ...] = (
    KnownCause(
        kind="not-understood",  # first: its JSON may hold the words of any other cause
        title="Batchdesk does not know this form of answer",
        explanation="The provider returned something, and Batchdesk cannot find the answer in it.",
        helps="no",
        advice="Read the answers in the JSON of the error. A retry costs again and would give the same form.",
        source="The words are Batchdesk's own",
        pattern=r"^the response is not understood: ",
    ),
    KnownCause(
        kind="mixed-up",
        title="The answer repeats another row's text",
        explanation="The request asks the answer to repeat a cell of its row, and it repeats another text.",
        helps="yes",
        advice="Send these rows again. Where it happens often, tell your provider, or choose a larger model.",
        source="The words are Batchdesk's own",
        pattern=r"^mixed up: the answer repeats ",
    ),
    KnownCause(
        kind="renamed-parameter",
        title="The model has another name for {param}",
        explanation="The model does not accept {param}. It expects {instead} instead.",
        helps="changed",
        advice="Rename {param} to {instead}.",
        source=_OPENAI,
        pattern=rf"unsupported parameter: {_NAME}.*\buse ['\"`](?P<instead>\w+)['\"`] instead",
        changes=(Change("rename", "{param}", "{instead}"),),
    ),
    KnownCause(
        kind="unsupported-parameter",
        title="The model does not accept {param}",
        explanation="The model does not allow {param}, or only with another value.",
        helps="changed",
        advice="Leave {param} out, or use a model that accepts it.",
        source=_OPENAI,
        pattern=rf"(?:unsupported (?:parameter|value)|unknown parameter|unrecognized request argument supplied): ?"
        rf"(?:{_NAME}|(?P<bare>\w+))",
        changes=(Change("drop", "{param}"),),
    ),
    KnownCause(
        kind="empty-input",
        title="The text is empty",
        explanation="The request has no text to answer.",
        helps="changed",
        advice="Fill in the cells of these rows or leave the rows out. Then compose the batch again.",
        source=_SEEN,
        pattern=r"input (?:cannot|can't|must not) be (?:an )?empty|'\$\.input' is invalid|empty string.*input|"
        r"messages?.{0,40}(?:must be|should be) non-?empty|non-empty content",
    ),
    KnownCause(
        kind="tokens-too-many",
        title="The length limit is too high for the model",
        explanation="The request allows a longer answer than this model can write.",
        helps="changed",
        advice="Lower the length limit.",
        source=_OPENAI,
        pattern=r"max_\w*tokens(?:.{0,160}?(?:supports at most|less than or equal to|<=)|: \d+ >)\D{0,10}(?P<most>\d+)|"
        r"max_\w*tokens.{0,40}too large",
        changes=(Change("lower-tokens", value="{most}"),),
    ),
    KnownCause(
        kind="context-length",
        title="The prompt is too long for the model",
        explanation="The prompt and the longest allowed answer together do not fit into the model's context.",
        helps="changed",
        advice="Shorten the text in these rows, lower a high length limit, or use a model with a larger context.",
        source=_OPENAI,
        pattern=r"context_length_exceeded|maximum context length|prompt is too long|context window|"
        r"string_above_max_length|reduce the length of|exceeds? the (?:model'?s? )?max(?:imum)?[_ ]model[_ ]len|"
        r"input length.{0,60}exceed",
        changes=(Change("shorten"), Change("set-model")),
    ),
    KnownCause(
        kind="output-limit",
        title="Stopped before the answer began",
        explanation="The model reached the length limit before its answer began, often while it was reasoning.",
        helps="changed",
        advice="Raise the length limit.",
        source=_SEEN,
        pattern=r"(?:max_tokens|output) (?:or model output )?limit was reached|finish reason: (?:length|max_tokens)",
        changes=(Change("raise-tokens"),),
    ),
    KnownCause(
        kind="json-not-mentioned",
        title="The prompt does not mention JSON",
        explanation="With this response format, the prompt must contain the word JSON.",
        helps="changed",
        advice='Add the word "JSON" to the prompt and make the batch again, or retry without the answer format '
        "(response_format).",
        source="OpenAI's answers to batches in public files, checked in November 2026",
        pattern=r"must contain the word ['\"]json",
        changes=(Change("drop", "response_format"),),
    ),
    KnownCause(
        kind="response-format",
        title="The provider rejects the response format",
        explanation="The provider does not accept this response_format or its schema.",
        helps="changed",
        advice="Fix the schema and make the batch again, or retry without the answer format (response_format).",
        source=_OPENAI,
        pattern=r"invalid schema for response_format|invalid_json_schema|response_format|guided_json|json_schema",
        changes=(Change("drop", "response_format"),),
    ),
    KnownCause(
        kind="stream",
        title="Streaming is switched on",
        explanation="A batch cannot stream answers.",
        helps="changed",
        advice="Leave stream out.",
        source="vLLM's run_batch, checked in November 2026",
        pattern=r"stream(?:ing)? (?:mode|is not (?:supported|allowed))|must not be sent in stream",
        changes=(Change("drop", "stream"), Change("drop", "stream_options")),
    ),
    KnownCause(
        kind="image",
        title="The provider cannot read an image",
        explanation="The provider could not load an image, or the request has it in the wrong place.",
        helps="changed",
        advice='Check in a browser that the link is public. Chats need {{"url": ...}}, responses the bare link.',
        source=_SEEN,
        pattern=r"image_url|invalid_image|image.{0,40}(?:download|url|fetch|unsupported)|"
        r"(?:download|fetch)\w* .{0,300}image",
    ),
    KnownCause(
        kind="content-policy",
        title="Blocked by a content filter",
        explanation="The provider's content rules blocked the request.",
        helps="changed",
        advice="Reword these prompts: the provider blocks the same text again.",
        source="Azure's and OpenAI's documentation of content filters, checked in November 2026",
        pattern=r"content_filter|content_policy|content management policy|responsibleai|safety system|moderation|"
        r"prohibited_content|invalid_prompt|usage polic",
    ),
    KnownCause(
        kind="quota",
        title="No credit left",
        explanation="The account has no credit left, or reached its spending limit.",
        helps="later",
        advice="Add credit or raise the limit in your account. Then retry.",
        source=_OPENAI,
        pattern=r"insufficient_quota|exceeded your current quota|credit balance|billing|payment[_ ]required|"
        r"insufficient[_ ](?:balance|funds|credits?)",
        statuses=frozenset({402}),
    ),
    KnownCause(
        kind="enqueued-tokens",
        title="Too many requests are waiting",
        explanation="Your unfinished batches hold more tokens than the provider allows.",
        helps="later",
        advice="Wait for other batches to finish, or send these rows in smaller batches.",
        source="Azure's and OpenAI's batch documentation, checked in November 2026",
        pattern=r"enqueued token|token_limit_exceeded|number of enqueued",
    ),
    KnownCause(
        kind="rate-limit",
        title="Too many requests at once",
        explanation="The batch used more requests or tokens a minute than the provider allows.",
        helps="later",
        advice="Retry later. If it happens again, retry fewer rows at once.",
        source=_OPENAI,
        pattern=r"rate.?limit|too many requests|resource_exhausted|throttl",
        statuses=frozenset({429}),
    ),
    KnownCause(
        kind="model-not-found",
        title="The model was not found",
        explanation="The provider does not know this model, or your account cannot use it in batches.",
        helps="changed",
        advice="Check the model's name with the provider, or use another model.",
        source=_OPENAI,
        pattern=r"model_not_found|deploymentnotfound|model.{0,80}(?:does not exist|not found|not supported|"
        r"not available|do not have access)|no such model|unknown model|not_found_error: model|invalid model",
        changes=(Change("set-model"),),
    ),
    KnownCause(
        kind="model-cannot",
        title="The model does not support this request",
        explanation="The model does not support this kind of request, or something in it, such as images or tools.",
        helps="changed",
        advice="Use a model that supports it.",
        source=_SEEN,
        pattern=r"does not support (?:image|tool|function|vision|chat|embedding|audio)|not a (?:chat|multimodal) model|"
        r"only supported (?:for|in|with)",
        changes=(Change("set-model"),),
    ),
    KnownCause(
        kind="not-allowed",
        title="The key is not allowed to do this",
        explanation="The provider rejected the key, or the key lacks a permission.",
        helps="later",
        advice="Check the key and its permissions with the provider. Then retry.",
        source=_OPENAI,
        pattern=r"invalid_api_key|incorrect api key|authentication|permission|unauthorized|\bforbidden\b",
        statuses=frozenset({401, 403}),
    ),
    KnownCause(
        kind="missing-parameter",
        title="The request is incomplete",
        explanation="The request lacks {param}, which the provider requires.",
        helps="changed",
        advice="Compose the batch again for this kind of request and model.",
        source=_OPENAI,
        pattern=rf"missing[_ ]required[_ ]parameter(?::.{{0,60}}?{_NAME})?|field required|is a required property",
    ),
    KnownCause(
        kind="extra-parameter",
        title="The request has an unknown parameter",
        explanation="The provider does not know {param}.",
        helps="changed",
        advice="Leave {param} out.",
        source="Answers of vLLM and Mistral in public issues, checked in November 2026",
        pattern=r"(?:extra (?:inputs|fields) (?:are )?not permitted|extra_forbidden|unexpected keyword)"
        r"(?:.{0,60}?'loc': \('body', '(?P<param>\w+)')?",
        changes=(Change("drop", "{param}"),),
    ),
    KnownCause(
        kind="too-large",
        title="The request is too large",
        explanation="The request has more bytes than the provider accepts.",
        helps="changed",
        advice="Shorten the text or shrink the images of these rows, and compose again.",
        source=_SEEN,
        pattern=r"request[_ ](?:entity[_ ])?too[_ ]large|payload too large",
        statuses=frozenset({413}),
        changes=(Change("shorten"),),
    ),
    KnownCause(
        kind="expired",
        title="The batch ran out of time",
        explanation="The batch ended before the provider reached these requests.",
        helps="yes",
        advice="Retry these rows.",
        source="OpenAI's batch guide, checked in November 2026",
        pattern=r"batch_expired|completion window|\bexpired\b",
    ),
    KnownCause(
        kind="cancelled",
        title="The batch was cancelled",
        explanation="The batch was cancelled before the provider reached these requests.",
        helps="yes",
        advice="Retry these rows if you still want them.",
        source="Anthropic's batch documentation and other providers' answers, checked in November 2026",
        pattern=r"cancell?ed",
    ),
    KnownCause(
        kind="timeout",
        title="The request took too long",
        explanation="The provider gave up waiting for the model.",
        helps="yes",
        advice="Retry these rows. If it happens again, ask for shorter answers.",
        source=_SEEN,
        pattern=r"time[d ]?-?\s?out|deadline exceeded",
        statuses=frozenset({408, 504}),
    ),
    KnownCause(
        kind="server-error",
        title="The provider had an internal error",
        explanation="The error was the provider's, not the request's.",
        helps="yes",
        advice="Retry these rows.",
        source=_OPENAI,
        pattern=r"server_error|internal (?:server )?error|server had an error|overloaded|service unavailable|"
        r"bad gateway|engine.{0,20}(?:dead|died|error)|connection (?:error|reset|refused|aborted)|api_error",
        statuses=frozenset({500, 502, 503, 520, 522, 524, 529}),
    ),
    KnownCause(
        kind="no-answer",
        title="The response has no usable answer",
        explanation="The provider reported no error, but its response has no answer.",
        helps="yes",
        advice="Retry these rows. If it happens again, check the prompt and raise the length limit.",
        source="Lines with status 0 or empty answers in public files, checked in November 2026",
        pattern=r"^the response (?:holds|has|contains) no|^the provider returned an empty result",
        statuses=frozenset({0}),
    ),
)
"""The first match counts, so more specific errors come first."""
