"""The text of a batch file as UTF-8, whatever its encoding."""

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, utf_8_decode
from dataclasses import dataclass
from io import BytesIO

from lib.common.encodings import decode
from lib.json import to_utf8

_PIECE = 100_000
_WESTERN = ("cp1252", "iso8859-15", "latin-1", "mac-roman", "cp850", "cp437")


@dataclass(frozen=True, slots=True)
class FileText:
    """A file's text."""

    data: bytes
    """The text in UTF-8, without a byte order mark."""

    codec: str = "utf-8"
    """The codec of the file."""

    encoding: str = "UTF-8"
    """The name of that encoding, for people."""

    marked: bool = False
    """Whether the file begins with the byte order mark of UTF-8."""

    probably: bool = False
    """Whether the encoding is a guess."""

    end_marks: int = 0
    """Number of NULs and Ctrl-Z at the end, which are not in `data`."""


def read_file_text(data: bytes) -> FileText:
    """The text in the encoding that the bytes show: by a mark, by zero bytes, or because they are not UTF-8.

    A file of which some lines are UTF-8 stays as it is: each of its lines is judged alone.
    """
    text = _unicode_text(data)
    if _is_utf8(text.data):
        return text
    utf8, other = _count_lines(text.data)
    legacy = _legacy_text(data) if utf8 < other else None
    if legacy is None or (utf8 and legacy.codec in _WESTERN):  # UTF-8 does not look like a Western encoding by chance
        return text
    return legacy


def _count_lines(data: bytes) -> tuple[int, int]:
    """How many lines with special characters are UTF-8, and how many are not."""
    lines = [_is_utf8(line) for line in BytesIO(data) if not line.isascii()]
    return sum(lines), len(lines) - sum(lines)


def _unicode_text(data: bytes) -> FileText:
    if data.startswith(BOM_UTF8):
        return FileText(to_utf8(data), marked=True, end_marks=_count_end_marks(data))
    if not data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) and b"\0" not in data[:4]:
        return FileText(to_utf8(data), end_marks=_count_end_marks(data))
    text = decode(data)
    return FileText(to_utf8(data), text.codec, text.encoding)


def _count_end_marks(data: bytes) -> int:
    return len(data) - len(data.rstrip(b"\0\x1a")) if data.endswith((b"\0", b"\x1a")) else 0


def _is_utf8(data: bytes) -> bool:
    """Whether the bytes are UTF-8. Decodes small pieces: faster than the whole, and a file may be large."""
    view, start = memoryview(data), 0
    try:
        while start < len(data):
            stop = start + _PIECE
            start += utf_8_decode(view[start:stop], "strict", stop >= len(data))[1]
    except UnicodeDecodeError:
        return False
    return True


def _legacy_text(data: bytes) -> FileText | None:
    """The text in the 8-bit or East Asian encoding that it probably has; None if it is damaged UTF-8."""
    text = decode(data)
    if text.codec == "utf-8" or text.replaced:
        return None
    return FileText(text.text.encode("utf-8", "replace"), text.codec, text.encoding, probably=text.probably)
