"""A download has what was typed right before it, and comes whole whatever others do."""

import json
from pathlib import Path

from playwright.sync_api import Browser, Locator

from lib.sheets import read_sheet
from tests.e2e.desk import Desk
from tests.e2e.server import Server
from tests.e2e.test_results import choose_row
from tests.e2e.test_sending import connect
from tests.servers.fake_provider import faking
from tests.support.result_lines import answered, jsonl, read
from tests.support.sheet_files import as_csv

MANY = ("many.csv", as_csv([("id", "review"), *((f"r{row}", f"Review {row} " * 40) for row in range(3_000))]))

FEW = ("few.csv", as_csv([("id", "review"), *((f"r{row}", "Cosy") for row in range(3))]))


def type_and_download(desk: Desk, field: Locator, text: str, key: str) -> bytes:
    """Types into a field and presses a download without leaving the field first."""
    with desk.page.expect_download() as waiting:
        field.fill(text)
        desk.hook(key).get_by_role("button").click()
    data = Path(waiting.value.path()).read_bytes()
    desk.settle()
    return data


def test_a_batch_has_the_last_prompt(desk: Desk) -> None:
    desk.open()
    desk.upload("compose_file", MANY)
    desk.fill("compose_model", "m")
    desk.fill("compose_prompt", "First: {{review}}")
    for word in ("Second", "Third"):
        data = type_and_download(
            desk, desk.hook("compose_prompt").locator("textarea"), f"{word}: {{{{review}}}}", "compose_download"
        )
        assert data.count(f'"{word}: Review'.encode()) == 3_000
    assert desk.download("compose_download")[1] == data


def test_an_export_has_the_last_note_and_correction(desk: Desk) -> None:
    desk.open("/results")
    desk.upload("results_files", ("out.jsonl", jsonl([answered("a", "Cosy"), answered("b", "Chilly")])))
    choose_row(desk, 0)
    data = type_and_download(
        desk, desk.page.get_by_label("Note", exact=True), "Not what I asked", "results_download_csv"
    )
    sheet = read_sheet(data, "export.csv")
    assert sheet.column("Checked note") == ["Not what I asked", ""]
    data = type_and_download(desk, desk.page.get_by_label("Answer"), "Warm", "results_download_csv")
    assert read_sheet(data, "export.csv").column("answer") == ["Warm", "Chilly"]


def test_a_repaired_batch_has_the_model_that_was_typed_last(desk: Desk) -> None:
    line = {"custom_id": "a", "method": "POST", "url": "/v1/chat/completions"}
    body = {"messages": [{"role": "user", "content": "Hi"}]}
    good = {**line, "custom_id": "b", "body": {"model": "m", **body}}
    desk.open("/check")
    desk.upload("check_file", ("in.jsonl", jsonl([{**line, "body": body}, good])))
    data = type_and_download(desk, desk.hook("check_model").locator("input"), "gpt-4o-mini", "check_download")
    assert [json.loads(row)["body"]["model"] for row in data.splitlines()] == ["gpt-4o-mini", "m"]


def test_a_download_follows_a_choice_that_the_app_has_not_heard_of(desk: Desk) -> None:
    """The tab sends the choice and asks for the file at once, before the app can draw anything."""
    desk.open()
    desk.upload("compose_file", MANY)
    desk.fill("compose_model", "m")
    with desk.page.expect_download() as waiting:
        desk.hook("compose_task").get_by_role("radio", name="Embeddings").evaluate(
            "(choice) => { choice.click(); document.querySelector('.st-key-compose_download button').click() }"
        )
    assert {line["url"] for line in read(Path(waiting.value.path()).read_bytes())} == {"/v1/embeddings"}


RESTLESS = """() => setInterval(() => {
    if (document.querySelector("[data-test-script-state=running]")) return;
    const choices = [...document.querySelectorAll(".st-key-compose_task [role=radio]")];
    choices.find((choice) => choice.getAttribute("aria-checked") !== "true").click();
}, 300)"""


def test_ten_downloads_come_whole_beside_the_work_of_another_tab(desk: Desk, browser: Browser, server: Server) -> None:
    """Each run that ends, in any tab, discards the files that no session holds."""
    context = browser.new_context()
    other = Desk(context.new_page(), server.url)
    for each in (desk, other):
        each.open()
        each.upload("compose_file", FEW)
        each.fill("compose_model", "m")
    other.page.evaluate(RESTLESS)
    try:
        files = [desk.download("compose_download")[1] for _ in range(10)]
    finally:
        context.close()
    assert {len(read(file)) for file in files} == {3}


def test_ten_downloads_come_whole_beside_a_page_that_polls(desk: Desk, browser: Browser, server: Server) -> None:
    """A page that follows a batch draws a part of itself every few seconds, and each time a run ends."""
    context = browser.new_context()
    with faking() as provider:
        provider.store.steps = ("in_progress",) * 1_000
        provider.store.create({"input_file_id": provider.store.add_file("a.jsonl", b"").id, "metadata": {}})
        other = Desk(context.new_page(), server.url)
        other.open("/batches")
        connect(other, provider.url)
        looks = len(provider.calls("GET /batches"))
        desk.open()
        desk.upload("compose_file", FEW)
        desk.fill("compose_model", "m")
        files = [desk.download("compose_download")[1] for _ in range(10)]
        assert len(provider.calls("GET /batches")) > looks
        context.close()
    assert {len(read(file)) for file in files} == {3}
