"""A batch is made again from its sheet and its replication file, byte for byte; a damaged file makes nothing."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.batch import build
from lib.common import Unreadable
from lib.compose import Composition, Recipe, RowChoices, RowDecisions, RowSelection, batch_of, compose
from lib.compose.replication import is_replication, read_replication, replication_of, write_replication
from lib.compose.row_conditions import Condition
from lib.providers import Limits
from lib.sheets import Sheet, read_sheet
from tests.unit.compose.test_compose_properties import DECISIONS, SELECTIONS, sheets

SHEET = read_sheet(b"text,lang\nGood,en\nGood,en\nBon,fr\nMal,fr\n,fr\n", "reviews.csv")
CHOICES = RowChoices(
    RowDecisions(blank_prompt="leave out", identical="send once"),
    RowSelection(conditions=(Condition("lang", "contains", ("f",)),)),
    frozenset([3]),
)
RECIPES = st.builds(
    Recipe,
    model=st.just("m"),
    prompt=st.sampled_from(["{{q}}", "{{id}}: {{q}}"]),
    id_column=st.sampled_from([None, "id"]),
    identical_once=st.booleans(),
    limits=st.builds(Limits, requests=st.none() | st.integers(1, 4)),
)


def composed(choices: RowChoices = CHOICES, **settings: object) -> Composition:
    values = {"model": "m", "prompt": "{{text}}", "import_options": SHEET.options} | settings
    return compose(SHEET, Recipe(**values), choices)  # type: ignore[arg-type]


def again(sheet: Sheet, saved: bytes) -> Composition:
    return read_replication(saved, "r.json").compose(sheet)


@given(st.builds(compose, sheets(), RECIPES, st.builds(RowChoices, DECISIONS, SELECTIONS)))
def test_the_batch_comes_back_byte_for_byte(made: Composition) -> None:
    saved = write_replication(replication_of(made))
    assert is_replication(saved)
    same = again(made.sheet, saved)
    assert (same.digest, build(batch_of(same))) == (made.digest, build(batch_of(made)))
    assert read_replication(saved, "r.json").differing(same) == []


def test_another_sheet_is_named_by_the_files_that_differ() -> None:
    made = composed(RowChoices(), limits=Limits(requests=2))
    replication = replication_of(made)
    other = read_sheet(b"text,lang\nGood,en\nGood,en\nBon,fr\nMal,de\n,fr\n", "reviews.csv")
    assert [file.requests for file in replication.files] == [2, 2]
    assert replication.differing(replication.compose(SHEET)) == []
    assert len(replication.differing(replication.compose(other))) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"rows": {"answered": "x"}},
        {"settings": {"kind": "batchdesk-recipe", "version": 2, "modle": ""}},
    ],
    ids=["version", "rows", "settings"],
)
def test_a_damaged_file_makes_no_batch(change: dict[str, object]) -> None:
    value = json.loads(write_replication(replication_of(composed()))) | change
    with pytest.raises(Unreadable, match="damaged, or of a later version"):
        read_replication(json.dumps(value).encode(), "r.json")


def test_the_file_names_everything_that_proves_it() -> None:
    value = json.loads(write_replication(replication_of(composed())))
    assert value["sheet"] == {"name": "reviews.csv", "digest": SHEET.digest}
    (file,) = value["files"]
    assert (file["requests"], len(file["sha256"])) == (1, 64)
    assert value["rows"]["answered"] == [3]
