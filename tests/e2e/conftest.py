"""Fixtures that run the app in a real browser: a server and a tab.

A test fails if its page shows an exception at the end, if its console has an error, or if the server logs a
traceback.
"""

import re
import signal
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import ConsoleMessage, Error, Page, expect

from tests.e2e.chromium import OPTIONS, find_chromium
from tests.e2e.desk import Desk
from tests.e2e.server import Server, serving

_PROBE = re.compile(r"/(check|batches|results)/_stcore/(health|host-config)$")
"""Where Streamlit looks for itself on a page with an address of its own, before it looks above."""

_CUT = re.compile(r"net::ERR_(?!BLOCKED)|Network Error")

# A run that gets SIGTERM ends its servers and its browser first, as at Ctrl-C.
signal.signal(signal.SIGTERM, signal.default_int_handler)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The machine's own Chromium instead of a downloaded one."""
    chromium = find_chromium()
    assert chromium, "No Chromium on PATH: install it, or set CHROME to the path of Chrome"
    return {**browser_type_launch_args, "executable_path": chromium, "args": OPTIONS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A laptop's window, with English dates and numbers."""
    return {
        **browser_context_args,
        "accept_downloads": True,
        "viewport": {"width": 1280, "height": 900},
        "locale": "en-US",
    }


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app as one process for all tests of a worker."""
    with serving(tmp_path_factory.mktemp("server") / "app.log") as running:
        yield running


@pytest.fixture
def cold_server(tmp_path: Path) -> Iterator[Server]:
    """The app in a process without any visit yet."""
    with serving(tmp_path / "app.log") as running:
        yield running


@pytest.fixture
def desk(page: Page, server: Server) -> Iterator[Desk]:
    """An empty tab: `desk.open()` starts a session of its own."""
    with _watched(page, server):
        yield Desk(page, server.url)


@pytest.fixture
def cold_desk(page: Page, cold_server: Server) -> Iterator[Desk]:
    """An empty tab of a server without any visit yet."""
    with _watched(page, cold_server):
        yield Desk(page, cold_server.url)


@contextmanager
def _watched(page: Page, server: Server) -> Iterator[None]:
    before = len(server.output())
    thrown: list[Error] = []
    errors: list[str] = []
    page.on("pageerror", lambda error: thrown.append(error))
    page.on("console", lambda message: errors.append(message.text) if _is_fault(message) else None)
    yield
    expect(page.get_by_test_id("stException")).to_have_count(0)
    assert not thrown, f"The page's own code threw {thrown}"
    assert not errors, f"The console has errors: {errors}"
    assert "Traceback" not in server.output(before), f"The server wrote a traceback:\n{server.output(before)}"


def _is_fault(message: ConsoleMessage) -> bool:
    """Whether the console has an error that is not about a connection, which some tests cut."""
    is_probe = _PROBE.search(message.location["url"])
    return message.type == "error" and not is_probe and not _CUT.search(message.text)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Adds the server's output to the report of a failed test."""
    report = yield
    if report.failed and isinstance(item, pytest.Function):
        for name in ("server", "cold_server"):
            if isinstance(server := item.funcargs.get(name), Server):
                report.sections.append((f"Output of {name}", server.output()[-5000:]))
    return report
