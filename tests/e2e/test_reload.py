"""A reloaded tab gets its work back, and no other tab gets it."""

from playwright.sync_api import Browser, expect

from tests.e2e.desk import Desk
from tests.e2e.server import Server
from tests.e2e.test_results import SHEET, choose_row, load, output, requests, type_key
from tests.support.result_lines import jsonl
from tests.support.sheet_files import as_csv

REVIEWS = ("reviews.csv", as_csv([("id", "review"), ("a", "Cosy"), ("b", "Chilly")]))


def compose(desk: Desk) -> tuple[str, bytes]:
    desk.open()
    desk.upload("compose_file", REVIEWS)
    desk.fill("compose_model", "m")
    desk.fill("compose_prompt", "Sum up: {{review}}")
    desk.fill("compose_system", "Be brief.")
    return desk.download("compose_download")


def test_a_batch_is_the_same_after_two_reloads_and_a_change(desk: Desk) -> None:
    first = compose(desk)
    desk.reload()
    assert desk.download("compose_download") == first
    desk.reload()
    desk.fill("compose_system", "Be long.")
    expect(desk.hook("compose_prompt").locator("textarea")).to_have_value("Sum up: {{review}}")
    assert desk.download("compose_download")[1] == first[1].replace(b"Be brief.", b"Be long.")


def test_results_marks_filters_and_the_page_come_back(desk: Desk) -> None:
    load(desk, output(), ("input.jsonl", jsonl(requests())), SHEET)
    choose_row(desk, 0)
    type_key(desk, "o")
    desk.fill("results_search", "Text id-00")
    first = desk.download("results_download_csv")
    desk.page.on("dialog", lambda dialog: dialog.accept())
    desk.reload()
    expect(desk.hook("results_search").locator("input")).to_have_value("Text id-00")
    assert desk.download("results_download_csv") == first
    desk.go("Compose")
    desk.go("Results")
    assert desk.download("results_download_csv") == first


def test_text_that_was_being_typed_comes_back(desk: Desk) -> None:
    compose(desk)
    desk.hook("compose_prompt").locator("textarea").fill("Unfinished: {{review}}")
    desk.reload()
    expect(desk.hook("compose_prompt").locator("textarea")).to_have_value("Unfinished: {{review}}")
    desk.hook("compose_system").locator("textarea").fill("")
    desk.reload()
    expect(desk.hook("compose_system").locator("textarea")).to_have_value("")


def test_a_tab_reloaded_again_before_it_hears_from_the_app_keeps_its_work(desk: Desk) -> None:
    first = compose(desk)
    stored = desk.page.evaluate("sessionStorage.getItem('batchdesk')")
    desk.reload()
    desk.page.evaluate("(secret) => sessionStorage.setItem('batchdesk', secret)", stored)
    desk.reload()
    assert desk.download("compose_download") == first


def test_a_copied_tab_gets_the_work_only_after_the_first_is_closed(desk: Desk) -> None:
    first = compose(desk)
    with desk.page.context.expect_page() as opened:
        desk.page.evaluate("window.open(location.href)")  # copies the tab's storage
    with opened.value as copy:
        expect(copy.get_by_role("heading", name="Compose")).to_be_visible(timeout=30_000)
        expect(copy.locator(".st-key-desk_bring_here")).to_be_visible()
        expect(copy.locator(".st-key-compose_sheet")).to_have_count(0)
        assert desk.download("compose_download") == first
        desk.page.goto("about:blank")
        copy.locator(".st-key-desk_bring_here").get_by_role("button").click()
        expect(copy.locator(".st-key-compose_sheet")).to_be_visible(timeout=30_000)


def test_another_browser_with_a_copy_of_the_secret_gets_nothing(desk: Desk, browser: Browser, server: Server) -> None:
    compose(desk)
    stored = desk.page.evaluate("sessionStorage.getItem('batchdesk')")
    desk.page.goto("about:blank")
    context = browser.new_context()
    context.add_cookies([{"name": "batchdesk", "value": "1", "url": server.url}])
    thief = Desk(context.new_page(), server.url)
    thief.page.goto(f"{server.url}/_stcore/health")
    thief.page.evaluate("(secret) => sessionStorage.setItem('batchdesk', secret)", stored)
    thief.visit()
    expect(thief.page.get_by_role("heading", name="Compose")).to_be_visible()
    expect(thief.page.get_by_text("reviews.csv")).to_have_count(0)
    context.close()


def test_what_was_forgotten_does_not_come_back(desk: Desk) -> None:
    compose(desk)
    desk.page.get_by_role("button", name="Forget my data").click()
    desk.press("forget")
    desk.reload()
    expect(desk.page.get_by_text("reviews.csv")).to_have_count(0)
    expect(desk.hook("compose_system").locator("textarea")).to_have_value("")
