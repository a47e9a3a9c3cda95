"""The rules about a line: its JSON, its form, and its envelope (custom_id, method, url)."""

from lib.check.line_forms import FOREIGN_FORMS
from lib.check.rule import Rule, except_at

_OPENAI = "OpenAI's batch guide and API reference, checked in November 2026"
_AZURE = "Azure OpenAI's batch guide (its error codes), checked in November 2026"
_LINES = "JSON Lines (jsonlines.org), required by every provider's batch guide, checked in November 2026"
_ERRORS = "Errors of the Batch API, as users quote them in OpenAI's forum and on GitHub, checked in November 2026"

_KEYS = "JSON's standard (RFC 8259, section 4): the names in an object should be unique"

_BROKEN = {
    "line-encoding": ("A line is not UTF-8", "Check the special characters of the line."),
    "json-doubled": ("All quotes of a line are doubled", "Save the lines as text, not as a CSV."),
    "json-around": ("Other characters surround a request", "Remove them."),
    "json-commas": ("A comma is missing or too many", "Write one comma between two members."),
    "json-quotes": ("Quotes around texts are not straight double quotes", 'Use " around texts and keys.'),
    "json-literals": ("A line has Python's True, False or None", "Write true, false and null."),
    "json-comments": ("A line has a comment", "Remove it: JSON has no comments."),
    "json-controls": ("A text contains a raw line break or tab", "Write \\n for a line break and \\t for a tab."),
    "json-backslashes": ("A text contains a single backslash", "Write each backslash twice."),
    "json-keys": ("A key has no quotes", "Put it in double quotes."),
    "json-brackets": ("A bracket is missing or too many", "Close each bracket once."),
    "json-invisible": ("A line has invisible characters between its values", "Remove them."),
    "json-no-number": ("A value is NaN, Infinity or undefined", "Decide whether null is right."),
    "json-paths": ("A text may contain a path with single backslashes", "Decide what each backslash means."),
    "json-inner-quotes": ("A text contains quotes without a backslash", "Decide where the text ends."),
    "json-text-comments": ("A comment may be a part of a text", "Decide whether it is a comment."),
    "json-bracket-place": ("A bracket is missing or too many in one of several places", "Decide where it belongs."),
    "json-cut": ("A line breaks off", "Decide whether the rest of the line matters."),
}
"""What is wrong with a line that has a reading as JSON, and what to do. The first and the last six are asked about."""

_LINE = (
    Rule("not-json", "A line is damaged: it is not JSON", "Show the line and edit it.", _LINES, "rejected"),
    *(Rule(slug, title, todo, _LINES, "rejected") for slug, (title, todo) in _BROKEN.items()),
    Rule("not-object", "A line is not an object", "Make each line one request, in braces.", _LINES, "rejected"),
    Rule(
        "broken-text",
        "A line has broken characters",
        "Copy the line from its origin again: the broken bytes cannot be recovered.",
        f'"Must be utf-8 encoded": {_ERRORS}',
        "rejected",
    ),
    Rule(
        "half-character",
        "A line has half of a character (a lone surrogate)",
        "Something cut an emoji in two. Cut the text elsewhere.",
        "JSON's standard (RFC 8259, section 8.2)",
        "risky",
    ),
    Rule(
        "key-twice",
        "A request has a duplicate key with the same value",
        "Write it once.",
        _KEYS,
        "risky",
    ),
    Rule(
        "key-differs",
        "A request has a duplicate key with different values",
        "Decide which value is right.",
        _KEYS,
        "risky",
    ),
    Rule("pretty-printed", "A request spans several lines", "Write it on one line.", _LINES, "rejected"),
    Rule("array", "The requests are in a list", "Write one request a line, without [ and ].", _LINES, "rejected"),
    Rule(
        "wrapper-rest",
        "The object around the requests has other members",
        "Check whether the requests need them: Batchdesk does not send them.",
        _LINES,
        "risky",
    ),
    Rule("json-text", "A request is a text inside quotes", "Unpack the JSON in the text.", _LINES, "rejected"),
    Rule("same-line", "Several requests are on one line", "Write one request a line.", _LINES, "rejected"),
    Rule(
        "around", "A request has other characters around it", "Remove everything but the request.", _LINES, "rejected"
    ),
    Rule("comma-after", "A line ends in a comma", "Remove the comma.", _LINES, "rejected"),
    Rule(
        "line-too-large",
        "One request is larger than a file may be",
        "Shorten its text.",
        "Each provider's batch guide, checked in November 2026",
        "rejected",
        except_at(None, "vLLM"),
    ),
)

_SHAPE = (
    Rule(
        "bare-body",
        "A line is a body without its envelope",
        "Put custom_id, method and url around it.",
        f"\"Missing required parameter: 'custom_id'\": {_ERRORS}",
        "rejected",
    ),
    Rule(
        "shape-pair",
        "A line has custom_id and body only, as Mistral, Together, Fireworks and Voyage expect",
        "Add method and url.",
        "Batch guides of Mistral, Together, Fireworks and Voyage, checked in November 2026",
        "rejected",
        except_at(None, "Together"),
    ),
    *(
        Rule(
            f"shape-{slug}",
            f"A line is in {FOREIGN_FORMS[slug]}'s own format",
            f"Send this file to {FOREIGN_FORMS[slug].split()[0]}, or write it again on Compose. "
            "Batchdesk does not convert it.",
            f"{source}, checked in November 2026",
            "rejected",
        )
        for slug, source in (
            ("anthropic", "Anthropic's guide to message batches"),
            ("gemini", "Google's guide to the Gemini Batch API"),
            ("bedrock", "Amazon's guide to Bedrock batch inference"),
            ("cohere", "Cohere's API reference (chat_history, texts)"),
        )
    ),
    Rule(
        "shape-result",
        "A line is a result, not a request",
        "Load the input file. Results belong on the Results page.",
        "OpenAI's batch guide (its output file), checked in November 2026",
        "rejected",
    ),
)

_ENVELOPE = (
    Rule(
        "key-misspelt", "A key is misspelled", "Correct its spelling.", f'A key " method" among: {_ERRORS}', "rejected"
    ),
    Rule("key-unknown", "A request has a key that batches do not have", "Remove it if in doubt.", _OPENAI, "advice"),
    Rule("id-missing", "A request has no id (custom_id)", "Give it its own id.", _ERRORS, "rejected"),
    Rule(
        "id-inside",
        "A custom_id is inside the body",
        "Move it to the top of the request.",
        f"\"Missing required parameter: 'custom_id'\": {_ERRORS}",
        "rejected",
    ),
    Rule("id-empty", "A custom_id is empty", "Give the request its own id.", _OPENAI, "rejected"),
    Rule(
        "id-not-text",
        "A custom_id is not a text",
        "Put it in quotes.",
        "OpenAI's API reference and vLLM's source (custom_id is a string), checked in November 2026",
        "rejected",
    ),
    Rule(
        "id-duplicate",
        "Several requests have the same id (custom_id)",
        "Give each request its own id.",
        f'"The custom_id for this request is a duplicate": {_ERRORS}; vLLM does not check it',
        "rejected",
        except_at("risky", "vLLM"),
    ),
    Rule(
        "id-too-long",
        "A custom_id is longer than 64 characters",
        "Shorten it.",
        "The limit of Together and Anthropic is 64, checked in November 2026; OpenAI completed requests with ids of 69",
        "advice",
        except_at("rejected", "Together") | except_at(None, "OpenAI", "Azure OpenAI", "vLLM"),
    ),
    Rule(
        "method-needless",
        "A request has a method and a url, which the provider does not document",
        "Remove them: you name the endpoint when you create the batch.",
        "Batch guides of Mistral and Fireworks (custom_id and body only), checked in November 2026",
        "risky",
    ),
    Rule("method-missing", "A request has no method", "Write POST.", _OPENAI, "rejected", except_at(None, "Together")),
    Rule(
        "method-wrong",
        "A method is not POST",
        "Write POST.",
        f"{_OPENAI}; vLLM's source does not check it",
        "rejected",
        except_at(None, "Together") | except_at("risky", "vLLM"),
    ),
    Rule(
        "url-missing",
        "A request has no url",
        "Give it the batch's url.",
        _OPENAI,
        "rejected",
        except_at(None, "Together"),
    ),
    Rule(
        "url-spelling",
        "The provider does not accept this spelling of the url",
        "Write it as the provider does.",
        f"Each provider's batch guide, checked in November 2026; url_mismatch in {_AZURE}",
        "rejected",
        except_at("risky", "Other", "Groq") | except_at(None, "Together"),
    ),
    Rule(
        "url-unknown",
        "A request has an unknown address (url)",
        "Write the url of the endpoint that the body is for.",
        f"{_OPENAI}; vLLM's run-batch tests (the request fails)",
        "rejected",
        except_at("fails", "vLLM") | except_at("risky", "Together", "Other"),
    ),
    Rule(
        "url-not-taken",
        "The provider is not known to accept batches for this url",
        "Choose another provider, or another endpoint.",
        "Each provider's batch guide, checked in November 2026",
        "rejected",
        except_at("fails", "vLLM") | except_at("risky", "Parasail", "Groq", "Together", "Other"),
    ),
    Rule("body-missing", "A request has no body", "Put the model and the prompt into a body.", _OPENAI, "rejected"),
    Rule("body-not-object", "A body is not an object", "Write the body in braces.", _OPENAI, "rejected"),
)

LINE_RULES = (*_LINE, *_SHAPE, *_ENVELOPE)
