"""Two people at once, and what is left of them: nothing is mixed, nothing stays."""

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

from tests.e2e.audited import asked, audit, written
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
    """The app, with a home and a temporary folder of its own, watched; a closed tab's session ends at once."""
    for name in ("home", "tmp"):
        (folder / name).mkdir()
    env = audit(folder / "audit.log") | {"HOME": str(folder / "home"), "TMPDIR": str(folder / "tmp")}
    with serving(folder / "app.log", env=env, options=["--server.disconnectedSessionTTL=1"]) as server:
        yield server


def sheet_of(name: str) -> bytes:
    """A sheet of more than 1 MiB: of every person the same length, the same start and the same end."""
    marks = (name if at == ROWS // 2 else "tea" for at in range(ROWS))
    rows = (f"{at:05d},{mark}{' tea' * 24}\n" for at, mark in enumerate(marks))
    return f"key,text\n{''.join(rows)}".encode()


def results_of(name: str, ids: list[str]) -> bytes:
    """Answers, all alike but one in the middle."""
    return jsonl(answered(custom_id, name if at == ROWS // 2 else "tea") for at, custom_id in enumerate(ids))


def in_memory(server: Server) -> int:
    """Bytes of uploads and downloads that the server holds, by its own count."""
    with urllib.request.urlopen(f"{server.url}/_stcore/metrics", timeout=10) as answer:
        told = answer.read().decode()
    counted = re.findall(r'cache_memory_bytes\{cache_type="(?:Uploaded\w+|st_memory_media\w+)".*?\} (\d+)', told)
    return sum(map(int, counted))


def forgets_all(server: Server) -> bool:
    """Whether the server lets go of everything soon."""
    until = time.monotonic() + SECONDS_TO_END
    while in_memory(server) and time.monotonic() < until:
        time.sleep(0.2)
    return in_memory(server) == 0


@contextmanager
def visitor(browser: Browser, server: Server) -> Iterator[Desk]:
    """A person in a browser of their own."""
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


def of(name: str, others: str, data: bytes) -> bool:
    """Whether the one's mark is in the bytes, and the other's is not."""
    return name.encode() in data and others.encode() not in data


def test_two_sessions_with_twins_of_files_never_see_each_other(browser: Browser, watched: Server) -> None:
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
            assert desks[name].metric("OK") == str(ROWS)
            assert of(name, other, desks[name].download("results_download_csv")[1])
        desks["Ann"].page.get_by_role("button", name="Forget my data").click()
        desks["Ann"].press("forget")
        expect(desks["Ann"].page.get_by_text("out.jsonl")).to_have_count(0)
        assert of("Bob", "Ann", desks["Bob"].download("results_download_csv")[1])
    assert forgets_all(watched), "A closed tab's data is still in memory"


BIG = ("sheet.csv", b"key,text\n" + b"".join(b"%06d,%s\n" % (at, b"tea " * 100) for at in range(110_000)))


@contextmanager
def big_sheet(desk: Desk, server: Server) -> Iterator[None]:
    """A big sheet is loaded; afterwards its memory must go back to the machine soon."""
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
    assert forgets_all(server)


def test_forgetting_frees_what_was_loaded_while_the_tab_stays(browser: Browser, watched: Server) -> None:
    with visitor(browser, watched) as desk, big_sheet(desk, watched):
        desk.download("compose_download")
        desk.page.get_by_role("button", name="Forget my data").click()
        desk.press("forget")


def test_a_closed_tab_gives_its_memory_back(browser: Browser, watched: Server) -> None:
    """Even the last one, which the server itself would keep until somebody else comes."""
    with ExitStack() as tab:
        desk = tab.enter_context(visitor(browser, watched))
        with big_sheet(desk, watched):
            tab.close()


def test_nothing_was_written_outside_the_temporary_folder_and_nothing_stays_there(
    watched: Server, folder: Path
) -> None:
    log = folder / "audit.log"
    outside = {path for path in written(log) if not path.is_relative_to(folder / "tmp")}
    assert outside == set()
    assert [*(folder / "tmp").rglob("*")] == []
    assert [path for path in (folder / "home").rglob("*") if path.is_file()] == []
    assert asked(log) == set()


def test_the_watch_sees_what_it_is_for(tmp_path: Path) -> None:
    """Without this, a watch that sees nothing would pass for an app that does nothing."""
    code = f"open({str(tmp_path / 'made')!r}, 'w'); import socket; socket.create_connection(('host.invalid', 9))"
    log = tmp_path / "audit.log"
    done = subprocess.run([sys.executable, "-c", code], env=audit(log), capture_output=True, check=False)
    assert done.returncode == 1
    assert (written(log), asked(log)) == ({tmp_path / "made"}, {"host.invalid"})
