"""JSON numbers with every digit."""

import pytest

from lib.json.lossless import DuplicateKey, Number, loads_exactly, to_text


def test_numbers_keep_their_digits() -> None:
    text = '{"a": [1.10, 1e5, -0, 12345678901234567890123, 1E400]}'
    assert to_text(loads_exactly(text)) == text
    assert all(type(number) is Number for number in loads_exactly(text)["a"])


def test_a_duplicate_key_is_rejected() -> None:
    with pytest.raises(DuplicateKey):
        loads_exactly('[{"a": 1, "a": 1}]')
