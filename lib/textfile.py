"""Bytes of unknown encoding to text, and how sure that is."""

import codecs
from typing import NamedTuple

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),  # before UTF-16: its mark starts with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)


class Text(NamedTuple):
    """Decoded text, the encoding's name for people, and whether it is only probable."""

    text: str
    encoding: str
    probably: bool = False


def decode(data: bytes) -> Text:
    """Text by its byte order mark, else strict UTF-8, else UTF-16 by its zero bytes, else Windows-1252.

    Never raises: a few bytes mean nothing in Windows-1252, and then Latin-1, where every byte
    is a character, is taken.
    """
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return Text(data.decode(codec, "replace"), name)
    utf16 = _utf16_without_mark(data)
    if utf16:
        return Text(data.decode(utf16, "replace"), "UTF-16", probably=True)
    for codec, name in (("utf-8", "UTF-8"), ("cp1252", "Windows-1252"), ("latin-1", "Latin-1")):
        try:
            return Text(data.decode(codec), name, probably=codec != "utf-8")
        except UnicodeDecodeError:
            continue
    raise AssertionError("Latin-1 reads every byte")


_MAGIC = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"{\\rtf")
"""How PDF, zip, PNG, JPEG, GIF, gzip and RTF files begin."""


def looks_binary(data: bytes) -> bool:
    """Whether the bytes are no text at all: another kind of file, mostly control characters, or
    NULs that are no UTF-16."""
    if data.startswith(_MAGIC):
        return True
    sample = data[:65536]
    if sample.startswith(tuple(mark for mark, _, _ in _MARKS)) or _utf16_without_mark(sample):
        return False
    controls = sum(sample.count(bytes([code])) for code in range(32) if code not in (9, 10, 12, 13))
    return controls > len(sample) / 20


def _utf16_without_mark(data: bytes) -> str:
    """The UTF-16 codec if nearly every second byte is zero, as in Western text; else nothing."""
    sample = data[:4096]
    half = len(sample) // 2
    if half < 2 or len(data) % 2:
        return ""
    zeros = (sample[0::2].count(0), sample[1::2].count(0))
    if zeros[1] > half * 0.6 and zeros[0] < half * 0.1:
        return "utf-16-le"
    return "utf-16-be" if zeros[0] > half * 0.6 and zeros[1] < half * 0.1 else ""
