"""The memory that is free, by each limit of the system."""

import subprocess
import sys
from pathlib import Path

import pytest

from lib.common import free_memory as module
from lib.common.free_memory import free_memory, machine_memory

ROOT = Path(__file__).parents[3]
GB = 1_000_000_000


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine of 8 GB with 4 free, and a process that uses 1."""
    (tmp_path / "meminfo").write_text("MemTotal: 8000000 kB\nMemAvailable:    4000000 kB\nHugePages_Total: 0\n")
    (tmp_path / "status").write_text("Name:\tpython\nVmSize:\t 2000000 kB\nVmRSS:\t 1000000 kB\n")
    monkeypatch.setattr(module, "_MEMORY", tmp_path / "meminfo")
    monkeypatch.setattr(module, "_PROCESS", tmp_path / "status")
    group = (tmp_path / "max", tmp_path / "current", "inactive_file")
    monkeypatch.setattr(module, "_GROUPS", (group,))
    monkeypatch.setattr(module, "_address_space", lambda: float("inf"))
    return tmp_path


def test_what_the_machine_has_free(files: Path) -> None:
    assert (free_memory(), machine_memory()) == (4_000_000 * 1024, 8_000_000 * 1024)


def test_the_most_that_the_app_may_have(files: Path) -> None:
    assert free_memory(3 * GB) == 3 * GB - 1_000_000 * 1024
    assert free_memory(GB) == 0


def test_a_container(files: Path) -> None:
    (files / "max").write_text("3000000000\n")
    (files / "current").write_text("2500000000\n")
    (files / "memory.stat").write_text("anon 1\ninactive_file 400000000\n")
    assert (free_memory(), machine_memory()) == (900_000_000, 3 * GB)


def test_a_container_without_a_limit(files: Path) -> None:
    (files / "max").write_text("max\n")
    assert free_memory() == 4_000_000 * 1024


def test_a_limit_of_addresses(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_address_space", lambda: 4 * GB)
    assert free_memory() == 4 * GB - 2_000_000 * 1024


def test_a_system_without_such_files(tmp_path: Path, files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_MEMORY", "_PROCESS"):
        monkeypatch.setattr(module, name, tmp_path / "nothing")
    assert (free_memory(), machine_memory()) == (float("inf"), float("inf"))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux names these limits")
def test_this_machine() -> None:
    assert 0 < free_memory() < machine_memory()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps this limit")
def test_a_limit_of_this_process() -> None:
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000,) * 2)\n"
        "from lib.common.free_memory import free_memory; print(free_memory())"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert 1_000_000_000 < float(done.stdout) < 2_000_000_000
