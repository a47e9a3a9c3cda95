"""The engines that an engineer would use instead, each in a process and an environment of its own.

Polars beside pyarrow in one process can abort at its end, and neither engine belongs to the app.
"""

import json
import subprocess
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from lib.commands.environment import ROOT

_HERE = Path(__file__).parent
_REQUIREMENTS = _HERE / "requirements.txt"
_ENVIRONMENT = ROOT / ".venv/peers"


class Peer(NamedTuple):
    """An engine and the seconds that it takes for a task."""

    name: str
    seconds: float


def fastest(task: str, folder: Path, engines: Sequence[str] = ("polars", "duckdb")) -> Peer:
    """The engine that does a task with the files of a folder in the least time.

    Args:
        task: a key of `TASKS` in each engine's program here.
    """
    return min((_measured(engine, task, folder) for engine in engines), key=lambda peer: peer.seconds)


def _measured(engine: str, task: str, folder: Path) -> Peer:
    command: list[str | Path] = [_interpreter(), _HERE / f"with_{engine}.py", task, folder]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return Peer(engine, json.loads(done.stdout))


def _interpreter() -> Path:
    """The Python of the engines' environment, which the first use makes."""
    python, stamp = _ENVIRONMENT / "bin/python", _ENVIRONMENT / "made-from"
    if not stamp.exists() or stamp.read_bytes() != _REQUIREMENTS.read_bytes():
        venv.create(_ENVIRONMENT, with_pip=True, clear=True)
        install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", _REQUIREMENTS]
        subprocess.run([python, *install], check=True)
        stamp.write_bytes(_REQUIREMENTS.read_bytes())
    return python
