"""Random sheets for join scenarios, and what people do to a sheet while a batch runs."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

from lib.sheets import ImportOptions, Sheet, read_sheet
from tests.support.sheet_files import as_csv

TEXT, OTHER, ID = "text", "product", "id"

_WORDS = (
    *("tea", "kettle", "lamp", "late", "fine", "broken", "great", "never", "slow"),
    *("kind", "Müller", "naïve", "東京", "size", "price", "box", "glue", "red"),
)
_ENDS = ("", "", "", '"quoted"', "\nsecond line", " ", " {x}", ", 5 \\ 7", "\tC:\\new")
_EXCEL_CELL = 32_767


@dataclass
class Row:
    """A row of the sheet, followed through every edit by an identity that the app never sees."""

    identity: int
    cells: dict[str, str]


Rows: TypeAlias = list[Row]


def sheet_of(rows: Rows) -> Sheet:
    """The rows as a loaded sheet, read as a person says where it asks."""
    columns = list(rows[0].cells)
    data = as_csv([columns, *([row.cells[name] for name in columns] for row in rows)])
    return read_sheet(data, "sheet.csv", ImportOptions(delimiter=",", header_row=1))


def random_rows(random: Random, history: list[str]) -> Rows:
    """A sheet of 1 to 30 rows: two columns of texts, mostly one of ids, and columns that look like either."""
    count = random.randint(1, 30)
    texts = _texts(random, count, history)
    kind = random.choice([*_ID_KINDS, "none"])
    history.append(f"{count} rows, ids: {kind}")
    ids = _ids(random, kind, count)
    columns = {ID: ids} if kind != "none" else {}
    columns |= {OTHER: [random.choice(_WORDS) for _ in ids], TEXT: texts}
    for rival in _RIVALS:
        if random.random() < 0.2:
            columns[rival.__name__] = rival(random, ids, texts)
            history.append(rival.__name__)
    names = list(columns)
    if random.random() < 0.5:
        random.shuffle(names)
    return [Row(row, {name: columns[name][row] for name in names}) for row in range(count)]


def _texts(random: Random, count: int, history: list[str]) -> list[str]:
    if random.random() < 0.15:
        history.append("few texts")
        return [random.choice(["Yes", "No", "Good"]) for _ in range(count)]
    texts = [_sentence(random) for _ in range(count)]
    if random.random() < 0.03:
        history.append("long texts")
        for row in random.sample(range(count), min(count, 2)):
            texts[row] = f"{texts[row].strip()} {'long ' * 7_000}end"
    return texts


def _sentence(random: Random) -> str:
    start = random.choice(["=", "-", "'", "@ "]) if random.random() < 0.03 else ""
    return start + " ".join(random.choices(_WORDS, k=random.randint(2, 9))) + random.choice(_ENDS)


_ID_KINDS = ("words", "numbers", "from zero", "padded", "long numbers")


def _ids(random: Random, kind: str, count: int) -> list[str]:
    start = 0 if kind == "from zero" else random.choice([1, 1, 100, 4711])
    if kind == "words":
        return [f"SKU-{number:x}" for number in random.sample(range(4096), count)]
    if kind == "padded":
        return [f"{number:05d}" for number in range(start, start + count)]
    if kind == "long numbers":
        return [str(number) for number in random.sample(range(10**6, 10**9), count)]
    return [str(number) for number in range(start, start + count)]


def replaces_id(random: Random, ids: list[str], texts: list[str]) -> list[str]:
    return [*ids[1:], ids[0]]


def other_id(random: Random, ids: list[str], texts: list[str]) -> list[str]:
    return random.sample(ids, len(ids))


def parent(random: Random, ids: list[str], texts: list[str]) -> list[str]:
    return [random.choice(ids) for _ in ids]


def key(random: Random, ids: list[str], texts: list[str]) -> list[str]:
    return list(ids)


def rank(random: Random, ids: list[str], texts: list[str]) -> list[str]:
    return [str(number) for number in range(1, len(ids) + 1)]


def previous_text(random: Random, ids: list[str], texts: list[str]) -> list[str]:
    return ["", *texts[:-1]]


def translated(random: Random, ids: list[str], texts: list[str]) -> list[str]:
    return [text if random.random() < 0.7 else _sentence(random) for text in texts]


def stars(random: Random, ids: list[str], texts: list[str]) -> list[str]:
    return [str(random.randint(1, 5)) for _ in ids]


_RIVALS: tuple[Callable[[Random, list[str], list[str]], list[str]], ...] = (
    *(replaces_id, other_id, parent, key, rank, previous_text, translated, stars),
)
"""Further columns, which hold other ids or texts, or those of other rows."""


def edit_texts(random: Random, rows: Rows) -> None:
    for row in random.sample(rows, random.randint(1, max(1, len(rows) // 3))):
        row.cells[TEXT] = _sentence(random)


def edit_product(random: Random, rows: Rows) -> None:
    random.choice(rows).cells[OTHER] = random.choice(_WORDS)


def swap_texts(random: Random, rows: Rows) -> None:
    one, other = random.choice(rows), random.choice(rows)
    one.cells[TEXT], other.cells[TEXT] = other.cells[TEXT], one.cells[TEXT]


def retype_ids(random: Random, rows: Rows) -> None:
    for row in rows:
        if row.cells.get(ID, "").isdigit():
            row.cells[ID] = str(int(row.cells[ID]))


def number_ids_again(random: Random, rows: Rows) -> None:
    if all(row.cells.get(ID, "").isdigit() for row in rows):
        for number, row in enumerate(rows, 1):
            row.cells[ID] = str(number)


def sort_ids_alone(random: Random, rows: Rows) -> None:
    if ID in rows[0].cells:
        for row, cell in zip(rows, sorted(row.cells[ID] for row in rows), strict=True):
            row.cells[ID] = cell


def delete_rows(random: Random, rows: Rows) -> None:
    rows[:] = [row for row in rows if random.random() < 0.8] or rows


def insert_row(random: Random, rows: Rows) -> None:
    cells = {**random.choice(rows).cells, TEXT: _sentence(random)}
    if ID in cells:
        cells[ID] = str(random.randint(1, 40))
    rows.insert(random.randint(0, len(rows)), Row(-1, cells))


def copy_row(random: Random, rows: Rows) -> None:
    row = random.choice(rows)
    rows.insert(random.randint(0, len(rows)), Row(row.identity, dict(row.cells)))


def sort_rows(random: Random, rows: Rows) -> None:
    name = random.choice(list(rows[0].cells))
    rows.sort(key=lambda row: row.cells[name])


def add_column(random: Random, rows: Rows) -> None:
    name = f"new {len(rows[0].cells)}"
    for number, row in enumerate(rows):
        row.cells[name] = str(number)


def drop_column(random: Random, rows: Rows) -> None:
    names = [name for name in rows[0].cells if name not in (TEXT, OTHER)]
    if names:
        name = random.choice(names)
        for row in rows:
            del row.cells[name]


def cut_long_cells(random: Random, rows: Rows) -> None:
    for row in rows:
        row.cells |= {name: cell[:_EXCEL_CELL] for name, cell in row.cells.items()}


EDITS: tuple[Callable[[Random, Rows], None], ...] = (
    *(edit_texts, edit_product, swap_texts, retype_ids, number_ids_again, sort_ids_alone, delete_rows),
    *(insert_row, copy_row, sort_rows, add_column, drop_column, cut_long_cells),
)
"""What people do to a sheet while a batch runs."""
