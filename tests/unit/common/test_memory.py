"""Compressed bytes, and pauses of the garbage collector."""

import gc

from hypothesis import given
from hypothesis import strategies as st

from lib.common.memory import Compressed, gc_paused


@given(st.binary(max_size=5_000))
def test_compressed_bytes_come_back(data: bytes) -> None:
    packed = Compressed.of(data)
    assert (packed.data, packed.size) == (data, len(data))


def test_compressed_text_is_much_smaller() -> None:
    data = "id,review\n007,Très bien\n".encode() * 10_000
    assert len(Compressed.of(data).packed) < len(data) / 10


def test_the_collector_goes_on_after_the_last_pause() -> None:
    with gc_paused():
        with gc_paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
