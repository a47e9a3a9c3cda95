"""Tables to export, and exports read back by other readers."""

import base64
import csv
import io
import json
import struct
from typing import Any

from openpyxl import load_workbook

from lib.join import Joined, join
from lib.results import read_results
from tests.support.sheets import make_sheet

HEADER = ["id", "q", "answer", "state", "error", "custom_id", "finish_reason", "status_code", "prompt_tokens"]


def joined_of(*answers: str, q: str = "?", header: str = "q") -> Joined:
    """A table with one row for each answer."""
    ids = [f"r{index}" for index in range(len(answers))]
    lines = [
        {"custom_id": custom_id, "response": {"status_code": 200, "body": {"choices": [{"text": text}]}}}
        for custom_id, text in zip(ids, answers, strict=True)
    ]
    data = "\n".join(json.dumps(line) for line in lines).encode()
    sheet = make_sheet({"id": ids, header: [q] * len(ids)})
    return join([read_results(data, "out.jsonl")], [], sheet)


def vectors(*numbers: float, inputs: int = 1) -> Joined:
    packed = base64.b64encode(struct.pack(f"<{len(numbers)}f", *numbers)).decode()
    body = {"data": [{"index": index, "embedding": packed} for index in range(inputs)]}
    line = json.dumps({"custom_id": "r0", "response": {"status_code": 200, "body": body}})
    return join([read_results(line.encode(), "out.jsonl")])


def csv_rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def xlsx_sheets(data: bytes) -> list[list[tuple[Any, ...]]]:
    book = load_workbook(io.BytesIO(data))
    return [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]


def full_texts(data: bytes) -> dict[str, str]:
    """The texts by the place in their headings, cut at the lengths in them."""
    text, texts = data.decode(), {}
    while text:
        place, _, rest = text.removeprefix("===== ").partition(": ")
        length, _, rest = rest.partition(" characters =====\n")
        texts[place] = rest[: int(length)]
        text = rest[int(length) + 2 :]
    return texts
