"""Two users at once: their data is never mixed, and nothing stays after them."""

import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.audited import audit, contacted_hosts, written_paths
from tests.e2e.desk import Desk
from tests.e2e.server import Server, serving
from tests.support.result_lines import answered, jsonl, read

ROWS = 12_000
SECONDS_TO_END = 30
NAMES = ("Ann", "Bob")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("watched")


@pytest.fixture(scope="module")
def watched(folder: Path) -> Iterator[Server]:
    """The app under audit, with its own home and temporary folder. A closed tab's session ends at once."""
    for name in ("home", "tmp"):
        (folder / name).mkdir()
    env = audit(folder / "audit.log") | {"HOME": str(folder / "home"), "TMPDIR": str(folder / "tmp")}
    with serving(folder / "app.log", env=env, options=["--server.disconnectedSessionTTL=1"]) as server:
        yield server


def sheet_of(name: str) -> bytes:
    """A sheet of more than 1 MiB, with the same length, start and end for every user."""
    marks = (name if row == ROWS // 2 else "tea" for row in range(ROWS))
    rows = (f"{row:05d},{mark}{' tea' * 24}\n" for row, mark in enumerate(marks))
    return f"key,text\n{''.join(rows)}".encode()


def results_of(name: str, ids: list[str]) -> bytes:
    """Equal answers but for one in the middle."""
    return jsonl(answered(custom_id, name if row == ROWS // 2 else "tea") for row, custom_id in enumerate(ids))


def in_memory(server: Server) -> int:
    """Bytes of uploads and downloads in the server's memory, by its own metrics."""
    with urllib.request.urlopen(f"{server.url}/_stcore/metrics", timeout=10) as answer:
        metrics = answer.read().decode()
    sizes = re.findall(r'cache_memory_bytes\{cache_type="(?:Uploaded\w+|st_memory_media\w+)".*?\} (\d+)', metrics)
    return sum(map(int, sizes))


def frees_everything(server: Server) -> bool:
    """Whether the server frees all files soon."""
    until = time.monotonic() + SECONDS_TO_END
    while in_memory(server) and time.monotonic() < until:
        time.sleep(0.2)
    return in_memory(server) == 0


@contextmanager
def visitor(browser: Browser, server: Server) -> Iterator[Desk]:
    """A user in a browser of their own."""
    context = browser.new_context()
    try:
        yield Desk(context.new_page(), server.url)
    finally:
        context.close()


def compose(desk: Desk, name: str) -> list[dict[str, object]]:
    desk.open()
    desk.upload("compose_file", ("sheet.csv", sheet_of(name)))
    desk.fill("compose_model", "m")
    desk.fill("compose_prompt", "{{text}}")
    return read(desk.download("compose_download")[1])


def is_only_of(name: str, other: str, data: bytes) -> bool:
    """Whether the bytes have one user's mark and not the other's."""
    return name.encode() in data and other.encode() not in data


def test_two_sessions_with_similar_files_stay_apart(browser: Browser, watched: Server) -> None:
    assert len(sheet_of("Ann")) == len(sheet_of("Bob")) > 2**20
    with ExitStack() as stack:
        desks = {name: stack.enter_context(visitor(browser, watched)) for name in NAMES}
        sent = {name: compose(desk, name) for name, desk in desks.items()}
        for name, desk in desks.items():
            assert len(sent[name]) == ROWS
            assert f"{name} tea" in str(sent[name][ROWS // 2])
            desk.go("Results")
        for name, desk in desks.items():
            ids = [str(line["custom_id"]) for line in sent[name]]
            desk.upload("results_files", ("out.jsonl", results_of(name, ids)))
        for name, other in (NAMES, NAMES[::-1]):
            assert desks[name].count("OK") == str(ROWS)
            assert is_only_of(name, other, desks[name].download("results_download_csv")[1])
        desks["Ann"].page.get_by_role("button", name="Forget my data").click()
        desks["Ann"].press("forget")
        expect(desks["Ann"].page.get_by_text("out.jsonl")).to_have_count(0)
        assert is_only_of("Bob", "Ann", desks["Bob"].download("results_download_csv")[1])
    assert frees_everything(watched), "A closed tab's data is still in memory"


BIG = ("sheet.csv", b"key,text\n" + b"".join(b"%06d,%s\n" % (row, b"tea " * 100) for row in range(110_000)))


@contextmanager
def big_sheet(desk: Desk, server: Server) -> Iterator[None]:
    """Loads a big sheet, and checks afterwards that its memory is freed soon."""
    desk.open()
    desk.upload("compose_file", ("small.csv", b"key,text\na,b\n"))
    desk.fill("compose_model", "m")
    before = server.memory()
    desk.upload("compose_file", BIG)
    grown = server.memory() - before
    assert grown > len(BIG[1]) / 1e6
    yield
    until = time.monotonic() + SECONDS_TO_END
    while server.memory() - before > grown / 2 and time.monotonic() < until:
        time.sleep(0.2)
    assert server.memory() - before <= grown / 2
    assert frees_everything(server)


def test_forget_frees_the_memory_of_an_open_tab(browser: Browser, watched: Server) -> None:
    with visitor(browser, watched) as desk, big_sheet(desk, watched):
        desk.download("compose_download")
        desk.page.get_by_role("button", name="Forget my data").click()
        desk.press("forget")


def test_a_closed_tab_frees_its_memory(browser: Browser, watched: Server) -> None:
    """Streamlit alone would keep the last closed session until another one opens."""
    with ExitStack() as tab:
        desk = tab.enter_context(visitor(browser, watched))
        with big_sheet(desk, watched):
            tab.close()


def test_nothing_touches_the_disk(watched: Server, folder: Path) -> None:
    """So a full disk, or a folder that cannot be written, stops nobody; files of 45 MB were loaded above."""
    log = folder / "audit.log"
    assert written_paths(log) == set()
    assert [path for path in (folder / "home").rglob("*") if path.is_file()] == []
    assert contacted_hosts(log) == set()


def test_the_audit_sees_writes_and_connections(tmp_path: Path) -> None:
    """Otherwise an audit that sees nothing would pass."""
    code = f"open({str(tmp_path / 'made')!r}, 'w'); import socket; socket.create_connection(('host.invalid', 9))"
    log = tmp_path / "audit.log"
    done = subprocess.run([sys.executable, "-c", code], env=audit(log), capture_output=True, check=False)
    assert done.returncode == 1
    assert (written_paths(log), contacted_hosts(log)) == ({tmp_path / "made"}, {"host.invalid"})
