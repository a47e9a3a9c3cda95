"""A million rows beside fifty thousand: twenty times the work should take twenty times the time."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from lib.compose import compose
from lib.join import join
from lib.package import batch_of, build
from lib.results import read_results
from lib.sent import Sent
from tests.bench import texts
from tests.bench.measure import Row

TIMES, FILES = 20, 20
_MEMORY = 12.0
"""GB that the large one may take."""


def rows() -> Iterator[Row]:
    """Each measured in a process of its own, which has its own peak of memory."""
    small, large = _in_a_process(texts.ROWS), _in_a_process(texts.ROWS * TIMES)
    count, composed, read = texts.ROWS * TIMES, large["sent GB"], large["read GB"]
    work = f"compose and zip {count:,} rows, {composed:.1f} GB"
    yield Row(work, f"{TIMES} times {texts.ROWS:,}", TIMES * small["compose"], large["compose"], "1.1x")
    work = f"read and join {FILES} files, {read:.1f} GB"
    yield Row(work, f"{TIMES} times {texts.ROWS:,}", TIMES * small["join"], large["join"], "1.1x")
    yield Row("memory of both at their peak", "a limit", _MEMORY, large["peak GB"], "1x", "GB")


def _in_a_process(count: int) -> dict[str, float]:
    command = [sys.executable, "-m", __name__, str(count)]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True)
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def measured(count: int) -> dict[str, float]:
    """Seconds of composing and of joining so many rows, and the most memory that the process had."""
    sheet = texts.sheet(texts.rows(count))
    start = time.perf_counter()
    made = compose(sheet, texts.RECIPE)
    build(batch_of(made))
    composed = time.perf_counter() - start
    lines = list(texts.answers(made.ids))
    each = -(-len(lines) // FILES)
    files = [b"".join(lines[at : at + each]) for at in range(0, len(lines), each)]
    del lines
    start = time.perf_counter()
    results = [read_results(data, f"{at}.jsonl") for at, data in enumerate(files)]
    sent = Sent(sheet.name, made.digest, made.ids, made.line)
    joined = join(results, [sent], sheet, composed=dict(zip(made.ids, made.rows, strict=True)))
    took = time.perf_counter() - start
    if joined.ledger.ok != count:
        raise AssertionError(f"{joined.ledger.ok:,} of {count:,} answers are beside their rows")
    return {
        "compose": composed,
        "join": took,
        "sent GB": sum(made.sizes) / 1e9,
        "read GB": sum(map(len, files)) / 1e9,
        "peak GB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
    }


if __name__ == "__main__":
    print(json.dumps(measured(int(sys.argv[1]))))
