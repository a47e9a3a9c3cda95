"""Programs that are tried: few at a time, within limits, and never left behind."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lib.sheets.trial import MOST_AT_ONCE, Trial, run_trial

ROOT = Path(__file__).parents[3]
GB = 1_000_000_000
SECONDS_TO_END = 20
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such limit")


def tried(program: str, data: bytes = b"", *arguments: str, seconds: float = 30) -> Trial:
    trial = run_trial(program, data, *arguments, memory=2 * GB, seconds=seconds)
    assert trial is not None
    return trial


def test_a_program_gets_the_data_and_its_arguments() -> None:
    assert tried("print(sys.argv[1:], len(sys.stdin.buffer.read()))", b"abc", "x", "y z").output == b"['x', 'y z'] 3\n"


def test_the_exit_code_is_told() -> None:
    assert tried("sys.exit(3)").code == 3


def test_a_program_that_takes_too_long_is_ended() -> None:
    started = time.monotonic()
    assert tried("import time; time.sleep(600)", seconds=0.5).took_too_long
    assert time.monotonic() - started < SECONDS_TO_END


@linux_only
def test_a_program_has_limits_of_memory_and_processor_seconds() -> None:
    limits = "print(resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_CPU)[0])"
    memory, seconds = map(int, tried(limits, seconds=7).output.split())
    assert 1.5 * GB <= memory <= 2 * GB
    assert seconds == 7


@linux_only
def test_a_program_that_asks_for_more_memory_does_not_get_it() -> None:
    assert tried("bytearray(3_000_000_000)").code == 1


@linux_only
def test_a_program_that_uses_its_processor_seconds_took_too_long() -> None:
    busy = "resource.setrlimit(resource.RLIMIT_CPU, (1, 30))\nwhile True: pass"
    assert tried(busy).took_too_long


def test_a_program_that_crashes_once_is_tried_again(tmp_path: Path) -> None:
    mark = tmp_path / "crashed"
    program = "import os, pathlib\np = pathlib.Path(sys.argv[1])\nif not p.exists(): p.touch(); os.abort()"
    assert tried(program, b"", str(mark)).code == 0
    assert mark.exists()


def test_few_programs_run_at_a_time() -> None:
    program = "import time; start = time.time(); time.sleep(0.5); print(start, time.time())"
    with ThreadPoolExecutor() as threads:
        spans = [tuple(map(float, trial.output.split())) for trial in threads.map(tried, [program] * 5)]
    assert max(sum(start <= moment < end for start, end in spans) for moment, _ in spans) <= MOST_AT_ONCE


@linux_only
def test_a_program_ends_with_an_app_that_is_killed(tmp_path: Path) -> None:
    noted = tmp_path / "pid"
    program = "import pathlib, time; pathlib.Path(sys.argv[1]).write_text(str(os.getpid())); time.sleep(600)"
    app = f"from lib.sheets.trial import run_trial; run_trial({program!r}, b'', {str(noted)!r}, memory=1, seconds=600)"
    with subprocess.Popen([sys.executable, "-c", app], cwd=ROOT) as process:
        _wait_until(lambda: noted.exists() and bool(noted.read_text()))
        trial = int(noted.read_text())
        assert _is_running(trial)
        process.send_signal(signal.SIGKILL)
    _wait_until(lambda: not _is_running(trial))


def _is_running(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def _wait_until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + SECONDS_TO_END
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.05)
