"""A date's serial number as the text of a format of dates and times."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import lru_cache

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


@dataclass(frozen=True, slots=True)
class _Moment:
    """A serial number, counted from 1900, rounded to the smallest unit that is shown."""

    days: int
    seconds: int
    """Since midnight."""

    fraction: str
    """The decimals of the seconds."""

    @property
    def date(self) -> tuple[int, int, int]:
        """Year, month and day, as Excel counts them: 0 is 1900-01-00, and 60 is 1900-02-29."""
        return _calendar_date(self.days)


@lru_cache(maxsize=4096)
def _calendar_date(days: int) -> tuple[int, int, int]:
    if days in (0, _LEAP_DAY):
        return (1900, 1, 0) if days == 0 else (1900, 2, 29)
    day = date(1899, 12, 31 if days < _LEAP_DAY else 30) + timedelta(days)
    return day.year, day.month, day.day


def date_text(serial: Decimal, tokens: Sequence[Token]) -> str:
    """The text for days since 1900, with as many decimals of the seconds as the format shows."""
    moment = _moment(serial, tokens)
    halves = any(kind == "half" for kind, _ in tokens)
    return "".join(_part(kind, text, moment, halves) for kind, text in tokens).strip()


def iso_text(serial: Decimal, tokens: Sequence[Token]) -> str:
    """ISO date and time, each if the format shows it."""
    kinds = [text[0] if kind == "date" else "h" for kind, text in tokens if kind in ("date", "minute", "elapsed")]
    moment = _moment(serial, tokens)
    year, month, day = moment.date
    shown = [f"{year:04d}-{month:02d}-{day:02d}"] if any(kind not in "hs" for kind in kinds) or not kinds else []
    if any(kind in "hs" for kind in kinds):
        shown.append("{:02d}:{:02d}:{:02d}".format(*_clock(moment.seconds)))
    return " ".join(shown)


def _moment(serial: Decimal, tokens: Sequence[Token]) -> _Moment:
    if not any(kind in ("minute", "elapsed") or (kind == "date" and text[0] in "hs") for kind, text in tokens):
        return _Moment(int(serial), 0, "")
    decimals = max((len(text) for kind, text in tokens if kind == "fraction"), default=0)
    unit = Decimal(1).scaleb(-decimals)
    total = (serial * 86_400).quantize(unit, ROUND_HALF_UP)
    whole = int(total.to_integral_value(ROUND_FLOOR))
    fraction = f"{total - whole:.{decimals}f}"[2:] if decimals else ""
    return _Moment(*divmod(whole, 86_400), fraction)


def _clock(seconds: int) -> tuple[int, int, int]:
    return seconds // 3600, seconds // 60 % 60, seconds % 60


def _part(kind: str, text: str, moment: _Moment, halves: bool) -> str:
    """One token of the format as text."""
    hours, minutes, seconds = _clock(moment.seconds)
    if kind == "text":
        return text
    if kind == "fraction":
        return f".{moment.fraction[: len(text)]}"
    if kind == "half":
        marks = text.split("/")
        return marks[hours >= 12].upper() if len(text) > 3 else marks[hours >= 12]
    if kind == "elapsed":
        total = moment.days * 86_400 + moment.seconds
        return str(total // {"h": 3600, "m": 60, "s": 1}[text[0]]).zfill(len(text))
    if kind == "minute":
        return str(minutes).zfill(len(text))
    if kind == "date" and text[0] in "hs":
        number = seconds if text[0] == "s" else (hours + 11) % 12 + 1 if halves else hours
        return str(number).zfill(min(2, len(text)))
    return _day_part(text, moment) if kind == "date" else ""


def _day_part(text: str, moment: _Moment) -> str:
    year, month, day = moment.date
    if text[0] in "ye":
        return f"{year % 100:02d}" if text[0] == "y" and len(text) < 3 else f"{year:04d}"
    if text[0] == "m":
        return _named(month, text, _MONTHS[month - 1])
    return _named(day, text, _DAYS[(moment.days + 6) % 7]) if text[0] == "d" else ""


def _named(number: int, text: str, name: str) -> str:
    """`3`, `03`, `Mar`, `March`, or `M`, by the number of letters."""
    if len(text) < 3:
        return str(number).zfill(len(text))
    return name[:3] if len(text) == 3 else name[0] if len(text) == 5 else name
