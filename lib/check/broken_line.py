"""The reading of a line that is damaged or not JSON, and what it takes to repair it.

A line that is repaired or left out concerns no other line: each is judged by its own bytes.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from lib.check.line_forms import ENVELOPE
from lib.check.line_frame import FramedLine
from lib.check.rule import Flaw
from lib.json import Line
from lib.json.codec import NotStrict, strict_loads
from lib.json.edits import LIKELY, edited
from lib.json.tolerant import is_doubled, tolerant_edits, without_doubles

_MOST_LINES = 400
"""Most lines over which a broken request may go."""

_MOST_TRIES = 20
_MOST_SEARCHED = 1_000_000
"""Lines of a file that are searched in vain for the end of a broken request, so that the work stays linear."""

_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_SPECIAL = re.compile(r"[^\x00-\x7f]")
_ALONE = re.compile(r"(?<!\w)[ÂÃÐÑÕÞßãðñõþÿ](?!\w)")
_ODD = re.compile(r"[\x80-\x9f]|(?<=[a-zà-ÿ])[À-Þ]|[ƒˆ˜ŠŒŽ¤¦¬¯±µ¶·¸¹¼½¾þðÞÐ](?=\w)")
_REQUEST_START = re.compile(rb"""\s*\{\s*["']{0,2}(?:custom_?id|method|url|body|id)\b""", re.IGNORECASE)
_LIKELY = {f"json-{cause}" for cause in LIKELY}
"""Causes with a likely reading: two guesses, one of them that lines belong together, are too many."""

_LAST_BRACE = re.compile(rb"\}[ \t\r,;]*(?:\Z|//|#|/\*)")
_BRACKETS = re.compile(rb"[\s\]},;]*")
_BRACKET_CAUSES = {"json-brackets", "json-bracket-place"}
_NO_DATA = re.compile(rb"[ \t\r]*(?:[\[\],;]+|```[\w-]*)[ \t\r]*")


class BrokenLine(NamedTuple):
    """The reading of a line that is not JSON."""

    text: str
    """The line as JSON."""

    value: Any
    causes: tuple[str, ...]
    """What is wrong, each as the slug of its rule and of its fix, in the order in which the fixes are applied."""


def read_broken(written: bytes) -> BrokenLine | None:
    """The one reading of a line that is not JSON or not UTF-8; None if it has none, or several."""
    causes: list[str] = []
    try:
        text = written.decode()
    except UnicodeDecodeError:
        if (legacy := as_windows_1252(written)) is None:
            return None
        text, causes = legacy, ["line-encoding"]
    text = text.removeprefix("\ufeff").removesuffix("\r")
    if is_doubled(text):
        text = without_doubles(text)
        causes.append("json-doubled")
    if edits := tolerant_edits(text):
        text = edited(text, edits)
        causes += sorted({f"json-{edit.cause}" for edit in edits})
    try:
        value = strict_loads(text)
    except NotStrict:
        return None
    if not causes or (not _BRACKET_CAUSES.isdisjoint(causes) and _is_misplaced(value)):
        return None
    return BrokenLine(text, value, tuple(causes))


def _is_misplaced(value: Any) -> bool:
    """Whether a bracket may belong elsewhere: the envelope's keys are inside the body, or other keys beside it."""
    body = value.get("body") if isinstance(value, dict) else None
    return isinstance(body, dict) and not (body.keys().isdisjoint(ENVELOPE) and value.keys() <= ENVELOPE)


def as_windows_1252(written: bytes) -> str | None:
    """The text of a line in Windows-1252; None if it is damaged UTF-8, or if the result does not look like words."""
    if _UTF8.search(written):
        return None
    try:
        text = written.decode("cp1252")
    except UnicodeDecodeError:
        return None
    return None if _ODD.search(text) or _ALONE.search(text) or not _SPECIAL.search(text) else text


def is_without_data(written: bytes) -> bool:
    """Whether a line has only brackets, commas or a code fence, and so no part of any request."""
    return _NO_DATA.fullmatch(written) is not None


def joined_lines(data: bytes, lines: Iterable[Line]) -> Iterator[tuple[Line, BrokenLine | None]]:
    """Each line with its reading if it is broken; the lines of a request that a raw line break tears are one."""
    source, waiting = iter(lines), deque[Line]()
    patience, searches = 4 * len(data) + 100_000, _MOST_SEARCHED
    for line in source:
        if not line.damage:
            yield line, None
            continue
        waiting.append(line)
        while waiting:
            first = waiting.popleft()
            run = [first]
            broken = read_broken(data[first.start : first.stop]) if first.damage else None
            if first.damage == "not-json" and (broken is None or _is_cut(broken)) and min(patience, searches) > 0:
                for stop, whole in _tries(data, run, waiting, source):
                    patience -= stop - first.start
                    if whole and not _is_cut(whole) and _LIKELY.isdisjoint(whole.causes):
                        last = run.pop()
                        first = first._replace(stop=stop, lines=last.number + last.lines - first.number)
                        broken, run = whole, [first]
                        break
                searches -= len(run) - 1
            waiting.extendleft(reversed(run[1:]))
            yield first, broken


def _tries(
    data: bytes, run: list[Line], waiting: deque[Line], source: Iterator[Line]
) -> Iterator[tuple[int, BrokenLine | None]]:
    """The reading up to each line that may be the last one of the run; adds to the run until a request follows."""
    first, tries = data[run[0].start : run[0].stop], 0
    if b"{" not in first:
        return
    indent = _indent(first)
    while len(run) < _MOST_LINES and tries < _MOST_TRIES:
        line = waiting.popleft() if waiting else next(source, None)
        if line is None:
            return
        run.append(line)
        if _is_request(line.value) or _REQUEST_START.match(data, line.start, line.stop):
            return
        if _may_be_end(data[line.start : line.stop], indent):
            tries += 1
            yield line.stop, read_broken(data[run[0].start : line.stop])


def _may_be_end(line: bytes, indent: int) -> bool:
    """Whether a line may end a request that is indented so far: by a last brace, and not by brackets further inside."""
    is_inner = _BRACKETS.fullmatch(line) is not None and _indent(line) > indent
    return not is_inner and _LAST_BRACE.search(line) is not None


def _indent(line: bytes) -> int:
    return len(line) - len(line.lstrip())


def _is_request(value: Any) -> bool:
    if isinstance(value, FramedLine):
        return True
    return isinstance(value, dict) and not value.keys().isdisjoint(("custom_id", "body"))


def _is_cut(broken: BrokenLine) -> bool:
    """Whether a part of the request may be on the next line."""
    return "json-cut" in broken.causes or "json-brackets" in broken.causes


def broken_flaws(broken: BrokenLine) -> list[Flaw]:
    """A flaw for each cause."""
    return [Flaw(cause, "$", BROKEN_DETAILS[cause], cause) for cause in broken.causes]


BROKEN_DETAILS = {
    "line-encoding": "The line is not UTF-8. It may be Windows-1252, or another old encoding.",
    "json-doubled": "Every quote of the line is doubled, as inside a cell of a CSV.",
    "json-around": "Other characters surround the request.",
    "json-commas": "A comma is missing, or there is one too many.",
    "json-quotes": "The quotes around texts are not straight double quotes.",
    "json-literals": "The line has Python's True, False or None.",
    "json-comments": "The line has a comment.",
    "json-controls": "A text contains a raw line break, tab or control character.",
    "json-backslashes": "A text contains a single backslash.",
    "json-keys": "A key has no quotes.",
    "json-brackets": "A bracket is missing, or there is one too many.",
    "json-invisible": "Invisible characters stand between the values.",
    "json-no-number": "A value is NaN, Infinity or undefined.",
    "json-paths": "A text has single backslashes, as a path has. Some of them mean a line break or a tab to JSON.",
    "json-inner-quotes": "A text contains quotes without a backslash.",
    "json-text-comments": "What looks like a comment may be a part of a text.",
    "json-bracket-place": "A bracket is missing, or there is one too many, and it may be in several places.",
    "json-cut": "The line breaks off.",
}
"""What is wrong with a line, by the slug of its rule."""
