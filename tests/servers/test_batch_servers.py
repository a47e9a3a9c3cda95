"""A server of the tests ends with the tests, even if they are killed."""

import socket
import subprocess
import sys
import time
from pathlib import Path

from tests.e2e.server import HOST, ROOT

STARTED = """
import sys, time
from pathlib import Path
from tests.servers.batch_servers import llmock
with llmock(Path(sys.argv[1])) as server:
    print(server.port, flush=True)
    time.sleep(60)
"""


def is_open(port: int) -> bool:
    """Whether a process listens there."""
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True


def test_a_server_ends_with_a_killed_test_run(tmp_path: Path) -> None:
    command = [sys.executable, "-c", STARTED, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout
        port = int(run.stdout.readline())
        assert is_open(port)
        run.kill()
    until = time.monotonic() + 10
    while is_open(port):
        assert time.monotonic() < until, "The server outlives the process that started it"
        time.sleep(0.05)
