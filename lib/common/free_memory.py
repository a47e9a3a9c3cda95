"""How many bytes of memory this process can still take, by every limit that Linux names.

A process that takes more is ended, with the work of everybody in it. Other systems name no limit: they slow down.
"""

import sys
from collections.abc import Iterator
from math import inf
from pathlib import Path

_MEMORY = Path("/proc/meminfo")
_PROCESS = Path("/proc/self/status")
_GROUPS = (
    (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory.current"), "inactive_file"),
    (
        Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
        Path("/sys/fs/cgroup/memory/memory.usage_in_bytes"),
        "total_inactive_file",
    ),
)
"""The limit and the use of a container, and the name of the part that the system frees on demand: version 2, then 1."""

_NOTHING: dict[str, int] = {}


def free_memory(most: float = inf) -> float:
    """The bytes that this process can still take; infinite where the system names no limit.

    Args:
        most: bytes that the process may have in all.
    """
    return max(0, min(_limits(most)))


def machine_memory() -> float:
    """The bytes of memory that this process may have at most; infinite where the system does not tell."""
    total = _table(_MEMORY).get("MemTotal", inf)
    return min(total, *(_number(limit) for limit, _, _ in _GROUPS), _address_space())


def _limits(most: float) -> Iterator[float]:
    process = _table(_PROCESS)
    yield _table(_MEMORY).get("MemAvailable", inf)
    yield most - process.get("VmRSS", 0)
    yield _address_space() - process.get("VmSize", 0)
    for limit, used, freed in _GROUPS:
        if (bound := _number(limit)) < inf:
            yield bound - _number(used) + _table(used.with_name("memory.stat"), unit=1).get(freed, 0)


def _address_space() -> float:
    """What `ulimit -v` allows."""
    if sys.platform == "win32":
        return inf
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    return inf if soft == resource.RLIM_INFINITY else soft


def _number(path: Path) -> float:
    """The number in a file; infinite if there is none."""
    try:
        return float(path.read_text())
    except (OSError, ValueError):  # a group without a limit has the word "max"
        return inf


def _table(path: Path, unit: int = 1024) -> dict[str, int]:
    """The bytes that each line of a file gives to a name."""
    try:
        lines = [line.replace(":", " ").split() for line in path.read_text().splitlines()]
    except OSError:
        return _NOTHING
    return {words[0]: int(words[1]) * unit for words in lines if len(words) > 1 and words[1].isdigit()}
