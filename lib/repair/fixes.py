"""The fixes that repair a batch file safely, as data; `line_fixes` applies those of a line."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fix:
    """One kind of repair, which the user may switch off."""

    slug: str
    title: str
    """What the fix does, as a short order. The names of fields are between backticks."""

    note: str
    """Why the fix is safe, or what to know about it."""

    asks: bool = False
    """Whether it has a likely reading, but not a certain one: the person switches it on."""


FIXES = {
    fix.slug: fix
    for fix in (
        Fix(
            "line-encoding",
            "Read lines as an old encoding (Windows-1252)",
            "Check the accented letters in the example.",
            True,
        ),
        Fix("json-doubled", "Undo doubled quotes", 'Each "" of a CSV becomes one ".'),
        Fix("json-around", "Remove what surrounds a request", "Brackets of a list, semicolons and code fences go."),
        Fix(
            "json-brackets", "Correct one bracket at the end", "Adds the one that is missing, or removes an extra one."
        ),
        Fix("json-commas", "Correct commas", "Removes extra commas, and adds missing ones between entries."),
        Fix("json-quotes", "Write straight double quotes", "Only around texts. The texts stay the same."),
        Fix(
            "json-literals",
            "Write `true`, `false` and `null`",
            "Python and other languages write True, False and None.",
        ),
        Fix("json-comments", "Remove comments", "Only between values. Texts may contain // and #."),
        Fix("json-controls", r"Write line breaks and tabs in texts as `\n` and `\t`", "The texts stay the same."),
        Fix(
            "json-backslashes",
            "Double single backslashes",
            r"`\d` becomes `\\d`, which every program reads as `\d`; `\'` becomes `'`.",
        ),
        Fix("json-keys", "Put the names of fields in quotes", "The names stay the same."),
        Fix("json-invisible", "Remove invisible characters", "Only between values, never in a text."),
        Fix(
            "json-no-number",
            "Write `null` for NaN and Infinity",
            "Files cannot have such numbers. No value may mean less.",
            True,
        ),
        Fix("json-paths", "Double unknown backslashes only", r"`\n` and `\t` stay line breaks and tabs.", True),
        Fix(
            "json-inner-quotes",
            "Keep quotes inside texts as parts of them",
            "Check in the example where the text ends.",
            True,
        ),
        Fix("json-text-comments", "Remove comments beside texts", "Check in the example where the text ends.", True),
        Fix(
            "json-bracket-place",
            "Correct a bracket at the end that may be elsewhere",
            "Check in the example which fields belong together.",
            True,
        ),
        Fix("json-cut", "Close lines that break off", "What follows the break is lost.", True),
        Fix("json-text", "Unpack requests that are inside quotes", "What is inside the quotes becomes the line."),
        Fix("one-per-line", "Write one request per line", "Only the breaks, commas and brackets around requests go."),
        Fix("keys", "Correct misspelled names of fields", "Only the name changes. The value stays."),
        Fix("envelope", "Add the missing address", "Adds `method`, `url` and what else is missing. The content stays."),
        Fix("body", "Unpack content that is inside quotes (`body`)", "What is inside the quotes becomes the content."),
        Fix("one-key", "Remove duplicates of a field", "Only where all values are the same."),
        Fix(
            "last-key",
            "Keep the last value of a duplicate field",
            "Providers take the last one too. The other values are lost.",
            True,
        ),
        Fix(
            "method-url",
            "Remove the address (`method`, `url`)",
            "You choose the kind of task when you create the batch.",
        ),
        Fix("method", "Write `POST` (`method`)", "It means that the request sends data. Batches accept nothing else."),
        Fix(
            "url",
            "Correct the address (`url`)",
            "The kind of task stays the same. Where there is no address, the content of the request shows it.",
        ),
        Fix("ids-text", "Put ids in quotes (`custom_id`)", "The digits stay the same."),
        Fix("ids-new", "Add missing ids", 'For example "line-7" for line 7 of the file.'),
        Fix("ids-up", "Move ids to their place", "The id stays the same, as `custom_id` at the top of the request."),
        Fix("ids-rename", "Rename duplicate ids", "The first one keeps its id. The new ids are a download."),
        Fix(
            "stream",
            "Ask for whole answers (remove `stream`)",
            "A batch gives no answer piece by piece. The answer is the same.",
        ),
        Fix(
            "max-tokens",
            "Rename `max_tokens` to `max_completion_tokens`",
            "The model requires this name. The number stays.",
        ),
        Fix("max-tokens-twice", "Remove `max_tokens` beside `max_completion_tokens`", "Both have the same number."),
        Fix("types", "Write numbers and true or false without quotes", 'The value stays, such as 0.5 for "0.5".'),
        Fix(
            "nulls",
            "Remove settings without a value (`null`)",
            "The provider uses its default, as it does without the setting.",
        ),
        Fix("no-tools", "Remove settings for tools where there are none", "They change nothing."),
        Fix("model-name", "Remove spaces around the model's name", "The name itself stays."),
        Fix("base64", "Ask for smaller answers (`base64`)", "The same numbers in about a quarter of the size."),
        Fix("model", "Add the model", "Only to requests without a model."),
        Fix("parts", "Split into files that the provider accepts", "By its limits, by kind of task, and by model."),
    )
}
"""Every fix by its slug, in the order in which they are applied."""

ASKED = frozenset(slug for slug, fix in FIXES.items() if fix.asks)
"""The fixes that are off until the person switches them on."""

NORMALISED = frozenset(("encoding", "bom", "blank-lines", "only-marks", "end-marks", "line-ends", "name"))
"""What every download repairs, whatever is switched off: what is around the lines, and the name of the file."""
