"""How long checking takes beside a bare loop of orjson over the same lines. `python tests/bench/check.py`"""

import io
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

import orjson

sys.path.insert(0, str(Path(__file__).parents[2]))

from lib import jsonl
from lib.batch_figures import figures
from lib.check import check_file
from lib.mend import mend
from lib.mend_entry import Choices
from lib.outgoing import outgoing
from lib.providers import PROVIDERS

LINES = 50_000
WORDS = [
    *("the", "product", "came", "quickly", "and", "the", "box", "was", "fine", "but", "nobody", "could", "say"),
    *("“great”", "späť", "非常好", "ممتاز", "it's", "5% off;", "one, two", 'a "quoted" word', "a line\nand another"),
]


def batch(words: int, faults: bool, ascii_only: bool = False) -> bytes:
    """Chat requests with so many words each; with faults, in every line one that can be mended."""
    dice = random.Random(7)
    known = [word for word in WORDS if word.isascii()] if ascii_only else WORDS
    lines = []
    for at in range(LINES):
        messages = [
            {"role": "system", "content": "You judge reviews."},
            {"role": "user", "content": " ".join(dice.choices(known, k=words))},
        ]
        body = {"model": "m", "messages": messages, "max_completion_tokens": 1000, "temperature": 0.5}
        method = {} if faults else {"method": "POST"}
        lines.append(
            jsonl.dumps({"custom_id": f"row-{at}", **method, "url": "/v1/chat/completions", "body": body}) + b"\n"
        )
    return b"".join(lines)


def seconds(run: Callable[[], object], times: int = 3) -> float:
    """Processor time, the best of a few: what else the machine does only ever adds."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        run()
        taken.append(time.process_time() - start)
    return min(taken)


def bare(data: bytes) -> None:
    for line in io.BytesIO(data):
        orjson.loads(line)


def everything(data: bytes) -> None:
    """All that the page does before the download is ready."""
    checked = check_file(data, "a.jsonl", PROVIDERS["OpenAI"], lambda done, total: None)
    figures([checked])
    outgoing([mend(checked, Choices())], "bench")


def main() -> None:
    print(f"{LINES:,} lines{'':24}{'check':>10}{'with mending':>14}{'bare loop':>12}{'ratio':>8}{'':>3}with mending")
    for name, data in (
        ("clean, any script", batch(330, faults=False)),
        ("clean, ASCII", batch(350, faults=False, ascii_only=True)),
        ("a fault in every line", batch(330, faults=True)),
    ):
        loop = seconds(lambda data=data: bare(data))  # type: ignore[misc]
        check = seconds(lambda data=data: check_file(data, "a.jsonl", PROVIDERS["OpenAI"]))  # type: ignore[misc]
        whole = seconds(lambda data=data: everything(data))  # type: ignore[misc]
        print(
            f"{name:22}{len(data) / 1e6:6.0f} MB{'':6}{check:8.2f} s{whole:12.2f} s{loop:10.2f} s"
            f"{check / loop:8.2f}{whole / loop:12.2f}"
        )


if __name__ == "__main__":
    main()
