"""An exception in a page shows a calm message and a reference, is logged, and keeps the session."""

import re
import shutil
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.desk import Desk
from tests.e2e.server import ROOT, serving
from tests.support.result_lines import read

SHEET = ("reviews.csv", b"id,review\n007,Warm\n008,Cold\n")
FAULT = "\nimport time\nprint('before the fault')\nraise ZeroDivisionError(f'secret {time.time()}')\n"


NO_MEMORY = "\nraise MemoryError\n"


def with_a_fault(folder: Path, fault: str = FAULT) -> Path:
    """A copy of the app whose Results page fails."""
    for name in ("pages", "lib", ".streamlit"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", folder)
    page = folder / "pages/results.py"
    page.write_text(page.read_text().replace("\nheading(", f"{fault}heading("))
    assert fault in page.read_text()
    return folder


def test_a_failing_page_shows_a_reference_and_keeps_the_session(page: Page, tmp_path: Path) -> None:
    with serving(tmp_path / "app.log", with_a_fault(tmp_path / "app")) as server:
        desk = Desk(page, server.url)
        desk.open()
        desk.upload("compose_file", SHEET)
        desk.fill("compose_model", "m")
        desk.go("Results")
        alert = page.get_by_test_id("stAlert")
        expect(alert).to_contain_text("Something went wrong on this page")
        expect(page.get_by_test_id("stException")).to_have_count(0)
        expect(page.get_by_text("ZeroDivision")).to_have_count(0)
        expect(page.get_by_text("secret")).to_have_count(0)
        reference = re.search(r"reference ([0-9A-F]{6}):", alert.inner_text())
        assert reference
        output = server.output()
        assert f"Reference {reference[1]}: the page Results failed" in output
        assert "ZeroDivisionError: secret" in output
        desk.go("Compose")
        assert len(read(desk.download("compose_download")[1])) == 2


def test_a_step_without_memory_says_what_to_do_and_keeps_the_session(page: Page, tmp_path: Path) -> None:
    with serving(tmp_path / "app.log", with_a_fault(tmp_path / "app", NO_MEMORY)) as server:
        desk = Desk(page, server.url)
        desk.open()
        desk.upload("compose_file", SHEET)
        desk.fill("compose_model", "m")
        desk.go("Results")
        alert = page.get_by_test_id("stAlert")
        expect(alert).to_contain_text("The app has not enough memory for this step")
        expect(alert).to_contain_text("Remove files that you no longer need")
        desk.go("Compose")
        assert len(read(desk.download("compose_download")[1])) == 2
        assert "Traceback" not in server.output()
