"""What Ray's workers compose, and when Ray is not the way. The workers themselves are in `tests/servers`."""

import pickle
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lib.commands import ray_engine
from lib.commands.__main__ import run
from lib.commands.composing import compose_here
from lib.commands.ray_engine import IN_BLOCKS, compose_by_ray
from lib.commands.streamed_sheet import StreamedSheet
from lib.compose import Recipe, RowChoices
from lib.compose.recipe_file import write_recipe
from lib.providers import Limits
from lib.sheets import ImportOptions

RECIPE = Recipe(model="m", provider="OpenAI", prompt="{{q}}")


def table(folder: Path, *files: list[str | None]) -> StreamedSheet:
    for number, cells in enumerate(files):
        pq.write_table(pa.table({"q": cells, "m": cells}), folder / f"{number}.parquet", row_group_size=3)
    return StreamedSheet(str(folder), ImportOptions(), lambda _: None, IN_BLOCKS)


def blocks_of(task: Any) -> list[Any]:
    """What a worker gives for a task."""
    return [pickle.loads(row["block"]) for row in ray_engine._compose_group({"task": pickle.dumps(task)})]


def test_the_groups_of_rows_give_the_requests_of_the_command_alone(tmp_path: Path) -> None:
    sheet = table(tmp_path, [f"é {n}" if n % 4 else None for n in range(1, 10)], ["x", "y", "z", "", ""], ["w"])
    alone = [line for block in compose_here(sheet, RECIPE, RowChoices(), lambda *_: None) for line in block.lines]
    tasks = list(ray_engine._tasks(sheet, RECIPE, RowChoices()))
    blocks = [block for task in tasks for block in blocks_of(task)]
    assert [line for _, block in blocks for line in block.lines] == alone
    assert len(alone) == 11
    assert blocks[-1][0] == sum(path.stat().st_size for path in tmp_path.iterdir())


def test_a_row_that_needs_the_whole_file_is_reported(tmp_path: Path) -> None:
    first, second = ray_engine._tasks(table(tmp_path, ["a", "b", "c", "\0"]), RECIPE, RowChoices())
    ((_, block),) = blocks_of(first)
    assert len(block.lines) == 3
    assert [words for _, words in blocks_of(second)] == ["A cell has the character NUL, a sign of damage."]


@pytest.mark.parametrize(
    ("recipe", "words"),
    [
        (replace(RECIPE, identical_once=True), "send equal requests once"),
        (replace(RECIPE, model_column="m", limits=Limits(tokens=100)), "count tokens"),
    ],
)
def test_settings_that_need_all_rows_need_the_command_alone(tmp_path: Path, recipe: Recipe, words: str) -> None:
    with pytest.raises(click.UsageError, match=words):
        next(compose_by_ray(table(tmp_path, ["a"]), recipe, RowChoices(), lambda *_: None))


def test_other_files_need_the_command_alone(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("q,m\n1,2\n")
    sheet = StreamedSheet(str(tmp_path / "rows.csv"), ImportOptions(), lambda _: None, IN_BLOCKS)
    with pytest.raises(click.UsageError, match="plain Parquet"):
        next(compose_by_ray(sheet, RECIPE, RowChoices(), lambda *_: None))


def test_without_ray_the_command_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("lib.commands.ray_engine.find_spec", lambda _: None)
    settings = tmp_path / "s.json"
    settings.write_bytes(write_recipe(RECIPE))
    assert run(["compose", str(settings), str(tmp_path), str(tmp_path / "out"), "--engine", "ray"]) == 2
    assert ".requirements-ray.txt" in capsys.readouterr().err
