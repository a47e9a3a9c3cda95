"""The text of a batch file as UTF-8, whatever its encoding."""

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, utf_8_decode
from dataclasses import dataclass

from lib.common.encodings import decode
from lib.json import to_utf8

_PIECE = 100_000


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


def read_file_text(data: bytes) -> FileText:
    """The text in the encoding that the bytes show: by a mark, by zero bytes, or because they are not UTF-8."""
    text = _unicode_text(data)
    return text if _is_utf8(text.data) else _legacy_text(data) or text


def _unicode_text(data: bytes) -> FileText:
    if data.startswith(BOM_UTF8):
        return FileText(to_utf8(data), marked=True)
    if not data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) and b"\0" not in data[:4]:
        return FileText(to_utf8(data))
    text = decode(data)
    return FileText(to_utf8(data), text.codec, text.encoding)


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
