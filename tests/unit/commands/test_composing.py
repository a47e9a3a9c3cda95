"""Requests composed block by block: byte for byte the page's files, in memory that does not grow with the sheet."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.batch.bundle import files_of, streams_of
from lib.commands.composing import spool_requests
from lib.commands.request_spool import RequestSpool
from lib.commands.sheet_source import BlockSizes
from lib.commands.streamed_sheet import ReadAgain, StreamedSheet
from lib.common.problem_counts import ProblemCounts
from lib.compose import Composition, Recipe, RowChoices, RowDecisions, batch_of, compose
from lib.compose.recipe_file import write_recipe
from lib.providers import PROVIDERS, Limits, Provider
from lib.sheets import ImportOptions, read_sheet
from tests.support.recipe_strategies import recipes

ROOT = Path(__file__).parents[3]
COLUMNS = ("id", "q", "m")
SMALL = Provider("Small", 3, 900, "m", "a test", embedding_inputs=4, one_model=True)
CELL = st.sampled_from(
    ["", " ", "a", "b", "007", "{{q}}", '"', "\n", "é\u0301", "世界", "x" * 400, "0.5", "e\u200b", "e"]
)
TEMPLATE = st.lists(st.sampled_from(["{{q}}", "{{id}}", "say ", "{}", "\n"]), max_size=4).map("".join)
RECIPES = recipes(
    TEMPLATE,
    st.sampled_from(COLUMNS),
    provider=st.just("Small"),
    model=st.sampled_from(["", "m"]),
    id_column=st.sampled_from([None, "id"]),
    model_column=st.sampled_from([None, "m"]),
    identical_once=st.booleans(),
    import_options=st.just(ImportOptions()),
    limits=st.builds(Limits, requests=st.none() | st.integers(1, 4), tokens=st.none() | st.integers(1, 400)),
)
ROWS = st.lists(st.tuples(CELL, CELL, st.sampled_from(["", "m", "n"])), min_size=1, max_size=12)


@pytest.fixture(autouse=True, scope="module")
def _small_files() -> Iterator[None]:
    """A provider with very small files."""
    PROVIDERS["Small"] = SMALL
    yield
    del PROVIDERS["Small"]


def write(path: Path, rows: list[tuple[str, ...]]) -> Path:
    """A file of JSON Lines, which keeps every cell."""
    path.write_text("".join(json.dumps(dict(zip(COLUMNS, row, strict=True))) + "\n" for row in rows))
    return path


def spooled(path: Path, recipe: Recipe, leave_out: bool = False, size: int = 100) -> RequestSpool:
    table = StreamedSheet(str(path), ImportOptions(), lambda _: None, BlockSizes(whole=0, head=1_000_000, bytes=size))
    while True:
        try:
            return spool_requests(table, recipe, path.parent, leave_out)
        except ReadAgain:
            continue


def page(path: Path, recipe: Recipe, leave_out: bool) -> Composition:
    """The composition of the page, where a person leaves out all rows that the page asks about."""
    sheet, decisions = read_sheet(path.read_bytes(), path.name), RowDecisions()
    while True:
        composition = compose(sheet, recipe, RowChoices(decisions))
        asked = {problem.kind.replace("-", "_") for problem in composition.problems if problem.severity == "ask"}
        new: dict[str, Any] = {kind: "leave out" for kind in asked if getattr(decisions, kind, "") is None}
        if not leave_out or not new:
            return composition
        decisions = replace(decisions, **new)


def open_kinds(counts: ProblemCounts) -> set[tuple[str, str]]:
    return {(kind.first[0].severity, kind.first[0].kind) for kind in counts.kinds()}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(ROWS, RECIPES, st.booleans(), st.integers(1, 400))
def test_the_files_are_those_of_the_page(
    tmp_path: Path, rows: list[tuple[str, ...]], recipe: Recipe, leave_out: bool, size: int
) -> None:
    path = write(tmp_path / "rows.jsonl", [*rows, ("last", "q", "m")])
    composition = page(path, recipe, leave_out)
    with spooled(path, recipe, leave_out, size) as spool:
        assert spool.is_ready == composition.ready
        open_problems = ProblemCounts(composition.problems).of("blocks", "ask")
        assert open_kinds(spool.problems.of("blocks", "ask")) == open_kinds(open_problems)
        if composition.ready:
            assert open_kinds(spool.problems) == open_kinds(ProblemCounts(composition.problems))
            files = {name: b"".join(pieces) for name, pieces in streams_of(spool.batch(lambda *_: None))}
            assert files == dict(files_of(batch_of(composition)))


PLAIN = Recipe(model="m", provider="Small", prompt="{{q}}", id_column="id")


def test_an_id_that_is_used_again_in_another_block_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "rows.jsonl", [(f"id {n % 70}", "q", "m") for n in range(90)])
    with spooled(path, PLAIN) as spool:
        assert open_kinds(spool.problems.of("blocks")) == {("blocks", "duplicate-id")}
        (kind,) = spool.problems.of("blocks").kinds()
        assert kind.count == sum(p.kind == "duplicate-id" for p in page(path, PLAIN, leave_out=False).problems) == 40
        assert [problem.row for problem in kind.first] == [1, 2, 3, 4, 5]


def test_many_ids_that_are_used_again_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lib.commands.composing._MOST_COMPARED", 10)
    path = write(tmp_path / "rows.jsonl", [("same", "q", "m")] * 30)
    with spooled(path, PLAIN) as spool:
        assert not spool.is_ready
        assert len(spool.problems.of("blocks")) == 10


def test_a_row_without_requests_is_a_problem_of_the_whole_sheet(tmp_path: Path) -> None:
    blank = write(tmp_path / "rows.jsonl", [("1", "", "m")] * 20)
    with spooled(blank, replace(PLAIN, id_column=None)) as spool:
        assert open_kinds(spool.problems.of("blocks")) == {("blocks", "no-request")}
        assert len(spool.skipped) == 20


MEASURED = """
import re, sys
from pathlib import Path
from lib.commands.__main__ import run
code = run(["compose", *sys.argv[1:]])
print(int(re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())[1]) // 1000)
sys.exit(code)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the most memory of a process")
def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    recipe = Recipe(model="gpt-4o-mini", provider="OpenAI", prompt="Sort: {{text}}", id_column="nr")
    (tmp_path / "s.json").write_bytes(write_recipe(recipe))

    def peak(rows: int) -> int:
        """The most MB of the command, for this many rows in a single group."""
        words = np.array([f"{n} is a review of some length, with a few words to sort it by" * 3 for n in range(1_000)])
        texts = pa.array(np.tile(words, rows // 1_000))
        table = pa.table({"nr": np.arange(rows), "text": with_numbers(texts, rows)})
        pq.write_table(table, tmp_path / f"{rows}.parquet", row_group_size=rows, compression="none")
        arguments = [str(tmp_path / "s.json"), str(tmp_path / f"{rows}.parquet"), str(tmp_path / f"out-{rows}")]
        done = subprocess.run([sys.executable, "-c", MEASURED, *arguments], cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert f"{rows:,} requests for OpenAI." in done.stdout
        return int(done.stdout.splitlines()[-1])

    small, large = peak(60_000), peak(300_000)
    assert large < small + 40  # the file has 60 MB more, its values 50 MB, its requests 100 MB


def with_numbers(texts: pa.Array, rows: int) -> pa.Array:
    """Texts that are all different, so that the file holds each of them."""
    return pc.binary_join_element_wise(texts, pa.array(np.arange(rows)).cast(pa.string()), " ")
