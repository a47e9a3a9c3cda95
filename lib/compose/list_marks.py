"""Lists that people type with a bullet or a counted number before every item."""

import re
from collections.abc import Sequence

from lib.compose.list_quotes import Items, cleaned

BULLET = re.compile(r"^[ \t]*(?:[•▪◦‣●○■□▶►☐☑·][ \t]*|(?:[*+–—-]|\[[ xX]\])[ \t]+|[*-](?=[^\W\d_]))")
_NUMBER = re.compile(
    r"(?:^|(?<=[\s;,、]))\(?(?P<mark>\d{1,3}|[A-Za-z])(?P<end>[.)．）、])(?=[ \t]|[^\W\d_])[ \t]*", re.M
)


def marked_items(text: str, masked: str) -> list[Items] | None:
    """The readings of a list with bullets or counted numbers before every item; None if it is not one."""
    lines = [line for line in typed_lines(text, masked) if line.strip()]
    if (len(lines) > 1 or masked[:1] in "•▪◦‣●○■□▶►☐☑") and all(BULLET.match(line) for line in lines):
        bare = [BULLET.sub("", line, count=1) for line in lines]
        return [cleaned(bare)] if len(lines) > 1 else None
    first = masked[:2]
    if len(lines) == 1 and first in ("- ", "* ", "– ") and f" {first}" in masked:
        return [cleaned(re.split(rf"(?:^|\s){re.escape(first)}", text))]
    return _numbered(text, masked, lines)


def typed_lines(text: str, masked: str) -> list[str]:
    """The lines of a text, without the line breaks inside quotes."""
    ends = [*(match.start() for match in re.finditer("\n", masked)), len(text)]
    return [text[start:end] for start, end in zip([0, *(end + 1 for end in ends)], ends, strict=False)]


def _numbered(text: str, masked: str, lines: Sequence[str]) -> list[Items] | None:
    """The readings of `1. good 2. bad` or `a) good, b) bad`; numbers before equal items belong to the items."""
    marks = list(_NUMBER.finditer(masked))
    expected = _counting(marks[0]["mark"], len(marks)) if len(marks) > 1 and marks[0].start() == 0 else []
    if not expected or [mark["mark"] for mark in marks] != expected or len(lines) not in (1, len(marks)):
        return None
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    items = cleaned(text[mark.end() : end] for mark, end in zip(marks, ends, strict=True))
    whole = cleaned(text[mark.start() : end] for mark, end in zip(marks, ends, strict=True))
    if len(set(items)) < len(marks):
        return [whole]
    is_initial = expected[0].isalpha() and marks[0]["end"] == "."
    return [items, whole] if is_initial else [items]


def _counting(first: str, count: int) -> list[str]:
    """The marks of a counted list from its first; none if it does not begin at the beginning."""
    if first == "1":
        return [str(number) for number in range(1, count + 1)]
    return [chr(ord(first) + index) for index in range(min(count, 26))] if first in ("a", "A") else []
