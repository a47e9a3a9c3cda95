"""Moments and spans of time in words, in the time zone of the browser."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from lib.common.phrasing import counted


def moment(time: datetime) -> str:
    """`14:02` today, `yesterday 14:02`, `tomorrow 14:02`, or `27 November 14:02`."""
    zone = _zone()
    local, today = time.astimezone(zone), datetime.now(zone).date()
    clock = f"{local:%H:%M}"
    match (local.date() - today).days:
        case 0:
            return f"today {clock}"
        case -1:
            return f"yesterday {clock}"
        case 1:
            return f"tomorrow {clock}"
    return f"{local.day} {local:%B} {clock}"


def span(time: timedelta) -> str:
    """`less than a minute`, `12 minutes`, `2 hours`, `3 days`."""
    minutes = int(time.total_seconds() // 60)
    if minutes < 1:
        return "less than a minute"
    if minutes < 60:
        return counted(minutes, "minute")
    if minutes < 48 * 60:
        return counted(minutes // 60, "hour")
    return counted(minutes // (24 * 60), "day")


def _zone() -> ZoneInfo:
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def window_words(window: str) -> str:
    """A provider's completion window in words.

    >>> window_words("24h"), window_words("7d"), window_words("90m")
    ('24 hours', '7 days', '90m')
    """
    count, unit = window[:-1], {"h": "hour", "d": "day"}.get(window[-1:])
    return counted(int(count), unit) if unit and count.isdecimal() else window


def since(time: datetime) -> str:
    """How long ago something was, as a span."""
    return span(datetime.now(UTC) - time)
