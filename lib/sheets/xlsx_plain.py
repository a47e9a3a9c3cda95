"""The cells of a worksheet's XML that are written in the usual form, found without a regular expression.

The usual form is that of Excel and of the common libraries: `<c r="B7" s="2" t="s"><v>15</v></c>`. All cells are
compared at once, eight bytes at a time; whatever differs in one byte is left to the slower way.
"""

from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from lib.common.byte_search import ByteArray, Offsets

Words = NDArray[np.uint64]
Booleans = NDArray[np.bool_]

KINDS = ("", "n", "s", "str", "b", "e", "inlineStr", "d")
"""Kinds of cells; one without a kind is a number."""

_BYTE, _BLANKS = np.uint64(255), np.frombuffer(b" \t\r\n", np.uint8)
_ATTRIBUTES = {"": b"", **{kind: b' t="%s"' % kind.encode() for kind in KINDS[1:7]}}
_STARTS = (
    *((kind, attribute + b"><v>") for kind, attribute in _ATTRIBUTES.items() if kind != "inlineStr"),
    *((kind, attribute + end) for kind, attribute in _ATTRIBUTES.items() for end in (b"/>", b" />")),
    *(("inlineStr", _ATTRIBUTES["inlineStr"] + b"><is><t" + end) for end in (b">", b' xml:space="preserve">')),
)
"""How cells go on after their style, up to their value."""

_QUOTES, _LOWEST, _HIGHEST = (np.uint64(int(byte * 8, 16)) for byte in ("22", "01", "80"))
_ZEROS, _SIX, _HALVES = (np.uint64(int(byte * 8, 16)) for byte in ("30", "06", "f0"))


class Tags(NamedTuple):
    """Where the tags `<c>` and `<row>` of the cells begin, in their order."""

    starts: Offsets
    ends: Offsets
    """Where the next one begins, or the cells end."""

    is_row: Booleans
    before_row: Booleans
    """Whether a row, or the end of the cells, follows."""

    def only(self, chosen: Booleans) -> "Tags":
        """These tags alone."""
        return Tags(self.starts[chosen], self.ends[chosen], self.is_row[chosen], self.before_row[chosen])

    def texts(self, xml: bytes) -> pa.LargeBinaryArray:
        """The XML from each tag to the next one."""
        return pieces(xml, self.starts, self.ends)


class PlainCells(NamedTuple):
    """What cells have, one item of each column a cell; only where it is `plain` does the rest count."""

    plain: Booleans
    rows: Words
    """From 1."""

    columns: Words
    """From 1."""

    styles: Words
    kinds: NDArray[np.uint8]
    """Indexes into KINDS."""

    values: pa.LargeBinaryArray


def find_tags(xml: bytes) -> Tags:
    """The tags of rows and cells without a prefix."""
    letters = np.frombuffer(xml + b"    ", np.uint8)
    opened = (letters[:-4] == ord("<")) & ((letters[1:-3] == ord("c")) | (letters[1:-3] == ord("r")))
    starts = np.flatnonzero(opened)
    is_row = (letters[starts + 1] == ord("r")) & (letters[starts + 2] == ord("o")) & (letters[starts + 3] == ord("w"))
    is_row &= _ends_name(letters, np.minimum(starts + 4, len(letters) - 1))
    known = is_row | ((letters[starts + 1] == ord("c")) & _ends_name(letters, starts + 2))
    starts, is_row = starts[known], is_row[known]
    end = xml.rfind(b"</sheetData>")
    ends = np.append(starts[1:], end if end > starts.max(initial=0) else len(xml))[: len(starts)]
    return Tags(starts, ends, is_row, np.append(is_row[1:], True)[: len(starts)])


def _ends_name(letters: ByteArray, places: Offsets) -> Booleans:
    return np.isin(letters[places], np.frombuffer(b" \t\r\n/>", np.uint8))


def read_plain_cells(xml: bytes, cells: Tags) -> PlainCells:
    """The cells of these tags, without their formulas: one with a formula is not plain."""
    words = np.ndarray(len(xml) + 1, "<u8", xml + bytes(8), 0, (1,))
    place = np.minimum(cells.starts + 6, len(xml))
    columns, letters = _column(words[place])
    rows, digits = _whole_number(words[np.minimum(place + letters, len(xml))])
    plain = _begins(words[cells.starts], b'<c r="') & (letters > 0) & (digits > 0) & (rows > 0)
    place = np.minimum(place + letters + digits + 1, len(xml))
    styled = _begins(words[place], b' s="')
    styles, digits = _whole_number(words[np.minimum(place + 4, len(xml))])
    plain &= ~styled | (digits > 0)
    place = np.minimum(place + np.where(styled, digits + 5, 0), len(xml))
    kinds, begins, ends = _inside(words, place, cells)
    values = pieces(xml, np.where(plain, begins, cells.starts), np.where(plain, ends, cells.starts))
    return PlainCells(plain & (begins > 0), rows, columns, np.where(styled, styles, 0), kinds, values)


def _inside(words: Words, place: Offsets, cells: Tags) -> tuple[NDArray[np.uint8], Offsets, Offsets]:
    """The kind of cells, from the attribute at this place on, and where their values begin and end; 0 if not plain."""
    kinds, begins, ends = np.zeros(len(place), np.uint8), np.zeros_like(place), np.zeros_like(place)
    for kind, start in _STARTS:
        at = np.flatnonzero(_begins(words[place], start[:8]))
        at = at[matches(words, place[at] + 8, start[8:])]
        end = b"" if start.endswith(b"/>") else b"</t></is></c>" if b"<is>" in start else b"</v></c>"
        begin = place[at] + len(start)
        closed = np.maximum(cells.ends[at] - len(end) - np.where(cells.before_row[at], len(b"</row>"), 0), 0)
        good = (closed >= begin) & matches(words, closed, end) if end else np.ones(len(at), bool)
        if start.endswith(b"<is><t>"):  # spaces around such a text do not count
            good &= ~np.isin(words[begin] & _BYTE, _BLANKS) & ~np.isin(words[closed - 1] & _BYTE, _BLANKS)
        at = at[good]
        kinds[at], begins[at], ends[at] = KINDS.index(kind), begin[good], closed[good] if end else begin
    return kinds, begins, ends


def pieces(xml: bytes, starts: Offsets, ends: Offsets) -> pa.LargeBinaryArray:
    """The bytes from each start to its end; the places ascend."""
    offsets = np.append(np.column_stack((starts, ends)).ravel(), len(xml)).astype(np.int64)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(xml)]
    both = pa.LargeBinaryArray.from_buffers(pa.large_binary(), 2 * len(starts), buffers)
    return both.take(pa.array(np.arange(0, 2 * len(starts), 2)))


def _begins(words: Words, text: bytes) -> Booleans:
    """Whether words begin with a text of up to eight bytes."""
    same: Booleans = (words & np.uint64((1 << 8 * len(text)) - 1)) == np.uint64(int.from_bytes(text, "little"))
    return same


def matches(words: Words, places: Offsets, text: bytes) -> Booleans:
    """Whether the bytes at these places are a text of any length."""
    same = np.ones(len(places), bool)
    for start in range(0, len(text), 8):
        same &= _begins(words[np.minimum(places + start, len(words) - 1)], text[start : start + 8])
    return same


def _column(words: Words) -> tuple[Words, Offsets]:
    """The number that one to three capitals stand for, and how many there are."""
    column, length = np.zeros(len(words), np.uint64), np.zeros(len(words), np.intp)
    going = np.ones(len(words), bool)
    for position in range(3):
        letter = ((words >> np.uint64(8 * position)) & _BYTE) - np.uint64(64)
        going &= (letter >= 1) & (letter <= 26)
        column = np.where(going, column * np.uint64(26) + letter, column)
        length += going
    return column, length


def _whole_number(words: Words) -> tuple[Words, Offsets]:
    """The number that one to seven digits before a quotation mark stand for, and how many there are; 0 if none."""
    other = words ^ _QUOTES
    marks = (other - _LOWEST) & ~other & _HIGHEST
    length = np.bitwise_count((marks & -marks) - np.uint64(1)).astype(np.uint64) >> np.uint64(3)
    shift = np.uint64(64) - np.uint64(8) * length
    digits = (words << shift) | (_ZEROS >> (np.uint64(64) - shift))
    valid = (length % np.uint64(8) > 0) & (digits & _HALVES == _ZEROS) & ((digits + _SIX) & _HALVES == _ZEROS)
    number = digits & np.uint64(0x0F0F0F0F0F0F0F0F)
    number = (number * np.uint64(10 * 256 + 1) >> np.uint64(8)) & np.uint64(0x00FF00FF00FF00FF)
    number = (number * np.uint64(100 * 65536 + 1) >> np.uint64(16)) & np.uint64(0x0000FFFF0000FFFF)
    number = number * np.uint64(10000 * 2**32 + 1) >> np.uint64(32)
    return np.where(valid, number, 0).astype(np.uint64), np.where(valid, length, 0).astype(np.intp)
