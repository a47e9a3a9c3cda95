"""A million rows compared with fifty thousand: twenty times the rows should take twenty times the time."""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from lib.batch import InputFile, build
from lib.compose import Composition, batch_of, compose
from lib.join import join
from lib.providers import Limits
from lib.results import read_results
from tests.bench import texts
from tests.bench.measure import Row
from tests.e2e.server import ROOT

TIMES, FILES = 20, 20
RECIPE = replace(texts.RECIPE, limits=Limits(requests=17_000))
"""Small limits, so that 50,000 rows are split into parts too."""

_MEMORY = 12.0
"""Most memory for the large case, in GB."""


def rows() -> Iterator[Row]:
    """Each size in a process of its own, which has its own memory peak."""
    small, large = _in_a_process(texts.ROWS), _in_a_process(texts.ROWS * TIMES)
    count, composed, read = texts.ROWS * TIMES, large["sent GB"], large["read GB"]
    task = f"compose and zip {count:,} rows, {composed:.1f} GB"
    yield Row(task, f"{TIMES} times {texts.ROWS:,}", TIMES * small["compose"], large["compose"], "1.1x")
    task = f"read and join {FILES} files, {read:.1f} GB"
    yield Row(task, f"{TIMES} times {texts.ROWS:,}", TIMES * small["join"], large["join"], "1.1x")
    yield Row("memory of both at their peak", "a limit", _MEMORY, large["peak GB"], "1x", "GB")


def _in_a_process(count: int) -> dict[str, float]:
    command = [sys.executable, "-m", __name__, str(count)]
    with tempfile.TemporaryDirectory() as folder:
        # Another process answers, so that the measured one starts without free memory.
        for step in ("answer", "measure"):
            done = subprocess.run([*command, folder, step], cwd=ROOT, capture_output=True, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def _made(count: int) -> Composition:
    return compose(texts.sheet(texts.rows(count)), RECIPE)


def answer(count: int, folder: Path) -> None:
    """Writes the answers to as many rows, a file for each batch, in random order."""
    ids, each = _made(count).ids, -(-count // FILES)
    for start in range(0, count, each):
        (folder / f"{start:07d}.jsonl").write_bytes(b"".join(texts.answers(ids[start : start + each])))


def measured(count: int, folder: Path) -> dict[str, float]:
    """Seconds to compose and to join as many rows, and the peak memory of the process."""
    sheet = texts.sheet(texts.rows(count))
    start = time.perf_counter()
    made = compose(sheet, RECIPE)
    build(batch_of(made))
    composed = time.perf_counter() - start
    files = [(file.read_bytes(), file.name) for file in sorted(folder.iterdir())]
    start = time.perf_counter()
    results = [read_results(*file) for file in files]
    sent = InputFile(sheet.name, made.digest, made.ids, made.line, sheet_digest=sheet.digest)
    joined = join(results, [sent], sheet)
    took = time.perf_counter() - start
    if joined.ledger.ok != count:
        raise AssertionError(f"{joined.ledger.ok:,} of {count:,} answers are beside their rows")
    return {
        "compose": composed,
        "join": took,
        "sent GB": sum(made.sizes) / 1e9,
        "read GB": sum(len(data) for data, _ in files) / 1e9,
        "peak GB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
    }


if __name__ == "__main__":
    rows_to_make, place, step = int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    print(json.dumps(answer(rows_to_make, place) if step == "answer" else measured(rows_to_make, place)))
