"""What Excel makes of a cell: the limits of a sheet, cut texts and how to recognise them, formulas.

A text longer than a cell is cut and marked, so that a workbook that comes back shows which answers
are not whole. A text that Excel could run as a formula gets an apostrophe, which reading removes.

What `guard` does to a CSV, and why. Excel runs a cell of a CSV that starts with `=`, `+`, `-` or
`@`, or with a tab or a carriage return before one. It splits lines at the list separator of its
locale, which may be `;` or a tab. There our quotation marks help only the first cell of a line,
since a mark inside a cell is text. So `a,"x;=1"` gives the cell `=1"`, and a line break in a cell
starts a new line. Hence the apostrophe before a formula at the start of a cell, and before one
after a separator or a line break in it. Three kinds of text run nothing there and stay as they are:
numbers, lines of dashes, and the bullets of a list without a call in it. At the start of a cell
only negative numbers stay. A text that has such apostrophes itself gets one more, so that `unguard`
gives back every text.
"""

import re
from collections.abc import Iterable, Sequence

from lib.common.own_columns import Cell

EXCEL_ROWS = 1_048_576
"""Most rows of an Excel sheet, with the header."""

EXCEL_COLUMNS = 16_384
"""Most columns of an Excel sheet."""

EXCEL_CELL = 32_767
"""Most characters of an Excel cell; a character beyond U+FFFF counts as two."""

_SURROGATE = re.compile("[\ud800-\udfff]")

_ENDS = ";\t|\u061b\u060c\uff1b\uff0c\u3001\r\n"
"""List separators of locales, those that people set, and line breaks; our own comma is always quoted."""

_SKIPPED = " \x00-\x08\x0b\x0c\x0e-\x1f\xa0\u3000"
_EQUALS, _SIGN = "[=@\uff1d\uff20]", "[-+\uff0b\uff0d]"
_NUMBER = r"(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_BULLET = r' (?:(?!\w\(|\((?:"|\Z))[^\r\n|])*(?:[\r\n]|\Z)'
_FORMULA_AT_START = re.compile(rf"'*(?:[\t\r]|[{_SKIPPED}]*{_EQUALS}|(?!-{_NUMBER}\Z){_SIGN})")
_FIRST_CHARACTERS = frozenset("' =@+-\xa0\u3000\uff1d\uff20\uff0b\uff0d").union(map(chr, range(32)))

_RULE, _ENDED_NUMBER = r"[-=+]*(?:\1|[\r\n])", rf"{_NUMBER}(?:\1|[\r\n])"
_FORMULA = rf"""(?:[{_SKIPPED}"]*{_EQUALS}(?!{_RULE})|"*{_SIGN}(?!{_RULE}|{_ENDED_NUMBER}|{_BULLET}))"""
_FORMULA_INSIDE = re.compile(f"([{_ENDS}])(?='*{_FORMULA})")
_UNGUARDED_INSIDE = re.compile(f"([{_ENDS}])(?={_FORMULA})")
_GUARDED_INSIDE = re.compile(f"([{_ENDS}])'(?='*{_FORMULA})")

LEAST_CUT = EXCEL_CELL // 4
"""Length that a cut cell exceeds; nearly all cells are shorter and need no further look."""

_MARK = "… [cut here: {more:,} more characters; the CSV and the file of full texts have them all]"
_MARKED = re.compile(re.escape(_MARK).replace(re.escape("{more:,}"), "[0-9,]+"))


def replace_surrogates(cells: Sequence[Cell]) -> Sequence[Cell]:
    """A column with U+FFFD for lone surrogates, which no encoding can write."""
    if not count_broken(cells):
        return cells
    return [_SURROGATE.sub("\ufffd", cell) if isinstance(cell, str) else cell for cell in cells]


def count_broken(cells: Iterable[Cell]) -> int:
    """The number of cells that hold a lone surrogate."""
    texts = cell_texts(cells)
    try:
        "".join(texts).encode()
    except UnicodeEncodeError:
        return sum(_SURROGATE.search(text) is not None for text in texts)
    return 0


def cell_texts(cells: Iterable[Cell]) -> list[str]:
    """The cells that are texts."""
    if type(cells) is list and set(map(type, cells)) == {str}:
        return cells
    return [cell for cell in cells if type(cell) is str]


def guard(cell: str) -> str:
    """The cell with an apostrophe before each formula that Excel could run in it.

    >>> guard("=1+1"), guard("-5"), guard("- milk"), guard("x;=1")
    ("'=1+1", '-5', "'- milk", "x;'=1")
    """
    inside = _FORMULA_INSIDE.sub(r"\1'", cell) if _FORMULA_INSIDE.search(cell) else cell
    return "'" + inside if _FORMULA_AT_START.match(cell) else inside


def guard_column(cells: Sequence[Cell]) -> Sequence[Cell]:
    """A column with `guard` applied to each text."""
    if not has_formulas(cells):
        return cells
    return [guard(cell) if type(cell) is str else cell for cell in cells]


def has_formulas(cells: Sequence[Cell]) -> bool:
    """Whether `guard` may change a cell: quick for a column without formulas."""
    texts = cell_texts(cells)
    if any(text[:1] in _FIRST_CHARACTERS and _FORMULA_AT_START.match(text) for text in texts):
        return True
    return _FORMULA_INSIDE.search("\0".join(texts)) is not None


def has_unguarded(cells: Sequence[str]) -> bool:
    """Whether a cell has a formula without an apostrophe: then `guard` did not write these cells."""
    return any(
        (cell[:1] != "'" and _FORMULA_AT_START.match(cell)) or _UNGUARDED_INSIDE.search(cell) for cell in set(cells)
    )


def unguard(cell: str) -> str:
    """The cell without the apostrophes of `guard`.

    >>> unguard("'=1+1"), unguard("'tis"), unguard("x;'=1")
    ('=1+1', "'tis", 'x;=1')
    """
    if "'" not in cell:
        return cell
    bare = cell[1:] if cell[:1] == "'" and _FORMULA_AT_START.match(cell, 1) else cell
    return _GUARDED_INSIDE.sub(r"\1", bare)


def is_too_long(cell: str) -> bool:
    """Whether the cell exceeds Excel's limit, which counts UTF-16 units."""
    return len(cell) * 2 > EXCEL_CELL and _utf16_length(cell) > EXCEL_CELL


def cut_cell(cell: str) -> str:
    """The cell as Excel can hold it: cut, with a mark at its end, if it is too long."""
    if not is_too_long(cell):
        return cell
    room = EXCEL_CELL - len(_MARK) - 20
    kept = cell.encode("utf-16-le")[: room * 2].decode("utf-16-le", "ignore")
    return kept + _MARK.format(more=len(cell) - len(kept))


def is_cut(cell: str) -> bool:
    """Whether the cell most likely lost its end."""
    return has_cut_mark(cell) or is_full(cell)


def has_cut_mark(cell: str) -> bool:
    """Whether the cell ends with the mark of `cut_cell`."""
    return len(cell) > LEAST_CUT and _MARKED.fullmatch(cell, cell.rfind("…")) is not None


def is_full(cell: str) -> bool:
    """Whether the cell is exactly as long as Excel allows: other programs cut longer texts there."""
    return len(cell) * 2 >= EXCEL_CELL and _utf16_length(cell) == EXCEL_CELL


def _utf16_length(cell: str) -> int:
    return len(cell.encode("utf-16-le", "replace")) // 2
