"""Files that ask for much memory or time stop at a bound, whichever reader gets them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from lib.sheets import ImportOptions, read_sheet
from tests.support.archive_bombs import BOMBS, MB, ods, ods_cell, xlsx

ROOT = Path(__file__).parents[3]
MOST_MEMORY = 1_500 * MB
MOST_SECONDS = 30
"""For all readers one after the other, on a machine that does other things too."""

PACKED = ["zip", "gzip", "xlsx", "xlsx-entities", "xlsx-far-cell", "ods", "ods-entities", "ods-repeats", "parquet"]
REJECTED = {
    **{"zip": "archive-bomb", "gzip": "archive-bomb", "xlsx": "bomb", "ods": "bomb", "parquet": "bomb"},
    **{"xlsx-entities": "broken-worksheet", "ods-entities": "broken-workbook", "xlsx-far-cell": "too-large"},
    **{"ods-repeats": "broken-workbook", "web-page": "too-wide"},
}
"""The kind of problem of each file that is not just long; a typing error here would fail."""


@pytest.mark.skipif(sys.platform == "win32", reason="the memory of a process is measured by Unix's own means")
@pytest.mark.parametrize("names", [PACKED, sorted(set(BOMBS) - set(PACKED))], ids=["packed", "plain"])
def test_a_bomb_costs_little_memory_and_time(names: list[str]) -> None:
    command = [sys.executable, "-m", "tests.support.archive_bombs", *names]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
    measured = json.loads(done.stdout)
    assert [bomb["name"] for bomb in measured if bomb["peak"] > MOST_MEMORY or bomb["seconds"] > MOST_SECONDS] == []
    kinds = {bomb["name"]: bomb["outcomes"][1] for bomb in measured}
    assert kinds == kinds | {name: kind for name, kind in REJECTED.items() if name in kinds}


def test_the_same_files_without_the_bomb_are_read() -> None:
    """So a bomb is rejected for being one, not for another reason."""
    header = ImportOptions(header_row=1)
    assert len(read_sheet(ods(ods_cell("a"), 3), "a", header)) == 2
    assert len(read_sheet(xlsx(b"<c><v>1</v></c></row><row>", 3), "a", header)) == 2
