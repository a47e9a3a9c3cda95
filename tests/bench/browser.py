"""Waiting times in Chromium, compared with the smallest page, and the server's memory."""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from itertools import count
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from lib.compose import compose
from lib.sheets import read_sheet
from tests.bench import texts
from tests.bench.measure import Row, best_seconds
from tests.e2e.chromium import OPTIONS, find_chromium
from tests.e2e.desk import Desk
from tests.e2e.server import Server, serving

_MINUTE = 60_000
_SETTLED = 12
"""Seconds until all free memory is returned: two rounds of the app's housekeeping."""


def rows() -> Iterator[Row]:
    """Composes a sheet, joins its answers, and works with both."""
    with tempfile.TemporaryDirectory() as folder, _chromium() as browser, ExitStack() as stack:
        sheet, output = _files(Path(folder))
        least = _desk(browser, stack.enter_context(_app(Path(folder), "tests/bench/floor.py")))
        server = stack.enter_context(_app(Path(folder), "app.py"))
        started, here = _memory(server), _desk(browser, server)
        yield from _composing(least, here, sheet)
        yield from _joining(least, here, output)
        loaded = (sheet.stat().st_size + output.stat().st_size) / 1e6
        yield Row("server's memory with all of it", "the loaded files", loaded, _memory(server), "4x", "MB")
        yield from _others(browser, server, here, sheet)
        here.page.context.close()
        yield Row("memory after closing the tab", "before opening it", started, _memory(server), "", "MB")


def _files(folder: Path) -> tuple[Path, Path]:
    """The sheet, and the answers to all its rows."""
    sheet, output = folder / "reviews.csv", folder / "output.jsonl"
    sheet.write_bytes(texts.as_csv(texts.rows()))
    made = compose(read_sheet(sheet.read_bytes(), sheet.name), texts.RECIPE)
    output.write_bytes(b"".join(texts.answers(made.ids)))
    return sheet, output


@contextmanager
def _chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=OPTIONS)
        yield browser
        browser.close()


def _app(folder: Path, script: str) -> AbstractContextManager[Server]:
    return serving(folder / "app.log", app=script, options=["--server.disconnectedSessionTTL=1"])


def _desk(browser: Browser, server: Server) -> Desk:
    page = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True).new_page()
    page.set_default_timeout(_MINUTE)
    desk = Desk(page, server.url)
    desk.open()
    return desk


def _memory(server: Server) -> float:
    """The server's memory in MB after it has settled."""
    time.sleep(_SETTLED)
    return server.memory()


def _upload(desk: Desk, key: str, file: Path) -> Callable[[], None]:
    """Uploads a file as the browser does, which reads it from the disk."""

    def upload() -> None:
        with desk.run():
            desk.hook(key).locator("input[type=file]").set_input_files(file)

    return upload


def _until_rows(desk: Desk, key: str, table: str, file: Path) -> Callable[[], None]:
    """Uploads a file and waits for a table."""

    def upload() -> None:
        desk.hook(key).locator("input[type=file]").set_input_files(file)
        desk.hook(table).locator("canvas").first.wait_for()

    return upload


def _rerun(least: Desk) -> Callable[[], None]:
    words = count()
    return lambda: least.fill("floor_word", f"Word {next(words)}")


def _seconds(task: Callable[[], object], before: Callable[[], object] = int) -> float:
    before()
    start = time.perf_counter()
    task()
    return time.perf_counter() - start


def _composing(least: Desk, here: Desk, sheet: Path) -> Iterator[Row]:
    bare = min(_seconds(_upload(least, "floor_files", sheet), least.open) for _ in range(3))
    took = _seconds(_upload(here, "compose_file", sheet))
    yield Row(f"upload a sheet, {_mb(sheet)}", "a page with 100 rows", bare, took, "")
    here.fill("compose_model", texts.RECIPE.model)
    here.fill("compose_system", texts.RECIPE.system)
    here.fill("compose_prompt", texts.RECIPE.prompt)
    bare, took = best_seconds(_rerun(least), _edit(here, "preview"))
    yield Row("edit the prompt: the preview", "that page again", bare, took, "1.5x")
    bare, took = best_seconds(_rerun(least), _edit(here, "download"))
    yield Row("edit the prompt: the download is ready", "that page again", bare, took, "")


_edits = count()


def _edit(here: Desk, until: str) -> Callable[[], None]:
    """Changes the prompt and waits for its preview or for the whole batch."""

    def edit() -> None:
        word = f"Edit {next(_edits)}."
        field = here.hook("compose_prompt").locator("textarea")
        field.fill(f"{texts.RECIPE.prompt} {word}")
        field.blur()
        here.page.get_by_test_id("stChatMessage").get_by_text(word).wait_for()
        if until == "download":
            here.settle()

    return edit


def _joining(least: Desk, here: Desk, output: Path) -> Iterator[Row]:
    here.go("Results")
    bare = [_seconds(_until_rows(least, "floor_files", "floor_rows", output), least.open) for _ in range(3)]
    took = [_seconds(_until_rows(here, "results_files", "results_table", output), _removed(here)) for _ in range(3)]
    here.settle()
    task = f"upload results, {_mb(output)}: the first rows"
    yield Row(task, "a page with 100 rows", min(bare), min(took), "2x")
    yield Row("the same, the first time", "that page's first time", bare[0], took[0], "")
    for task, act in (("filter by state", _filter), ("turn the page", _turn)):
        bare, took = best_seconds(_rerun(least), act(here))
        yield Row(task, "that page again", bare, took, "1.5x")
    bare, took = best_seconds(_choose(least, "floor_rows"), _choose(here, "results_table"))
    yield Row("choose a row", "that page's row", bare, took, "1.5x")
    bare, took = best_seconds(_rerun(least), _search(here), times=3)
    yield Row("search all columns", "that page again", bare, took, "")


def _removed(here: Desk) -> Callable[[], None]:
    """Removes the files, if there are any."""
    buttons = here.page.get_by_role("button", name="Remove file", exact=True)

    def remove() -> None:
        here.settle()
        while buttons.count():
            _click(here, buttons.first.click)

    return remove


def _filter(here: Desk) -> Callable[[], None]:
    pill = here.hook("results_status").get_by_role("button", name="OK", exact=True)
    return lambda: _click(here, pill.click)


def _turn(here: Desk) -> Callable[[], None]:
    button = here.page.locator("[class*=st-key-page-]").get_by_role("button", name="Next page")
    return lambda: _click(here, button.click)


def _choose(here: Desk, table_key: str) -> Callable[[], None]:
    table, places = here.hook(table_key), count()
    table.scroll_into_view_if_needed()
    return lambda: _click(here, lambda: table.click(position={"x": 15, "y": 55 + 35 * (next(places) % 8)}))


def _search(here: Desk) -> Callable[[], None]:
    words = count(1)
    return lambda: here.fill("results_search", f"{next(words):04d}")


def _click(here: Desk, click: Callable[[], None]) -> None:
    with here.run():
        click()


def _others(browser: Browser, server: Server, here: Desk, sheet: Path) -> Iterator[Row]:
    """How long another person waits for a small change while the app works."""
    other = _desk(browser, server)
    other.press("compose_example")
    here.fill("results_search", "")
    with here.page.expect_download() as waiting:
        here.hook("results_download_xlsx").get_by_role("button").click()
        longest = _longest(other, waiting.is_done)
    yield Row("another tab, while the table becomes XLSX", "a limit", 1, longest, "1x")
    here.go("Compose")
    edited = _edit(here, "preview")
    edited()
    longest = _longest(other, lambda: here.hook("compose_download").get_by_role("button").is_enabled())
    yield Row("another tab, while a batch is composed", "a limit", 1, longest, "1x")
    other.page.context.close()


def _longest(other: Desk, done: Callable[[], bool]) -> float:
    """The longest wait for a rerun until `done`."""
    waits: list[float] = []
    while not waits or not done():
        start = time.perf_counter()
        other.fill("compose_model", f"model-{time.perf_counter_ns()}")
        waits.append(time.perf_counter() - start)
    return max(waits)


def _mb(file: Path) -> str:
    return f"{file.stat().st_size / 1e6:.0f} MB"
