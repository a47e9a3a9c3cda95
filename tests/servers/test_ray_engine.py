"""`compose --engine ray` on a Ray of two workers: the same files as without it."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import lib
from lib.compose import Recipe
from lib.compose.recipe_file import write_recipe
from lib.providers import Limits
from tests.e2e.server import ROOT
from tests.servers.batch_servers import ENVIRONMENTS

ROWS, FILES = 200_000, 4


@pytest.fixture
def ray_folder() -> Iterator[str]:
    """A folder for Ray's sockets, whose paths must be short."""
    folder = tempfile.mkdtemp(prefix="ray", dir="/tmp")
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Settings, and a folder of Parquet files with some rows that have no text."""
    recipe = Recipe(model="m", provider="OpenAI", prompt="Sort {{text}}", limits=Limits(requests=30_000))
    (tmp_path / "s.json").write_bytes(write_recipe(recipe))
    (tmp_path / "rows").mkdir()
    texts = pa.array([f"review “{row}”" if row % 1_000 else "" for row in range(ROWS)])
    table = pa.table({"nr": np.arange(ROWS), "text": texts, "weight": np.arange(ROWS) / 8})
    for number in range(FILES):
        some = table.slice(number * ROWS // FILES, ROWS // FILES)
        pq.write_table(some, tmp_path / f"rows/{number}.parquet", row_group_size=15_000)
    return tmp_path


def composed(desk: Path, folder: str, *options: str) -> dict[str, bytes]:
    """The files that the command writes in the environment that has Ray."""
    packages = Path(lib.__file__).parents[1], Path(pa.__file__).parents[1]
    settings = {"PYTHONPATH": os.pathsep.join(map(str, packages)), "RAY_OVERRIDE_RESOURCES": '{"CPU": 2}'}
    out = desk / f"out{len(options)}"
    command = [str(ENVIRONMENTS / "ray/bin/python"), "-m", "lib.commands", str(desk), "compose", "s.json", "rows/"]
    environment = {**os.environ, **settings, "RAY_TMPDIR": folder}
    done = subprocess.run(
        [*command, str(out), *options], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300
    )
    assert "200 rows left out" in done.stdout, done.stderr
    assert done.returncode == 1  # rows are left out
    return {path.name: path.read_bytes() for path in out.iterdir()}


def test_the_files_are_the_same_in_the_same_order(desk: Path, ray_folder: str) -> None:
    alone = composed(desk, ray_folder)
    by_ray = composed(desk, ray_folder, "--engine", "ray")
    assert by_ray == alone
    assert len(by_ray) == 8  # seven parts of at most 30,000 requests, and their list
