"""A program that is tried in a process of its own, where it can end nothing else.

Only so many run at a time, each within limits of memory, processor seconds and time. Each ends with the app, even
if the app is killed.
"""

import os
import signal
import subprocess
import sys
from math import ceil
from threading import BoundedSemaphore
from typing import NamedTuple

from lib.common.memory_budget import spare_memory

MOST_AT_ONCE = 2
"""Trials that run at a time; the others wait."""

KILLED = -9
"""Exit code of a process that the system ended, mostly because no memory was left."""

_LEAST_MEMORY = 1_500_000_000
"""Bytes of addresses that Python and its libraries ask for; they use a tenth of it."""

_LIMITED = """
import sys
try:
    import resource
    memory, seconds = map(int, sys.argv[1:3])
    for kind, limit in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(kind)[1]
        limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(kind, (limit, hard))
except (ImportError, ValueError, OSError):
    pass  # this system has no such limits; the program still fails in its own process
if sys.platform == "linux":
    import ctypes, os
    ctypes.CDLL(None).prctl(1, 9)  # PR_SET_PDEATHSIG, SIGKILL: ends with the thread that waits for this process
    if os.getppid() != int(sys.argv[3]):
        os._exit(1)
del sys.argv[1:4]
"""

_places = BoundedSemaphore(MOST_AT_ONCE)


class Trial(NamedTuple):
    """How a program ended."""

    code: int
    """Its exit code, below zero if it crashed."""

    output: bytes = b""
    took_too_long: bool = False


def run_trial(program: str, data: bytes, *arguments: str, memory: int, seconds: float) -> Trial | None:
    """Runs a program of Python that reads the data; None if this machine starts no process.

    Args:
        memory: bytes of addresses that it may ask for, if so much is free.
        seconds: for which it may run.
    """
    trial = _run(program, data, arguments, memory, seconds)
    # The machine may also end a process for its own reasons: only a program that crashes twice has crashed.
    return _run(program, data, arguments, memory, seconds) if trial and trial.code < 0 else trial


def _run(program: str, data: bytes, arguments: tuple[str, ...], memory: int, seconds: float) -> Trial | None:
    limits = (max(_LEAST_MEMORY, int(min(memory, spare_memory()))), ceil(seconds), os.getpid())
    command = [sys.executable, "-P", "-c", _LIMITED + program, *map(str, limits), *arguments]
    try:
        with _places:
            done = subprocess.run(command, input=data, capture_output=True, timeout=seconds)
    except subprocess.TimeoutExpired:
        return Trial(1, took_too_long=True)
    except (OSError, ValueError):  # or an argument has a NUL
        return None
    took_too_long = sys.platform != "win32" and done.returncode == -signal.SIGXCPU
    return Trial(1 if took_too_long else done.returncode, done.stdout, took_too_long)
