"""The rules about a line: its JSON, its form, and its envelope (custom_id, method, url)."""

from lib.check.line_forms import FOREIGN_FORMS
from lib.check.rule import Rule, except_at

_OPENAI = "OpenAI's batch guide and API reference, checked in November 2026"
_AZURE = "Azure OpenAI's batch guide (its error codes), checked in November 2026"
_LINES = "JSON Lines (jsonlines.org), required by every provider's batch guide, checked in November 2026"
_ERRORS = "Errors of the Batch API, as users quote them in OpenAI's forum and on GitHub, checked in November 2026"

_KEYS = "JSON's standard (RFC 8259, section 4): the names in an object should be unique"

_BROKEN = {
    "line-encoding": ("A line is in an old text encoding, not in UTF-8", "Check the accented letters of the line."),
    "json-doubled": ("All quotes of a line are doubled, as in a CSV", "Save the lines as text, not as a CSV."),
    "json-around": ("Other characters surround a request", "Remove them."),
    "json-commas": ("A comma is missing, or there is one too many", "Write one comma between two entries."),
    "json-quotes": (
        "Quotes around texts are curly or single",
        'Use straight double quotes (") around texts and names.',
    ),
    "json-literals": ("A line has Python's words True, False or None", "Write `true`, `false` and `null`."),
    "json-comments": ("A line has a comment", "Remove it: a batch file has no comments."),
    "json-controls": (
        "A text contains a real line break or tab",
        r"Write `\n` for a line break and `\t` for a tab.",
    ),
    "json-backslashes": ("A text contains a single backslash", "Write each backslash twice."),
    "json-keys": ("A field's name has no quotes", "Put it in double quotes."),
    "json-brackets": ("A bracket is missing, or there is one too many", "Close each bracket once."),
    "json-invisible": ("A line has invisible characters between its values", "Remove them."),
    "json-no-number": ("A number is NaN, Infinity or undefined", "Decide whether `null` (no value) is right."),
    "json-paths": ("A text may contain a file path with single backslashes", "Decide what each backslash means."),
    "json-inner-quotes": ("A text contains quotes that look like its end", "Decide where the text ends."),
    "json-text-comments": ("A comment may be a part of a text", "Decide whether it is a comment."),
    "json-bracket-place": ("A bracket is wrong in one of several places", "Decide where it belongs."),
    "json-cut": ("A line breaks off", "Decide whether the rest of the line matters."),
}
"""What is wrong with a line that has a reading as JSON, and what to do. The first and the last six are asked about."""

_LINE = (
    Rule(
        "not-json",
        "A line is damaged and cannot be read (it is not JSON)",
        "Show the line and edit it.",
        _LINES,
        "rejected",
    ),
    *(Rule(slug, title, todo, _LINES, "rejected") for slug, (title, todo) in _BROKEN.items()),
    Rule("not-object", "A line is not a request in braces { }", "Write one request on each line.", _LINES, "rejected"),
    Rule(
        "broken-text",
        "A line has broken characters",
        "Copy the line from its origin again: the broken bytes cannot be recovered.",
        f'"Must be utf-8 encoded": {_ERRORS}',
        "rejected",
    ),
    Rule(
        "half-character",
        "A line has half of a character, such as of an emoji",
        "Something cut the character in two. Cut the text elsewhere.",
        "JSON's standard (RFC 8259, section 8.2)",
        "risky",
    ),
    Rule(
        "key-twice",
        "A request has a duplicate field with the same value",
        "Write it once.",
        _KEYS,
        "risky",
    ),
    Rule(
        "key-differs",
        "A request has a duplicate field with different values",
        "Decide which value is right.",
        _KEYS,
        "risky",
    ),
    Rule("pretty-printed", "A request spans several lines", "Write it on one line.", _LINES, "rejected"),
    Rule(
        "array",
        "The requests are in a list, in brackets [ ]",
        "Write one request a line, without [ and ].",
        _LINES,
        "rejected",
    ),
    Rule(
        "wrapper-rest",
        "There is more in the file around the list of requests",
        "Check whether the requests need it: Batchdesk does not send it.",
        _LINES,
        "risky",
    ),
    Rule("json-text", "A request is inside quotes, as a text", "Unpack it.", _LINES, "rejected"),
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
        "A line has the content of a request, but no id and no address (`custom_id`, `url`)",
        "Put `custom_id`, `method`, `url` and `body` around it.",
        f"\"Missing required parameter: 'custom_id'\": {_ERRORS}",
        "rejected",
    ),
    Rule(
        "shape-pair",
        "A line has no address (`method`, `url`), as Mistral, Together, Fireworks and Voyage expect",
        "Add `method` and `url`.",
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
        "key-misspelt",
        "The name of a field is misspelled",
        "Correct its spelling.",
        f'A key " method" among: {_ERRORS}',
        "rejected",
    ),
    Rule("key-unknown", "A line has a field that batch files do not have", "Remove it if in doubt.", _OPENAI, "advice"),
    Rule("id-missing", "A request has no id (`custom_id`)", "Give it its own id.", _ERRORS, "rejected"),
    Rule(
        "id-inside",
        "The id of a request is in the wrong place (`custom_id`)",
        "Move it to the top of the request, beside `body`.",
        f"\"Missing required parameter: 'custom_id'\": {_ERRORS}",
        "rejected",
    ),
    Rule("id-empty", "The id of a request is empty (`custom_id`)", "Give the request its own id.", _OPENAI, "rejected"),
    Rule(
        "id-not-text",
        "The id of a request is not a text in quotes (`custom_id`)",
        "Put it in quotes.",
        "OpenAI's API reference and vLLM's source (custom_id is a string), checked in November 2026",
        "rejected",
    ),
    Rule(
        "id-duplicate",
        "Several requests have the same id (`custom_id`)",
        "Give each request its own id.",
        f'"The custom_id for this request is a duplicate": {_ERRORS}; vLLM does not check it',
        "rejected",
        except_at("risky", "vLLM"),
    ),
    Rule(
        "id-too-long",
        "The id of a request is longer than 64 characters (`custom_id`)",
        "Shorten it.",
        "The limit of Together and Anthropic is 64, checked in November 2026; OpenAI completed requests with ids of 69",
        "advice",
        except_at("rejected", "Together") | except_at(None, "OpenAI", "Azure OpenAI", "vLLM"),
    ),
    Rule(
        "method-needless",
        "A request has an address, which the provider does not document (`method`, `url`)",
        "Remove it: you choose the kind of task when you create the batch.",
        "Batch guides of Mistral and Fireworks (custom_id and body only), checked in November 2026",
        "risky",
    ),
    Rule(
        "method-missing",
        "A request does not say that it sends data (`method`)",
        "Write `POST`.",
        _OPENAI,
        "rejected",
        except_at(None, "Together"),
    ),
    Rule(
        "method-wrong",
        "A request does something other than sending data (`method`)",
        "Write `POST`.",
        f"{_OPENAI}; vLLM's source does not check it",
        "rejected",
        except_at(None, "Together") | except_at("risky", "vLLM"),
    ),
    Rule(
        "url-missing",
        "A request has no address (`url`)",
        "Write the address for its kind of task, such as `/v1/chat/completions` for chat.",
        _OPENAI,
        "rejected",
        except_at(None, "Together"),
    ),
    Rule(
        "url-spelling",
        "The provider spells the address in another way (`url`)",
        "Write it as the provider does.",
        f"Each provider's batch guide, checked in November 2026; url_mismatch in {_AZURE}",
        "rejected",
        except_at("risky", "Other", "Groq") | except_at(None, "Together"),
    ),
    Rule(
        "url-unknown",
        "A request has an unknown address (`url`)",
        "Write the address for its kind of task, such as `/v1/chat/completions` for chat.",
        f"{_OPENAI}; vLLM's run-batch tests (the request fails)",
        "rejected",
        except_at("fails", "vLLM") | except_at("risky", "Together", "Other"),
    ),
    Rule(
        "url-not-taken",
        "The provider is not known to accept batches at this address (`url`)",
        "Choose another provider, or another kind of task.",
        "Each provider's batch guide, checked in November 2026",
        "rejected",
        except_at("fails", "vLLM") | except_at("risky", "Parasail", "Groq", "Together", "Other"),
    ),
    Rule(
        "body-missing",
        "A request has no content (`body`)",
        "Put the model and the prompt into `body`.",
        _OPENAI,
        "rejected",
    ),
    Rule(
        "body-not-object",
        "The content of a request is not in braces { } (`body`)",
        "Write it in braces.",
        _OPENAI,
        "rejected",
    ),
)

LINE_RULES = (*_LINE, *_SHAPE, *_ENVELOPE)
