"""What a saved desk holds comes back byte for byte; what is damaged is named."""

import io
import json
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.common import Unreadable
from lib.compose import RowChoices, RowDecisions, RowSelection
from lib.compose.row_conditions import Condition
from lib.desk import Desk, DeskFile, desk_file, is_desk, read_desk, write_desk
from lib.desk.desk import PLACES
from lib.review import Mark, MarkKey
from lib.review.marks import VERDICTS, Correction
from lib.sheets import ImportOptions
from lib.sheets.doubts import SheetChoices

SAVED = "2026-11-30 12:00:00"
OLD, NOW = (Path(__file__).parents[2] / f"data/desks/version_{number}.zip" for number in (1, 2))
NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
CHOICES = st.builds(
    SheetChoices, st.builds(ImportOptions, worksheet=st.none() | NAMES, include_hidden=st.none() | st.booleans())
)
LINES = st.tuples(st.integers(0), st.integers(0), NAMES.map(str.encode))
FILES = st.builds(
    DeskFile,
    st.sampled_from(PLACES),
    NAMES,
    st.binary(max_size=50),
    NAMES,
    NAMES,
    st.none() | CHOICES,
    st.lists(LINES, max_size=2).map(tuple),
    NAMES,
    NAMES.map(str.encode),
    st.none() | st.builds(RowChoices, selection=st.builds(RowSelection, numbers=st.lists(st.integers()).map(tuple))),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | NAMES,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NAMES, inner, max_size=2),
)
KEYS = st.builds(MarkKey, NAMES, NAMES)
MARKS = st.builds(
    Mark,
    st.sampled_from(["", *VERDICTS]),
    NAMES,
    st.dictionaries(NAMES, NAMES, max_size=2).map(
        lambda texts: tuple(Correction(*each) for each in sorted(texts.items()))
    ),
)
DESKS = st.builds(
    Desk,
    st.lists(FILES, max_size=5).map(tuple),
    st.binary(max_size=30),
    st.dictionaries(KEYS, MARKS, max_size=4),
    st.dictionaries(NAMES, JSON, max_size=3),
)

DESK = Desk(
    files=(
        DeskFile("Sheet", "Q3 réviews.csv", b"id,review\na,Cosy\n", choices=SheetChoices(ImportOptions(header_row=1))),
        DeskFile("Results", "out/../out.jsonl", b'{"custom_id":"a"}\n', "Results", "RESULTS"),
        DeskFile("Results", "out.jsonl", b"\xff\x00", "Nothing", "chosen"),
    ),
    settings=b'{"kind": "batchdesk-recipe"}\n',
    marks={MarkKey("k0", "1"): Mark("wrong", "Too short", (Correction("answer", "Cosy and warm"),))},
    choices={"id column 12": "id"},
)
NEW = replace(
    DESK,
    files=(
        *DESK.files,
        DeskFile("Check", "in.jsonl", b"{}\n{}\n", "Requests", "REQUESTS", lines=((0, 2, b'{"a": "\xc3\xa9"}'),)),
        DeskFile("Aside on Check", "out.jsonl", b"[]", "Results", "RESULTS", page="Results"),
        DeskFile(
            "Batch",
            "Q3 r\u00e9views.csv.jsonl",
            b"{}\n",
            settings=b"{}\n",
            rows=RowChoices(
                RowDecisions(blank_variable="send"),
                RowSelection(
                    "A test sample", "Picked rows", numbers=(2, 3), conditions=(Condition("id", values=("a",)),)
                ),
            ),
        ),
    ),
    choices={"id column 12": "id", "results_page_size": 25, "check fix parts": False, "rows count": 7},
)


@given(DESKS)
def test_a_desk_comes_back(desk: Desk) -> None:
    data = write_desk(desk, SAVED)
    assert is_desk(data)
    assert read_desk(data, "desk.zip") == desk


def test_a_person_finds_every_file_in_the_zip() -> None:
    with ZipFile(io.BytesIO(write_desk(DESK, SAVED))) as archive:
        assert archive.namelist() == [
            "desk.json",
            "contents.csv",
            "settings.json",
            "sheet/01_Q3_réviews.csv",
            "results/02_out.jsonl",
            "results/03_out.jsonl",
        ]
        assert archive.read("sheet/01_Q3_réviews.csv") == DESK.files[0].data
        assert archive.read("contents.csv").decode("utf-8-sig").splitlines() == [
            "file,bytes,what it is,name",
            "sheet/01_Q3_réviews.csv,17,the sheet on Compose,Q3 réviews.csv",
            "results/02_out.jsonl,18,a file on Results,out/../out.jsonl",
            "results/03_out.jsonl,2,a file on Results,out.jsonl",
            "settings.json,29,the settings of Compose,",
            'desk.json,,"for Batchdesk: 1 mark, and how each file is read",',
        ]


def test_a_desk_of_the_first_version_is_read() -> None:
    assert read_desk(OLD.read_bytes(), OLD.name) == DESK


def test_a_desk_of_this_version_is_read_and_written_as_ever() -> None:
    assert read_desk(NOW.read_bytes(), NOW.name) == NEW
    assert write_desk(NEW, SAVED) == NOW.read_bytes()


def changed(path: str, data: bytes) -> bytes:
    """The desk with another content of one file in it."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(write_desk(DESK, SAVED))) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, data if name == path else old.read(name))
    return out.getvalue()


def test_a_damaged_file_is_left_out_and_named() -> None:
    desk = read_desk(changed("sheet/01_Q3_réviews.csv", b"id,review\nb,Cosy\n"), "desk.zip")
    assert desk.files == DESK.files[1:]
    assert desk.marks == DESK.marks
    assert desk.problems == ("Q3 réviews.csv is damaged, so it is not here.",)


def test_damaged_marks_are_counted() -> None:
    with ZipFile(io.BytesIO(write_desk(DESK, SAVED))) as archive:
        index = json.loads(archive.read("desk.json"))
    index["marks"].append({"answer": "k1", "prompt": "", "verdict": "perhaps", "note": "", "corrections": {}})
    desk = read_desk(changed("desk.json", json.dumps(index).encode()), "desk.zip")
    assert desk.marks == DESK.marks
    assert desk.problems == ("1 mark is damaged, so it is not here.",)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (write_desk(DESK, SAVED)[:-40], "broken-desk"),
        (changed("desk.json", b"[]"), "broken-desk"),
        (changed("desk.json", b'{"kind": "batchdesk-desk", "version": 3}'), "later-desk"),
        (changed("desk.json", b'{"kind": "batchdesk-desk", "version": 2, "choices": [1]}'), "broken-desk"),
        (changed("desk.json", b"[" * 100_000), "broken-desk"),
    ],
    ids=["cut off", "another list", "later", "no choices", "deep"],
)
def test_a_file_that_cannot_be_opened_says_why(data: bytes, kind: str) -> None:
    with pytest.raises(Unreadable) as error:
        read_desk(data, "desk.zip")
    assert error.value.problem.kind == kind


def test_a_desk_that_unpacks_to_too_much_is_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_file, "max_unpacked", lambda packed: 1_000)
    with pytest.raises(Unreadable) as error:
        read_desk(write_desk(replace(DESK, settings=b" " * 1_000), SAVED), "desk.zip")
    assert error.value.problem.kind == "archive-bomb"


def test_other_zips_are_no_desks() -> None:
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("out.jsonl", b"{}")
    assert not is_desk(out.getvalue())
