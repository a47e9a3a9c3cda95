"""Files that are too large for the memory: named in words, while the others' sessions go on."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.desk import Desk
from tests.e2e.server import Server, serving

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps a limit of memory")

MB = 1_000_000
LIMIT = 3_000 * MB
"""Bytes of addresses that the server may have. It asks for 1,200 MB of them at its start, and uses a fifth."""

_START = f"""
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_AS, ({LIMIT}, {LIMIT}))
sys.argv = ["streamlit", "run", *sys.argv[1:]]
runpy.run_module("streamlit", run_name="__main__", alter_sys=True)
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app in a process that gets little memory."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "start.py").write_text(_START)
    with serving(folder / "app.log", by=(str(folder / "start.py"),)) as server:
        yield server
        assert "Traceback" not in server.output()


@contextmanager
def visitor(browser: Browser, server: Server) -> Iterator[Desk]:
    """A user in a browser of their own."""
    context = browser.new_context()
    try:
        desk = Desk(context.new_page(), server.url)
        desk.open()
        yield desk
    finally:
        context.close()


def error(desk: Desk) -> str:
    """The words of the only error on the page."""
    alert = desk.page.get_by_test_id("stAlertContentError")
    expect(alert).to_have_count(1)
    return alert.inner_text()


def test_a_file_too_large_to_read_ends_no_session(browser: Browser, small: Server, tmp_path: Path) -> None:
    many = tmp_path / "many cells.csv"
    many.write_bytes(b"a,b,c,d\n" + b"aa,bb,cc,dd\n" * (30 * MB // 12))
    with visitor(browser, small) as other, visitor(browser, small) as here:
        other.upload("compose_file", ("small.csv", b"key,text\na,b\n"))
        here.upload("compose_file", many)
        words = error(here)
        assert "many cells.csv: reading it may take" in words
        assert "Load a part of it" in words
        other.fill("compose_model", "m")
        assert other.download("compose_download")[1].count(b"\n") == 1
        here.upload("compose_file", ("small.csv", b"key,text\na,b\n"))
        expect(here.page.get_by_text("small.csv").first).to_be_visible()


def test_a_file_too_large_to_upload_is_named(browser: Browser, small: Server, tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(950 * MB)
    with visitor(browser, small) as here:
        here.upload("compose_file", large)
        words = error(here)
        assert "large.csv: it has 950.00 MB, and the app has" in words
        assert "Remove files that you no longer need" in words
        here.upload("compose_file", ("small.csv", b"key,text\na,b\n"))
        expect(here.page.get_by_text("small.csv").first).to_be_visible()
