"""The frame: menu, addresses, width, and the hosts that a visit contacts."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.desk import Desk
from tests.support.result_lines import input_line, jsonl

PAGES = {"Compose": "/", "Check": "/check", "Batches": "/batches", "Results": "/results"}
TOO_WIDE = """() => Math.max(
    ...[document.documentElement, document.querySelector("[data-testid=stMain]")].map(
        (part) => part.scrollWidth - part.clientWidth
    )
)"""


def is_page(page: Page, title: str) -> None:
    """Checks that a page is shown in the app's frame: heading, title of the tab, and menu."""
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page).to_have_title(re.compile("Batchdesk"))
    expect(page.get_by_role("navigation").get_by_role("paragraph")).to_have_text(list(PAGES))


def test_results_opens_by_its_address_on_a_new_server(cold_desk: Desk) -> None:
    cold_desk.open("/results")
    is_page(cold_desk.page, "Results")
    expect(cold_desk.page).to_have_url(cold_desk.url + "/results")
    expect(cold_desk.hook("results_files")).to_be_visible()
    expect(cold_desk.page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize(("title", "path"), PAGES.items())
def test_every_page_has_an_address(desk: Desk, title: str, path: str) -> None:
    desk.open(path)
    is_page(desk.page, title)


def test_the_menu_goes_to_every_page_and_back(desk: Desk) -> None:
    desk.open()
    for title in reversed(PAGES):
        desk.go(title)
        is_page(desk.page, title)


@pytest.mark.parametrize("width", [1280, 400])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_no_page_scrolls_sideways(desk: Desk, path: str, width: int) -> None:
    desk.page.set_viewport_size({"width": width, "height": 900})
    desk.open(path)
    assert desk.page.evaluate(TOO_WIDE) == 0


def test_the_menu_of_a_phone_closes_after_a_choice(desk: Desk) -> None:
    desk.page.set_viewport_size({"width": 390, "height": 844})
    desk.open("/check")
    menu = desk.page.get_by_test_id("stExpandSidebarButton")
    menu.click()
    expect(menu).to_be_hidden()
    desk.go("Results")
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("Results")
    expect(menu).to_be_visible()


@pytest.mark.parametrize(
    ("path", "key", "after"),
    [
        ("/", "compose_file", "summary"),
        ("/check", "check_file", "summary"),
        ("/results", "results_files", "summary"),
    ],
)
def test_the_focus_stays_at_the_inbox_after_an_upload(desk: Desk, path: str, key: str, after: str) -> None:
    desk.open(path)
    file = {"name": "a.csv", "mimeType": "text/csv", "buffer": b"id,text\n1,one\n"}
    if key == "check_file":
        file = {"name": "a.jsonl", "mimeType": "text/plain", "buffer": jsonl([input_line("a", "Text")])}
    button = desk.hook(key).locator("[data-testid=stFileUploaderDropzone] button")
    with desk.page.expect_file_chooser() as chooser:
        button.press("Enter")
    with desk.run():
        chooser.value.set_files([file])
    expect(desk.page.locator(f"{after}:focus")).to_have_count(1)


def test_no_other_host_is_contacted(desk: Desk) -> None:
    urls: list[str] = []
    desk.page.on("request", lambda request: urls.append(request.url))
    desk.page.on("websocket", lambda socket: urls.append(socket.url))
    for path in PAGES.values():
        desk.open(path)
    hosts = {urlsplit(url).netloc for url in urls if not url.startswith(("data:", "blob:"))}
    assert hosts == {urlsplit(desk.url).netloc}
