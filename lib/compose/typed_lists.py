"""Lists as people type them: the items, and every other way to read the same text.

The rule: line breaks separate the items where there are any, else the one separator in the text (tab, semicolon, bar,
bullet, comma or slash), and never inside quotes or brackets. Where two kinds of separator occur, or an "or" joins the
last two items, there are several readings, and a person chooses one.
"""

import ast
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

Items = tuple[str, ...]

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
_EDGES = "".join(filter(str.isspace, map(chr, range(0x3001)))) + ";；؛|｜¦、,，،"
"""What the ends of an item lose: blanks, and separators that repeat."""

_AFTER = r"(?=\s*(?:[\n\t;；؛|｜¦、,，،/／•]|\Z)|\s+[\"'“‘«„「])"
_QUOTES = (
    r'"(?:[^"]|"")*"',
    "“[^”]*”",
    "„[^“”]*[“”]",
    "«[^»]*»",
    "「[^」]*」",
    r"‘[^’\n]*’",
    r"'[^'\n]*'",
    r"`[^`\n]*`",
)
_QUOTE = "|".join(_QUOTES)
_QUOTED = re.compile(rf"(?<![^\s;；؛|｜¦、,，،/／•(\[])(?:{_QUOTE}){_AFTER}")
_WHOLE_QUOTE = re.compile(_QUOTE)
_ALL_QUOTED = re.compile(rf"(?:(?:{_QUOTE})\s+)+(?:{_QUOTE})")
_BRACKETED = re.compile(r"\([^()\n]{2,}\)|\[[^\[\]\n]{2,}\]|\{[^{}\n]{2,}\}|（[^（）\n]{2,}）")
_ADDRESS = re.compile(r"\w+://[^\s,;|]+")
_SLASHED_WORD = re.compile(r"(?<![\w/])(?:n/a|and/or|he/she|she/he|his/her|him/her|s/he)(?![\w/])", re.IGNORECASE)
_SHORT_SLASHED = re.compile(r"(?<![\w/])\w{1,2}/\w{1,2}(?![\w/])")
"""Words such as w/o, km/h, 24/7. Beside another separator, such a slash separates nothing."""

_BULLET = re.compile(r"^[ \t]*(?:[•▪◦‣●○■□▶►☐☑·][ \t]*|(?:[*+–—-]|\[[ xX]\])[ \t]+|[*-](?=[^\W\d_]))")
_NUMBER = re.compile(
    r"(?:^|(?<=[\s;,、]))\(?(?P<mark>\d{1,3}|[A-Za-z])(?P<end>[.)．）、])(?=[ \t]|[^\W\d_])[ \t]*", re.M
)
_WORDS = "and|or|und|oder|et|ou|y|o|e|и|или|en|of|och|eller|og|ve|veya|&"
_JOINED = re.compile(rf"(?P<before>.*\S)\s+(?:{_WORDS})\s+(?P<after>\S.*)", re.IGNORECASE | re.DOTALL)
_LAST = re.compile(rf"(?:{_WORDS})\s+(?P<item>\S.*)", re.IGNORECASE | re.DOTALL)
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
    if (items := _from_json(stripped)) is not None:
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
        item if _PLAIN.fullmatch(item) and not (alone and " " in item) else _quoted(item) for item in items
    )


def _quoted(item: str) -> str:
    doubled = item.replace('"', '""')
    return f'"{doubled}"'


def _from_json(text: str) -> Items | None:
    """The items of a list in JSON or Python; None if the text is none, or has lists inside."""
    if not (text.startswith("[") and text.endswith("]")):
        return None
    for parse in (json.loads, ast.literal_eval):
        try:
            values = parse(text)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        if isinstance(values, list) and all(isinstance(value, str | int | float) for value in values):
            return tuple(value.strip() if isinstance(value, str) else json.dumps(value) for value in values)
    return None


def _readings(text: str) -> Iterator[Items]:
    text = _without_brackets(text)
    if _ALL_QUOTED.fullmatch(text):
        yield _cleaned(match[0] for match in _WHOLE_QUOTE.finditer(text))
        return
    masked = _masked(text)
    if (marked := _marked(text, masked)) is not None:
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
            _cleaned(_BULLET.sub("", line, count=1) for line in _lines(text, masked))
            if kinds == ["line"]
            else by_strength[0]
        )
    for items in likely_first:
        yield from _last_item(items) if "line" not in kinds else [items]
    if kinds[0] in _IN_NUMBERS and not _is_counted(masked):
        yield (text,)


def _without_brackets(text: str) -> str:
    """The text inside brackets that enclose all of it."""
    pairs = {"[": "]", "{": "}", "(": ")"}
    inside = text[1:-1]
    closes = text[:1] in pairs and text[-1:] == pairs[text[:1]] and len(text) > 2
    return inside.strip() if closes and text[0] not in inside and text[-1] not in inside else text


def _masked(text: str) -> str:
    """The text with everything that is quoted, in brackets or an address as letters, at the same positions."""
    text = _LINE_ENDS.sub("\n", _QUOTED.sub(_as_letters, text))
    for pattern in (_BRACKETED, _ADDRESS, _SLASHED_WORD):
        text = pattern.sub(_as_letters, text)
    if any(re.search(_SEPARATORS[kind], text) for kind in ("line", "semicolon", "bar", "list comma", "comma")):
        text = _SHORT_SLASHED.sub(_as_letters, text)
    return text


def _as_letters(match: re.Match[str]) -> str:
    return "x" * len(match[0])


def _kinds(masked: str) -> list[str]:
    """The kinds of separator in a text, the strongest first. In lines and numbers, weak ones separate nothing."""
    inside = "\n".join(line.strip(_EDGES) for line in masked.split("\n"))
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
    return _cleaned(text[start:end] for start, (end, _) in zip(starts, ends, strict=False))


def _cleaned(items: Iterable[str]) -> Items:
    """Items without blanks, stray separators and quotes around them; without empty ones."""
    cleaned = (_unquoted(item.strip(_EDGES)) for item in items)
    return tuple(item for item in cleaned if item)


def _unquoted(item: str) -> str:
    if not _WHOLE_QUOTE.fullmatch(item):
        return item
    inside = item[1:-1].strip()
    return inside.replace('""', '"') if item[0] == '"' else inside


def _marked(text: str, masked: str) -> list[Items] | None:
    """The readings of a list with bullets or counted numbers before every item; None if it is not one."""
    lines = [line for line in _lines(text, masked) if line.strip()]
    if (len(lines) > 1 or masked[:1] in "•▪◦‣●○■□▶►☐☑") and all(_BULLET.match(line) for line in lines):
        bare = [_BULLET.sub("", line, count=1) for line in lines]
        return [_cleaned(bare)] if len(lines) > 1 else None
    first = masked[:2]
    if len(lines) == 1 and first in ("- ", "* ", "– ") and f" {first}" in masked:
        return [_cleaned(re.split(rf"(?:^|\s){re.escape(first)}", text))]
    return _numbered(text, masked, lines)


def _lines(text: str, masked: str) -> list[str]:
    ends = [*(match.start() for match in re.finditer("\n", masked)), len(text)]
    return [text[start:end] for start, end in zip([0, *(end + 1 for end in ends)], ends, strict=False)]


def _numbered(text: str, masked: str, lines: Sequence[str]) -> list[Items] | None:
    """The readings of `1. good 2. bad` or `a) good, b) bad`; numbers before equal items belong to the items."""
    marks = list(_NUMBER.finditer(masked))
    expected = _counting(marks[0]["mark"], len(marks)) if len(marks) > 1 and marks[0].start() == 0 else []
    if not expected or [mark["mark"] for mark in marks] != expected or len(lines) not in (1, len(marks)):
        return None
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    items = _cleaned(text[mark.end() : end] for mark, end in zip(marks, ends, strict=True))
    whole = _cleaned(text[mark.start() : end] for mark, end in zip(marks, ends, strict=True))
    if len(set(items)) < len(marks):
        return [whole]
    is_initial = expected[0].isalpha() and marks[0]["end"] == "."
    return [items, whole] if is_initial else [items]


def _counting(first: str, count: int) -> list[str]:
    """The marks of a counted list from its first; none if it does not begin at the beginning."""
    if first == "1":
        return [str(number) for number in range(1, count + 1)]
    return [chr(ord(first) + index) for index in range(min(count, 26))] if first in ("a", "A") else []


def _is_counted(masked: str) -> bool:
    """Whether numbers with separators inside are a list such as `1,2,3`, and not one number such as `1,000,000`."""
    groups = re.split("[,/]", masked)
    return "," in masked and len(groups) > 2 and any(len(group.strip()) != 3 for group in groups[1:])


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
    item = _cleaned([text])
    yield item
    if not item or item[0] != text.strip(_EDGES):
        return  # quotes make it one
    if match := _JOINED.fullmatch(text):
        yield (match["before"], match["after"])
    elif len(parts := re.split(r"\s[–—-]\s", text)) > 1:
        yield _cleaned(parts)
    elif len(words := text.split()) > 1:
        yield tuple(words)
