"""`python3 app.py` starts the app, and says in plain words why it cannot."""

import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.e2e.server import ROOT, serving
from tests.support.result_lines import input_line, jsonl


def refused(*arguments: str, code: int = 1) -> str:
    """What one start writes that must end at once, without a traceback."""
    command = [sys.executable, "app.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == code
    assert done.stdout == ""
    return done.stderr


def test_one_command_starts_the_app_from_an_empty_home(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with serving(tmp_path / "app.log", by=(), env={"HOME": str(home)}) as server:
        with urlopen(server.url, timeout=30) as page:
            assert b"<!DOCTYPE html>" in page.read()
        assert "Traceback" not in server.output()
        port = server.url.rpartition(":")[2]
        assert f"Port {port} is already in use, perhaps by Batchdesk" in refused("--server.port", port)


def test_nothing_but_the_standard_library_is_imported_before_the_app_starts() -> None:
    code = (
        "import sys, runpy; sys.argv = ['app.py', 'unknown']\n"
        "try: runpy.run_path('app.py', run_name='__main__')\n"
        "except SystemExit: pass\n"
        "print({name.partition('.')[0] for name in sys.modules} & {'streamlit', 'pandas', 'pyarrow', 'numpy', 'pages'})"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "set()\n"


def test_an_unknown_command_is_named() -> None:
    assert 'does not know the command "composse"' in refused("composse", "sheet.csv", code=2)


def test_a_command_runs_from_any_folder(tmp_path: Path) -> None:
    (tmp_path / "batch.jsonl").write_bytes(jsonl([input_line("a", "What is a?", "gpt-4o-mini")]))
    command = [sys.executable, str(ROOT / "app.py"), "check", "batch.jsonl", "--provider", "OpenAI"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("OpenAI will accept this file.")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Elsewhere the browser is not a program on PATH")
def test_the_app_opens_in_the_browser(tmp_path: Path) -> None:
    opened, browser = tmp_path / "opened", tmp_path / "xdg-open"
    browser.write_text(f'#!/bin/sh\necho "$1" >{opened}.part && mv {opened}.part {opened}\n')
    browser.chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    with serving(tmp_path / "app.log", by=(), env={"PATH": path}, options=["--server.headless=false"]) as server:
        until = time.monotonic() + 30
        while not opened.exists() and time.monotonic() < until:
            time.sleep(0.05)
        assert opened.read_text() == f"{server.url}\n"
