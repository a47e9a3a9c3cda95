"""Tables to export, and the exports read back by other readers."""

import base64
import csv
import io
import json
import struct
from typing import Any

from openpyxl import load_workbook

from lib.join import Joined, join
from lib.results import read_results
from lib.sheets import Sheet

HEADER = ["id", "q", "custom_id", "state", "answer", "error", "finish_reason", "status_code", "prompt_tokens"]


def joined_of(*answers: str, q: str = "?", header: str = "q") -> Joined:
    """A table with a row an answer."""
    ids = [f"r{at}" for at in range(len(answers))]
    lines = [
        {"custom_id": custom_id, "response": {"status_code": 200, "body": {"choices": [{"text": text}]}}}
        for custom_id, text in zip(ids, answers, strict=True)
    ]
    data = "\n".join(json.dumps(line) for line in lines).encode()
    sheet = Sheet("s.csv", ("id", header), (ids, [q] * len(ids)), [at + 2 for at in range(len(ids))], "d")
    return join([read_results(data, "out.jsonl")], [], sheet)


def vectors(*numbers: float, inputs: int = 1) -> Joined:
    packed = base64.b64encode(struct.pack(f"<{len(numbers)}f", *numbers)).decode()
    body = {"data": [{"index": at, "embedding": packed} for at in range(inputs)]}
    line = json.dumps({"custom_id": "r0", "response": {"status_code": 200, "body": body}})
    return join([read_results(line.encode(), "out.jsonl")])


def csv_rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def xlsx_sheets(data: bytes) -> list[list[tuple[Any, ...]]]:
    book = load_workbook(io.BytesIO(data))
    return [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]


def full_texts(data: bytes) -> dict[str, str]:
    """The texts by the place in their headings, read by the lengths those state."""
    text, found = data.decode(), {}
    while text:
        place, _, rest = text.removeprefix("===== ").partition(": ")
        length, _, rest = rest.partition(" characters =====\n")
        found[place] = rest[: int(length)]
        text = rest[int(length) + 2 :]
    return found
