"""Declared values come back as they were; others are neither written nor read."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.compose import RowDecisions
from lib.desk import NUMBER, KeptValues, one_of

TYPES: dict[str, Any] = {
    "view": one_of(("Table", "Charts")),
    "price": NUMBER,
    "decisions": tuple[str, RowDecisions],
    "fix *": bool | int | str | None,
    "fix names *": list[str],
    "values": dict[str, tuple[str, ...]],
    "removed": set[str],
}
KEPT = KeptValues({key: TYPES[key] for key in ("view", "price")}, TYPES)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=9)
VALUES = st.fixed_dictionaries(
    {
        "view": st.sampled_from(["Table", "Charts"]),
        "price": st.none() | st.floats(allow_nan=False, allow_infinity=False),
        "decisions": st.tuples(TEXTS, st.builds(RowDecisions, st.sampled_from(["send", None]))),
        "fix a": st.booleans() | st.integers() | TEXTS | st.none(),
        "fix names a": st.lists(TEXTS),
        "values": st.dictionaries(TEXTS, st.lists(TEXTS).map(tuple)),
        "removed": st.sets(TEXTS),
    }
)


@given(VALUES)
def test_values_come_back_with_their_types(values: dict[str, Any]) -> None:
    saved = json.loads(json.dumps(KEPT.saved({**values, "slots": object()})))
    restored = KEPT.restored(saved)
    assert restored == (values, 0)
    assert {key: type(value) for key, value in restored.values.items()} == {key: type(values[key]) for key in values}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("view", "Nothing"),
        ("view", ["Table"]),
        ("price", float("nan")),
        ("decisions", ["a", {"blank_prompt": "send"}]),
        ("decisions", ["a"]),
        ("fix names a", "a"),
        ("values", {"a": [1]}),
        ("desk secret", "guessed"),
    ],
)
def test_a_value_that_is_not_declared_so_is_counted_and_left_out(key: str, value: object) -> None:
    assert KEPT.restored({key: value, "fix a": True}) == ({"fix a": True}, 1)
