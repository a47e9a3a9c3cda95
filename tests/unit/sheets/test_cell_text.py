"""A cell's value as the text that Excel shows."""

from datetime import date, datetime, time, timedelta

import pytest

from lib.sheets.cell_text import displayed_text

VALUES = [
    ("whole number", 7.0, "7"),
    ("negative", -5.0, "-5"),
    ("fraction", 0.5, "0.5"),
    ("Excel's 15 digits", 0.1 + 0.2, "0.3"),
    ("a third", 1 / 3, "0.333333333333333"),
    ("long number", 123456789012.0, "123456789012"),
    ("15 digits", 999999999999999.0, "999999999999999"),
    ("beyond 15 digits", 1e20, "100000000000000000000"),
    ("huge", 9e42, "9E+42"),
    ("tiny", 1e-7, "1E-07"),
    ("an int", 12, "12"),
    ("true", True, "TRUE"),
    ("false", False, "FALSE"),
    ("date", date(2024, 2, 29), "2024-02-29"),
    ("date and time", datetime(2024, 2, 29, 13, 5, 7), "2024-02-29 13:05:07"),
    ("time", time(13, 5, 7), "13:05:07"),
    ("duration beyond a day", timedelta(hours=36), "36:00:00"),
    ("duration with a fraction", timedelta(hours=1, minutes=2, seconds=3.5), "01:02:03.5"),
    ("negative duration", timedelta(minutes=-90), "-01:30:00"),
    ("zero duration", timedelta(), "00:00:00"),
    ("text", "007", "007"),
]


@pytest.mark.parametrize(("value", "text"), [case[1:] for case in VALUES], ids=[case[0] for case in VALUES])
def test_displayed_text(value: object, text: str) -> None:
    assert displayed_text(value) == text
