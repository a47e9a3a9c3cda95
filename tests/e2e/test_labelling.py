"""A sample labelled by keys alone, judged by the downloaded bytes."""

import csv
import io

from playwright.sync_api import Page, expect

from tests.e2e.desk import Desk, File
from tests.e2e.test_accessible import violations
from tests.e2e.test_frame import TOO_WIDE
from tests.e2e.test_results import load, type_key
from tests.support.result_lines import answered, input_line, jsonl
from tests.support.sheet_files import as_csv

IDS = [f"{number:04}" for number in range(1, 31)]
MOODS = ("gloomy", "mixed", "sunny")
ANSWERS = {custom_id: MOODS[place % 3] for place, custom_id in enumerate(IDS)}
TRUTH = {custom_id: MOODS[(place // 3) % 3] for place, custom_id in enumerate(IDS)}
SHEET: File = ("sheet.csv", as_csv([("key", "text"), *((name, f"Text of {name}") for name in IDS)]))
INPUT: File = ("input.jsonl", jsonl(input_line(name, f"Mood? Text of {name}") for name in IDS))
OUTPUT: File = ("output.jsonl", jsonl(answered(name, ANSWERS[name]) for name in IDS))


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def begin(desk: Desk, reader: str) -> None:
    """Opens the task, draws 10 rows if none are drawn, and starts to label as this reader."""
    desk.view("Review")
    desk.choose("results_review_task", "Label a sample")
    if desk.hook("label_start").count() == 0:
        desk.fill("results_label_size", "10")
        desk.press("label_draw")
    box = desk.page.get_by_role("combobox", name="Who labels?")
    with desk.run():
        box.fill(reader)
        box.press("Enter")
    desk.press("label_start")


def in_focus(page: Page) -> str:
    text = page.locator(".st-key-label_text").get_by_text("Text of ").inner_text()
    return text.removeprefix("Text of ")


def test_a_sample_is_labelled_by_keys_and_comes_back_from_its_file(desk: Desk) -> None:
    page = desk.page
    load(desk, SHEET, INPUT, OUTPUT)
    begin(desk, "Ana")
    given: dict[str, str] = {}
    for place in range(10):
        custom_id = in_focus(page)
        expect(page.locator(".st-key-label_answer")).to_have_count(0)
        given[custom_id] = TRUTH[custom_id]
        type_key(desk, str(MOODS.index(TRUTH[custom_id]) + 1))
        expect(page.get_by_text(f"{place + 1} of 10 labelled by Ana")).to_be_visible()
        if place == 4:
            desk.reload()
            expect(page.get_by_text("5 of 10 labelled by Ana")).to_be_visible()
    expect(page.locator(".st-key-label_answer")).to_contain_text(f"Answer: {ANSWERS[custom_id]}")
    assert page.evaluate("window.batchdeskUnsaved")
    type_key(desk, "Backspace")
    before = in_focus(page)
    type_key(desk, "ArrowLeft")
    assert in_focus(page) != before
    changed = in_focus(page)
    wrong = MOODS[(MOODS.index(TRUTH[changed]) + 1) % 3]
    type_key(desk, str(MOODS.index(wrong) + 1))
    type_key(desk, "?")
    expect(page.get_by_text("Backspace: the row before")).to_be_visible()
    desk.press("label_stop")

    name, data = desk.download("label_download")
    assert name.endswith(".csv")
    labels = rows(data)
    assert {row["custom_id"]: row["label"] for row in labels} == {**given, changed: wrong}
    assert {row["reader"] for row in labels} == {"Ana"}
    assert {row["custom_id"]: row["first label"] for row in labels if row["first label"]} == {changed: TRUTH[changed]}
    assert [row["place"] for row in labels] == [str(place) for place in range(1, 11)]
    assert all(row["text"] == f"Text of {row['custom_id']}" for row in labels)
    assert not page.evaluate("window.batchdeskUnsaved")

    _, export = desk.download("results_download_csv")
    by_id = {row["custom_id"]: row["Label by Ana"] for row in rows(export)}
    assert by_id == {custom_id: {**given, changed: wrong}.get(custom_id, "") for custom_id in IDS}
    _, saved = desk.download("desk_download")

    desk.reload()
    assert desk.download("label_download") == (name, data)
    load(desk, ("desk.zip", saved))
    desk.view("Review")
    assert desk.download("label_download") == (name, data)
    load(desk, OUTPUT, INPUT, SHEET)
    desk.view("Review")
    desk.choose("results_review_task", "Label a sample")
    desk.page.get_by_text("Continue with labels from a file").click()
    desk.upload("results_label_file", (name, data.replace(b"\r\n0", b"\r\n")))  # as Excel changes the ids
    expect(page.get_by_text("10 labels loaded")).to_be_visible()
    assert rows(desk.download("label_download")[1]) == labels


def test_a_reader_types_labels_where_answers_are_texts(desk: Desk) -> None:
    texts = ("output.jsonl", jsonl(answered(name, f"A long answer about {name}") for name in IDS))
    load(desk, SHEET, INPUT, texts)
    begin(desk, "Ben")
    first = in_focus(desk.page)
    field = desk.page.get_by_label("Label", exact=True)
    expect(field).to_be_focused()
    with desk.run():
        desk.page.keyboard.type("fine 1")
        desk.page.keyboard.press("Enter")
    assert in_focus(desk.page) != first
    expect(desk.page.get_by_label("Label", exact=True)).to_be_focused()
    desk.press("label_stop")
    labels = rows(desk.download("label_download")[1])
    assert [(row["custom_id"], row["label"]) for row in labels if row["label"]] == [(first, "fine 1")]


def test_a_page_that_is_empty_saves_what_is_on_the_others(desk: Desk) -> None:
    desk.open()
    desk.upload("compose_file", SHEET)
    for page in ("Check", "Batches", "Results"):
        desk.go(page)
        expect(desk.hook("desk_download").get_by_role("button")).to_be_enabled()


def test_the_row_to_label_has_no_violations_and_fits_a_phone(desk: Desk) -> None:
    load(desk, SHEET, INPUT, OUTPUT)
    begin(desk, "Ana")
    for key in ("1", "Backspace", "?"):
        type_key(desk, key)
    assert violations(desk, "dark") == []
    assert violations(desk, "light") == []
    desk.page.set_viewport_size({"width": 390, "height": 844})
    desk.settle()
    assert desk.page.evaluate(TOO_WIDE) == 0
