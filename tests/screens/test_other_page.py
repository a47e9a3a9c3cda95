"""A file on the wrong page goes to the right one with a press; examples leave before a person's own files."""

import io
from zipfile import ZipFile

import pytest

from lib.batch import read_requests
from lib.compose import Recipe, compose
from lib.compose.structured_output import AnswerColumn
from lib.join import join
from lib.providers import PROVIDERS
from lib.results import read_results
from lib.sheets import read_sheet
from pages.parts.results.example_batch import EXAMPLE
from tests.screens.batch import INPUT, OUTPUT, SHEET, results
from tests.screens.screen import File, Screen
from tests.support.request_lines import chat, line, written

WORKBOOK = ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest")


def zipped(*files: File) -> File:
    data = io.BytesIO()
    with ZipFile(data, "w") as archive:
        for name, content in files:
            archive.writestr(name, content)
    return "all.zip", data.getvalue()


def checked(*files: File) -> Screen:
    screen = Screen("check")
    screen.upload("Batch files", *files)
    return screen


@pytest.mark.parametrize(
    ("file", "page"),
    [(OUTPUT, "Results"), (SHEET, "Compose"), (WORKBOOK, "Compose")],
    ids=["results", "csv", "workbook"],
)
def test_check_sends_other_files_on(file: File, page: str) -> None:
    screen = checked(file)
    assert f"It belongs in {page}." in screen.said()
    assert not screen.has("check_download")
    screen.press(f"Open it in {page}")


def test_a_sheet_that_was_loaded_on_check_is_in_compose() -> None:
    screen = checked(SHEET)
    screen.press("Open it in Compose")
    screen.go("compose")
    assert SHEET[0] in screen.said()
    screen.go("check")
    assert "It belongs in" not in screen.said()


def test_a_sheet_without_results_can_become_a_batch() -> None:
    screen = results(SHEET)
    screen.press("Make a batch from this sheet")
    screen.go("compose")
    assert SHEET[0] in screen.said()


def test_results_that_were_loaded_on_check_are_on_results() -> None:
    screen = checked(zipped(OUTPUT, INPUT))
    assert screen.has("check_download")  # the input stays
    screen.press("Open it in Results")
    screen.go("results")
    assert screen.metrics()["OK"] == results(OUTPUT).metrics()["OK"]
    screen.go("check")
    assert "It belongs in" not in screen.said()


def test_a_table_that_looks_like_another_file_can_be_checked_all_the_same() -> None:
    screen = checked(("a.txt", b"one,two\n1,2\n"))
    screen.press("Use it here all the same")
    assert "cannot be sent" in screen.said()


def test_a_message_about_a_misplaced_file_can_be_closed() -> None:
    screen = checked(OUTPUT)
    screen.press("Close")
    assert "It belongs in" not in screen.said()


@pytest.mark.parametrize("broken", [b'"{""custom_id"": ""a""}"\n', b"{oops\n", b"custom_id;body\n"])
def test_a_damaged_batch_stays_on_check(broken: bytes) -> None:
    assert checked(("a.jsonl", broken)).has("check_download")


def test_bodies_that_were_loaded_on_results_go_to_check() -> None:
    screen = results(("a.jsonl", written(chat(), chat())))
    screen.press("Open a.jsonl in Check")
    screen.go("check")
    assert "2 requests = 2 to send + 0 left out." in screen.said()


def test_requests_without_results_can_be_checked() -> None:
    screen = results(("a.jsonl", written(line("a"), line("b"))))
    screen.press("Check these requests before you send them")
    screen.go("check")
    assert "2 requests = 2 to send + 0 left out." in screen.said()
    screen.go("results")
    assert screen.metrics()["Sent"] == "2"


def test_the_example_of_results_has_every_state() -> None:
    screen = Screen("results")
    screen.press("Look at an example")
    counts = {"Sent": "30", "OK": "20", "Failed": "5", "Cut short": "2", "Refused": "1", "Missing": "2"}
    assert screen.metrics() == counts | {"Duplicate": "1", "Unknown": "1", "Unreadable": "0"}
    assert "This is an example." in screen.said()
    screen.view("Problems")
    assert screen.has_button("Shorten")
    screen.press("Remove example")
    assert screen.has_button("Look at an example")


def test_the_example_is_a_batch_as_compose_makes_it() -> None:
    data = {path.stem: path.read_bytes() for path in EXAMPLE.values()}
    sheet = read_sheet(data["sheet"], "sheet.csv")
    topics = ("account", "building", "lending", "events", "other")
    recipe = Recipe(
        model=PROVIDERS[Recipe().provider].example_model,
        system="You sort messages to a public library.",
        prompt="Message: {{message}}",
        answer_format="Table",
        answer_columns=(
            AnswerColumn("topic", "One of a list", "What the message is about", topics),
            AnswerColumn("urgent", "Yes or no", "Whether someone must act today"),
            AnswerColumn("summary", "Text", "The message in a few English words"),
        ),
        max_tokens=120,
        temperature=0.0,
    )
    assert b"".join(compose(sheet, recipe).lines()) == data["input"]
    joined = join(
        [read_results(data["output"], "output.jsonl"), read_results(data["errors"], "errors.jsonl")],
        [read_requests(data["input"], "input.jsonl")],
        sheet,
    )
    assert all(joined.rows.custom_ids[:30])


def test_the_example_of_check_has_findings_of_every_kind() -> None:
    screen = Screen("check")
    screen.press("Look at an example")
    assert "14 requests = 12 to send + 2 left out. Fixes changed 7 lines" in screen.said()
    assert "Some requests use another model than the others" in screen.said()
    screen.press("Remove example")
    assert screen.has_button("Look at an example")


@pytest.mark.parametrize(
    ("page", "label", "file"), [("check", "Batch files", INPUT), ("results", "Everything", OUTPUT)]
)
def test_an_example_never_mixes_with_other_files(page: str, label: str, file: File) -> None:
    screen = Screen(page)
    screen.press("Look at an example")
    screen.upload(label, file)
    assert "This is an example." not in screen.said()
    assert screen.labels("Remove file") == ["Remove file"]
