"""A cell's value as text: as Excel shows it, or with all the digits that a file of records has."""

import math
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from lib.json import codec, lossless

_MOST_LEVELS = 200
"""Levels of nesting that a cell's JSON has; `…` replaces what is deeper."""


def displayed_text(value: Any) -> str:
    """A value as Excel shows it: whole numbers without `.0`, ISO dates, `TRUE` and `FALSE`.

    Numbers have the 15 digits that Excel keeps and shows: 0.1 + 0.2 is `0.3` there, and so it is here.
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


def exact_text(value: Any) -> str:
    """A record's value as it is: strings and the digits of numbers unchanged, nothing for null, the rest as JSON."""
    if isinstance(value, str):
        return str(value)
    if value is None:
        return ""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, (bool, datetime, date, time, timedelta)):
        return displayed_text(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, float) and math.isnan(value):
        return ""
    if isinstance(value, (int, float)):
        return codec.dumps(value).decode() if abs(value) < 2**63 else str(value)
    return codec.dumps(_writable(value)).decode()


def _number(value: int | float) -> str:
    written = f"{value:.15g}"
    if "e" not in written:
        return written
    exact = Decimal(written)  # a float would add digits that nobody typed
    whole = exact == exact.to_integral_value() and abs(exact) < 10**21
    return str(int(exact)) if whole else written.replace("e", "E")


def _duration(value: timedelta) -> str:
    """Hours, minutes and seconds; there may be more than 24 hours: `36:00:00`."""
    sign, whole = ("-", -value) if value < timedelta() else ("", value)
    minutes, seconds = divmod(whole.days * 86400 + whole.seconds, 60)
    fraction = f".{whole.microseconds:06d}".rstrip("0") if whole.microseconds else ""
    return f"{sign}{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}{fraction}"


def _writable(value: Any, levels: int = _MOST_LEVELS) -> Any:
    """A nested value that JSON can hold: numbers with all their digits, other types as text."""
    if isinstance(value, lossless.Number):
        return codec.number_json(value)
    if isinstance(value, dict):
        return {str(key): _writable(inner, levels - 1) for key, inner in value.items()} if levels else "…"
    if isinstance(value, (list, tuple)):
        return [_writable(inner, levels - 1) for inner in value] if levels else "…"
    return exact_text(value) if isinstance(value, (bytes, Decimal, timedelta, datetime, date, time)) else value
