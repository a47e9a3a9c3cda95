"""The tokens of a number format's code, by section."""

import re
from collections.abc import Iterator

Token = tuple[str, str]
"""A kind and a text. Kinds: `text`, `bracket` (conditions, colours, languages), `general`, `digit`, `point`, `comma`,
`percent`, `exponent`, `slash`, `@`; `date` (letters in lower case), `minute`, `elapsed`, `fraction` of seconds, `half`
of the day."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.?)|_(?P<padding>.?)|\*(?P<fill>.?)|\[(?P<bracket>[^\]]*)\]?'
    r"|(?P<general>General)|(?P<half>AM/PM|A/P)|(?P<exponent>E[+-])|(?P<date>y+|m+|d+|h+|s+|e+|b+|g+)"
    r"|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<slash>/)|(?P<at>@)|(?P<end>;)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_COLOUR = re.compile(r"black|blue|cyan|green|magenta|red|white|yellow|color\s*\d+", re.IGNORECASE)


def read_sections(code: str) -> list[list[Token]]:
    """The tokens of each section; colours are left out.

    >>> read_sections('0;[Red]"-"0')
    [[('digit', '0')], [('text', '-'), ('digit', '0')]]
    >>> read_sections("h:mm")
    [[('date', 'h'), ('text', ':'), ('minute', 'mm')]]
    """
    sections: list[list[Token]] = [[]]
    for match in _TOKEN.finditer(code):
        if match.lastgroup == "end":
            sections.append([])
        else:
            sections[-1].extend(_tokens(str(match.lastgroup), match[str(match.lastgroup)]))
    return [_with_times(section) for section in sections[:4]]


def _tokens(kind: str, text: str) -> Iterator[Token]:
    if kind in ("quoted", "escaped", "other"):
        yield "text", text
    elif kind == "padding":
        yield "text", " "
    elif kind == "date":
        yield kind, text.lower()
    elif kind == "at":
        yield "@", text
    elif kind == "bracket" and text.startswith("$"):
        yield kind, text
        yield "text", text[1:].partition("-")[0]
    elif kind == "bracket" and _ELAPSED.fullmatch(text):
        yield "elapsed", text.lower()
    elif kind not in ("bracket", "fill") or (kind == "bracket" and not _COLOUR.fullmatch(text)):
        yield kind, text


def _with_times(tokens: list[Token]) -> list[Token]:
    """The tokens with `m` as minutes beside hours or seconds, and `.00` after seconds as their fraction."""
    units = [index for index, (kind, _) in enumerate(tokens) if kind in ("date", "elapsed")]
    if not units:
        return tokens
    for before, index, after in zip([None, *units], units, [*units[1:], None], strict=False):
        beside = (before is not None and tokens[before][1][0] == "h", after is not None and tokens[after][1][0] == "s")
        if tokens[index][0] == "date" and tokens[index][1] in ("m", "mm") and any(beside):
            tokens[index] = ("minute", tokens[index][1])
    return list(_join_fractions(tokens))


def _join_fractions(tokens: list[Token]) -> Iterator[Token]:
    """Gives the point and zeros after seconds as one token, other signs of numbers as text."""
    index = 0
    while index < len(tokens):
        kind, text = tokens[index]
        index += 1
        if kind == "point" and index < len(tokens) and tokens[index] == ("digit", "0"):
            start = index
            while index < len(tokens) and tokens[index] == ("digit", "0"):
                index += 1
            yield "fraction", "0" * (index - start)
        elif kind in ("digit", "point", "comma", "percent", "slash", "exponent"):
            yield "text", text
        else:
            yield kind, text
