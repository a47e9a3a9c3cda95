"""The fixes that repair a batch file safely, as data; `line_fixes` applies those of a line."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fix:
    """One kind of repair, which the user may switch off."""

    slug: str
    title: str
    """What the fix does, as a short order."""

    note: str
    """Why the fix is safe, or what to know about it."""

    asks: bool = False
    """Whether it has a likely reading, but not a certain one: the person switches it on."""


FIXES = {
    fix.slug: fix
    for fix in (
        Fix("line-encoding", "Read lines as Windows-1252", "Check the special characters in the example.", True),
        Fix("json-doubled", "Undo doubled quotes", 'Each "" of a CSV becomes one ".'),
        Fix("json-around", "Remove what surrounds a request", "Brackets of a list, semicolons and code fences go."),
        Fix(
            "json-brackets", "Correct one bracket at the end", "Adds the one that is missing, or removes an extra one."
        ),
        Fix("json-commas", "Correct commas", "Removes extra commas, and adds missing ones between members."),
        Fix("json-quotes", "Write straight double quotes", "Only around texts. The texts stay the same."),
        Fix("json-literals", "Write true, false and null", "Python and other languages write True, False and None."),
        Fix("json-comments", "Remove comments", "Only between values. Texts may contain // and #."),
        Fix("json-controls", "Escape line breaks and tabs in texts", "The texts stay the same."),
        Fix(
            "json-backslashes",
            "Double single backslashes",
            r"\d becomes \\d, which is \d to every reader; \' becomes '.",
        ),
        Fix("json-keys", "Put keys in quotes", "The names stay the same."),
        Fix("json-invisible", "Remove invisible characters", "Only between values, never in a text."),
        Fix("json-no-number", "Write null for NaN and Infinity", "JSON has no such number. null may mean less.", True),
        Fix("json-paths", "Double unknown backslashes only", r"\n and \t stay line breaks and tabs.", True),
        Fix("json-inner-quotes", "Escape quotes inside texts", "Check in the example where the text ends.", True),
        Fix("json-text-comments", "Remove comments beside texts", "Check in the example where the text ends.", True),
        Fix(
            "json-bracket-place",
            "Correct a bracket at the end that may be elsewhere",
            "Check in the example which fields belong together.",
            True,
        ),
        Fix("json-cut", "Close lines that break off", "What follows the break is lost.", True),
        Fix("json-text", "Unpack requests that are texts", "The JSON in the text becomes the line."),
        Fix("one-per-line", "Write one request per line", "Only the breaks, commas and brackets around requests go."),
        Fix("keys", "Correct misspelt keys", "Only the name of the key changes. Its value stays."),
        Fix("envelope", "Add the missing envelope", "Adds method, url and what else is missing. The body stays."),
        Fix("body", "Unpack a body that is written as text", "The JSON in the text becomes the body."),
        Fix("one-key", "Remove duplicates of a key", "Only where all values are the same."),
        Fix(
            "last-key",
            "Keep the last value of a duplicate key",
            "Providers take the last one too. The other values are lost.",
            True,
        ),
        Fix("method-url", "Remove method and url", "The provider asks for the endpoint when you create the batch."),
        Fix("method", "Set the method to POST", "Batches accept no other method."),
        Fix(
            "url",
            "Correct the url",
            "Batchdesk keeps the endpoint that the url names. Without a url, the body shows it.",
        ),
        Fix("ids-text", "Turn ids into text", "The digits stay the same, in quotes."),
        Fix("ids-new", "Add missing ids", 'For example "line-7" for line 7 of the file.'),
        Fix("ids-up", "Move ids out of the body", "The id stays the same, as custom_id at the top."),
        Fix("ids-rename", "Rename duplicate ids", "The first one keeps its id. The new ids are a download."),
        Fix("stream", "Remove stream", "A batch cannot be streamed. The answer is the same."),
        Fix("max-tokens", "Rename max_tokens to max_completion_tokens", "The model requires it. The number stays."),
        Fix("max-tokens-twice", "Remove max_tokens beside max_completion_tokens", "Both have the same number."),
        Fix("types", "Write numbers and true or false without quotes", 'The value stays, such as 0.5 for "0.5".'),
        Fix("nulls", "Remove settings that are null", "Null means the provider's default, as no setting does."),
        Fix("no-tools", "Remove tool settings without tools", "Without tools they change nothing."),
        Fix("model-name", "Remove spaces around the model's name", "The name itself stays."),
        Fix("base64", "Request vectors as base64", "The same numbers in about a quarter of the bytes."),
        Fix("model", "Add the model", "Only to requests without a model."),
        Fix("parts", "Split into files that the provider accepts", "By its limits, and by endpoint and model."),
    )
}
"""Every fix by its slug, in the order in which they are applied."""

ASKED = frozenset(slug for slug, fix in FIXES.items() if fix.asks)
"""The fixes that are off until the person switches them on."""

NORMALISED = frozenset(("encoding", "bom", "blank-lines", "only-marks", "end-marks", "line-ends", "name"))
"""What every download repairs, whatever is switched off: what is around the lines, and the name of the file."""
