"""The time of a peer's task. The peers' environment has neither the app nor its packages."""

import json
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

_TIMES = 5

Task = Callable[[], object]


def main(tasks: Mapping[str, Callable[[Path], Task]]) -> None:
    """Prints the best seconds of the task in the arguments, which prepares itself with the files of a folder."""
    task = tasks[sys.argv[1]](Path(sys.argv[2]))
    print(json.dumps(min(_seconds(task) for _ in range(_TIMES))))


def _seconds(task: Task) -> float:
    start = time.perf_counter()
    task()
    return time.perf_counter() - start
