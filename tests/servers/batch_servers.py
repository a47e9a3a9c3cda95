"""Real batch servers as processes of their own, each from an environment that `tests/run` made."""

import http.client
import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.e2e.server import HOST, ROOT, free_port

ENVIRONMENTS = Path(os.environ.get("BATCH_SERVERS") or ROOT / ".venv/servers")
"""The folder with an environment for each server, by its name."""

_LAUNCHER = Path(__file__).with_name("launcher.py")
_SECONDS_TO_START = 60


@dataclass
class BatchServer:
    """A running server: its base address, its folder for data and log, and its process."""

    name: str
    folder: Path
    arguments: Sequence[str]
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address below which `/files` and `/batches` are."""
        return f"http://{HOST}:{self.port}/v1"

    @property
    def log(self) -> str:
        """What it wrote."""
        return (self.folder / "log").read_text("utf-8", "replace")

    def start(self) -> None:
        """Starts it and waits until it answers."""
        python = ENVIRONMENTS / self.name / "bin/python"
        assert python.exists(), (
            f"No {python}: `tests/run` makes it, or set BATCH_SERVERS to the folder of the environments"
        )
        with (self.folder / "log").open("ab") as output:
            self.process = subprocess.Popen(
                [python, _LAUNCHER, self.name, str(self.port), *self.arguments],
                cwd=self.folder,
                env={**os.environ, "STORAGE_LOCAL_PATH": str(self.folder / "data")},
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        self._wait_until_open()

    def kill(self) -> None:
        """Ends it at once, in the middle of its work."""
        if self.process:
            self.process.kill()
            self.process.communicate()

    def _wait_until_open(self) -> None:
        until = time.monotonic() + _SECONDS_TO_START
        while not _answers(self.url):
            assert self.process
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"{self.name} did not start:\n{self.log[-3000:]}")
            time.sleep(0.05)


@contextmanager
def aibrix(folder: Path, chat_url: str) -> Iterator[BatchServer]:
    """Runs AIBrix with its data in this folder, answered by the chat server at this address."""
    yield from _running(BatchServer("aibrix", folder, [chat_url], free_port()))


@contextmanager
def llmock(folder: Path) -> Iterator[BatchServer]:
    """Runs LLMock, which keeps its data in memory."""
    yield from _running(BatchServer("llmock", folder, [], free_port()))


def _running(server: BatchServer) -> Iterator[BatchServer]:
    try:
        server.start()
        yield server
    finally:
        server.kill()


def _answers(url: str) -> bool:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=5)
    try:
        connection.request("GET", f"{parts.path}/batches")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
