"""A number format's code, such as `#,##0.00` or `d/m/yyyy`, as a function from a number to the text that Excel shows.

The grammar is that of ECMA-376, part 1, 18.8.31, with the signs and points of the United States. Differences
from what a cell of Excel shows, so that no value is hidden and no text depends on the machine:

- All digits replace a display without them: `####`, an exponent that rounds, nothing at all for a number but 0.
- Colours count for nothing; `*x` fills nothing, `_x` is a space, and spaces around the text are left out.
- Dates are ISO where Excel follows the settings of the machine, or names months in a language other than English.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne

import numpy as np

from lib.sheets.format_codes import ISO_DATE, ISO_TIME
from lib.sheets.format_dates import BAD_SERIAL, date_texts, exact_units, units_a_day
from lib.sheets.format_numbers import general_text, number_text
from lib.sheets.format_tokens import Token, read_sections

_OPERATORS: dict[str, Callable[[Decimal, Decimal], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge, "=": eq, "<>": ne}
_CONDITION = re.compile(r"([<>=]{1,2})\s*(-?\d+\.?\d*(?:E[+-]?\d+)?)", re.IGNORECASE)
_ENGLISH = re.compile(r"\$[^-]*(?:-(?:0*|0*[0-9A-F]{0,2}[048C]09|en(?:-.*)?))?", re.IGNORECASE)
_SYSTEM_DATE = re.compile(r"\$-(?:F800|F400|x-sys.*)", re.IGNORECASE)


_MOST_POWER = 309
"""Excel has no number of 10 to this power."""


@dataclass(frozen=True, slots=True)
class Section:
    """One of the parts between semicolons."""

    tokens: tuple[Token, ...]
    condition: tuple[str, Decimal] | None
    is_date: bool

    def admits(self, value: Decimal) -> bool:
        """Whether the section's own condition holds; True if it has none."""
        return self.condition is None or _OPERATORS[self.condition[0]](value, self.condition[1])

    def is_negative(self) -> bool:
        """Whether its condition holds for negative numbers alone, which it then shows without their sign."""
        if self.condition is None:
            return False
        operator, limit = self.condition
        return (operator == "<" and limit <= 0) or (operator in ("<=", "=") and limit < 0)


class NumberFormat:
    """A parsed format; `parse_format` makes one for a code.

    >>> parse_format('"INV-"00000').text(Decimal(42)), parse_format("0%").text(Decimal("0.25"))
    ('INV-00042', '25%')
    >>> parse_format("mmm yy").text(Decimal(45000)), parse_format("0.0E+0").text(Decimal(1234567))
    ('Mar 23', '1234567')
    """

    def __init__(self, code: str) -> None:
        *sections, last = map(_section, read_sections(code))
        has_text = len(sections) == 3 or any(kind == "@" for kind, _ in last.tokens)
        self._text_section = last if has_text else None
        self._sections = sections if has_text else [*sections, last]
        self._has_conditions = any(section.condition for section in self._sections)
        self.is_date = any(section.is_date for section in self._sections)
        """Whether it shows numbers as dates or times."""
        self.is_span = any(kind == "elapsed" for section in self._sections for kind, _ in section.tokens)
        """Whether it shows numbers as durations, such as `[h]:mm`."""
        dates = [text for section in self._sections for kind, text in section.tokens if kind == "date"]
        self.shows_day = self.is_date and not self.is_span and any(text[0] not in "hs" for text in dates)
        """Whether it shows a day, month or year, not a time alone."""
        self.changes_texts = self.text_of("x") != "x"
        """Whether it shows texts in another way than they are."""

    def text(self, value: Decimal, shift: int = 0) -> str:
        """The text that Excel shows for a number.

        Args:
            shift: the days to add to a date: 1462 in a workbook that counts them from 1904.
        """
        section, signed = self._choose(value) if value.is_finite() and value.adjusted() < _MOST_POWER else (None, False)
        if section is None:
            return general_text(value)
        if section.is_date:
            moment = value if self.is_span else value + shift
            if moment < 0 or moment >= BAD_SERIAL:
                return general_text(value)
            total = exact_units(moment, units_a_day(section.tokens))
            return str(date_texts(np.array([total]), section.tokens)[0])
        text = number_text(abs(value), section.tokens)
        if text is None or (not text and value):
            return general_text(value)
        return f"-{text}" if signed and value < 0 and self._keeps_minus(text, section) else text

    def _keeps_minus(self, text: str, section: Section) -> bool:
        """Whether a negative number has its minus: not where a format without other sections shows it as 0.

        Facts: github.com/borgar/numfmt/issues/1, a comparison with Excel.
        """
        alone = len(self._sections) == 1 and self._text_section is None and ("slash", "/") not in section.tokens
        return not alone or "0" not in text or re.search("[1-9]", text) is not None

    def text_of(self, text: str) -> str:
        """The text that Excel shows for a text; the text itself if the format would hide it.

        Spaces at the ends of what the format adds are left out, those of the text are not.
        """
        if self._text_section is None:
            return text
        before, *after = _around_texts(self._text_section.tokens)
        if not after:
            return before.strip() or text
        return text.join([before.lstrip(), *after[:-1], after[-1].rstrip()])

    def section_of(self, sign: int) -> tuple[Section | None, bool]:
        """The section for all numbers of this sign, and whether it shows the minus; None if there are conditions."""
        return (None, False) if self._has_conditions else _by_sign(self._sections, sign)

    def _choose(self, value: Decimal) -> tuple[Section | None, bool]:
        """The section for a number, and whether it shows the minus of a negative one."""
        sections = self._sections
        if not self._has_conditions:
            return _by_sign(sections, value)
        for section in sections[:2]:
            if section.condition and section.admits(value):
                return section, not section.is_negative()
        rest = next((section for section in sections if not section.condition), None)
        first = sections[0].condition
        return rest, len(sections) > 2 or (first is not None and first[0] in (">", ">=", "="))


def _by_sign(sections: Sequence[Section], value: Decimal | int) -> tuple[Section | None, bool]:
    """The section by the usual order: positive, negative, zero."""
    if not sections:
        return None, False
    if value < 0 and len(sections) > 1:
        return sections[1], False
    return sections[2 if value == 0 and len(sections) > 2 else 0], True


def _section(tokens: Sequence[Token]) -> Section:
    brackets = [text for kind, text in tokens if kind == "bracket"]
    condition = next(filter(None, map(_CONDITION.fullmatch, brackets)), None)
    limit = (condition[1], Decimal(condition[2])) if condition and condition[1] in _OPERATORS else None
    dates = [text for kind, text in tokens if kind in ("date", "elapsed")]
    system = any(map(_SYSTEM_DATE.fullmatch, brackets))
    foreign = any(text.startswith("$") and not _ENGLISH.fullmatch(text) for text in brackets)
    named = any((text[0] in "mdg" and len(text) > 2) or text[0] in "gb" for text in dates)
    shown = tuple(token for token in tokens if token[0] != "bracket")
    iso = system or (foreign and named) or "b" in "".join(dates)
    return Section(_iso_tokens(shown) if iso else shown, limit, bool(dates) or system)


def _iso_tokens(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Those of an ISO date and time, each if these tokens show it."""
    clock = units_a_day(tokens) > 1
    day = not clock or any(kind == "date" and text[0] not in "hs" for kind, text in tokens)
    return tuple(read_sections(" ".join([ISO_DATE] * day + [ISO_TIME] * clock))[0])


def _around_texts(tokens: Sequence[Token]) -> list[str]:
    """What a format shows before, between and after the places of the text."""
    parts = [""]
    for kind, part in tokens:
        if kind in ("@", "general"):
            parts.append("")
        else:
            parts[-1] += part
    return parts


@lru_cache(maxsize=4096)
def parse_format(code: str) -> NumberFormat:
    """The format with a code."""
    return NumberFormat(code)
