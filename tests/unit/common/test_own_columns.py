"""The columns that Batchdesk wrote."""

import pytest

from lib.common.own_columns import (
    BATCH_COLUMNS,
    BATCH_SUFFIX,
    batchdesk_columns,
    export_columns,
    is_export,
)

RUN = list(BATCH_COLUMNS[1:])
EXPORT = ["answer", "state", "error", "review", "custom_id", *RUN[3:], "note"]
"""The columns behind those of the sheet."""

MINE = ["answer (batch)", *EXPORT[1:3], *EXPORT[4:-1]]
OURS = [
    ("none", ["a", "b"], set()),
    ("custom_id anywhere", ["a", "custom_id", "b"], {1}),
    ("a column called answer is the user's", ["a", "answer", "state"], set()),
    ("a whole run", ["a", "custom_id", *RUN], set(range(1, 9))),
    ("a run with the suffix", ["a", *[name + BATCH_SUFFIX for name in RUN]], set(range(1, 8))),
    ("a broken run is the user's", ["a", *RUN[:-1]], set()),
    ("a note after the run", ["a", *RUN, "note"], set(range(1, 9))),
    ("in the order of an export", ["a", *EXPORT], set(range(1, 11))),
    ("beside a column of the sheet's", ["answer", "a", *MINE], set(range(2, 10))),
    ("exported two times", ["a", *EXPORT, *(name + BATCH_SUFFIX for name in RUN)], set(range(1, 18))),
    ("an original of a corrected column", ["a", *RUN, "Mood", "Mood (original)"], {*range(1, 8), 9}),
    ("an original of nothing is the user's", ["a", *RUN, "Mood (original)"], set(range(1, 8))),
    ("a reader's labels", ["a", *RUN, "Label by Ana", "Label by Ben: Mood"], set(range(1, 10))),
    ("labels without a run are the user's", ["a", "Label by Ana"], set()),
    ("a note before the run is the user's", ["note", *RUN], set(range(1, 8))),
]


@pytest.mark.parametrize(("columns", "own"), [case[1:] for case in OURS], ids=[case[0] for case in OURS])
def test_own_columns(columns: list[str], own: set[int]) -> None:
    assert batchdesk_columns(columns) == own


def test_each_export_has_its_own_columns() -> None:
    first, second = export_columns(["answer", *EXPORT, *(name + BATCH_SUFFIX for name in RUN)])
    assert (first["answer"], first["state"], first["custom_id"]) == (1, 2, 5)
    assert (second["answer"], second["state"], second["custom_id"]) == (12, 11, 5)


def test_only_a_whole_set_is_an_export() -> None:
    assert is_export(["a", *EXPORT])
    assert is_export(["id", "custom_id", *RUN])
    assert not is_export(["a", *EXPORT[1:]])
