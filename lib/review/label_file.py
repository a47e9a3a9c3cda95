"""A sample and its labels as a CSV for people, and back.

The column `label key` says which row each label belongs to. It finds the row even after a spreadsheet
changed the ids, as Excel does with `000123`.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from lib.common import Problem
from lib.common.excel_cells import has_unguarded, unguard
from lib.common.own_columns import Cell, numbered_name
from lib.review.hand_labels import HandLabel, StoredLabels, label_of, label_text, label_values
from lib.review.label_keys import LabelKey, LabelKeys
from lib.review.label_sample import SAMPLE_WAYS, LabelSample
from lib.sheets import Sheet

_NEEDED = ("custom_id", "label")
_COLUMNS = (
    "custom_id",
    "reader",
    "label",
    "date",
    "first label",
    "column",
    "place",
    "sample",
    "draw",
    "drawn from",
    "drawn",
    "label key",
)
_KEY = re.compile("l([0-9a-f]{8})-([0-9a-f]{16}|)-([0-9a-f]{12}|)")


@dataclass(frozen=True, slots=True)
class LabelFile:
    """The labels and the sample in a file."""

    labels: StoredLabels = ()
    sample: LabelSample | None = None
    left_out: int = 0
    """Number of labels of which nothing says which row they belong to."""

    problems: Sequence[Problem] = ()


def label_columns(
    sample: LabelSample | None, stored: StoredLabels, keys: LabelKeys, texts: Mapping[str, Sequence[Cell]]
) -> dict[str, list[Cell]]:
    """All labels and the rows of the sample, as columns: a row for each label, and for each row without one.

    Args:
        texts: columns of the joined table, to read beside the labels; empty for a row that is not loaded.
    """
    lines = list(_lines(sample, stored))
    written = [_written(place, label, sample) for place, label in lines]
    columns: dict[str, list[Cell]] = {name: [cells[name] for cells in written] for name in _COLUMNS}
    rows = [next(iter(keys.rows(label.key)), None) for _, label in lines]
    for name, cells in texts.items():
        columns[numbered_name(name, columns)] = ["" if row is None else cells[row] for row in rows]
    return columns


def is_label_file(sheet: Sheet) -> bool:
    """Whether a sheet has labels with their ids."""
    return set(_NEEDED) <= set(sheet.columns)


def is_own_label_file(sheet: Sheet) -> bool:
    """Whether Batchdesk wrote a sheet with labels: no batch is made from such a sheet."""
    return is_label_file(sheet) and _COLUMNS[-1] in sheet.columns


def read_labels(sheet: Sheet, keys: LabelKeys, column: str, reader: str) -> LabelFile:
    """The labels and the sample in a sheet.

    A label without a key belongs to the loaded row that has its id.

    Args:
        keys: the rows that are loaded.
        column: the column of the answers that labels are for where the sheet does not say it.
        reader: the name of who labelled where the sheet does not say it.
    """
    if not is_label_file(sheet):
        hint = "It needs the columns custom_id and label."
        return LabelFile(problems=[Problem("no-labels", "the sheet has no labels.", hint, "ask", file=sheet.name)])
    lines = _LabelLines(sheet, keys, column, reader)
    labels: list[HandLabel] = []
    places: dict[int, LabelKey] = {}
    left_out = 0
    for row in range(len(sheet)):
        key, label = lines.key(row), lines.label(row)
        if key is None:
            left_out += label.values is not None
            continue
        if (label.values, label.blind) != (None, None):
            labels.append(label._replace(key=key))
        if (place := lines.number(row, "place")) is not None:
            places.setdefault(place, key)
    sample = lines.sample([places[place] for place in sorted(places)])
    return LabelFile(tuple(labels), sample, left_out)


class _LabelLines:
    """The rows of a sheet with labels."""

    def __init__(self, sheet: Sheet, keys: LabelKeys, column: str, reader: str) -> None:
        self._keys, self._column, self._reader = keys, column, reader
        none = [""] * len(sheet)
        self._cells = {name: list(sheet.column(name)) if name in sheet.columns else none for name in _COLUMNS}
        guarded = [self._cells[name] for name in ("custom_id", "reader", "label", "first label", "column")]
        self._is_guarded = sheet.options.delimiter is not None and not any(map(has_unguarded, guarded))
        self._ids: dict[str, str] | None = None

    def key(self, row: int) -> LabelKey | None:
        """The key of the row that a line is about; None if nothing says which row that is."""
        custom_id = self._text(row, "custom_id")
        written = _KEY.fullmatch(self._text(row, "label key").strip())
        if written:
            known = custom_id if _id_digest(custom_id) == written[1] else self._loaded_id(written[1])
            return None if known is None else LabelKey(known, written[2], written[3])
        rows = self._keys.rows_with_id(custom_id)
        key = self._keys.key(rows[0]) if rows else None
        return key if key and key.is_proof else None

    def label(self, row: int) -> HandLabel:
        """The label of a line, without its key."""
        return HandLabel(
            self._text(row, "reader").strip() or self._reader,
            self._text(row, "column") or self._column,
            LabelKey(""),
            label_values(self._text(row, "label")),
            self._text(row, "date"),
            label_values(self._text(row, "first label")),
        )

    def number(self, row: int, name: str) -> int | None:
        """A whole number in a cell."""
        text = self._cells[name][row].strip()
        return int(text) if text.isdecimal() and len(text) < 10 else None

    def sample(self, keys: Sequence[LabelKey]) -> LabelSample | None:
        """The sample of these rows, as the first line with a place describes it."""
        places = range(len(self._cells["place"]))
        row = next((row for row in places if self.number(row, "place") is not None), None)
        way = next((way for way in SAMPLE_WAYS if row is not None and way == self._cells["sample"][row]), None)
        if row is None or way is None:
            return None
        drawn_from = self.number(row, "drawn from")
        return LabelSample(
            way,
            self._text(row, "column") or self._column,
            self.number(row, "draw") or 0,
            len(keys) if drawn_from is None else drawn_from,
            tuple(keys),
            self._text(row, "drawn"),
        )

    def _loaded_id(self, digest: str) -> str | None:
        if self._ids is None:
            self._ids = {_id_digest(custom_id): custom_id for custom_id in self._keys.joined.rows.custom_ids}
        return self._ids.get(digest)

    def _text(self, row: int, name: str) -> str:
        cell = self._cells[name][row]
        return unguard(cell) if self._is_guarded else cell


def _lines(sample: LabelSample | None, stored: StoredLabels) -> Iterator[tuple[int | None, HandLabel]]:
    """The labels to write with their places in the sample, each reader's in its order; then the other labels.

    A row of the sample without a label has an empty one.
    """
    left = dict.fromkeys(stored)
    if sample is not None:
        by_id: dict[tuple[str, str], list[HandLabel]] = defaultdict(list)
        for label in stored:
            if label.column == sample.column:
                by_id[label.reader, label.key.custom_id].append(label)
        for reader in dict.fromkeys(reader for reader, _ in by_id) or [""]:
            for place, key in enumerate(sample.keys, 1):
                empty = HandLabel(reader, sample.column, key, None)
                label = label_of(by_id.get((reader, key.custom_id), ()), empty) or empty
                left.pop(label, None)
                yield place, label
    yield from ((None, label) for label in left)


def _written(place: int | None, label: HandLabel, sample: LabelSample | None) -> dict[str, Cell]:
    key = label.key
    cells: dict[str, Cell] = {
        **dict.fromkeys(_COLUMNS, ""),
        "custom_id": key.custom_id,
        "reader": label.reader,
        "label": label_text(label.values),
        "date": label.given,
        "first label": label_text(label.blind),
        "column": label.column,
        "label key": f"l{_id_digest(key.custom_id)}-{key.prompt}-{key.cells}",
    }
    if sample is None or place is None:
        return cells
    about = {"sample": sample.way, "draw": sample.draw, "drawn from": sample.population, "drawn": sample.drawn}
    return {**cells, **about, "place": place}


def _id_digest(custom_id: str) -> str:
    return sha256(custom_id.encode("utf-8", "surrogatepass")).hexdigest()[:8]
