"""The quotes, brackets and JSON of lists that people type."""

import ast
import json
import re
from collections.abc import Iterable
from itertools import pairwise

Items = tuple[str, ...]

EDGES = "".join(filter(str.isspace, map(chr, range(0x3001)))) + ";；؛|｜¦、,，،"
"""What the ends of an item lose: blanks, and separators that repeat."""

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
_AFTER = r"(?=\s*(?:[\n\t;；؛|｜¦、,，،/／•]|\Z)|\s+[\"'“‘«„「])"
QUOTED = re.compile(rf"(?<![^\s;；؛|｜¦、,，،/／•(\[])(?:{_QUOTE}){_AFTER}")
"""A quoted text between separators."""

_WHOLE = re.compile(_QUOTE)
_SEVERAL = re.compile(rf"(?:(?:{_QUOTE})\s+)+(?:{_QUOTE})")
_TOUCHING = re.compile(r'(?:"\w(?:[^"\n]*\w)?"){2,}')
"""Quoted texts without anything between them. With `""` for a quote, it is also one text."""

_BESIDE = re.compile(rf"(?<!\S)(?:{_QUOTE})(?!\S)")
_ONE_LITERAL = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\"""")


def cleaned(items: Iterable[str]) -> Items:
    """Items without blanks, stray separators and quotes around them; without empty ones."""
    unquoted = (_unquoted(item.strip(EDGES)) for item in items)
    return tuple(item for item in unquoted if item)


def _unquoted(item: str) -> str:
    if not _WHOLE.fullmatch(item):
        return item
    inside = item[1:-1].strip()
    return inside.replace('""', '"') if item[0] == '"' else inside


def quoted(item: str, alone: bool = False) -> str:
    """An item in quotes. Alone, a `""` in it could also end one text and begin the next."""
    if alone and '"' in item:
        for opening, closing in ("“”", "«»", "「」"):
            if opening not in item and closing not in item:
                return f"{opening}{item}{closing}"
    doubled = item.replace('"', '""')
    return f'"{doubled}"'


def several_quoted(text: str) -> Items:
    """The texts of a text that is nothing but quoted texts; empty if it is anything else, or only one.

    >>> several_quoted('"good" "very bad"'), several_quoted('"good"')
    (('good', 'very bad'), ())
    """
    return cleaned(match[0] for match in _WHOLE.finditer(text)) if _SEVERAL.fullmatch(text) else ()


def touching_quoted(text: str) -> Items:
    """The texts of quoted texts with nothing between them; empty for any other text."""
    return tuple(re.findall(r'"([^"]*)"', text)) if _TOUCHING.fullmatch(text) else ()


def beside_quoted(text: str) -> Items:
    """The quoted texts of a text and what is between them; empty if none is quoted.

    >>> beside_quoted('"very good" bad')
    ('very good', 'bad')
    """
    matches = list(_BESIDE.finditer(text))
    cuts = [0, *(end for match in matches for end in match.span()), len(text)]
    parts = cleaned(text[start:end] for start, end in pairwise(cuts))
    return parts if matches and len(parts) > 1 else ()


def from_json(text: str) -> Items | None:
    """The items of a list in JSON or Python, each number as it is written; None for anything else, or lists inside."""
    if not (text.startswith("[") and text.endswith("]")):
        return None
    try:
        values = json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError):
        return _from_python(text)
    if not all(isinstance(value, str | bool) for value in values):
        return None
    return tuple(value.strip() if isinstance(value, str) else json.dumps(value) for value in values)


def _from_python(text: str) -> Items | None:
    try:
        tree = ast.parse(text, mode="eval").body
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return None
    items = [_literal(text, element) for element in tree.elts] if isinstance(tree, ast.List) else [None]
    return None if None in items else tuple(filter(None, items))


def _literal(text: str, element: ast.expr) -> str | None:
    """A text, or a number or a name such as True as it is written; None for anything else.

    Python joins two texts side by side, which a person who types a list does not mean.
    """
    written = ast.get_source_segment(text, element) or ""
    if isinstance(element, ast.Constant) and isinstance(element.value, str):
        return element.value.strip() if _ONE_LITERAL.fullmatch(written) else None
    number = element.operand if isinstance(element, ast.UnaryOp) else element
    return written if isinstance(number, ast.Constant) and isinstance(number.value, bool | int | float) else None


def without_brackets(text: str) -> str:
    """The text inside brackets that enclose all of it, or without the one bracket of a pair that it begins with."""
    pairs = {"[": "]", "{": "}", "(": ")"}
    inside = text[1:-1]
    if text[:1] not in pairs or len(text) < 3:
        return text
    if pairs[text[0]] not in text:
        return text[1:].strip()
    closes = text[-1] == pairs[text[0]] and text[0] not in inside and text[-1] not in inside
    return inside.strip() if closes else text
