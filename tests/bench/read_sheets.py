"""How long reading takes beside bare readers: 50,000 rows of realistic text. `python tests/bench/read_sheets.py`"""

import csv
import io
import random
import sys
import time
from collections.abc import Callable
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


def seconds(read: Callable[[], object], times: int = 5) -> float:
    """The best of a few: what else the machine does only ever adds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        read()
        taken.append(time.perf_counter() - start)
    return min(taken)


def main() -> None:
    table = rows()
    text, book = as_csv(table), as_xlsx(table)
    measured = [
        (
            f"CSV, {len(text) / 1e6:.0f} MB",
            seconds(lambda: read_sheet(text, "a.csv")),
            "pandas",
            seconds(lambda: pd.read_csv(io.BytesIO(text), dtype=str, keep_default_na=False)),
        ),
        (
            f"XLSX, {len(book) / 1e6:.0f} MB",
            seconds(lambda: read_sheet(book, "a.xlsx")),
            "calamine",
            seconds(lambda: load_workbook(io.BytesIO(book)).get_sheet_by_index(0).to_python()),
        ),
    ]
    print(f"{'':16}{'read_sheet':>12}{'bare reader':>22}{'ratio':>8}")
    for what, ours, other, theirs in measured:
        print(f"{what:16}{ours:10.2f} s{other:>12}{theirs:8.2f} s{ours / theirs:8.2f}")


if __name__ == "__main__":
    main()
