"""The custom_id of a line."""

from typing import Any

import pytest

from lib.batch.request_line import custom_id_of


@pytest.mark.parametrize(
    ("value", "custom_id"),
    [
        ({"custom_id": "007"}, "007"),
        ({"custom_id": 7}, "7"),
        ({"custom_id": " a|b/c "}, " a|b/c "),
        ({"key": "k"}, "k"),
        ({"custom_id": "a", "key": "k"}, "a"),
        ({"custom_id": None, "key": "k"}, "k"),
        ({"custom_id": True}, None),
        ({"custom_id": {"a": 1}}, None),
        ({"custom_id": 1e20}, None),
        ({}, None),
    ],
    ids=str,
)
def test_custom_id_of_a_line(value: dict[str, Any], custom_id: str | None) -> None:
    assert custom_id_of(value) == custom_id


def test_a_repaired_id_is_unreadable() -> None:
    assert custom_id_of({"custom_id": "M\ufffdller"}) == "M\ufffdller"
    assert custom_id_of({"custom_id": "M\ufffdller"}, "repaired") is None
    assert custom_id_of({"custom_id": "Müller"}, "repaired") == "Müller"
