"""The door: which program gets the arguments, and from which folder their paths start."""

from pathlib import Path

import pytest

from lib.commands import start as door
from lib.commands.start import start

PYTHON = Path("/opt/python3")


@pytest.fixture
def handed_over(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that the door hands over to."""
    commands: list[list[str]] = []
    monkeypatch.setattr(door, "find_interpreter", lambda: PYTHON)

    def run(command: list[str]) -> int:
        commands.append(command)
        return 0

    monkeypatch.setattr(door, "_run", run)
    return commands


@pytest.mark.parametrize("arguments", [["compose", "s.json", "a.csv", "out/"], ["compose", "--help"], ["--help"]])
def test_a_command_gets_the_folder_that_it_was_given_in(
    handed_over: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert start(arguments) == 0
    assert handed_over == [[str(PYTHON), "-m", "lib.commands", str(tmp_path), *arguments]]


def test_everything_else_starts_the_app(handed_over: list[list[str]]) -> None:
    assert start(["--server.headless=true"]) == 0
    assert handed_over == [[str(PYTHON), "-m", "streamlit", "run", "app.py", "--server.headless=true"]]


def test_an_unknown_command_starts_nothing(handed_over: list[list[str]], capsys: pytest.CaptureFixture[str]) -> None:
    assert start(["fold"]) == 2
    assert handed_over == []
    assert "Its commands: check, compose, join." in capsys.readouterr().err
