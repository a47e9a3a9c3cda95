"""How long reading takes beside bare readers: 50,000 rows of realistic text. `python tests/bench/read_sheets.py`"""

import csv
import io
import random
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pandas as pd
import xlsxwriter
from python_calamine import load_workbook

sys.path.insert(0, str(Path(__file__).parents[2]))

from lib.sheet import read_sheet

ROWS = 50_000
WORDS = [
    *("the", "product", "came", "quickly", "and", "the", "box", "was", "fine", "but", "nobody", "could", "say"),
    *("“great”", "späť", "非常好", "ممتاز", "it's", "5% off;", "one, two", 'a "quoted" word', "a line\nand another"),
]


def rows() -> list[list[str]]:
    dice = random.Random(7)
    table = [["id", "title", "review", "category"]]
    for at in range(ROWS):
        words = dice.choices(WORDS, k=dice.randint(70, 170))
        kind = dice.choice(["Книги", "Home, Garden", "家電"])
        table.append([f"{at:06d}", " ".join(words[:6]), " ".join(words[6:]), kind])
    return table


def as_csv(table: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(table)
    return text.getvalue().encode()


def as_xlsx(table: list[list[str]]) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        tab = book.add_worksheet()
        for at, row in enumerate(table):
            for column, text in enumerate(row):
                tab.write_string(at, column, text)
    return data.getvalue()


def seconds(*reads: Callable[[], object], times: int = 7) -> list[float]:
    """The best of a few for each, taken by turns: what else the machine does only ever adds."""
    taken: list[list[float]] = [[] for _ in reads]
    for _ in range(times):
        for read, seen in zip(reads, taken, strict=True):
            start = time.perf_counter()
            read()
            seen.append(time.perf_counter() - start)
    return list(map(min, taken))


def pandas(text: bytes) -> object:
    return pd.read_csv(io.BytesIO(text), dtype=str, keep_default_na=False)


def calamine(book: bytes) -> object:
    return load_workbook(io.BytesIO(book)).get_sheet_by_index(0).to_python()


def main() -> None:
    table = rows()
    print(f"{'':16}{'read_sheet':>12}{'bare reader':>22}{'ratio':>8}")
    for kind, data, bare in (("csv", as_csv(table), pandas), ("xlsx", as_xlsx(table), calamine)):
        ours, theirs = seconds(partial(read_sheet, data, f"a.{kind}"), partial(bare, data))
        what = f"{kind.upper()}, {len(data) / 1e6:.0f} MB"
        print(f"{what:16}{ours:10.2f} s{bare.__name__:>12}{theirs:8.2f} s{ours / theirs:8.2f}")


if __name__ == "__main__":
    main()
