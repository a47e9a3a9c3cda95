"""Watches what a Python process does outside itself, for tests: hosts it asks for, files it writes.

On its PYTHONPATH with AUDIT_LOG set, a process writes a line for every address that is not of this
machine and every path that is opened for writing, made or moved; such an address is also refused. Connections
to this machine are written with their port, and let through.
"""

import os
import sys
from typing import Any

_LOG = os.environ.get("AUDIT_LOG")
_LOCAL = ("127.", "::1", "localhost")
_MAKING = ("os.mkdir", "os.rename", "os.link", "os.symlink", "shutil.copyfile")
_TO_WRITE = os.O_WRONLY | os.O_RDWR


def _watch(event: str, args: tuple[Any, ...]) -> None:
    if event in _MAKING or (event == "open" and _is_to_write(*args)):
        _note(f"write {os.fsdecode(args[0])}")
    elif event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        _outside(args[1] if event != "socket.getaddrinfo" else (args[0],))
    if event == "socket.connect" and isinstance(args[1], tuple):
        _note(f"connect {args[1][0]}:{args[1][1]}")


def _is_to_write(path: Any, mode: Any, flags: Any) -> bool:
    return isinstance(path, str | bytes) and isinstance(flags, int) and bool(flags & _TO_WRITE)


def _outside(address: Any) -> None:
    host = address[0] if isinstance(address, tuple) else None
    if isinstance(host, str | bytes) and host and not os.fsdecode(host).startswith(_LOCAL):
        _note(f"ask {os.fsdecode(host)}")
        raise OSError(f"This test allows no address but this machine's: {host!r}")


if _LOG:
    _OUT = os.open(_LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def _note(line: str) -> None:
        os.write(_OUT, f"{line}\n".encode())

    sys.addaudithook(_watch)
