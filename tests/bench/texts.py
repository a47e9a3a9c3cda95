"""Realistic texts with quotes, line ends and several scripts: about 1 KB a request and 1.7 KB a response."""

import csv
import io
import random
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import xlsxwriter

from lib.compose import Recipe
from lib.json import codec
from lib.sheets import Sheet
from tests.support.sheets import make_sheet

ROWS = 50_000
VECTORS, NUMBERS = 20_000, 1_024
COLUMNS = ("id", "title", "review", "category")
RECIPE = Recipe(
    model="meta-llama/Meta-Llama-3-8B-Instruct",
    system="You judge product reviews. Answer with one word.",
    prompt="Title: {{title}}\n\nReview: {{review}}\n\nIs it positive or negative?",
    max_tokens=200,
)
_FORMATS = {
    **{"00000": 1e5, "0.00": 1e3, "#,##0.00": 1e6, "$#,##0.00": 1e4, "0%": 1, "0.0%": 1},
    **{"d/m/yyyy": 50_000, "yyyy-mm-dd hh:mm": 50_000},
}
"""Codes of number formats, with the largest number under each."""

_WORDS = [
    *("the", "product", "came", "quickly", "and", "the", "box", "was", "fine", "but", "nobody", "could", "say"),
    *("“great”", "späť", "非常好", "ممتاز", "it's", "5% off;", "one, two", 'a "quoted" word', "a line\nand another"),
]


def text(dice: random.Random, least: int, most: int, ascii_only: bool = False) -> str:
    """A random number of words."""
    words = [word for word in _WORDS if word.isascii()] if ascii_only else _WORDS
    return " ".join(dice.choices(words, k=dice.randint(least, most)))


def rows(count: int = ROWS) -> list[list[str]]:
    """The rows of a sheet."""
    dice = random.Random(7)
    kinds = ["Книги", "Home, Garden", "家電"]
    return [[f"{row:06d}", text(dice, 6, 6), text(dice, 64, 164), dice.choice(kinds)] for row in range(count)]


def sheet(table: Sequence[Sequence[str]]) -> Sheet:
    """The rows as a loaded sheet."""
    return make_sheet(dict(zip(COLUMNS, zip(*table, strict=True), strict=True)), "reviews.csv", digest="bench")


def as_csv(table: Sequence[Sequence[str]], columns: Sequence[str] = COLUMNS) -> bytes:
    """The rows as CSV."""
    written = io.StringIO(newline="")
    csv.writer(written).writerows([columns, *table])
    return written.getvalue().encode()


def as_xlsx(table: Sequence[Sequence[str]]) -> bytes:
    """The rows as XLSX."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        tab = book.add_worksheet()
        for number, row in enumerate([COLUMNS, *table]):
            for column, cell in enumerate(row):
                tab.write_string(number, column, cell)
    return data.getvalue()


def numbers_as_xlsx() -> bytes:
    """Rows of eight numbers, nearly all different, each under a format of its own."""
    dice, data = random.Random(9), io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        tab = book.add_worksheet()
        formats = [book.add_format({"num_format": code}) for code in _FORMATS]
        tab.write_row(0, 0, list(_FORMATS))
        for number in range(1, ROWS + 1):
            for column, (most, form) in enumerate(zip(_FORMATS.values(), formats, strict=True)):
                tab.write_number(number, column, round(dice.uniform(0, most), 6), form)
    return data.getvalue()


def answers(ids: Sequence[str], words: int = 140) -> Iterator[bytes]:
    """Lines of output in random order, in OpenAI's format."""
    dice = random.Random(5)
    for number, custom_id in enumerate(dice.sample(ids, len(ids))):
        message = {"role": "assistant", "content": text(dice, words // 2, words * 3 // 2), "refusal": None}
        body = {
            "id": f"chatcmpl-{number:032d}",
            "object": "chat.completion",
            "created": 1_760_000_000 + number,
            "model": "m",
            "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}],
            "usage": {
                "prompt_tokens": 300 + number % 100,
                "completion_tokens": 150 + number % 70,
                "total_tokens": 450,
                "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
                "completion_tokens_details": {"reasoning_tokens": 0, "audio_tokens": 0},
            },
        }
        response = {"status_code": 200, "request_id": f"{number:032x}", "body": body}
        line = {"id": f"batch_req_{number:024x}", "custom_id": custom_id, "response": response, "error": None}
        yield codec.dumps(line) + b"\n"


def embeddings(base64: bool) -> bytes:
    """The output file of a batch of embeddings."""
    dice = np.random.default_rng(1)
    lines = []
    for number in range(VECTORS):
        vector = (dice.standard_normal(NUMBERS) * 0.03).astype("<f4")
        written = b64encode(vector.tobytes()).decode() if base64 else vector.astype(float).tolist()
        body = {
            "object": "list",
            "data": [{"object": "embedding", "index": 0, "embedding": written}],
            "model": "m",
            "usage": {"prompt_tokens": 5, "total_tokens": 5},
        }
        line = {"custom_id": f"row-{number}", "response": {"status_code": 200, "body": body}, "error": None}
        lines.append(codec.dumps(line) + b"\n")
    return b"".join(lines)


def requests(words: int, faults: bool = False, ascii_only: bool = False) -> bytes:
    """A batch file from another tool, with a fault in each line if `faults`."""
    dice = random.Random(7)
    lines = []
    for number in range(ROWS):
        turns = [
            {"role": "system", "content": "You judge reviews."},
            {"role": "user", "content": text(dice, words, words, ascii_only)},
        ]
        body = {"model": "m", "messages": turns, "max_completion_tokens": 1000, "temperature": 0.5}
        line = {"custom_id": f"row-{number}", "method": "POST", "url": "/v1/chat/completions", "body": body}
        if faults:
            _FAULTS[number % len(_FAULTS)](line, body)
        lines.append(codec.dumps(line) + b"\n")
    return b"".join(lines)


_FAULTS: Sequence[Callable[[dict[str, Any], dict[str, Any]], object]] = (
    lambda line, body: body.update(temperature="0.5"),
    lambda line, body: body.update(max_tokenz=body.pop("max_completion_tokens")),
    lambda line, body: body.pop("model"),
    lambda line, body: body.update(stream=True),
    lambda line, body: line.update(custom_id="row-1"),
    lambda line, body: line.pop("method"),
)
"""A wrong type, a misspelt field, a missing model, a stream, a duplicate id and a missing method."""
