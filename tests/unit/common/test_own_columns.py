"""The columns that Batchdesk wrote."""

import pytest

from lib.common.own_columns import BATCH_COLUMNS, BATCH_SUFFIX, batchdesk_columns

RUN = list(BATCH_COLUMNS[1:])
OURS = [
    ("none", ["a", "b"], set()),
    ("custom_id anywhere", ["a", "custom_id", "b"], {1}),
    ("a column called answer is the user's", ["a", "answer", "state"], set()),
    ("a whole run", ["a", "custom_id", *RUN], set(range(1, 9))),
    ("a run with the suffix", ["a", *[name + BATCH_SUFFIX for name in RUN]], set(range(1, 8))),
    ("a broken run is the user's", ["a", *RUN[:-1]], set()),
    ("a note after the run", ["a", *RUN, "note"], set(range(1, 9))),
    ("a note before the run is the user's", ["note", *RUN], set(range(1, 8))),
]


@pytest.mark.parametrize(("columns", "own"), [case[1:] for case in OURS], ids=[case[0] for case in OURS])
def test_own_columns(columns: list[str], own: set[int]) -> None:
    assert batchdesk_columns(columns) == own
