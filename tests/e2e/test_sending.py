"""Sending through the browser: what is paid, what comes home, who is called, and where the key is."""

import re
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.audited import audit, connections, contacted_hosts
from tests.e2e.desk import Desk, File
from tests.e2e.sending import (
    LEDGER,
    ROWS,
    SHEET,
    assert_nowhere,
    await_batch,
    click,
    collect,
    compose,
    connect,
    exported,
    ledger,
    send,
)
from tests.e2e.server import Server, serving
from tests.servers.batch_servers import aibrix
from tests.servers.chat_server import chatting
from tests.servers.fake_provider import KEY, FakeProvider, faking
from tests.servers.faults import answered, drop_after, drop_when
from tests.support.result_lines import read
from tests.support.sheet_files import as_csv


@pytest.fixture
def audited(tmp_path: Path) -> Iterator[tuple[Server, Path]]:
    """The app in a process of its own, and the log of its connections and files."""
    log = tmp_path / "audit.log"
    with serving(tmp_path / "app.log", env=audit(log)) as server:
        yield server, log


@pytest.fixture
def provider() -> Iterator[FakeProvider]:
    """A fake provider."""
    with faking() as running:
        yield running


def test_a_batch_of_two_files_is_paid_once_and_comes_home_in_another_tab(
    audited: tuple[Server, Path], provider: FakeProvider, browser: Browser
) -> None:
    """One create is accepted and its connection drops, one row fails, one file expires, the tab is closed."""
    server, log = audited
    provider.store.ends = ["completed", "expired"]
    provider.next("POST /batches", answered, drop_after)

    first = browser.new_context(viewport={"width": 1280, "height": 900})
    desk = Desk(first.new_page(), server.url)
    compose(desk)
    desk.press("compose_send")
    assert connections(log) == []
    connect(desk, provider.url)
    desk.hook("batches_confirm").wait_for()
    assert provider.calls("POST /files") == provider.calls("POST /batches") == []
    click(desk, "batches_confirm")
    await_batch(desk, "60 requests, 2 files")
    await_batch(desk, "Time ran out")
    assert len(provider.store.batches) == len(provider.calls("POST /batches")) == 2
    pages = [desk.page.content(), desk.page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])")]
    desk_file = desk.download("desk_download")[1]
    first.close()

    second = browser.new_context(accept_downloads=True, viewport={"width": 1280, "height": 900})
    desk = Desk(second.new_page(), server.url)
    desk.open("/batches")
    connect(desk, provider.url)
    await_batch(desk, "rivers.csv")
    collect(desk)
    assert ledger(desk) == {**dict.fromkeys(LEDGER, "0"), "Sent": "60", "OK": "44", "Failed": "16"}
    desk.upload("results_files", SHEET)
    rows = {row["id"]: row for row in exported(desk)}
    assert len(rows) == 60
    for id_, text in ROWS:
        good = text != "fail" and int(id_) < 45
        assert (rows[id_]["state"], rows[id_]["answer"]) == (
            ("OK", f"Answer to: {text}") if good else ("Failed", "")
        ), rows[id_]
    again = read(desk.download("results_download_retry")[1])
    assert [line["body"]["messages"][0]["content"] for line in again] == ["fail", *(text for _, text in ROWS[45:])]
    desk.press("results_send_retry")
    click(desk, "batches_confirm")
    await_batch(desk, "16 requests")
    await_batch(desk, "15 of 16 answered")
    collect(desk, "Add to them")
    assert ledger(desk)["Failed"] == "1"
    assert {row["id"]: row["answer"] for row in exported(desk)} == {
        id_: "" if text == "fail" else f"Answer to: {text}" for id_, text in ROWS
    }
    pages.append(desk.page.content())
    second.close()

    assert set(connections(log)) == {urlsplit(provider.url).netloc}
    assert contacted_hosts(log) == set()
    assert_nowhere(KEY, pages, server, log, desk_file)


def test_a_reload_in_the_middle_of_a_create_pays_once(desk: Desk, provider: FakeProvider) -> None:
    released = Event()
    provider.next("POST /batches", drop_when(released))
    send(desk, provider)
    await_batch(desk, "Batchdesk starts the batch.")
    desk.page.reload()
    released.set()
    await_batch(desk, "Ended")
    expect(desk.hook("batch_2")).to_have_count(0)
    assert len(provider.store.batches) == len(provider.calls("POST /batches")) == 1


def test_a_stopped_batch_brings_its_answers(desk: Desk, provider: FakeProvider) -> None:
    provider.store.steps = ("in_progress",) * 100
    send(desk, provider)
    batch = desk.hook("batch_1")
    await_batch(desk, "Running")
    click(desk, "batch_1_stop")
    stop = batch.get_by_role("button", name="Stop it")
    stop.wait_for()
    assert provider.calls("POST /batches/*/cancel") == []
    stop.click()
    await_batch(desk, "Stopped")
    collect(desk)
    assert (ledger(desk)["OK"], ledger(desk)["Failed"]) == ("29", "31")


def test_a_rejected_file_is_sent_again_alone(desk: Desk, provider: FakeProvider) -> None:
    """The provider names line 2 of the second file, which is row 33 of the sheet."""
    provider.store.ends = ["completed", "failed"]
    send(desk, provider, per_file=30)
    batch = desk.hook("batch_1")
    await_batch(desk, "Row 33: This line is not JSON.")
    batch.get_by_role("button", name="Send the file again").click()
    await_batch(desk, "Ended")
    parts = [call.json["metadata"]["batchdesk_part"] for call in provider.calls("POST /batches")]
    assert parts == ["1 of 2", "2 of 2", "2 of 2"]
    collect(desk)
    assert ledger(desk) == {**dict.fromkeys(LEDGER, "0"), "Sent": "60", "OK": "59", "Failed": "1"}


def test_a_wrong_key_is_said_and_not_shown(audited: tuple[Server, Path], provider: FakeProvider, page: Page) -> None:
    """The provider echoes the key in its answer."""
    server, log = audited
    desk = Desk(page, server.url)
    wrong = "sk-wrong-key-9876543210-wrong"
    desk.open("/batches")
    connect(desk, provider.url, wrong)
    expect(desk.page.get_by_test_id("stAlert").first).to_contain_text(re.compile("key", re.IGNORECASE))
    shown = desk.page.locator("[data-testid=stMain]").inner_text()
    assert wrong not in shown
    assert_nowhere(wrong, [], server, log)


def test_a_batch_at_a_real_server_outlives_the_app(tmp_path: Path, browser: Browser) -> None:
    """AIBrix answers; the app is killed while it does, and started again."""
    (tmp_path / "aibrix").mkdir()
    sheet: File = ("rivers.csv", as_csv([("id", "text"), ("1", "Vistula"), ("2", "wait Oder"), ("3", "fail Bug")]))
    with chatting() as model, aibrix(tmp_path / "aibrix", model.url) as provider:
        context = browser.new_context(accept_downloads=True, viewport={"width": 1280, "height": 900})
        with serving(tmp_path / "one.log") as server:
            desk = Desk(context.new_page(), server.url)
            compose(desk, sheet)
            desk.press("compose_send")
            connect(desk, provider.url)
            click(desk, "batches_confirm")
            await_batch(desk, "1 of 3 answered")
            server.kill()
        model.released.set()
        with serving(tmp_path / "two.log") as server:
            desk = Desk(context.new_page(), server.url)
            desk.open("/batches")
            connect(desk, provider.url)
            await_batch(desk, "Ended")
            collect(desk)
            desk.upload("results_files", sheet)
            assert [(row["id"], row["state"], row["answer"]) for row in exported(desk)] == [
                ("1", "OK", "Answer to: Vistula"),
                ("2", "OK", "Answer to: wait Oder"),
                ("3", "Failed", ""),
            ]
        context.close()
