"""Safety: foreign text stays text, Forget is complete, and the keyboard is enough for Compose."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.desk import Desk, File
from tests.e2e.server import Server
from tests.e2e.test_frame import TOO_WIDE
from tests.e2e.test_results import HEAD, ROW
from tests.support.result_lines import answered, failed, input_line, jsonl, read
from tests.support.sheet_files import as_csv

EVIL = "evil.example"
HOSTILE = (
    f'<img src="http://{EVIL}/a.png" onerror="document.title=1"> ![b](http://{EVIL}/b.png) [c](http://{EVIL}/c) '
    f"<script>fetch('http://{EVIL}/d')</script> :red[e] $f$ **g** `h` www.{EVIL} http://{EVIL}/i "
    f"# j :material/star: &amp; {'W' * 300}"
)
SHEET: File = ("reviews.csv", as_csv([("id", "review"), ("007", "Warm"), ("008", "Cold")]))
ROW_HEIGHT = 35


@pytest.fixture
def hosts(desk: Desk) -> Iterator[set[str]]:
    """The hosts that the page contacts during the test. A foreign one fails the test."""
    contacted: set[str] = set()
    desk.page.on("request", lambda request: contacted.add(urlsplit(request.url).netloc))
    yield contacted
    assert contacted - {""} == {urlsplit(desk.url).netloc}


def choose_row(desk: Desk, place: int) -> None:
    """Selects a row of the results by its box."""
    with desk.run():
        table = desk.hook("results_table").get_by_test_id("stDataFrame")
        table.click(position={"x": 16, "y": HEAD + ROW * (place + 0.5)})


def as_read(text: str) -> re.Pattern[str]:
    """A pattern for a text in messages and labels, where invisible joiners keep addresses from becoming links."""
    return re.compile("\u2060?".join(map(re.escape, text)))


def assert_not_rendered(page: Page) -> None:
    """Checks that the page has no foreign image, script or link, and is not too wide."""
    assert page.evaluate(TOO_WIDE) == 0
    assert page.locator(f'[src*="{EVIL}"], [href*="{EVIL}"]').count() == 0
    assert page.locator("script", has_text=EVIL).count() == 0
    expect(page).to_have_title(re.compile("Batchdesk"))


def test_a_hostile_sheet_is_shown_as_text(desk: Desk, hosts: set[str]) -> None:
    column = HOSTILE.replace("{", "").replace("}", "")
    desk.open()
    desk.upload("compose_file", ("<img src=x> $y$ [z](w).csv", as_csv([(column, "review"), (HOSTILE, ""), ("", "x")])))
    desk.fill("compose_model", "m")
    desk.fill("compose_system", HOSTILE)
    desk.fill("compose_prompt", "{{" + column + "}} {{review}} {{" + HOSTILE + "?}}")
    expect(desk.page.get_by_text("<img src=x> $y$ [z](w).csv", exact=True).first).to_be_visible()
    expect(desk.page.get_by_test_id("stChatMessage").get_by_text(HOSTILE, exact=True)).to_have_count(2)
    expect(desk.page.get_by_test_id("stAlert").get_by_text(as_read(f'asks for "{HOSTILE}?"')).first).to_be_visible()
    expect(desk.page.get_by_role("button", name=f"+ {column}", exact=True)).to_be_visible()
    desk.page.get_by_text("All problems and notes").click()
    expect(desk.hook("compose_problems")).to_be_visible()
    assert_not_rendered(desk.page)


def test_hostile_answers_are_shown_as_text(desk: Desk, hosts: set[str]) -> None:
    desk.open("/results")
    output = jsonl([answered("a", HOSTILE), failed("b", HOSTILE), answered(HOSTILE, "Nobody asked")])
    sheet = as_csv([("key", HOSTILE), ("a", HOSTILE), ("b", "B")])
    files = (
        ("<img src=x>.jsonl", output),
        ("i.jsonl", jsonl([input_line("a", HOSTILE), input_line("b", "B")])),
        ("s.csv", sheet),
    )
    desk.upload("results_files", *files, ("**x**.bin", b"\0\1"))
    desk.unfold_files()
    expect(desk.page.get_by_text("<img src=x>.jsonl", exact=True)).to_be_visible()
    expect(desk.page.get_by_text("**x**.bin", exact=True)).to_be_visible()
    detail = desk.hook("results_detail")
    for place in range(3):
        choose_row(desk, place)
        expect(detail.get_by_text(HOSTILE).first).to_be_visible()
        assert_not_rendered(desk.page)
    choose_row(desk, 0)
    messages = detail.get_by_test_id("stChatMessage").get_by_test_id("stText")
    expect(messages).to_have_text([HOSTILE])
    expect(detail.get_by_label("Answer")).to_have_value(HOSTILE)
    with desk.run():
        detail.get_by_text("Raw JSON").click()
    assert_not_rendered(desk.page)


def test_a_hostile_batch_file_is_shown_as_text(desk: Desk, hosts: set[str]) -> None:
    lines = [
        {**input_line(HOSTILE, HOSTILE, HOSTILE), "method": HOSTILE, "url": HOSTILE, HOSTILE: HOSTILE},
        {**input_line("b", "B"), "body": {"model": HOSTILE, "messages": [{"role": HOSTILE, "content": HOSTILE}]}},
        {"custom_id": HOSTILE},
    ]
    desk.open("/check")
    desk.upload("check_file", ("<img src=x> $y$ [z](w).jsonl", jsonl(lines) + HOSTILE.encode()))
    expect(desk.page.get_by_text("<img src=x> $y$ [z](w).jsonl", exact=True).first).to_be_visible()
    expect(desk.page.get_by_text(as_read(HOSTILE[:40])).first).to_be_visible()
    for expander in desk.page.get_by_test_id("stExpander").locator("summary").all():
        expander.click()
    desk.settle()
    assert_not_rendered(desk.page)


def test_the_table_cannot_be_copied_to_the_clipboard(browser: Browser, server: Server) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    desk = Desk(context.new_page(), server.url)
    desk.open("/results")
    desk.upload("results_files", ("output.jsonl", jsonl([answered("a", "=1+1")])))
    desk.page.evaluate("navigator.clipboard.writeText('as it was')")
    table = desk.hook("results_table")
    table.locator("canvas").first.wait_for()
    with desk.run():
        table.click(position={"x": 260, "y": ROW_HEIGHT * 1.5})
    desk.page.keyboard.press("Control+C")
    assert desk.page.evaluate("navigator.clipboard.readText()") == "as it was"
    context.close()


def test_forget_everything_empties_both_pages(desk: Desk) -> None:
    desk.open()
    desk.upload("compose_file", SHEET)
    desk.fill("compose_model", "m")
    desk.fill("compose_system", "Be brief.")
    desk.go("Results")
    desk.upload("results_files", ("output.jsonl", jsonl([answered("a", "yes")])))
    expect(desk.hook("results_ledger")).to_be_visible()
    desk.page.get_by_role("button", name="Forget my data").click()
    desk.press("forget")
    expect(desk.page.get_by_text("output.jsonl")).to_have_count(0)
    expect(desk.hook("results_ledger")).to_have_count(0)
    desk.go("Compose")
    expect(desk.page.get_by_text("reviews.csv")).to_have_count(0)
    for key in ("compose_model", "compose_system", "compose_prompt"):
        expect(desk.hook(key).locator("input, textarea")).to_have_value("")
    expect(desk.hook("compose_download").get_by_role("button")).to_be_disabled()


def test_the_keyboard_is_enough_from_the_model_to_the_download(desk: Desk) -> None:
    desk.open()
    desk.upload("compose_file", SHEET)
    keyboard = desk.page.keyboard
    tab_to(desk.page, desk.hook("compose_model"))
    keyboard.type("m-1")
    tab_to(desk.page, desk.hook("compose_prompt"))
    keyboard.press("Control+A")
    keyboard.type("Sum up: {{review}}")
    with desk.run():
        keyboard.press("Control+Enter")
    tab_to(desk.page, desk.hook("compose_download"))
    with desk.page.expect_download() as waiting:
        keyboard.press("Enter")
    lines = read(waiting.value.path().read_bytes())
    assert [line["body"]["model"] for line in lines] == ["m-1", "m-1"]
    assert [line["body"]["messages"][0]["content"] for line in lines] == ["Sum up: Warm", "Sum up: Cold"]


def tab_to(page: Page, target: Locator, most: int = 60) -> None:
    """Presses Tab until the focus is inside, and fails after too many steps."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("node => node.contains(document.activeElement)"):
            return
    pytest.fail(f"{most} Tabs do not reach it")
