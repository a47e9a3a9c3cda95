"""`compose`: the files of the page's download, or a reason why there are none; never a part of them."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from lib.batch import Batch, build
from lib.batch.bundle import files_of, streams_of
from lib.commands.__main__ import run
from lib.compose import Recipe, RowChoices, RowDecisions, batch_of, compose
from lib.compose.recipe_file import write_recipe
from lib.providers import Limits
from lib.sheets import read_sheet

ROOT = Path(__file__).parents[3]
RECIPE = Recipe(model="gpt-4o-mini", provider="OpenAI", prompt="{{Question}} {{Note}}")
SHEET = "Question,Note\nName three rivers.,a\nWhat is 007?,b\nSay “hé”.,c\nWhy?,d\nHow?,e\n"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with a sheet and settings."""
    (tmp_path / "rivers.csv").write_text(SHEET, "utf-8")
    save(tmp_path, RECIPE)
    return tmp_path


def save(desk: Path, recipe: Recipe) -> None:
    (desk / "settings.json").write_bytes(write_recipe(recipe))


def composed(desk: Path, *options: str) -> int:
    return run(["compose", *options, str(desk / "settings.json"), str(desk / "rivers.csv"), str(desk / "out")])


def written(desk: Path) -> dict[str, bytes]:
    folder = desk / "out"
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.exists() else {}


def expected(desk: Path, recipe: Recipe, choices: RowChoices | None = None) -> dict[str, bytes]:
    """The files of the page's download."""
    batch = batch_of(compose(read_sheet((desk / "rivers.csv").read_bytes(), "rivers.csv"), recipe, choices))
    download, loose = build(batch), dict(files_of(batch))
    if len(loose) == 1:
        assert [download] == list(loose.values())
    else:
        archive = ZipFile(BytesIO(download))
        assert {name: archive.read(name) for name in archive.namelist()} == loose
    return loose


def test_one_file_has_the_bytes_of_the_download(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert composed(desk) == 0
    assert written(desk) == expected(desk, RECIPE)
    assert len(written(desk)) == 1
    assert "5 requests for OpenAI." in capsys.readouterr().out


def test_several_files_come_with_their_list(desk: Path) -> None:
    recipe = replace(RECIPE, limits=Limits(requests=2))
    save(desk, recipe)
    assert composed(desk) == 0
    assert written(desk) == expected(desk, recipe)
    assert sorted(name.rpartition("_")[2] for name in written(desk)) == [
        "manifest.csv",
        "part-01-of-03.jsonl",
        "part-02-of-03.jsonl",
        "part-03-of-03.jsonl",
    ]


def test_an_open_question_writes_nothing(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "rivers.csv").write_text(f"{SHEET},f\nWhen?,\n", "utf-8")
    assert composed(desk) == 1
    assert written(desk) == {}
    said = capsys.readouterr().err
    assert 'Row 7, column "Question"' in said
    assert "Nothing is written: 2 things to settle first." in said


def test_rows_that_cannot_be_sent_are_left_out_on_demand(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "rivers.csv").write_text(f"{SHEET},f\n", "utf-8")
    assert composed(desk, "--leave-out") == 1
    decided = RowChoices(RowDecisions(blank_variable="leave out"))  # what a person presses on the page, and no more
    assert written(desk) == expected(desk, RECIPE, decided)
    said = capsys.readouterr()
    assert "5 requests for OpenAI, 1 row left out." in said.out
    assert "Row 7" in said.err


@pytest.mark.parametrize(
    ("recipe", "words"),
    [
        (replace(RECIPE, id_column="Nr"), 'the column "Nr"'),
        (replace(RECIPE, prompt="{{Quest}}"), "Quest"),
        (replace(RECIPE, model=""), "model"),
    ],
)
def test_settings_that_do_not_fit_write_nothing(
    desk: Path, capsys: pytest.CaptureFixture[str], recipe: Recipe, words: str
) -> None:
    save(desk, recipe)
    assert composed(desk) == 1
    assert written(desk) == {}
    assert words in capsys.readouterr().err


def test_an_entry_that_cannot_be_used_is_not_ignored(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (desk / "settings.json").read_text().replace('"temperature": null', '"temperature": "hot"')
    (desk / "settings.json").write_text(text)
    assert composed(desk) == 1
    assert written(desk) == {}
    assert 'the value of "temperature" cannot be used' in capsys.readouterr().err


def test_a_folder_of_files_is_one_sheet(desk: Path) -> None:
    (desk / "rivers.csv").rename(desk / "a.csv")
    (desk / "rivers.csv").mkdir()
    (desk / "a.csv").rename(desk / "rivers.csv" / "a.csv")
    (desk / "rivers.csv" / "b.csv").write_text("Question,Note\nWhen?,f\n")
    assert composed(desk) == 0
    ((name, data),) = written(desk).items()
    together = read_sheet(f"{SHEET}When?,f\n".encode(), "rivers.csv")
    assert data == build(batch_of(compose(together, RECIPE)))
    assert name.startswith("rivers_")
    (desk / "rivers.csv" / "b.csv").write_text("Question\nWhen?\nWho?\n")
    assert composed(desk) == 1


def test_an_unusual_sheet_is_kept_on_demand(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "rivers.csv").write_text(f"{SHEET}When?,f,one cell more\n", "utf-8")
    assert composed(desk) == 1
    assert written(desk) == {}
    assert "Nothing is written: 1 thing to settle about the sheet." in capsys.readouterr().err
    assert composed(desk, "--keep-sheet") == 0
    assert written(desk) == expected(desk, RECIPE)
    assert "1 row is wider than the header: row 7" in capsys.readouterr().err


def test_how_to_read_a_sheet_stays_a_question(desk: Path) -> None:
    (desk / "rivers.csv").write_text("1,2,3\n4,5,6\n7,8,9\n", "utf-8")
    save(desk, replace(RECIPE, prompt="{{1}}"))
    assert composed(desk, "--keep-sheet") == 1
    assert written(desk) == {}


def test_files_are_replaced_only_on_demand(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (name,) = expected(desk, RECIPE)
    (desk / "out").mkdir()
    (desk / "out" / name).write_text("mine")
    assert composed(desk) == 2
    assert written(desk) == {name: b"mine"}
    assert "Add --replace" in capsys.readouterr().err
    assert composed(desk, "--replace") == 0
    assert written(desk) == expected(desk, RECIPE)


def test_a_file_that_may_not_be_replaced_is_noticed_before_any_is_written(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = replace(RECIPE, limits=Limits(requests=2))
    save(desk, recipe)
    name = list(expected(desk, recipe))[-1]
    (desk / "out").mkdir()
    (desk / "out" / name).write_text("mine")

    def no_file(*_: object) -> None:
        raise AssertionError("files are written")

    monkeypatch.setattr("lib.commands.compose.write_files", no_file)
    assert composed(desk) == 2
    assert written(desk) == {name: b"mine"}


def test_files_of_another_batch_in_the_folder_are_named(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert composed(desk) == 0
    assert "other batch file" not in capsys.readouterr().err
    (desk / "rivers.csv").write_text(f"{SHEET}When?,f\n", "utf-8")
    assert composed(desk) == 0
    assert "also has 1 other batch file." in capsys.readouterr().err
    assert len(written(desk)) == 2


def test_a_full_disk_leaves_no_part_behind(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    save(desk, replace(RECIPE, limits=Limits(requests=2)))

    def fail(batch: Batch) -> Iterator[tuple[str, Iterator[bytes]]]:
        def filled_up(pieces: Iterator[bytes]) -> Iterator[bytes]:
            yield next(pieces)[:10]
            raise OSError(28, "No space left on device", "part-02")

        return ((name, filled_up(pieces) if "part-02" in name else pieces) for name, pieces in streams_of(batch))

    monkeypatch.setattr("lib.commands.compose.streams_of", fail)
    assert composed(desk) == 1
    assert written(desk) == {}
    assert "No space left on device" in capsys.readouterr().err


def test_a_fault_ends_in_words(desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fail(*_: object) -> None:
        raise ValueError("odd")

    monkeypatch.setattr("lib.commands.compose.streams_of", fail)
    assert composed(desk) == 1
    assert "A fault of Batchdesk itself ended the command (ValueError: odd)" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["compose"], ["compose", "a", "b", "c"], ["fold"], ["compose", "--odd"], []])
def test_wrong_use_has_code_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    assert "Usage: python3 app.py" in capsys.readouterr().err


def test_codes_that_steer_a_terminal_are_replaced(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(desk, replace(RECIPE, id_column="\x1b[31mred"))
    assert composed(desk) == 1
    assert "\x1b" not in capsys.readouterr().err


def test_paths_start_from_the_folder_of_the_command_and_no_page_is_loaded(desk: Path) -> None:
    program = (
        "import runpy, sys; sys.argv[1:] = sys.argv[1:]\n"
        "try: runpy.run_module('lib.commands', run_name='__main__', alter_sys=True)\n"
        "finally: print({'streamlit', 'pages'} & sys.modules.keys())"
    )
    arguments = [str(desk), "compose", "settings.json", "rivers.csv", "out/"]
    done = subprocess.run([sys.executable, "-c", program, *arguments], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("set()\n")
    assert written(desk) == expected(desk, RECIPE)
