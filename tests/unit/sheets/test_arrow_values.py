"""Every value of an Arrow column is kept as it is, in lists and records, too."""

from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from lib.sheets.arrow_values import arrow_values

FAR = 253_402_300_800
"""Seconds from 1970 to the year 10000."""

NAN, INF = float("nan"), float("inf")
HALF = pa.struct([("a", pa.float16()), ("b", pa.list_(pa.float32(), 1))])

VALUES: dict[str, tuple[list[Any], pa.DataType, list[Any]]] = {
    "a far moment": ([FAR, None], pa.timestamp("s"), ["10000-01-01 00:00:00", None]),
    "a far moment of a zone": ([FAR], pa.timestamp("s", "Europe/Rome"), ["10000-01-01 00:00:00+00:00"]),
    "a far moment with a fraction": ([FAR * 1000 + 120], pa.timestamp("ms"), ["10000-01-01 00:00:00.12"]),
    "a far moment in a list": ([[FAR], None], pa.list_(pa.timestamp("s")), [["10000-01-01 00:00:00"], None]),
    "a far day": ([2_932_897], pa.date32(), ["10000-01-01"]),
    "a far day in milliseconds": ([2_932_897 * 86_400_000], pa.date64(), ["10000-01-01"]),
    "a day before our era": ([-719_163], pa.date32(), ["0000-12-31"]),
    "a span": ([1_500_000_001, -1, None], pa.duration("ns"), ["00:00:01.500000001", "-00:00:00.000000001", None]),
    "a long span": ([2**62], pa.duration("s"), ["1281023894007607:45:04"]),
    "a span in a list": ([[60_000_001]], pa.list_(pa.duration("us")), [["00:01:00.000001"]]),
    "a time in a list": ([[1_500_000_001]], pa.list_(pa.time64("ns")), [["00:00:01.500000001"]]),
    "short numbers": ([[0.1, NAN], [-INF, None]], pa.list_(pa.float32()), [[0.1, "NaN"], ["-Infinity", None]]),
    "numbers": ([[0.1, INF], []], pa.list_(pa.float64()), [[0.1, "Infinity"], []]),
    "records": ([{"a": 0.1, "b": [1.5]}, None], HALF, [{"a": 0.1, "b": [1.5]}, None]),
    "maps": ([[("k", 0.1)], None, []], pa.map_(pa.string(), pa.float32()), [[("k", 0.1)], None, []]),
    "lists of one length": ([[1, 2], None, [3, 4]], pa.list_(pa.int8(), 2), [[1, 2], None, [3, 4]]),
    "views": ([[1], [], None], pa.list_view(pa.int8()), [[1], [], None]),
    "repeated texts": ([["x"], ["x", "y"]], pa.list_(pa.dictionary(pa.int8(), pa.string())), [["x"], ["x", "y"]]),
    "decimals": ([[Decimal("1.50")]], pa.list_(pa.decimal128(5, 2)), [[Decimal("1.50")]]),
}


@pytest.mark.parametrize(("values", "kind", "expected"), VALUES.values(), ids=VALUES)
def test_values(values: list[Any], kind: pa.DataType, expected: list[Any]) -> None:
    column = pa.chunked_array([pa.array(values, kind)])
    assert list(arrow_values(column)) == expected
    assert (
        list(arrow_values(pa.chunked_array([column.slice(1).chunk(0) if len(values) > 1 else []], kind)))
        == expected[1:]
    )


def test_two_fields_of_one_name_are_not_merged() -> None:
    record = pa.StructArray.from_arrays([pa.array([1]), pa.array([2])], ["a", "a"])
    with pytest.raises(ValueError, match="one name"):
        list(arrow_values(pa.chunked_array([record])))
