"""A saved desk brings everything back in another browser, byte for byte."""

import io
from zipfile import ZipFile

from playwright.sync_api import Browser, expect

from lib.desk import read_desk
from tests.e2e.desk import Desk
from tests.e2e.server import Server
from tests.e2e.test_results import SHEET, choose_row, load, output, requests, type_key
from tests.support.request_lines import line, written
from tests.support.result_lines import jsonl
from tests.support.sheet_files import as_csv

REVIEWS = ("reviews.csv", as_csv([("id", "review"), ("a", "Cosy"), ("b", "")]))
FAULTY = ("faulty.jsonl", written(line("a"), line("a"), line("b", "body")))
INPUT = ("input.jsonl", jsonl(requests()))


def prepared(desk: Desk) -> tuple[list[tuple[str, object]], tuple[str, bytes]]:
    """A desk with choices on each page: its batch, its checked file, its tables, and the saved desk."""
    desk.open()
    desk.upload("compose_file", REVIEWS)
    desk.fill("compose_model", "m")
    desk.fill("compose_prompt", "Sum up {{id}}: {{review}}")
    desk.page.get_by_role("button", name="Send anyway").click()
    batch = desk.download("compose_download")
    desk.go("Check")
    desk.choose("check_provider", "Groq")
    desk.upload("check_file", FAULTY)
    checked = desk.download("check_download")
    desk.go("Results")
    desk.upload("results_files", output(), INPUT, SHEET)
    choose_row(desk, 0)
    type_key(desk, "w")
    desk.fill("results_search", "Text id-00")
    desk.choose("results_export_scope", "As shown")
    return [batch, checked, *tables(desk)], desk.download("desk_download")


def tables(desk: Desk) -> list[tuple[str, object]]:
    """The table as CSV and as Excel, without the time of the download."""
    name, data = desk.download("results_download_xlsx")
    with ZipFile(io.BytesIO(data)) as book:
        parts = {part: book.read(part) for part in book.namelist() if part != "docProps/core.xml"}
    return [desk.download("results_download_csv"), (name, parts)]


def test_all_is_back_in_another_browser(desk: Desk, browser: Browser, server: Server) -> None:
    files, (name, saved) = prepared(desk)
    context = browser.new_context()
    other = Desk(context.new_page(), server.url)
    other.open("/results")
    other.upload("results_files", (name, saved))
    about = "1 sheet on Compose, 1 batch, 3 files on Results, 1 file on Check, 1 mark and the settings"
    expect(other.page.get_by_text(f"{name} is open: {about}.")).to_be_visible()
    read_back = tables(other)
    assert not other.page.evaluate("window.batchdeskUnsaved")
    other.go("Check")
    checked = other.download("check_download")
    other.go("Compose")
    assert [other.download("compose_download"), checked, *read_back] == files
    again, before = read_desk(other.download("desk_download")[1], name), read_desk(saved, name)
    assert again == before
    context.close()


def test_a_desk_with_work_is_closed_only_after_a_question(desk: Desk) -> None:
    _, (name, saved) = prepared(desk)
    load(desk, output())
    desk.go("Compose")
    desk.upload("compose_file", ("small.csv", b"key,text\na,b\n"))
    desk.go("Check")
    desk.upload("check_file", (name, saved))
    expect(desk.page.get_by_text("Opening it closes everything that is here now.")).to_be_visible()
    desk.press("desk_keep")
    desk.go("Compose")
    expect(desk.page.get_by_text("small.csv").first).to_be_visible()
    desk.go("Check")
    desk.upload("check_file", (name, saved))
    desk.press("desk_open")
    desk.go("Compose")
    expect(desk.page.get_by_text("reviews.csv").first).to_be_visible()
