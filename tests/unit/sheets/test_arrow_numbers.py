"""The texts of a column of numbers are those of its values."""

import math

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.sheets.arrow_numbers import number_texts
from lib.sheets.cell_text import exact_text

KINDS: st.SearchStrategy[tuple[pa.DataType, st.SearchStrategy[object]]] = st.sampled_from(
    [
        (pa.int64(), st.integers(-(2**63), 2**63 - 1)),
        (pa.uint64(), st.integers(0, 2**64 - 1)),
        (pa.int8(), st.integers(-128, 127)),
        (pa.bool_(), st.booleans()),
        (pa.float64(), st.floats(allow_infinity=False).filter(lambda value: not abs(value) >= 2**63)),
        (pa.float64(), st.integers(-(2**53), 2**53).map(float)),
    ]
)


@given(KINDS.flatmap(lambda kind: st.tuples(st.just(kind[0]), st.lists(st.lists(st.none() | kind[1], max_size=5)))))
def test_texts_are_those_of_the_values(column: tuple[pa.DataType, list[list[object]]]) -> None:
    kind, chunks = column
    texts = number_texts(pa.chunked_array([pa.array(chunk, kind) for chunk in chunks], kind))
    assert texts is not None
    assert texts.to_pylist() == [exact_text(value) for chunk in chunks for value in chunk]


@pytest.mark.parametrize("values", [[math.inf, 1.0], [-(2.0**63)], ["1"], [[1.0]]])
def test_other_values_are_left_to_the_slow_way(values: list[object]) -> None:
    assert number_texts(pa.chunked_array([pa.array(values)])) is None
    assert number_texts(pa.chunked_array([pa.array([1.5], pa.float32())])) is None
