"""The bytes of Arrow's texts are those of each text."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.common.arrow_bytes import blocks_of, separate, text_bytes, text_offsets

TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs"])))
KINDS = st.sampled_from([pa.string(), pa.large_string()])


@given(TEXTS, KINDS, st.integers(0, 3), st.integers(0, 5))
def test_the_bytes_of_a_part_of_a_column(texts: list[str], kind: pa.DataType, start: int, count: int) -> None:
    part, expected = pa.array(texts, kind).slice(start, count), [text.encode() for text in texts[start:][:count]]
    assert list(separate(part)) == expected
    assert text_bytes(part).tobytes() == b"".join(expected)
    assert np.diff(text_offsets(part)).tolist() == list(map(len, expected))


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string()])
def test_a_column_without_texts_has_no_bytes(kind: pa.DataType) -> None:
    for empty in (pa.array([], kind), pa.array(["", ""], kind)):
        assert text_bytes(empty).tobytes() == b""
        assert list(separate(empty)) == [b""] * len(empty)


@pytest.mark.parametrize("length", [0, 1, 131_072, 131_073, 300_000])
def test_blocks_are_all_bytes_and_overlap(length: int) -> None:
    data = np.arange(length).astype(np.uint8)
    assert b"".join(block.tobytes() for block in blocks_of(data)) == data.tobytes()
    first, *others = [block.tobytes() for block in blocks_of(data, overlap=1)] or [b""]
    for block in others:
        assert first[-1] == block[0]
        first = block
