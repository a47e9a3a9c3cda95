"""A workbook cell's value as the text that Excel shows."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

_EXACT = 10**15
"""Whole numbers from here on have more digits than Excel keeps."""


def masked(text: str, mask: str) -> str:
    """A whole number as a format of zeros shows it; any other text as it is.

    >>> masked("501", "00000"), masked("12345678", "000-00-0000"), masked("1234", "00-0"), masked("1.5", "000")
    ('00501', '012-34-5678', '123-4', '1.5')
    """
    if not (text.isascii() and text.isdigit()):
        return text
    zeros = mask.count("0")
    digits = text.zfill(zeros)
    first = len(digits) - zeros + 1  # a longer number has its further digits at the front
    places = iter([digits[:first], *digits[first:]])
    return "".join(next(places) if mark == "0" else mark for mark in mask)


def rounded_text(value: Any, rounded: list[str]) -> str:
    text = text_of(value)
    if type(value) in (float, int) and abs(value) >= _EXACT:
        rounded.append(text)
    return text


def text_of(value: Any) -> str:
    """A cell's value as text: whole numbers without `.0`, dates ISO, yes and no as Excel writes them.

    Numbers have the 15 digits that Excel keeps and shows: 0.1 + 0.2 is `0.3` there, so it is here.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return _number(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return _duration(value)
    return str(value)


def _number(value: int | float) -> str:
    written = f"{value:.15g}"
    if "e" not in written:
        return written
    exact = Decimal(written)  # as a float it would gain digits that nobody typed
    whole = exact == exact.to_integral_value() and abs(exact) < 10**21
    return str(int(exact)) if whole else written.replace("e", "E")


def _duration(value: timedelta) -> str:
    """Hours, minutes and seconds, the hours beyond 24 if need be: `36:00:00`."""
    sign, whole = ("-", -value) if value < timedelta() else ("", value)
    minutes, seconds = divmod(whole.days * 86400 + whole.seconds, 60)
    fraction = f".{whole.microseconds:06d}".rstrip("0") if whole.microseconds else ""
    return f"{sign}{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}{fraction}"
