"""How a joined table was made, as labels with texts and numbers: what was asked, of whom, when, with what result.

Prompt and settings are read off the requests: the cells of a request's row become placeholders, as in the join.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from lib.batch.content import CONTENT_KEYS
from lib.batch.conversation import Turn, conversation
from lib.common.phrasing import counted
from lib.common.version import VERSION
from lib.compose.setting_ranges import SETTING_NAMES
from lib.export.answer_words import answer_facts, describes_answer
from lib.export.in_short import in_short
from lib.join import Joined
from lib.join.notes import how_matched
from lib.join.prompt_template import PromptTemplate, read_template
from lib.json import codec
from lib.results.results_file import collect_field

_SAMPLE = 100
"""Requests that the prompt and the settings are read off, spread over all."""

_EXACT = 2**53
"""Numbers below this are the same in a workbook."""

_YEAR_10000 = 253_402_300_800
"""In Unix time: what is later is not a date."""

_COUNTS = ("sent", "ok", "failed", "cut_short", "refused", "missing", "duplicate", "unknown", "unreadable")
_LABELS = {"ok": "OK"}
_SETTINGS = {
    **{key: f"{name.capitalize()} ({key})" for key, name in SETTING_NAMES.items()},
    **dict.fromkeys(("max_tokens", "max_completion_tokens", "max_output_tokens"), "Longest answer (tokens)"),
    "model": "Model",
}
_ROLES = {"system": "System message", "developer": "System message", "user": "Prompt"}


Fact = tuple[str, str | float]
"""A label with what it says; a label with an empty text is a heading."""


class SourceFile(NamedTuple):
    """A file that the table was joined from."""

    name: str
    role: str
    digest: str
    """SHA-256 of its bytes in hex digits; empty if there are none."""


def how_made(
    joined: Joined,
    files: Sequence[SourceFile] = (),
    notes: Iterable[tuple[str, str]] = (),
    quality: Mapping[str, Iterable[Fact]] = MappingProxyType({}),
) -> list[Fact]:
    """Labels with their texts and numbers.

    Args:
        files: what the table was joined from.
        notes: what a reader of this file should know about its rows and cells.
        quality: sections about the sample, the readers and the scores, by their headings.
    """
    sections: Mapping[str, Iterable[Fact]] = {
        "In short": [("", in_short(joined, _answered_between(joined)))],
        "What this file has": notes,
        "What was asked": _asked(joined),
        "What came back": _came_back(joined),
        **quality,
        "How rows were matched": (("", text) for text in (how_matched(joined.match) if joined.match else ())),
        "Files": ((file.name, f"{file.role}{file.digest and f', SHA-256 {file.digest}'}") for file in files),
        "Made with": [("Batchdesk", f"Version {VERSION}")],
    }
    facts: list[Fact] = []
    for heading, lines in sections.items():
        if lines := list(lines):
            facts += [("", "")] * bool(facts) + [(heading, "")] + lines
    return facts


def _asked(joined: Joined) -> Iterator[Fact]:
    """The messages and settings of the requests, as far as they are at hand."""
    rows = [row for row, request in enumerate(joined.rows.requests) if request is not None]
    sample = rows[:: max(1, -(-len(rows) // _SAMPLE))]
    bodies = [body for row in sample if isinstance(body := _body(joined, row), dict)]
    if not bodies:
        yield "Prompt", "Unknown: no file with the requests was loaded."
        return
    yield "Taken from", f"{len(bodies):,} of {counted(len(rows), 'request')}"
    yield from _messages(joined, sample)
    forms = {tuple(answer_facts(body)) for body in bodies}
    yield from forms.pop() if len(forms) == 1 else [("Answer columns", f"differ: {len(forms):,} forms")]
    for key in {key: None for body in bodies for key, value in body.items() if not describes_answer(key, value)}:
        if key not in CONTENT_KEYS:
            values = {_setting(body.get(key)) for body in bodies}
            yield _SETTINGS.get(key, key), values.pop() if len(values) == 1 else f"differs: {len(values):,} values"


def _setting(value: Any) -> str | float:
    """The value of a setting for a reader: a number, or words."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    if isinstance(value, (int, float)):
        return value if abs(value) < _EXACT else str(value)
    return value if isinstance(value, str) else codec.dumps(value).decode()


def _body(joined: Joined, row: int) -> Any:
    position = joined.rows.requests[row]
    return None if position is None else joined.sent[position[0]].body(position[1])


def _messages(joined: Joined, sample: Sequence[int]) -> Iterator[tuple[str, str]]:
    """Each message of the requests, with the names of columns in place of their cells."""
    talks = {row: conversation(_body(joined, row)) for row in sample}
    first = next(iter(talks.values()))
    alike = {row: talk for row, talk in talks.items() if len(talk) == len(first)}
    for index, turn in enumerate(first):
        label = _ROLES.get(turn.role, f"Message of the {turn.role}")
        yield label, _text_of({row: talk[index] for row, talk in alike.items()}, joined)


def _text_of(turns: Mapping[int, Turn], joined: Joined) -> str:
    texts = [turn.text for turn in turns.values()]
    if len(set(texts)) == 1 and len(turns) > 1:
        return texts[0]
    sheet, sheet_rows = joined.sheet, joined.rows.sheet_rows
    pairs = [
        (turn.text, sheet.row(place))
        for row, turn in turns.items()
        if sheet is not None and (place := sheet_rows[row]) is not None
    ]
    template = read_template(pairs) if pairs else None
    if template is None or sheet is None:
        return f"Of the first request: {texts[0]}" if len(turns) > 1 else texts[0]
    return _with_names(template, sheet.columns)


def _with_names(template: PromptTemplate, columns: Sequence[str]) -> str:
    names = [f"{{{{{columns[column]}}}}}" for column, _ in template.placeholders]
    return "".join(text + name for text, name in zip(template.texts, [*names, ""], strict=True))


def _came_back(joined: Joined) -> Iterator[Fact]:
    """Counts of the ledger, models, dates and tokens."""
    for name in _COUNTS:
        count = getattr(joined.ledger, name)
        yield _LABELS.get(name, name.replace("_", " ").capitalize()), "unknown" if count is None else count
    models = Counter(filter(None, collect_field(joined.results, "model")))
    if models:
        yield "Answered by", ", ".join(f"{model} ({count:,})" for model, count in models.most_common())
    if between := _answered_between(joined):
        yield "Answered between", between
    for name in ("prompt_tokens", "completion_tokens"):
        tokens = [count for count in collect_field(joined.results, name) if count]
        if tokens:
            yield name.replace("_", " ").capitalize(), sum(tokens)


def _answered_between(joined: Joined) -> str:
    """The first and the last moment of an answer, or the only one; empty if no answer says when it was given."""
    times = [time for time in collect_field(joined.results, "created") if 0 < time < _YEAR_10000]
    return " and ".join(dict.fromkeys(map(_moment, (min(times), max(times))))) if times else ""


def _moment(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC"
