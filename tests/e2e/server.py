"""The app as a process of its own, started as users start it."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"
SECONDS_TO_START = 60


@dataclass(frozen=True, slots=True)
class Server:
    """A running app: its address, the file with its output, and its process."""

    url: str
    log: Path
    pid: int = 0

    def output(self, since: int = 0) -> str:
        """Its output from this character on."""
        return self.log.read_text("utf-8", "replace")[since:]

    def kill(self) -> None:
        """Ends it at once, in the middle of its work."""
        os.kill(self.pid, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)

    def memory(self) -> float:
        """The MB of memory that it uses."""
        status = Path(f"/proc/{self.pid}/status")
        if status.exists():
            return int(status.read_text().partition("VmRSS:")[2].split()[0]) / 1e3
        done = subprocess.run(["ps", "-o", "rss=", "-p", str(self.pid)], capture_output=True, text=True, check=True)
        return int(done.stdout) / 1e3


@contextmanager
def serving(
    log: Path,
    root: Path = ROOT,
    *,
    app: str = "app.py",
    by: Sequence[str] = ("-m", "streamlit", "run"),
    port: int = 0,
    env: Mapping[str, str] | None = None,
    options: Sequence[str] = (),
) -> Iterator[Server]:
    """Starts the app on this or a free port, waits until it is healthy, and ends it in any case.

    Args:
        app: the script's path from the root.
        by: Python's arguments before it; none for `python3 app.py`.
        env: variables to add to the environment.
        options: Streamlit's options, such as `--server.maxUploadSize=1`.
    """
    port = port or free_port()
    always = [f"--server.port={port}", "--server.headless=true", "--server.fileWatcherType=none"]
    command = [sys.executable, *by, app, *always, *options]
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command,
            cwd=root,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        server = Server(f"http://{HOST}:{port}", log, process.pid)
        try:
            _wait_until_healthy(process, port, server)
            yield server
        finally:
            _end(process)


def free_port() -> int:
    """A port of this machine that no process listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port


def _wait_until_healthy(process: subprocess.Popen[bytes], port: int, server: Server) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while not _is_healthy(port):
        if _has_ended(process) or time.monotonic() > until:
            raise RuntimeError(f"The app did not start:\n{server.output()}")


def _is_healthy(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Waits a moment, so that a loop of calls does not use the processor."""
    try:
        process.wait(timeout=0.05)
    except subprocess.TimeoutExpired:
        return False
    return True


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
