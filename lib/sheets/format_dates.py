"""Serial numbers as the texts of a format of dates and times."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lib.sheets.format_tokens import Token

BAD_SERIAL = 2_958_466
"""The first day after 9999-12-31, which Excel cannot show."""

_DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_LEAP_DAY = 60
"""The serial number of 1900-02-29, a day that only Excel knows."""

_SECONDS = 86_400
_MOST_DECIMALS = 6


def units_a_day(tokens: Sequence[Token]) -> int:
    """How many of the smallest unit that the format shows are in a day: 1 if it shows no time."""
    if not any(kind in ("minute", "elapsed") or (kind == "date" and text[0] in "hs") for kind, text in tokens):
        return 1
    decimals = max((len(text) for kind, text in tokens if kind == "fraction"), default=0)
    return int(_SECONDS * 10 ** min(decimals, _MOST_DECIMALS))


def exact_units(serial: Decimal, units: int) -> int:
    """A serial number in such units: days are cut, times are rounded, and none is after 9999-12-31."""
    total = (serial * units).to_integral_value(ROUND_FLOOR if units == 1 else ROUND_HALF_UP)
    return min(int(total), BAD_SERIAL * units - 1)


def date_texts(totals: NDArray[np.int64], tokens: Sequence[Token]) -> pa.StringArray:
    """The texts of moments, each in `units_a_day` since 1900."""
    units = units_a_day(tokens)
    second = max(1, units // _SECONDS)
    days, clock = np.divmod(totals, units)
    sources = {"date": days, "time": clock // second, "elapsed": totals // second, "fraction": clock % second}
    distinct = {name: np.unique(values, return_inverse=True) for name, values in sources.items()}
    halves = any(kind == "half" for kind, _ in tokens)
    parts = []
    for kind, text in tokens:
        if kind == "text":
            parts.append(text)
            continue
        values, places = distinct[_source(kind, text)]
        texts = [_part(kind, text, value, halves, len(str(second)) - 1) for value in values.tolist()]
        parts.append(pa.array(texts, pa.string()).take(pa.array(places)))
    return pc.utf8_trim_whitespace(pc.binary_join_element_wise(*parts, ""))


def _source(kind: str, text: str) -> str:
    """What a token depends on: the date, the seconds since midnight, those since 1900, or their fraction."""
    if kind in ("elapsed", "fraction"):
        return kind
    return "time" if kind in ("minute", "half") or (kind == "date" and text[0] in "hs") else "date"


def _part(kind: str, text: str, value: int, halves: bool, decimals: int) -> str:
    """One token of the format as text; `value` is that of its source."""
    if kind == "fraction":
        return f".{str(value).zfill(decimals)[: len(text)].ljust(len(text), '0')}"
    if kind == "elapsed":
        return str(value // {"h": 3600, "m": 60, "s": 1}[text[0]]).zfill(len(text))
    if kind == "half":
        marks = text.split("/")
        return marks[value >= _SECONDS // 2].upper() if len(text) > 3 else marks[value >= _SECONDS // 2]
    if kind == "minute":
        return str(value // 60 % 60).zfill(len(text))
    if kind == "date" and text[0] in "hs":
        hours = value // 3600
        number = value % 60 if text[0] == "s" else (hours + 11) % 12 + 1 if halves else hours
        return str(number).zfill(min(2, len(text)))
    return _day_part(text, value) if kind == "date" else ""


def _day_part(text: str, days: int) -> str:
    year, month, day = _calendar_date(days)
    if text[0] in "ye":
        return f"{year % 100:02d}" if text[0] == "y" and len(text) < 3 else f"{year:04d}"
    if text[0] == "m":
        return _named(month, text, _MONTHS[month - 1])
    return _named(day, text, _DAYS[(days + 6) % 7]) if text[0] == "d" else ""


def _calendar_date(days: int) -> tuple[int, int, int]:
    """Year, month and day, as Excel counts them: 0 is 1900-01-00, and 60 is 1900-02-29."""
    if days in (0, _LEAP_DAY):
        return (1900, 1, 0) if days == 0 else (1900, 2, 29)
    day = date(1899, 12, 31 if days < _LEAP_DAY else 30) + timedelta(days)
    return day.year, day.month, day.day


def _named(number: int, text: str, name: str) -> str:
    """`3`, `03`, `Mar`, `March`, or `M`, by the number of letters."""
    if len(text) < 3:
        return str(number).zfill(len(text))
    return name[:3] if len(text) == 3 else name[0] if len(text) == 5 else name
