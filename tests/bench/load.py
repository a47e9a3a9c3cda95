"""Several people at once: each gets their own bytes, how long it takes, how much memory.

Each person is a process with its own browser: `python -m tests.bench.load TASK ADDRESS NAME FOLDER ROWS`.
"""

import csv
import io
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from threading import Event, Thread
from zipfile import ZipFile

from playwright.sync_api import sync_playwright

from lib.json import codec
from tests.bench import texts
from tests.bench.measure import Row
from tests.e2e.chromium import OPTIONS, find_chromium
from tests.e2e.desk import Desk
from tests.e2e.server import ROOT, Server, serving

GROUPS = ((8, 21_700), (4, 50_000))
"""People at once, and the rows of each: 20 MB and 37 MB of answers, or as many as one batch file may have, 46 MB and
87 MB."""

RERUNS = 200
_SECONDS = 600
_SETTLED = 15
"""Seconds after the last tab is closed until its memory should be free."""


def rows() -> Iterator[Row]:
    """One person alone, several at once, and a person's many small changes."""
    with tempfile.TemporaryDirectory() as folder:
        options = ["--server.disconnectedSessionTTL=1"]
        with serving(Path(folder) / "app.log", options=options) as server:
            for people, count in GROUPS:
                yield from _whole_journeys(server, Path(folder), people, count)
            yield from _small_changes(server, Path(folder))


def _whole_journeys(server: Server, folder: Path, people: int, count: int) -> Iterator[Row]:
    alone, _ = _people(server, folder, "journey", ["only"], count)
    time.sleep(_SETTLED)
    before = server.memory()
    took, peak = _people(server, folder, "journey", [f"person{number}" for number in range(people)], count)
    time.sleep(_SETTLED)
    loaded = sum(person["loaded"] for person in took)
    one, slowest = alone[0]["seconds"], max(person["seconds"] for person in took)
    yield Row(f"{people} at once, each with {count:,} rows", f"one, {people} times", people * one, slowest, "1x")
    yield Row("memory while they work, at its peak", "their files", loaded, peak, "", "MB")
    yield Row("memory after they left", "before they came", before, server.memory(), "", "MB")


def _small_changes(server: Server, folder: Path) -> Iterator[Row]:
    (took,), _ = _people(server, folder, "small_changes", ["quick"], 0)
    yield Row(f"{RERUNS} small changes: the slowest", "the usual one", took["median"], took["longest"], "")


def _people(
    server: Server, folder: Path, task: str, names: Sequence[str], count: int
) -> tuple[list[dict[str, float]], float]:
    """The figures of each person, and the server's peak memory in MB."""
    command = [sys.executable, "-m", "tests.bench.load", task, server.url]
    people = [
        subprocess.Popen([*command, name, str(folder), str(count)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for name in names
    ]
    over, seen = Event(), [server.memory()]
    watch = Thread(target=_watch, args=(server, over, seen))
    watch.start()
    try:
        outputs = [person.communicate(timeout=_SECONDS)[0] for person in people]
    finally:
        over.set()
        watch.join()
    if any(person.returncode for person in people):
        raise AssertionError("A person got no answers or those of someone else")
    return [json.loads(text) for text in outputs], max(seen)


def _watch(server: Server, over: Event, seen: list[float]) -> None:
    while not over.wait(0.1):
        seen.append(server.memory())


@contextmanager
def _visitor(address: str) -> Iterator[Desk]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=OPTIONS)
        page = browser.new_context(accept_downloads=True).new_page()
        page.set_default_timeout(_SECONDS * 1000)
        desk = Desk(page, address)
        desk.open()
        yield desk
        browser.close()


def journey(address: str, name: str, folder: Path, count: int) -> dict[str, float]:
    """Composes a sheet, loads the answers to it, and checks both downloads completely."""
    table = [[key, title, f"{name} {review}", kind] for key, title, review, kind in texts.rows(count)]
    sheet, output = folder / f"{name}.csv", folder / f"{name}.jsonl"
    sheet.write_bytes(texts.as_csv(table))
    with _visitor(address) as desk:
        start = time.perf_counter()
        ids = _compose(desk, sheet, name)
        output.write_bytes(b"".join(_answers(ids, name)))
        _join(desk, output, ids, name)
        took = time.perf_counter() - start
    return {"seconds": took, "loaded": (sheet.stat().st_size + output.stat().st_size) / 1e6}


def small_changes(address: str, name: str, folder: Path, count: int) -> dict[str, float]:
    """Changes one field again and again; how long each change takes until the page is drawn."""
    seconds: list[float] = []
    with _visitor(address) as desk:
        desk.press("compose_example")
        for number in range(RERUNS):
            start = time.perf_counter()
            desk.fill("compose_model", f"{name}-{number}")
            seconds.append(time.perf_counter() - start)
    return {"median": median(seconds), "longest": max(seconds)}


def _compose(desk: Desk, sheet: Path, name: str) -> list[str]:
    with desk.run():
        desk.hook("compose_file").locator("input[type=file]").set_input_files(sheet)
    desk.fill("compose_model", name)
    desk.fill("compose_prompt", texts.RECIPE.prompt)
    lines = [codec.loads(line)[0] for line in _lines(*desk.download("compose_download"))]
    if not all(line["body"]["model"] == name and name in str(line["body"]["messages"]) for line in lines):
        raise AssertionError("A request of another person")
    return [line["custom_id"] for line in lines]


def _lines(name: str, data: bytes) -> list[bytes]:
    if not name.endswith(".zip"):
        return data.splitlines()
    with ZipFile(io.BytesIO(data)) as archive:
        parts = sorted(entry for entry in archive.namelist() if entry.endswith(".jsonl"))
        return [line for part in parts for line in archive.read(part).splitlines()]


def _answers(ids: Sequence[str], name: str) -> Iterator[bytes]:
    """Answers that name their person and their request."""
    for custom_id, line in zip(ids, texts.answers(ids), strict=True):
        value = codec.loads(line)[0]
        value["custom_id"] = custom_id
        value["response"]["body"]["choices"][0]["message"]["content"] += f" {name} {custom_id}"
        yield codec.dumps(value) + b"\n"


def _join(desk: Desk, output: Path, ids: Sequence[str], name: str) -> None:
    desk.go("Results")
    with desk.run():
        desk.hook("results_files").locator("input[type=file]").set_input_files(output)
    data = desk.download("results_download_csv")[1].decode("utf-8-sig")
    joined = list(csv.DictReader(io.StringIO(data, newline="")))
    if [row["custom_id"] for row in joined] != list(ids):
        raise AssertionError("Rows are missing or out of order")
    if not all(row["answer"].endswith(f" {name} {row['custom_id']}") for row in joined):
        raise AssertionError("An answer is beside the wrong row")


if __name__ == "__main__":
    tasks = {task.__name__: task for task in (journey, small_changes)}
    print(json.dumps(tasks[sys.argv[1]](sys.argv[2], sys.argv[3], Path(sys.argv[4]), int(sys.argv[5]))))
