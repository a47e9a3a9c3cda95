"""Many numbers of one format have the texts that each has alone."""

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lib.sheets.format_numbers import number_value
from lib.sheets.number_format import parse_format
from lib.sheets.number_texts import number_texts

CODES = [
    *(
        "General",
        "0",
        "00000",
        "0.00",
        "#,##0.00",
        "0%",
        "0.0%",
        '"{"0.0"}"',
        "$#,##0_);($#,##0)",
        "#,##0.0;-#,##0.0;-",
    ),
    *("d/m/yyyy", "yyyy-mm-dd hh:mm:ss", "h:mm AM/PM", "mm:ss.000", "[h]:mm:ss", "[$-407]mmmm", "# ?/?", "[<1]0.0;0"),
]
TIES = [half * unit for half in range(-51, 52, 2) for unit in (0.5, 0.05, 0.005, 0.00005)]
"""Numbers that lie between two texts."""

NUMBER = st.one_of(
    st.sampled_from(TIES).map(repr),
    st.floats(-60_000, 60_000).map(repr),
    st.floats().map(repr),
    st.integers(-(10**20), 10**20).map(str),
    st.from_regex(r"-?[0-9]{1,9}[.][0-9]{1,4}(E[+-]?[0-9]{1,3})?", fullmatch=True),
)


@settings(max_examples=50)
@given(st.sampled_from(CODES), st.lists(NUMBER, min_size=1, max_size=8), st.sampled_from([0, 1462]))
@example("0.00", ["1.005", "-0.001", "0", "1e400"], 0)
@example("hh:mm:ss", ["0.999999", "2958465.9999999", "59.99999999999"], 0)
def test_many_numbers(code: str, written: list[str], shift: int) -> None:
    alone = [parse_format(code).text(number_value(digits), shift) for digits in written]
    assert number_texts(pa.array(written, pa.string()), code, shift).tolist() == alone


@given(st.text("0#?.,%/@;_*\"\\E+-[]$ hmdysgb'", max_size=12), st.lists(NUMBER, min_size=1, max_size=3))
def test_any_format_shows_any_number(code: str, written: list[str]) -> None:
    assert len(number_texts(pa.array(written, pa.string()), code)) == len(written)


@pytest.mark.parametrize(
    ("code", "text"),
    [("0.00", "1.01"), ("0%", "101%"), ("General", "1.005"), ("$#,##0.00;($#,##0.00)", "$1.01")],
)
def test_halves_round_up_as_they_are_written(code: str, text: str) -> None:
    assert number_texts(pa.array(["1.005"]), code).tolist() == [text]
