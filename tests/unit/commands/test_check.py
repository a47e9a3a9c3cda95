"""`check`: findings in words, nothing written without being asked, and the repaired batch of the page."""

from pathlib import Path

import pytest

from lib.batch import read_requests
from lib.commands.__main__ import run
from tests.support.result_lines import answered, input_line, jsonl

GOOD = jsonl([input_line("a", "What is a?", "gpt-4o-mini"), input_line("b", "What is b?", "gpt-4o-mini")])
COMMA = GOOD.replace(b"}\n", b",}\n", 1)
TWICE = GOOD.replace(b'"b"', b'"a"')
EMPTY = (
    GOOD + b'{"custom_id": "c", "method": "POST", "url": "/v1/chat/completions", "body": {"model": "gpt-4o-mini"}}\n'
)
FOREIGN = jsonl([answered("a", "A letter")])


def checked(folder: Path, data: bytes, *options: str) -> int:
    (folder / "batch.jsonl").write_bytes(data)
    return run(["check", str(folder / "batch.jsonl"), "--provider", "openai", *options])


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_good_file_is_good(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(tmp_path, GOOD) == 0
    said = capsys.readouterr().out
    assert said.startswith("OpenAI will accept this file.")
    assert "2 requests = 2 to send + 0 left out." in said
    assert names(tmp_path) == ["batch.jsonl"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (COMMA, "Rejected: A comma is missing, or there is one too many (line 1)."),
        (TWICE, "Rejected: Several requests have the same id (custom_id) (lines 1, 2)."),
        (EMPTY, "(messages) (line 3).\n  Give it a list of messages.\n\n3 requests = 2 to send + 1 left out."),
        (FOREIGN, "Every line"),
    ],
)
def test_faults_are_named_and_nothing_is_written(
    tmp_path: Path, data: bytes, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert checked(tmp_path, data) == 1
    said = capsys.readouterr().out
    assert words in said
    assert ("Nothing is written" in said) == (data != FOREIGN)
    assert names(tmp_path) == ["batch.jsonl"]


def test_the_repaired_batch_is_written_on_demand(tmp_path: Path) -> None:
    output = tmp_path / "fixed.jsonl"
    assert checked(tmp_path, COMMA, "--output", str(output)) == 0
    assert output.read_bytes() == GOOD
    assert names(tmp_path) == ["batch.jsonl", "fixed.jsonl"]


def test_lines_that_are_left_out_and_new_ids_are_beside_it(tmp_path: Path) -> None:
    assert checked(tmp_path, TWICE + EMPTY[len(GOOD) :], "--output", f"{tmp_path}/out/") == 1
    files = {path.name.split("_")[-2]: path for path in (tmp_path / "out").iterdir()}
    assert set(files) == {"batch", "left-out", "new-ids"}
    assert files["left-out"].read_bytes() == EMPTY[len(GOOD) :]
    ids = read_requests(files["batch"].read_bytes(), "batch.jsonl").ids
    assert len(set(ids)) == 2
    assert str(ids[1]) in files["new-ids"].read_text("utf-8-sig")


def test_several_files_are_one_batch_in_a_zip(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "other.jsonl").write_bytes(GOOD.replace(b'"a"', b'"c"').replace(b'"b"', b'"d"'))
    assert checked(tmp_path, GOOD, str(tmp_path / "other.jsonl"), "--output", str(tmp_path / "all.jsonl")) == 2
    assert "The repaired batch is a .zip file" in capsys.readouterr().err
    assert checked(tmp_path, GOOD, str(tmp_path / "*.jsonl"), "--output", str(tmp_path / "all.zip")) == 0
    assert names(tmp_path) == ["all.zip", "batch.jsonl", "other.jsonl"]


def test_an_existing_file_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "fixed.jsonl"
    output.write_text("mine")
    assert checked(tmp_path, COMMA, "--output", str(output)) == 2
    assert output.read_text() == "mine"
    assert checked(tmp_path, COMMA, "--output", str(output), "--replace") == 0
    assert output.read_bytes() == GOOD


def test_wrong_use_and_wrong_files_end_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "batch.jsonl").write_bytes(GOOD)
    assert run(["check", str(tmp_path / "batch.jsonl")]) == 2
    assert run(["check", str(tmp_path / "batch.jsonl"), "--provider", "Nobody"]) == 2
    assert checked(tmp_path, b"PAR1 and no more") == 1
    assert "not a batch file" in capsys.readouterr().err
