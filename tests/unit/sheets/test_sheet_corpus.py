"""Every file in tests/data/sheets is read as the JSON beside it expects."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from lib.common import Unreadable
from lib.sheets import ImportOptions, Sheet, read_sheet

FOLDER = Path(__file__).parents[2] / "data" / "sheets"
EXPECTED = sorted(FOLDER.glob("*.json"))
CASES = [path for path in EXPECTED if path.with_suffix("").exists() and path.with_suffix("").suffix]


def read(path: Path, expected: dict[str, Any]) -> Sheet:
    file = path.with_suffix("")
    return read_sheet(file.read_bytes(), file.name, ImportOptions(**expected.get("options", {})))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.with_suffix("").name)
def test_a_file_is_read_as_expected(path: Path) -> None:
    expected = json.loads(path.read_text(encoding="utf-8"))
    start = time.monotonic()
    if "rejected" in expected:
        with pytest.raises(Unreadable) as caught:
            read(path, expected)
        assert (caught.value.problem.kind, bool(caught.value.problem.hint)) == (expected["rejected"], True)
    else:
        check(read(path, expected), expected)
    assert time.monotonic() - start < expected.get("seconds", 30)


def check(sheet: Sheet, expected: dict[str, Any]) -> None:
    rows = {str(number): sheet.row(index) for index, number in enumerate(sheet.numbers)}
    actual = {
        "columns": list(sheet.columns),
        "rows": len(sheet),
        "width": len(sheet.columns),
        "cells": {number: rows.get(number) for number in expected.get("cells", ())},
        "cells_at": {number: rows[number][:2] for number in expected.get("cells_at", ())},
        "lengths": {number: list(map(len, rows[number])) for number in expected.get("lengths", ())},
        "notes": [note.kind for note in sheet.notes],
        "some_notes": bool(sheet.notes),
        "worksheets": list(sheet.worksheets),
        "hidden": sorted(sheet.hidden),
    }
    compared = {key: value for key, value in expected.items() if key in actual}
    assert {key: actual[key] for key in compared} == compared
    assert expected.get("description", "") in sheet.description
    assert all(words in " ".join(map(str, sheet.notes)) for words in expected.get("in_notes", ()))


def test_every_file_has_expectations() -> None:
    assert CASES
    alone = [path.name for path in FOLDER.iterdir() if path.suffix != ".json" and f"{path.name}.json" not in NAMES]
    assert alone == ["password.xlsx"]


NAMES = {path.name for path in EXPECTED}
