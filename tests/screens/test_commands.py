"""The commands write the bytes of the pages' downloads."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import streamlit as st

from lib.commands.__main__ import run
from lib.compose import Recipe
from lib.compose.recipe_file import write_recipe
from lib.providers import Limits
from tests.screens.batch import ERRORS, INPUT, OUTPUT, SHEET, results
from tests.screens.screen import File, Screen

RECIPE = Recipe(model="gpt-4o-mini", provider="OpenAI", prompt="{{question}}", limits=Limits(requests=3))


@pytest.fixture
def downloads(monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[str, Callable[[], bytes]]]:
    """The name and the content of each download, by its button's key."""
    offered: dict[str, tuple[str, Callable[[], bytes]]] = {}
    draw = st.download_button

    def note(label: str, data: Any, name: str, *rest: Any, **options: Any) -> Any:
        offered[options["key"]] = (name, data)
        return draw(label, data, name, *rest, **options)

    monkeypatch.setattr(st, "download_button", note)
    return offered


def saved(folder: Path, *files: File) -> list[str]:
    """The paths of files that are on the disk now."""
    folder.mkdir(exist_ok=True)
    for name, data in files:
        (folder / name).write_bytes(data)
    return [str(folder / name) for name, _ in files]


def test_compose(downloads: dict[str, tuple[str, Callable[[], bytes]]], tmp_path: Path) -> None:
    settings: File = ("settings.json", write_recipe(RECIPE))
    screen = Screen()
    screen.upload("Saved settings", settings)
    screen.upload("Spreadsheet", SHEET)
    name, download = downloads["compose_download"]
    assert run(["compose", *saved(tmp_path, settings, SHEET), str(tmp_path / "out")]) == 0
    archive = ZipFile(BytesIO(download()))
    written = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert {file: archive.read(file) for file in archive.namelist()} == written
    assert f"{name.removesuffix('.zip')}_manifest.csv" in written


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_join(downloads: dict[str, tuple[str, Callable[[], bytes]]], tmp_path: Path, ending: str) -> None:
    results(INPUT, SHEET, ERRORS, OUTPUT)
    saved(tmp_path / "out", INPUT, SHEET)
    paths = saved(tmp_path / "results", ERRORS, OUTPUT)
    table = tmp_path / f"table.{ending}"
    assert run(["join", str(tmp_path / "out"), *paths, str(table)]) == 1
    _, download = downloads[f"results_download_{ending}"]
    assert table.read_bytes() == download()


def test_check(downloads: dict[str, tuple[str, Callable[[], bytes]]], tmp_path: Path) -> None:
    line = b'{"custom_id": "z", "method": "POST", "url": "/v1/chat/completions", "body": {"model": "m"}}\n'
    first: File = ("first.jsonl", INPUT[1] + line)
    second: File = ("second.jsonl", INPUT[1] + b"{}\n")
    screen = Screen("check")
    screen.fill("check_provider", "OpenAI")
    screen.upload("Batch files", first, second)
    paths = saved(tmp_path / "in", first, second)
    assert run(["check", *paths, "--provider", "OpenAI", "--output", f"{tmp_path}/out/"]) == 1
    offered = [downloads[key] for key in ("check_download", "check_left_out", "check_renamed") if key in downloads]
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == {
        name: data() for name, data in offered
    }
