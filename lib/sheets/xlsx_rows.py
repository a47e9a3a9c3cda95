"""The rows of a worksheet straight from its XML, in half the time of a reader of values.

Only for worksheets in which every text is plain. Rich text, readings of Japanese words, texts inside cells and rare
escapes are left to the reader of values.
"""

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lib.common.byte_search import has_pair, is_utf8
from lib.sheets.number_cells import NumberCells
from lib.sheets.xlsx_cells import CellColumns
from lib.sheets.xlsx_plain import KINDS

_RETURN = "_x000D_"
"""What Excel writes for a carriage return, which pasted texts often have."""

_ESCAPE = re.compile(b"_x(?!000D_)[0-9A-Fa-f]{4}_")
_PLAIN, _END = b"<si><t>", b"</t></si>"
_PRESERVED = b'<si><t xml:space="preserve">'
_BLANKS = np.frombuffer(b" \t\n", np.uint8)
_OTHER_ENTITY = re.compile(b"&(?!(?:amp|lt|gt|quot|apos);)")
_ENTITY = re.compile("&(amp|lt|gt|quot|apos);")
_CHARACTERS = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def no_rows() -> None:
    """The rows of a worksheet that only a reader of values can read."""


def plain_rows(cells: CellColumns, numbers: NumberCells, shared: bytes) -> list[list[str]] | None:
    """The text of each cell, from row 1 on; None if some are not plain."""
    places = cells.rows.astype(np.int64) << 14 | cells.columns
    ordered = cells.plain and cells.columns.max(initial=0) < 1 << 14 and bool((np.diff(places) > 0).all())
    filled = np.asarray(pc.not_equal(cells.values, ""))
    is_shared, is_text, failed = cells.of_kind("s") & filled, cells.of_kind("str", "inlineStr"), cells.of_kind("e")
    unknown = (cells.of_kind("inlineStr") & ~filled) | (cells.kinds >= KINDS.index("d"))
    known = is_shared.sum() + (is_text & filled).sum() + len(numbers)
    if not ordered or unknown.any() or known != (filled & ~failed).sum():
        return None
    texts, own_texts = _shared_texts(shared) if is_shared.any() else [], _own_texts(cells, is_text)
    chosen = _indexes(cells, is_shared)
    if texts is None or own_texts is None or chosen is None or chosen.max(initial=-1) >= len(texts):
        return None
    used = [cells.rows[filled], cells.columns[filled]]
    grid = np.full([values.max(initial=-1) + 1 for values in used], "", object)
    grid[cells.rows[is_shared], cells.columns[is_shared]] = np.array([*texts, ""], object)[chosen]
    grid[cells.rows[is_text], cells.columns[is_text]] = own_texts
    grid[numbers.rows, numbers.columns] = numbers.texts()
    return grid.tolist()  # type: ignore[no-any-return]


def _indexes(cells: CellColumns, is_shared: NDArray[np.bool_]) -> NDArray[np.int64] | None:
    """The indexes of shared texts; None if one is not a number."""
    try:
        indexes = cells.values.filter(pa.array(is_shared)).cast(pa.int64())
    except pa.ArrowInvalid:
        return None
    return np.asarray(indexes) if (pc.min(indexes).as_py() or 0) >= 0 else None


def _own_texts(cells: CellColumns, chosen: NDArray[np.bool_]) -> list[str] | None:
    """The texts that are in the cells themselves; None if one is not a plain one."""
    texts = cells.values.filter(pa.array(chosen)).to_pylist()
    joined = "\n".join(texts).encode()
    return None if _is_rare(joined) or b"<" in joined else _unescaped(texts, joined)


def _shared_texts(xml: bytes) -> list[str] | None:
    """The texts that cells name by their number; None if one is not a plain one."""
    start, end = xml.find(_PLAIN[:4]), xml.rfind(_END) + len(_END)
    if start < 0 or xml[end:].strip() != b"</sst>" or _is_rare(xml) or not is_utf8(xml):
        return None
    xml = xml[start:end]
    if _has_outer_blanks(xml):
        return _spaced_texts(xml)
    if _PRESERVED in xml:
        xml = xml.replace(_PRESERVED, _PLAIN)
    items = xml[len(_PLAIN) : -len(_END)].split(_END + _PLAIN)
    return _unescaped(list(map(bytes.decode, items)), xml) if xml.count(b"<") == 4 * len(items) else None


def _spaced_texts(xml: bytes) -> list[str] | None:
    """The texts if some of them begin or end with spaces, which count only where the file says so."""
    *items, _ = xml.split(_END)
    if xml.count(b"<") != 4 * len(items) or not all(item.startswith((_PLAIN, _PRESERVED)) for item in items):
        return None
    texts = [
        item[len(_PLAIN) :].strip(b" \t\n") if item.startswith(_PLAIN) else item[len(_PRESERVED) :] for item in items
    ]
    return _unescaped(list(map(bytes.decode, texts)), xml)


def _has_outer_blanks(xml: bytes) -> bool:
    """Whether something between two tags begins or ends with a blank."""
    letters = np.frombuffer(xml, np.uint8)
    before, after = letters[np.flatnonzero(letters[1:] == ord("<"))], letters[1:][letters[:-1] == ord(">")]
    return bool(np.isin(before, _BLANKS).any() or np.isin(after, _BLANKS).any())


def _is_rare(xml: bytes) -> bool:
    """Whether texts have characters that only a parser reads rightly."""
    if b"\r" in xml or (b"&" in xml and _OTHER_ENTITY.search(xml)):
        return True
    return has_pair(xml, b"_x") and _ESCAPE.search(xml) is not None


def _unescaped(texts: list[str], xml: bytes) -> list[str]:
    """The texts with characters instead of entities; `xml` has all of them."""
    if b"&" in xml:
        texts = [_ENTITY.sub(lambda found: _CHARACTERS[found[1]], text) if "&" in text else text for text in texts]
    return [text.replace(_RETURN, "\r") for text in texts] if has_pair(xml, b"_x") else texts
