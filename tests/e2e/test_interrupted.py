"""The user's work survives an interrupted upload, a closed tab, a lost connection, and a restarted server."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Dialog, expect

from tests.e2e.desk import Desk, payloads
from tests.e2e.nginx import proxying
from tests.e2e.server import Server, free_port, serving
from tests.e2e.test_journeys import parts
from tests.e2e.test_results import SHEET as RESULTS_SHEET
from tests.e2e.test_results import choose_row, load, output, requests, type_key
from tests.e2e.test_team import changes
from tests.support.result_lines import jsonl, read
from tests.support.sheet_files import as_csv

ROWS = [(f"{at:06d}", "Review " * 12) for at in range(150_000)]
BIG = ("reviews.csv", as_csv([("id", "review"), *ROWS]))
FAULTY = ("faulty.jsonl", b'{"custom_id": "a", "body": {}}\n')
SMALL = ("reviews.csv", as_csv([("id", "review"), *ROWS[:3]]))


@contextmanager
def leaving(desk: Desk, leave: bool) -> Iterator[list[str]]:
    """Answers the browser's question before it leaves a page, and yields the kinds of its dialogs."""
    dialogs: list[str] = []

    def answer(dialog: Dialog) -> None:
        dialogs.append(dialog.type)
        (dialog.accept if leave else dialog.dismiss)()

    desk.page.on("dialog", answer)
    yield dialogs
    desk.page.remove_listener("dialog", answer)


def is_unsaved(desk: Desk) -> bool:
    """Whether the browser would ask before it leaves the page."""
    return bool(desk.page.evaluate("window.batchdeskUnsaved"))


def test_the_browser_asks_before_marks_are_lost(desk: Desk) -> None:
    load(desk, output(), ("input.jsonl", jsonl(requests())), RESULTS_SHEET)
    assert not is_unsaved(desk)
    choose_row(desk, 0)
    type_key(desk, "o")
    with leaving(desk, leave=False) as dialogs:
        desk.page.evaluate("location.reload()")
        desk.page.wait_for_function("window.batchdeskUnsaved")
    assert dialogs == ["beforeunload"]
    expect(desk.hook("results_detail")).to_be_visible()
    desk.go("Compose")
    assert is_unsaved(desk)
    desk.go("Results")
    data = desk.download("results_download_csv")[1]
    assert not is_unsaved(desk)
    type_key(desk, "w")
    assert is_unsaved(desk)
    type_key(desk, "p")
    with desk.run():
        desk.page.get_by_role("button", name="Remove mark").click()
    assert not is_unsaved(desk)  # the file has all that is left
    type_key(desk, "w")
    desk.fill("results_search", "Text id-00")
    assert is_unsaved(desk)
    with leaving(desk, leave=True) as dialogs:
        load(desk, output(), ("input.jsonl", jsonl(requests())), ("export.csv", data))
    assert dialogs == ["beforeunload"]
    desk.page.get_by_role("button", name="Use these marks").click()
    expect(desk.page.get_by_text("1 mark applied.")).to_be_visible()
    assert not is_unsaved(desk)


def test_the_browser_asks_while_the_settings_are_in_no_file(desk: Desk) -> None:
    desk.open()
    desk.upload("compose_file", SMALL)
    desk.fill("compose_model", "m")
    with leaving(desk, leave=False) as dialogs:
        for key in ("compose_download", "compose_recipe_download", "desk_download"):
            desk.fill("compose_prompt", f"Sum up for {key}: {{{{review}}}}")
            assert is_unsaved(desk)
            desk.download(key)
            assert not is_unsaved(desk)
        desk.hook("compose_prompt").locator("textarea").press_sequentially("Unfinished")
        assert is_unsaved(desk)
        desk.page.evaluate("location.reload()")
        desk.page.wait_for_function("window.batchdeskUnsaved")
        assert dialogs == ["beforeunload"]
        desk.page.keyboard.press("F5")  # Chromium without a window does not reload by itself
        desk.reload()
    assert dialogs == ["beforeunload"]
    expect(desk.hook("compose_prompt").locator("textarea")).to_have_value(re.compile("Unfinished"), timeout=30_000)


def test_an_interrupted_upload_keeps_the_loaded_sheet(desk: Desk) -> None:
    desk.open()
    desk.upload("compose_file", SMALL)
    desk.fill("compose_model", "m")
    first = desk.download("compose_download")
    desk.page.route("**/upload_file/**", lambda route: route.abort("connectionreset"))
    with payloads(BIG) as files:
        desk.hook("compose_file").locator("input[type=file]").set_input_files(files)
        expect(desk.hook("compose_file")).to_contain_text("Network Error")
    assert desk.download("compose_download") == first
    desk.page.unroute("**/upload_file/**")
    desk.open()
    desk.upload("compose_file", BIG)
    desk.fill("compose_model", "m")
    assert len(read(b"".join(parts(desk.download("compose_download")[1])))) == len(ROWS)


def test_a_lost_connection_returns_to_the_same_session(browser: Browser, server: Server, tmp_path: Path) -> None:
    """The proxy stops and starts again, as a network may."""
    port = free_port()
    site = changes(tmp_path, port, server)
    context = browser.new_context(ignore_https_errors=True)
    desk = Desk(context.new_page(), f"https://localhost:{port}")
    app = desk.page.get_by_test_id("stApp")
    with proxying(tmp_path, port, site):
        desk.open()
        desk.upload("compose_file", SMALL)
        desk.fill("compose_model", "m")
        first = desk.download("compose_download")
    expect(app).not_to_have_attribute("data-test-connection-state", "CONNECTED")
    with proxying(tmp_path, port, site):
        with desk.run():
            expect(app).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=60_000)
        expect(desk.page.get_by_text("The app was restarted")).to_have_count(0)
        desk.fill("compose_model", "another")  # also waits for the runs that the connection itself starts
        desk.fill("compose_model", "m")
        assert desk.download("compose_download") == first
        desk.fill("compose_model", "another")
        assert {line["body"]["model"] for line in read(desk.download("compose_download")[1])} == {"another"}
    context.close()


def test_a_tab_closed_during_a_run_does_not_disturb_another(desk: Desk, browser: Browser, server: Server) -> None:
    desk.open()
    desk.upload("compose_file", SMALL)
    desk.fill("compose_model", "m")
    context = browser.new_context()
    other = Desk(context.new_page(), server.url)
    other.open()
    other.upload("compose_file", BIG)
    other.fill("compose_model", "m")
    other.start("compose_prompt", "Something else: {{review}}", until=b"compose_updating")
    context.close()
    desk.fill("compose_prompt", "Say: {{review}}")
    prompts = [line["body"]["messages"][0]["content"] for line in read(desk.download("compose_download")[1])]
    assert prompts == [f"Say: {text}" for _, text in ROWS[:3]]


def test_a_tab_warns_and_works_after_the_server_restarts(browser: Browser, tmp_path: Path) -> None:
    """The settings are back, the files are named, and nothing else of the old session stays on the page."""
    port = free_port()
    context = browser.new_context()
    with serving(tmp_path / "one.log", port=port) as server:
        desk = Desk(context.new_page(), server.url)
        desk.open()
        desk.upload("compose_file", SMALL)
        desk.fill("compose_model", "m-7")
        desk.fill("compose_prompt", "Say: {{review}}")
        first = desk.download("compose_download")
        desk.go("Check")
        desk.choose("check_provider", "Groq")
        desk.upload("check_file", FAULTY)
        desk.write("The line as it is in the file", '{"custom_id": "a"}')
        desk.go("Compose")
        server.kill()
    with serving(tmp_path / "two.log", port=port):
        gone = desk.page.get_by_text(
            "Your settings and choices are back. Load these files again: reviews.csv, faulty.jsonl. "
            "Also gone: 1 edited line on Check."
        )
        expect(gone).to_be_visible(timeout=60_000)
        desk.settle()
        desk.press("session_lost_read")
        expect(gone).to_have_count(0)
        expect(desk.hook("compose_download").get_by_role("button")).to_be_disabled()
        expect(desk.page.get_by_text("reviews.csv")).to_have_count(1)  # the settings name their sheet
        desk.upload("compose_file", SMALL)
        assert desk.download("compose_download") == first
        desk.go("Check")
        expect(desk.hook("check_provider").get_by_role("combobox")).to_have_value("Groq")
    context.close()


def test_a_file_above_the_limit_is_rejected_with_a_message(browser: Browser, tmp_path: Path) -> None:
    with serving(tmp_path / "app.log", options=["--server.maxUploadSize=1"]) as server:
        desk = Desk(browser.new_page(), server.url)
        desk.open()
        desk.hook("compose_file").locator("input[type=file]").set_input_files(
            {"name": "big.csv", "mimeType": "text/csv", "buffer": b"x" * 3_000_000}
        )
        expect(desk.hook("compose_file")).to_contain_text("File must be 1.0MB or smaller.")
        desk.go("Results")
        good = {"name": "good.csv", "mimeType": "text/csv", "buffer": b"id,q\n1,Why?\n"}
        big = {"name": "big.csv", "mimeType": "text/csv", "buffer": b"x" * 3_000_000}
        desk.hook("results_files").locator("input[type=file]").set_input_files([good, big])
        missed = desk.page.get_by_text("At least one file is not loaded")
        expect(missed).to_be_visible()
        with desk.run():
            desk.hook("late_files_read").get_by_role("button").click()
        expect(missed).to_have_count(0)
        desk.unfold_files()
        expect(desk.page.get_by_text("good.csv")).to_be_visible()
        desk.page.close()
