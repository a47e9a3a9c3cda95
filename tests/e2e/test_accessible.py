"""Accessibility: axe on each page, empty and loaded, in both themes; 200 % zoom; the keyboard alone."""

import json
from collections.abc import Callable
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.e2e.desk import Desk
from tests.e2e.test_check import DATA
from tests.e2e.test_frame import PAGES, TOO_WIDE
from tests.e2e.test_journeys import read_csv, records
from tests.e2e.test_results import SHEET as RESULTS_SHEET
from tests.e2e.test_results import choose_row, load, output, requests
from tests.e2e.test_trust import SHEET, tab_to
from tests.support.result_lines import answered, jsonl
from tests.support.sheet_files import as_csv

ZOOMED = {"width": 640, "height": 450}
"""Size of a window of 1280 x 900 at 200 % zoom."""


def composed(desk: Desk) -> None:
    desk.open()
    desk.upload("compose_file", SHEET)
    desk.fill("compose_model", "m")
    desk.press("compose_codebook_start")
    desk.open_advanced("Prices")


def checked(desk: Desk) -> None:
    desk.open("/check")
    desk.upload("check_file", ("from a colleague.txt", DATA))


def joined(desk: Desk) -> None:
    load(desk, output(), ("input.jsonl", jsonl(requests())), RESULTS_SHEET)
    choose_row(desk, 0)


def scored(desk: Desk) -> None:
    labels = ["yes", "no"] * 20
    rows = [(f"id-{row}", f"Review {row}", label, label) for row, label in enumerate(labels)]
    answers = jsonl(answered(row[0], "yes" if place % 5 else "no") for place, row in enumerate(rows))
    load(desk, ("out.jsonl", answers), ("rows.csv", as_csv([("key", "text", "Ann", "Bob"), *rows])))
    desk.view("Quality")
    desk.choose("quality_labels", "Ann")
    desk.page.get_by_text("All figures", exact=True).click()
    desk.settle()


BACKGROUND = {"light": "rgb(255, 255, 255)", "dark": "rgb(16, 24, 28)"}
LOADED: dict[str, Callable[[Desk], None]] = {"Compose": composed, "Check": checked, "Results": joined}


def violations(desk: Desk, scheme: Literal["light", "dark"]) -> list[str]:
    """Axe's violations in a theme, from moderate on, and their elements."""
    desk.page.emulate_media(color_scheme=scheme)
    background = desk.page.get_by_test_id("stApp")
    expect(background).to_have_css("background-color", BACKGROUND[scheme])
    desk.settle()
    rules = Axe().run(desk.page).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:200]}"
        for rule in rules
        if rule["impact"] in ("moderate", "serious", "critical")
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("title", LOADED)
def test_a_page_has_no_violations(desk: Desk, title: str) -> None:
    desk.open(PAGES[title])
    assert violations(desk, "light") == []
    assert violations(desk, "dark") == []
    LOADED[title](desk)
    assert violations(desk, "dark") == []
    assert violations(desk, "light") == []
    for picture in desk.page.get_by_test_id("stDataFrame").or_(desk.page.get_by_test_id("stVegaLiteChart")).all():
        assert picture.locator("[aria-label], [alt]").count(), picture.inner_html()[:300]
    desk.page.set_viewport_size(ZOOMED)
    desk.settle()
    assert desk.page.evaluate(TOO_WIDE) == 0


def test_scores_have_no_violations(desk: Desk) -> None:
    scored(desk)
    assert violations(desk, "light") == []
    assert violations(desk, "dark") == []


def test_the_keyboard_is_enough_to_check_and_repair(desk: Desk) -> None:
    desk.open("/check")
    desk.upload("check_file", ("from a colleague.txt", DATA))
    tab_to(desk.page, desk.hook("check_provider"))
    with desk.run():
        desk.page.keyboard.type("OpenAI")
        desk.page.keyboard.press("Enter")
    tab_to(desk.page, desk.hook("check_download"))
    with desk.page.expect_download() as waiting:
        desk.page.keyboard.press("Enter")
    ids = [json.loads(line)["custom_id"] for line in waiting.value.path().read_bytes().splitlines()]
    assert ids == ["good", "good-2", "7", "line-6"]


def test_the_keyboard_is_enough_to_read_and_review_answers(desk: Desk) -> None:
    load(desk, output(), ("input.jsonl", jsonl(requests())), RESULTS_SHEET)
    tab_to(desk.page, desk.hook("results_search"))
    desk.page.keyboard.type("Text id-03")
    with desk.run():
        desk.page.keyboard.press("Enter")
    tab_to(desk.page, desk.hook("results_table").locator("canvas").first)
    with desk.run():
        desk.page.keyboard.press("Shift+Space")
    expect(desk.hook("results_detail")).to_contain_text("Text id-03")
    with desk.run():
        desk.page.keyboard.press("w")
    tab_to(desk.page, desk.hook("results_download_csv"), most=150)
    with desk.page.expect_download() as waiting:
        desk.page.keyboard.press("Enter")
    rows = records(read_csv(waiting.value.path().read_bytes()))
    assert [row["key"] for row in rows if row["Checked"] == "wrong"] == ["id-03"]
