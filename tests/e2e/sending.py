"""A person's steps from a sheet over a provider to its answers, and what must never be seen on the way."""

import csv
import io
from pathlib import Path
from zipfile import ZipFile

from playwright.sync_api import expect

from tests.e2e.audited import written_paths
from tests.e2e.desk import Desk, File
from tests.e2e.server import Server
from tests.servers.fake_provider import KEY, FakeProvider
from tests.support.sheet_files import as_csv

ROWS = [(f"{row:03d}", "fail" if row == 7 else f"River {row}") for row in range(60)]
SHEET: File = ("rivers.csv", as_csv([("id", "text"), *ROWS]))
LEDGER = ("Sent", "OK", "Failed", "Cut short", "Refused", "Missing")
LONG = 120_000
"""Milliseconds until a batch must be at its end on the page, which looks every few seconds."""


def click(desk: Desk, key: str) -> None:
    """Presses a button without a wait for an idle page: the list of batches draws itself again while they run."""
    desk.hook(key).get_by_role("button").click()


def compose(desk: Desk, sheet: File = SHEET, per_file: int = 30) -> None:
    """Makes a batch of the sheet on Compose, in files of so many requests."""
    desk.open()
    desk.upload("compose_file", sheet)
    desk.fill("compose_model", "river-large")
    desk.fill("compose_prompt", "{{text}}")
    desk.open_advanced("File limits")
    desk.fill("compose_limit_requests", str(per_file))


def connect(desk: Desk, url: str, key: str = KEY) -> None:
    """Connects to a server on this machine."""
    desk.choose("batches_provider", "Other")
    desk.fill("batches_address", url)
    desk.fill("batches_key", key)
    click(desk, "batches_connect")


def send(desk: Desk, provider: FakeProvider, per_file: int = 60) -> None:
    """Sends the sheet, from Compose to the press in the last look."""
    compose(desk, per_file=per_file)
    desk.press("compose_send")
    connect(desk, provider.url)
    click(desk, "batches_confirm")


def await_batch(desk: Desk, text: str) -> None:
    """Waits until the first batch says so. A page that is drawn again may have it in two places for a moment."""
    expect(desk.hook("batch_1").filter(has_text=text)).to_have_count(1, timeout=LONG)


def collect(desk: Desk, button: str = "Bring into Results") -> None:
    """Brings the first batch into Results.

    Args:
        button: what a person presses at last, where Results has files already.
    """
    click(desk, "batch_1_open")
    if button != "Bring into Results":
        desk.hook("batch_1_open").get_by_role("button", name=button).click()
    desk.page.wait_for_url("**/results")
    desk.settle()


def ledger(desk: Desk) -> dict[str, str]:
    """The counts on Results."""
    return {label: desk.count(label) for label in LEDGER}


def exported(desk: Desk) -> list[dict[str, str]]:
    """The rows of the table, downloaded as CSV."""
    _, data = desk.download("results_download_csv")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def assert_nowhere(key: str, pages: list[str], server: Server, log: Path, *files: bytes) -> None:
    """Checks that the key is in no page, log or file. A saved desk is a zip, so its files are unpacked too."""
    unpacked = [ZipFile(io.BytesIO(file)).read(name) for file in files for name in ZipFile(io.BytesIO(file)).namelist()]
    written = [path.read_bytes() for path in written_paths(log) if path.is_file()]
    assert "Traceback" not in server.output()
    for data in [*pages, server.output()]:
        assert key not in data
    for data in [*files, *unpacked, *written, log.read_bytes()]:
        assert key.encode() not in data
