"""Bytes that are kept in less room."""

from hypothesis import given
from hypothesis import strategies as st

from lib.common.memory import Compressed


@given(st.binary(max_size=5_000))
def test_what_is_unpacked_is_what_was_packed(data: bytes) -> None:
    packed = Compressed.of(data)
    assert (packed.data, packed.size) == (data, len(data))


def test_text_takes_less_room() -> None:
    data = "id,review\n007,Très bien\n".encode() * 10_000
    assert len(Compressed.of(data).packed) < len(data) / 10
