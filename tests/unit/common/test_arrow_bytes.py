"""The bytes of Arrow's texts are those of each text."""

from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.common.arrow_bytes import blocks_of, chunks, separate, text_bytes, text_lengths, text_offsets

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


@given(st.lists(st.sampled_from([0, 1, 700, 50_000, 1 << 20, 1 << 21, 3 << 21]) | st.integers(0, 1 << 22), max_size=30))
def test_chunks_are_all_rows_and_small(lengths: list[int]) -> None:
    parts = list(chunks(np.array(lengths, np.int64)))
    assert [row for part in parts for row in range(part.start, part.stop)] == list(range(len(lengths)))
    assert all(sum(lengths[part]) <= 1 << 21 for part in parts if part.stop - part.start > 1)
    assert all(sum(lengths[one.start : other.start + 1]) > 1 << 21 for one, other in pairwise(parts))


def test_a_chunk_of_short_rows_has_thousands() -> None:
    assert [part.stop for part in chunks(np.ones(5_000, np.int64))] == [2_000, 4_000, 5_000]


@given(st.lists(st.tuples(st.text("aé語"), st.text("aé語"))), st.integers(0, 3))
def test_the_lengths_of_rows(rows: list[tuple[str, str]], start: int) -> None:
    columns = [pa.array([row[index] for row in rows], pa.string()).slice(start) for index in (0, 1)]
    expected = [len((one + other).encode()) for one, other in rows[start:]]
    assert text_lengths(columns, len(expected)).tolist() == expected
