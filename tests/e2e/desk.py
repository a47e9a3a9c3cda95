"""The user's actions in a browser tab: open a page, upload, type, choose, press, download, read."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from playwright.sync_api import FilePayload, Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from tests.e2e.runs import Runs

File: TypeAlias = Path | tuple[str, bytes]
"""A file to upload: a path, or a name and bytes."""

_IDLE = "[data-testid=stApp][data-test-connection-state=CONNECTED][data-test-script-state=notRunning]"
_TWO_FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
_TRIES, _A_TRY = 10, 5_000
"""How often an option of a list is clicked, and the milliseconds that a click may take."""
_BIG = 1_000_000
"""Bytes from which files are uploaded by path."""


class Desk:
    """One tab of the app. Every action ends when the app has drawn its result."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self._runs = Runs(page)

    def open(self, path: str = "/") -> None:
        """Opens a page by its address in a new session."""
        if self.page.url.startswith(self.url):
            self.page.evaluate("sessionStorage.clear()")
        self.visit(path)

    def visit(self, path: str = "/") -> None:
        """Opens a page by its address, with what the tab had before."""
        self.page.goto(self.url + path)
        self._wait()

    def reload(self) -> None:
        """Reloads the page."""
        self.page.reload()
        self._wait()

    def _wait(self) -> None:
        self.page.locator(_IDLE).wait_for()
        self.settle()

    def go(self, title: str) -> None:
        """Goes to a page by the menu in the same session."""
        with self.run():
            self.page.get_by_role("navigation").get_by_role("link", name=title, exact=True).click()

    def hook(self, key: str) -> Locator:
        """The element with this key of the app."""
        return self.page.locator(f".st-key-{key}")

    def upload(self, key: str, *files: File) -> None:
        """Uploads files, all at once."""
        with payloads(*files) as payload, self.run():
            self.hook(key).locator("input[type=file]").set_input_files(payload)

    def fill(self, key: str, text: str) -> None:
        """Types into a field and leaves it. An empty text empties the field."""
        field = self.hook(key).locator("input, textarea")
        if field.input_value() != text:
            with self.run():
                field.fill(text)
                field.blur()

    def start(self, key: str, text: str, until: bytes) -> None:
        """Types into a field, and returns as soon as the app sends this, in the middle of its run."""
        field = self.hook(key).locator("input, textarea")
        with self._runs.until_received(until):
            field.fill(text)
            field.blur()

    def choose(self, key: str, option: str) -> None:
        """Chooses an option of a select box or of a row of buttons, if it is not chosen yet."""
        box, button = (
            self.hook(key).get_by_role("combobox"),
            self.hook(key).get_by_role("radio", name=option, exact=True),
        )
        box.or_(button).first.wait_for(state="attached")
        if button.count():
            self._check(button)
        elif box.input_value() != option:
            with self.run():
                self._pick(box, option)

    def write(self, label: str, text: str) -> None:
        """Types into the field with this label and leaves it."""
        field = self.page.get_by_label(label, exact=True)
        with self.run():
            field.fill(text)
            field.blur()

    def pick(self, label: str, option: str) -> None:
        """Chooses an option of the select box with this label."""
        box = self.page.get_by_role("combobox", name=label)
        with self.run():
            self._pick(box, option)

    def type_cells(self, key: str, lines: Sequence[Sequence[str]]) -> None:
        """Types lines into an empty editable table, from its first cell on, with the keyboard alone."""
        table = self.hook(key).get_by_test_id("stDataFrame")
        table.locator(".dvn-scroller").click(position={"x": 80, "y": 50})
        for line in lines:
            for text in line:
                self.page.keyboard.press("Enter")
                editor = self.page.locator("#portal textarea")
                editor.wait_for()
                self.page.keyboard.insert_text(text)
                expect(editor).to_have_value(text)
                with self.run():
                    self.page.keyboard.press("Tab")
            for step in ("ArrowDown", *["ArrowLeft"] * len(line)):
                self.page.keyboard.press(step)

    def press(self, key: str) -> None:
        """Presses a button."""
        with self.run():
            self.hook(key).get_by_role("button").click()

    def download(self, key: str) -> tuple[str, bytes]:
        """The name and bytes of the file that a download button gives. The app then says whether work is unsaved."""
        with self._runs.until_part_drawn(), self.page.expect_download() as waiting:
            self.hook(key).get_by_role("button").click()
        self.settle()
        return waiting.value.suggested_filename, waiting.value.path().read_bytes()

    def open_advanced(self, tab: str = "") -> None:
        """Opens the Advanced fold of Compose, and one of its tabs."""
        fold = self.hook("compose_advanced")
        if fold.locator("details").get_attribute("open") is None:
            fold.locator("summary").click()
        if tab:
            fold.get_by_role("tab", name=tab, exact=True).click()

    def view(self, name: str) -> None:
        """Opens a view of Results."""
        self.choose("results_view", name)

    def unfold_files(self) -> None:
        """Opens the list of the files on Results."""
        with self.run():
            self.page.locator(":is(.st-key-results_matching, .st-key-results_sources) summary").first.click()

    def count(self, label: str) -> str:
        """The count behind a label of the ledger on Results."""
        ledger, count = self.hook("results_ledger"), re.compile(rf"{label}\s+(\d+|unknown)")
        expect(ledger).to_contain_text(
            count, use_inner_text=True
        )  # the browser loads the pills' code when first needed
        found = count.search(ledger.inner_text())
        assert found
        return found[1]

    @contextmanager
    def run(self) -> Iterator[None]:
        """Waits for the run that an action inside starts, and for its drawing."""
        count = self._runs.count
        yield
        self._runs.wait_until_more_than(count)
        self.settle()

    def settle(self) -> None:
        """Waits until the app is idle, the page has drawn everything, and no new run has started."""
        while True:
            self._runs.wait_until_idle()
            self.page.locator(_IDLE).wait_for()
            expect(self.page.locator("[data-stale=true]")).to_have_count(0)
            self.page.evaluate(_TWO_FRAMES)
            if self._runs.idle:
                return

    def _pick(self, box: Locator, option: str) -> None:
        """Chooses from the list of a select box, which closes when the page moves under it: then once more."""
        listed = self.page.get_by_role("option", name=option, exact=True)
        for _ in range(_TRIES):
            box.click()
            box.fill(option)
            with suppress(PlaywrightTimeoutError):
                return listed.click(timeout=_A_TRY)
            box.press("Escape")
        raise AssertionError(f"{option} is not in the list")

    def _check(self, button: Locator) -> None:
        if not button.is_checked():
            with self.run():
                button.click()


@contextmanager
def payloads(*files: File) -> Iterator[list[FilePayload] | list[str | Path]]:
    """The files as Playwright takes them: big ones by path, because bytes go through a slow pipe."""
    named = [(file.name, file.read_bytes()) if isinstance(file, Path) else file for file in files]
    if sum(len(data) for _, data in named) < _BIG:
        yield [{"name": name, "mimeType": "application/octet-stream", "buffer": data} for name, data in named]
        return
    with TemporaryDirectory() as folder:
        paths: list[str | Path] = [Path(folder, str(number), name) for number, (name, _) in enumerate(named)]
        for path, (_, data) in zip(paths, named, strict=True):
            Path(path).parent.mkdir()
            Path(path).write_bytes(data)
        yield paths
