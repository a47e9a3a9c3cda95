"""The files of Results: recognised by content, unpacked, loaded once, corrected and removed."""

import gzip
import io
from zipfile import ZipFile

import pytest

from pages.parts.shared.formatting import accessible_label
from tests.screens.batch import ALL, ERRORS, INPUT, OUTPUT, SHEET, results
from tests.screens.screen import File, Screen
from tests.support.result_lines import jsonl
from tests.support.sheet_files import as_xlsx


def roles(screen: Screen) -> dict[str, str]:
    """The role of each file, by its accessible name."""
    boxes = [box for box in screen.at.selectbox if str(box.key).startswith("role ")]
    return {box.label.removeprefix("What ").removesuffix(" is"): str(box.value) for box in boxes}


def test_files_are_recognised_by_content() -> None:
    screen = results(OUTPUT, ERRORS, INPUT, SHEET)
    assert roles(screen) == {
        "output jsonl": "Results",
        "errors jsonl": "Results",
        "input jsonl": "Requests",
        "sheet csv": "Sheet",
    }


def test_file_names_do_not_matter() -> None:
    screen = results(("sheet.csv", OUTPUT[1]), ("output.jsonl", INPUT[1]), ("a.txt", SHEET[1]), ("b", ERRORS[1]))
    assert screen.metrics() == ALL


def test_answers_as_plain_text_are_read() -> None:
    answers = jsonl({"custom_id": name, "response": f"Letter {name}"} for name in "abcdef")
    screen = results(INPUT, ("answers.jsonl", answers))
    assert roles(screen)["answers jsonl"] == "Results"
    assert screen.metrics()["OK"] == "6"


def test_answers_in_an_unknown_form_are_not_sent_again_by_default() -> None:
    body = {"verdict": {"label": "good"}}
    lines = [{"custom_id": name, "response": {"status_code": 200, "body": body}} for name in "abcdef"]
    screen = results(INPUT, ("odd.jsonl", jsonl(lines)))
    assert screen.metrics()["Failed"] == "6"
    assert "does not know the form of 6 responses" in screen.warnings()
    assert screen.labels("No rows to send again")


def test_answers_without_ids_in_a_wrapper_are_named() -> None:
    data = b'{"version": 1, "batch": {"object": "batch"}, "results": [{"status_code": 200, "body": {"choices": '
    data += b'[{"message": {"content": "Hi."}, "finish_reason": "stop"}]}}]}'
    screen = results(("wrapped.json", data))
    assert "answers without a custom_id, so no answer can be matched to its row" in screen.warnings()


def test_a_role_can_be_corrected() -> None:
    screen = results(("odd.csv", OUTPUT[1] + b"\n" * 3), INPUT)
    key = next(str(box.key) for box in screen.at.selectbox if box.value == "Results")
    screen.fill(key, "Nothing")
    assert roles(screen)["odd csv"] == "Nothing"
    assert (screen.metrics()["Sent"], screen.metrics()["Missing"]) == ("6", "6")
    screen.fill(key, "Results")
    assert screen.metrics()["OK"] == "1"


def test_a_file_with_a_wrong_role_is_an_error_and_is_not_used() -> None:
    screen = results(OUTPUT, ("page.html", b"<!doctype html><p>Sign in"))
    key = next(str(box.key) for box in screen.at.selectbox if box.value == "Nothing")
    screen.fill(key, "Sheet")
    assert "this is a web page without a table" in screen.errors()
    assert screen.metrics()["OK"] == "2"


def test_remove_removes_a_file() -> None:
    screen = results(OUTPUT, INPUT)
    screen.press("Remove file", index=1)
    assert roles(screen) == {"output jsonl": "Results"}
    assert screen.metrics()["Sent"] == "unknown"
    screen.press("Remove file")
    assert not screen.metrics()


def test_removed_files_come_back_in_their_places_and_roles() -> None:
    screen = results(SHEET, INPUT, OUTPUT, ERRORS)
    key = next(str(box.key) for box in screen.at.selectbox if box.value == "Requests")
    screen.fill(key, "Nothing")
    before, counts = roles(screen), screen.metrics()
    screen.press_at_once("Remove file", 0, 2)
    screen.press("Remove file")
    for _ in range(3):
        screen.press("Bring it back")
    assert (list(roles(screen)), roles(screen), screen.metrics()) == (list(before), before, counts)
    assert not screen.labels("Bring it back")


def test_a_new_file_ends_the_offer_to_bring_one_back() -> None:
    screen = results(OUTPUT, INPUT)
    screen.press("Remove file")
    screen.upload("Everything", SHEET)
    assert not screen.labels("Bring it back")


def test_two_quick_clicks_remove_the_files_that_were_clicked() -> None:
    screen = results(SHEET, INPUT, OUTPUT, ERRORS)
    screen.press_at_once("Remove file", 0, 2)
    assert list(roles(screen)) == ["input jsonl", "errors jsonl"]
    screen.press_at_once("Remove file", 0, 1)
    assert not roles(screen)


@pytest.mark.parametrize("way", ["Reset import options", "Remove file"])
def test_a_sheet_that_import_options_made_unreadable_can_be_read_again(way: str) -> None:
    book = as_xlsx({"data": [("key", "question"), ("a", "What is a?")], "notes": [("Only a title",)]})
    screen = results(INPUT, OUTPUT, ("book.xlsx", book))
    screen.fill("results_worksheet", "notes")
    assert "there is no row under the header" in screen.errors()
    screen.press(way, index=2 if way == "Remove file" else 0)
    if way == "Remove file":
        screen.upload("Everything", ("book.xlsx", book))
    assert not screen.errors()
    assert screen.value("results_worksheet") == "data"


def test_the_same_bytes_are_loaded_once() -> None:
    screen = results(OUTPUT, ("copy.jsonl", OUTPUT[1]), INPUT)
    assert "copy.jsonl has the same content as output.jsonl, so it is loaded only once." in screen.said()
    assert list(roles(screen)) == ["output jsonl", "input jsonl"]
    assert screen.metrics()["Duplicate"] == "1"


def test_files_can_be_loaded_one_by_one() -> None:
    screen = results(OUTPUT)
    for file in (INPUT, ERRORS, SHEET):
        screen.upload("Everything", file)
    assert screen.metrics() == ALL


@pytest.mark.parametrize("pack", ["zip", "gz", "gz in zip"])
def test_archives_are_opened(pack: str) -> None:
    files = [OUTPUT, ERRORS, INPUT, SHEET]
    if pack != "zip":
        files = [(f"{name}.gz", gzip.compress(data)) for name, data in files]
    if pack != "gz":
        files = [("all.zip", zipped(*files))]
    screen = results(*files)
    assert screen.metrics() == ALL
    assert list(roles(screen)) == ["output jsonl", "errors jsonl", "input jsonl", "sheet csv"]


def zipped(*files: File) -> bytes:
    """An archive, with the folder that macOS adds."""
    data = io.BytesIO()
    with ZipFile(data, "w") as archive:
        archive.writestr("__MACOSX/._output.jsonl", b"\0\5\26\7")
        for name, inside in files:
            archive.writestr(f"batch/{name}", inside)
    return data.getvalue()


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (("photo.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF\0"), "neither text nor a workbook"),
        (("out.jsonl", b"<!DOCTYPE html><html>Sign in"), "a web page: the download probably failed"),
        (("status.json", b'{"id": "batch_1", "object": "batch", "status": "failed"}'), "the status of a batch job"),
        (("chat.jsonl", b'{"messages": [], "model": "m"}\n'), "request bodies without their envelope"),
        (("x.csv", b"version https://git-lfs.github.com/spec/v1\n"), "only a Git LFS pointer"),
    ],
)
def test_a_useless_file_is_described(file: File, why: str) -> None:
    screen = results(file, INPUT)
    assert roles(screen)[accessible_label(file[0])] == "Nothing"
    assert why in screen.said()
    assert screen.metrics()["Unreadable"] == "0"


@pytest.mark.parametrize("file", [("all.zip", b"PK\x03\x04 and no more"), ("o.jsonl.gz", b"\x1f\x8b\x08 cut off")])
def test_a_broken_archive_is_an_error_and_the_other_files_stay(file: File) -> None:
    screen = results(OUTPUT, file)
    assert "damaged or incomplete. Download it again." in screen.errors()
    assert list(roles(screen)) == ["output jsonl"]
