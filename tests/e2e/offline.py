"""A program that composes a batch in a browser, to run on a machine without a network."""

import json
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.e2e.audited import audit, contacted_hosts
from tests.e2e.chromium import OPTIONS, find_chromium
from tests.e2e.desk import Desk
from tests.e2e.server import serving

SHEET = ("reviews.csv", b"id,review\n007,Warm\n008,Cold\n")


def routes() -> int:
    """The number of routes that lead away from this machine."""
    return len(Path("/proc/net/route").read_text().splitlines()) - 1


def batch_of_two(log: Path) -> tuple[int, set[str]]:
    """The number of requests in a new batch, and the hosts that the app contacted meanwhile."""
    seen = log.with_suffix(".audit")
    with serving(log, env=audit(seen)) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=OPTIONS)
        desk = Desk(browser.new_page(), server.url)
        desk.open()
        desk.upload("compose_file", SHEET)
        desk.fill("compose_model", "m")
        desk.fill("compose_prompt", "{{review}}")
        _, data = desk.download("compose_download")
        browser.close()
    return data.count(b"\n"), contacted_hosts(seen)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        lines, hosts = batch_of_two(Path(folder) / "app.log")
    json.dump({"routes": routes(), "requests": lines, "contacted": sorted(hosts)}, sys.stdout)
