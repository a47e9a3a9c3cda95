"""Lists as people type them: the items, and every other way to read the same text.

The rule: line breaks separate the items where there are any, else the one separator in the text (tab, semicolon, bar,
bullet, comma or slash), and never inside quotes or brackets. Where two kinds of separator occur, or an "or" joins the
last two items, there are several readings, and a person chooses one.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lib.compose.list_marks import BULLET, marked_items, typed_lines
from lib.compose.list_quotes import (
    EDGES,
    QUOTED,
    Items,
    beside_quoted,
    cleaned,
    from_json,
    quoted,
    several_quoted,
    touching_quoted,
    without_brackets,
)

_SEPARATORS = {
    "line": r"\n",
    "tab": r"\t",
    "semicolon": r"[;；؛]",
    "bar": r"[|｜¦]",
    "bullet": r"[•▪◦‣●○■□▶►]|(?<=\s)·(?=\s)",
    "list comma": r"、",
    "comma": r"(?<!\d),|,(?!\d)|[，،]",
    "slash": r"(?<!\d)[/／]|[/／](?!\d)",
    "comma in number": r"(?<=\d),(?=\d)",
    "slash in number": r"(?<=\d)/(?=\d)",
}
"""Separators by name, the strongest first."""

_STRONG = ("line", "tab", "semicolon", "bar", "bullet")
_IN_NUMBERS = ("comma in number", "slash in number")
_BRACKETED = re.compile(r"\([^()\n]{2,}\)|\[[^\[\]\n]{2,}\]|\{[^{}\n]{2,}\}|（[^（）\n]{2,}）")
_ADDRESS = re.compile(r"\w+://[^\s,;|]+")
_SLASHED = "n/a|and/or|he/she|she/he|his/her|him/her|s/he"
_SLASHED_WORD = re.compile(rf"(?<![\w/])(?:{_SLASHED})(?![\w/])", re.IGNORECASE)
_LOOSE_SLASHED_WORD = re.compile(rf"(?<!\w)(?:{_SLASHED})(?!\w)", re.IGNORECASE)
_SHORT_SLASHED = re.compile(r"(?<![\w/])\w{1,2}/\w{1,2}(?![\w/])")
"""Words such as w/o, km/h, 24/7. Beside another separator, such a slash separates nothing."""

_WORDS = "and|or|und|oder|et|ou|y|o|e|и|или|en|of|och|eller|og|ve|veya|&"
_JOINED = re.compile(rf"(?P<before>.*\S)\s+(?:{_WORDS})\s+(?P<after>\S.*)", re.IGNORECASE | re.DOTALL)
_LAST = re.compile(rf"(?:{_WORDS})\s+(?P<item>\S.*)", re.IGNORECASE | re.DOTALL)
_JOINS = re.compile(rf"\s+(?:{_WORDS})\s+", re.IGNORECASE)
_NUMBERS = re.compile(r"[\d\s,/]*")
_PLAIN = re.compile(r"[^\W_](?:[\w '-]*\w)?")
_LINE_ENDS = re.compile("[\r\x0b\x0c\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class TypedList:
    """A list in a text field."""

    readings: tuple[Items, ...]
    """Every way to read the text, the most likely first; at least one."""

    @property
    def items(self) -> Items:
        """The items by the most likely reading."""
        return self.readings[0]

    @property
    def is_certain(self) -> bool:
        """Whether the text can be read in only one way."""
        return len(self.readings) == 1


def read_list(text: str) -> TypedList:
    """The list in a text. One item that could be several is uncertain too.

    >>> read_list("good; bad; neutral").readings
    (('good', 'bad', 'neutral'),)
    >>> read_list("yes, no / maybe").readings
    (('yes', 'no', 'maybe'), ('yes', 'no / maybe'))
    """
    stripped = text.strip()
    if (items := from_json(stripped)) is not None:
        return TypedList((items,))
    readings = dict.fromkeys(tuple(filter(None, map(str.strip, items))) for items in _readings(stripped))
    return TypedList(tuple(readings) or ((),))


def write_list(items: Sequence[str]) -> str:
    """The text that `read_list` reads as exactly these items: one on each line, in quotes where that is needed.

    >>> write_list(["good", "Paris, France"])
    'good\\n"Paris, France"'
    """
    alone = len(items) == 1
    return "\n".join(
        item if _PLAIN.fullmatch(item) and not (alone and " " in item) else quoted(item, alone) for item in items
    )


def _readings(text: str) -> Iterator[Items]:
    text = without_brackets(text)
    if items := several_quoted(text):
        yield items
    elif items := touching_quoted(text):
        yield items
        yield cleaned([text])
    else:
        apart = _quotes_apart(text)
        for written in (text,) if apart == text else (apart, text):
            for masked in _maskings(written):
                yield from _separated(written, masked)


def _quotes_apart(text: str) -> str:
    """The text with the list's own separator between neighbouring quoted texts; the same text if there are none."""
    kinds, spans = _kinds(_masked(text)), [match.span() for match in QUOTED.finditer(text)]
    separator = re.search(_SEPARATORS[kinds[0]], _masked(text)) if kinds else None
    for (_, end), (start, _) in pairwise(spans) if separator else ():
        if not text[end:start].strip():
            text = f"{text[:end]}{separator[0] if separator else ''}{text[end + 1 :]}"
    return text


def _separated(text: str, masked: str) -> Iterator[Items]:
    """The readings of a text by its bullets, numbers or separators."""
    if (marked := marked_items(text, masked)) is not None:
        yield from marked
        return
    kinds = _kinds(masked)
    if not kinds:
        yield from _one_item(text)
        return
    by_strength = [_split(text, masked, kinds[: count + 1]) for count in range(len(kinds))]
    if kinds[0] == "line" or len(kinds) == 1:
        likely_first = by_strength
    else:
        likely_first = by_strength[::-1] if "slash" in kinds else by_strength
    if "line" in kinds:
        yield (
            cleaned(BULLET.sub("", line, count=1) for line in typed_lines(text, masked))
            if kinds == ["line"]
            else by_strength[0]
        )
    is_one = kinds[0] in _IN_NUMBERS and not _is_counted(masked)
    if is_one and not _NUMBERS.fullmatch(masked):
        yield (text,)
    for items in likely_first:
        yield from _last_item(items) if "line" not in kinds else [items]
    if is_one:
        yield (text,)


def _maskings(text: str) -> Iterator[str]:
    """The text as letters and separators; twice where the N/A of `Yes/No/N/A` may be one word."""
    masked = _masked(text)
    loose = _masked(_LOOSE_SLASHED_WORD.sub(_as_letters, text))
    if loose != masked:
        yield loose
    yield masked


def _masked(text: str) -> str:
    """The text with everything that is quoted, in brackets or an address as letters, at the same positions."""
    text = _LINE_ENDS.sub("\n", QUOTED.sub(_as_letters, text))
    for pattern in (_BRACKETED, _ADDRESS, _SLASHED_WORD):
        text = pattern.sub(_as_letters, text)
    if any(re.search(_SEPARATORS[kind], text) for kind in ("line", "semicolon", "bar", "list comma", "comma")):
        text = _SHORT_SLASHED.sub(_as_letters, text)
    return text


def _as_letters(match: re.Match[str]) -> str:
    return "x" * len(match[0])


def _kinds(masked: str) -> list[str]:
    """The kinds of separator in a text, the strongest first. In lines and numbers, weak ones separate nothing."""
    inside = "\n".join(line.strip(EDGES) for line in masked.split("\n"))
    found = [kind for kind, pattern in _SEPARATORS.items() if re.search(pattern, inside)]
    if not found and inside != masked.strip():
        return []
    if "line" in found:
        return [kind for kind in found if kind not in ("slash", *_IN_NUMBERS)]
    if found and found[0] in _STRONG:
        return [kind for kind in found if kind not in _IN_NUMBERS]
    return [kind for kind in found if kind != "slash in number" or len(found) == 1]


def _split(text: str, masked: str, kinds: Iterable[str]) -> Items:
    pattern = "|".join(_SEPARATORS[kind] for kind in kinds)
    ends = [*(match.span() for match in re.finditer(pattern, masked)), (len(text), len(text))]
    starts = [0, *(end for _, end in ends)]
    return cleaned(text[start:end] for start, (end, _) in zip(starts, ends, strict=False))


def _is_counted(masked: str) -> bool:
    """Whether numbers with separators inside are a list such as `1,2,3`, and not one number such as `1,000,000`."""
    groups = re.split("[,/]", masked)
    is_long = "," in masked and len(groups) > 2 and _NUMBERS.fullmatch(masked) is not None
    return is_long and any(len(group.strip()) != 3 for group in groups[1:])


def _last_item(items: Items) -> Iterator[Items]:
    """The readings of a list whose last item may hold an "or" or end with a full stop."""
    *first, last = items or ("",)
    if len(items) > 1 and (match := _LAST.fullmatch(last)):
        yield (*first, match["item"])
        if len(items) == 2:
            yield items
        return
    others = any(map(_JOINED.fullmatch, first))
    if len(items) > 1 and not others and (match := _JOINED.fullmatch(last)):
        yield (*first, match["before"], match["after"])
    if len(items) > 1 and last.endswith(".") and "." not in "".join(first) + last[:-1]:
        yield (*first, last[:-1])
    yield items


def _one_item(text: str) -> Iterator[Items]:
    """The readings of a text without separators: one item, or the words that blanks, dashes or "or" separate."""
    item = cleaned([text])
    yield item
    if not item or item[0] != text.strip(EDGES):
        return  # quotes make it one
    if len(joined := cleaned(_JOINS.split(text))) > 1:
        yield joined
    elif parts := beside_quoted(text):
        yield parts
    elif len(dashed := re.split(r"\s[–—-]\s", text)) > 1:
        yield cleaned(dashed)
    elif len(words := text.split()) > 1:
        yield tuple(words)
