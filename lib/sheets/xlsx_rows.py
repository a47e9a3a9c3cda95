"""The rows of a worksheet straight from its XML, in half the time of a reader of values.

Only for worksheets in which every text is plain. Rich text, readings of Japanese words, texts inside cells and rare
escapes are left to the reader of values.
"""

import re
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lib.common.byte_search import Offsets, has_pair, is_utf8
from lib.sheets.number_cells import NumberCells
from lib.sheets.rows import ArrowRows
from lib.sheets.text_column import text_array
from lib.sheets.xlsx_cells import CellColumns
from lib.sheets.xlsx_plain import KINDS, matches, pieces

_RETURN = "_x000D_"
"""What Excel writes for a carriage return, which pasted texts often have."""

_ESCAPE = re.compile(b"_x(?!000D_)[0-9A-Fa-f]{4}_")
_PLAIN, _END = b"<si><t>", b"</t></si>"
_PRESERVED = b'<si><t xml:space="preserve">'
_BLANKS = " \t\n"
_OTHER_ENTITY = re.compile(b"&(?!(?:amp|lt|gt|quot|apos);)")
_CHARACTERS = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}
"""Entities in the order in which they are replaced."""


def no_rows() -> None:
    """The rows of a worksheet that only a reader of values can read."""


def plain_rows(cells: CellColumns, numbers: NumberCells, shared: bytes, marks: Offsets) -> Sequence[list[str]] | None:
    """The text of each cell, from row 1 on; None if some are not plain.

    Args:
        shared: the XML of the shared texts.
        marks: where each `<` is in it.
    """
    places = cells.rows.astype(np.int64) << 14 | cells.columns
    ordered = cells.plain and cells.columns.max(initial=0) < 1 << 14 and bool((np.diff(places) > 0).all())
    filled = np.asarray(pc.not_equal(cells.values, ""))
    is_shared, is_text = cells.of_kind("s") & filled, cells.of_kind("str", "inlineStr") & filled
    unknown = (cells.of_kind("inlineStr") & ~filled) | (cells.kinds >= KINDS.index("d"))
    known = is_shared.sum() + is_text.sum() + len(numbers)
    if not ordered or unknown.any() or known != (filled & ~cells.of_kind("e")).sum():
        return None
    texts = _shared_texts(shared, marks) if is_shared.any() else pa.array([], pa.string())
    own_texts, chosen = _own_texts(cells, is_text), _indexes(cells, is_shared)
    if texts is None or own_texts is None or chosen is None or chosen.max(initial=-1) >= len(texts):
        return None
    height, width = (int(used[filled].max(initial=-1)) + 1 for used in (cells.rows, cells.columns))
    index, first_own, first_number = np.full((width, height), -1), len(texts), len(texts) + len(own_texts)
    index[cells.columns[is_shared], cells.rows[is_shared]] = chosen
    index[cells.columns[is_text], cells.rows[is_text]] = np.arange(first_own, first_number)
    index[numbers.columns, numbers.rows] = np.arange(first_number, first_number + len(numbers))
    parts = [part for part in (texts, own_texts, text_array(numbers.texts())) if len(part)]
    every = parts[0] if len(parts) == 1 else pa.concat_arrays(parts) if parts else texts
    return ArrowRows([_taken(every, column) for column in index]) if width else []


def _taken(texts: pa.StringArray, index: NDArray[np.int64]) -> pa.StringArray:
    """The texts of these indexes; an empty one for -1."""
    return texts.take(pa.array(index, mask=index < 0)).fill_null("")


def _indexes(cells: CellColumns, is_shared: NDArray[np.bool_]) -> NDArray[np.int64] | None:
    """The indexes of shared texts; None if one is not a number."""
    try:
        indexes = cells.values.filter(pa.array(is_shared)).cast(pa.int64())
    except pa.ArrowInvalid:
        return None
    return np.asarray(indexes) if (pc.min(indexes).as_py() or 0) >= 0 else None


def _own_texts(cells: CellColumns, chosen: NDArray[np.bool_]) -> pa.StringArray | None:
    """The texts that are in the cells themselves; None if one is not a plain one."""
    texts = cells.values.filter(pa.array(chosen))
    xml = "\n".join(texts.to_pylist()).encode()
    return None if _is_rare(xml) or b"<" in xml else _unescaped(texts, xml)


def _shared_texts(xml: bytes, marks: Offsets) -> pa.StringArray | None:
    """The texts that cells name by their number; None if one is not a plain one."""
    start, end = xml.find(_PLAIN[:4]), xml.rfind(_END) + len(_END)
    if start < 0 or xml[end:].strip() != b"</sst>" or _is_rare(xml) or not is_utf8(xml):
        return None
    marks = marks[np.searchsorted(marks, start) : np.searchsorted(marks, end)]
    if len(marks) % 4:
        return None
    items, _, closes, ends = marks.reshape(-1, 4).T
    words = np.ndarray(len(xml) - 7, "<u8", xml, 0, (1,))
    is_preserved = matches(words, items, _PRESERVED)
    is_item = (is_preserved | matches(words, items, _PLAIN)) & matches(words, closes, _END[:-1])
    if not is_item.all() or (items[1:] != ends[:-1] + len(b"</si>")).any():
        return None
    begins = items + np.where(is_preserved, len(_PRESERVED), len(_PLAIN))
    texts = pieces(xml, begins, closes).cast(pa.string(), safe=False)
    letters, blanks = np.frombuffer(xml, np.uint8), np.frombuffer(_BLANKS.encode(), np.uint8)
    if ((np.isin(letters[begins], blanks) | np.isin(letters[closes - 1], blanks)) & ~is_preserved).any():
        texts = pc.if_else(pa.array(is_preserved), texts, pc.utf8_trim(texts, _BLANKS))
    return _unescaped(texts, xml)


def _is_rare(xml: bytes) -> bool:
    """Whether texts have characters that only a parser reads rightly."""
    if b"\r" in xml or (b"&" in xml and _OTHER_ENTITY.search(xml)):
        return True
    return has_pair(xml, b"_x") and _ESCAPE.search(xml) is not None


def _unescaped(texts: pa.StringArray, xml: bytes) -> pa.StringArray:
    """The texts with characters instead of entities; `xml` has all of them."""
    if b"&" in xml:
        for entity, character in _CHARACTERS.items():
            texts = pc.replace_substring(texts, entity, character) if entity.encode() in xml else texts
    return pc.replace_substring(texts, _RETURN, "\r") if has_pair(xml, b"_x") else texts
