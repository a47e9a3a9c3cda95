"""Numbers as texts, and those that may be rounded."""

import numpy as np
import pyarrow as pa
import pytest

from lib.sheets.number_cells import NumberCells, number_cells


def cells(*written: str, code: str = "General") -> NumberCells:
    places = np.zeros(len(written), np.int32)
    return NumberCells(places, places, pa.array(written), places, (code,))


def test_numbers_of_the_format_general() -> None:
    texts = {
        "7": "7",
        "7.0": "7",
        "-2.50": "-2.5",
        "0.30000000000000004": "0.3",
        "1E3": "1000",
        "1.2E+15": "1200000000000000",
        "4111111111111111": "4111111111111111",
        "12345678901234567890": "12345678901234567890",
        "-0": "0",
        "007": "7",
    }
    assert cells(*texts).texts() == list(texts.values())


def test_equal_numbers_have_equal_texts() -> None:
    assert cells("0.5", "1", "0.5", code="0%").texts() == ["50%", "100%", "50%"]


@pytest.mark.parametrize(
    ("written", "doubtful"),
    [
        ("123456789012345", False),
        ("4111111111111111", False),
        ("4111111111111110", True),
        ("1.23456789012346E+18", True),
        ("12345678901234567", False),
        ("12345678901234568", True),
        ("1234567890123456789", False),
        ("0.12345678901234567", False),
    ],
)
def test_numbers_that_may_be_rounded(written: str, doubtful: bool) -> None:
    assert bool(cells("1", written).doubtful()) == doubtful


def test_a_file_that_keeps_all_digits_once_keeps_them_always() -> None:
    assert not cells("12345678901234567", "12345678901234568").doubtful()


def test_numbers_that_no_float_holds() -> None:
    huge = "9" * 5_000
    assert cells("1e400", "-1e400", huge, code="0").texts() == ["1E+400", "-1E+400", huge]
    assert cells("1e400", huge).doubtful()


def test_floats_that_are_no_number() -> None:
    numbers = number_cells([(0, 0), (1, 0)], [float("inf"), float("nan")], ["0.00", "d/m/yyyy"])
    assert numbers.texts() == ["Infinity", "NaN"]
