"""No text takes more memory than is counted for it, and prose is not held to take much more than it does."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from lib.common.memory_need import CHECKED_RECORD, memory_of_cells, memory_of_lines, memory_of_text

ROOT = Path(__file__).parents[3]
MB = 1_000_000

SHEETS = {
    "small cells": ("aa,bb,cc,dd,ee,ff,gg,hh\n", ","),
    "many columns": ("aa;" * 999 + "bb\n", ";"),
    "prose": ("Would buy it again, and again: it is a good kettle.|" * 20 + "\n", "|"),
    "letters beyond Latin": ("чай и кофе\tmorning\n", "\t"),
    "one emoji": ("tea,coffee 😀\n", ","),
    "quotation marks": ('"a ""b"" c","x, y"\n', ","),
    "marks in wrong places": ('"aa" x,bb,cc,dd\n', ","),
    "uneven rows": ("aa,bb,cc,dd\naa,bb\n", ","),
    "blank lines": ("\n", ","),
    "JSON Lines": ('{"a":1,"b":"xx","c":3,"d":"yy"}\n', ""),
    "a web page": ("<tr><td>aa<td>bb<td>cc<td>dd", ""),
}
LINES = {
    "answers": '{"custom_id":"a1","response":{"status_code":200,"body":{"choices":[{"message":{"content":"x"}}]}}}\n',
    "errors": '{"custom_id":"a","error":"x"}\n',
    "numbers": "1\n",
    "requests": '{"custom_id":"a","method":"POST","url":"/v1/x","body":{"messages":[{"content":"hi"}]}}\n',
    "one value of lists": "[],",
}
_MEASURE = """
import json, sys
import pandas  # the app has it, and Arrow imports it
from lib.common import Unreadable
from lib.results import read_results
from lib.sheets import read_sheet

def memory(name):
    return int(open("/proc/self/status").read().partition(name + ":")[2].split()[0]) * 1024

form, row, size = json.loads(sys.stdin.read())
start = {"sheet": b"a,b\\n" if row == "\\n" else b"", "page": b"<table>", "list": b"["}.get(form, b"")
data = start + row.encode() * (size // len(row.encode()))
before = memory("VmRSS")
try:
    (read_results if form in ("lines", "list") else read_sheet)(data, "a")
except Unreadable:
    pass
print(memory("VmHWM") - before)
"""


def measured(form: str, row: str) -> int:
    """Bytes of memory that the reading of so many equal rows takes at its peak."""
    asked = json.dumps([form, row, 2 * MB])
    command = [sys.executable, "-c", _MEASURE]
    done = subprocess.run(command, input=asked, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120)
    return int(done.stdout)


BEGUN = 35 * MB
"""Bytes that the readers take once, for any file: Arrow begins its own memory and threads."""


@pytest.mark.skipif(sys.platform != "linux", reason="the memory of a process is read as Linux tells it")
@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_takes_no_more_than_is_counted(name: str) -> None:
    row, delimiter = SHEETS[name]
    text = row * (2 * MB // len(row.encode()))
    cells = memory_of_cells(text.encode(), delimiter) if delimiter else 0
    counted = memory_of_text(text.encode()) + cells
    peak = measured("page" if name == "a web page" else "sheet", row)
    assert peak < counted + BEGUN
    assert name != "prose" or counted < 16 * len(text)


@pytest.mark.skipif(sys.platform != "linux", reason="the memory of a process is read as Linux tells it")
@pytest.mark.parametrize("name", LINES)
def test_lines_take_no_more_than_is_counted(name: str) -> None:
    row = LINES[name]
    data = row.encode() * (2 * MB // len(row))
    peak = measured("list" if row == "[]," else "lines", row)
    assert peak < memory_of_lines(data) + BEGUN


def test_the_usual_files_are_counted_small() -> None:
    answer = b'{"custom_id":"row-2","response":{"body":{"choices":[{"message":{"content":"%b"}}]}}}\n' % (b"tea " * 300)
    assert memory_of_lines(answer * 1_000) < 5 * len(answer) * 1_000
    assert memory_of_lines(answer * 1_000, CHECKED_RECORD) < 6 * len(answer) * 1_000


@pytest.mark.parametrize("delimiter", [",", "\ufdd1"])
def test_rows_and_cells_are_counted(delimiter: str) -> None:
    assert memory_of_cells("a,b\r\nc,d\r\n".replace(",", delimiter).encode(), delimiter) == 2 * 230 + 2 * 130
