"""The app starts and composes a batch without a network, and does not try to use one."""

import json
import shutil
import subprocess
import sys
from textwrap import dedent

from tests.e2e.server import ROOT

LOOPBACK_UP = dedent("""
    import fcntl, os, socket, struct, sys
    try:  # a new network namespace has even its loopback down
        with socket.socket() as any_socket:
            fcntl.ioctl(any_socket, 0x8914, struct.pack("16sH14x", b"lo", 0x49))
    except OSError:
        pass
    os.execv(sys.executable, [sys.executable, "-m", "tests.e2e.offline"])
""")
"""0x8914 sets an interface's flags, 0x49 are UP, LOOPBACK and RUNNING."""


def namespace() -> list[str]:
    """The command that runs another without a network; empty where the system does not allow it."""
    for prefix in (["unshare", "--net"], ["unshare", "--map-root-user", "--net"]):
        if (
            shutil.which("unshare")
            and subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0
        ):
            return prefix
    return []


def test_a_batch_can_be_composed_without_a_network() -> None:
    """Runs in a namespace without a route. Where that is not possible, the audit still finds foreign hosts."""
    without = namespace()
    command = [*without, sys.executable, "-c", LOOPBACK_UP]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert (report["requests"], report["contacted"]) == (2, [])
    assert report["routes"] == 0 or not without
