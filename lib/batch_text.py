"""The bytes of a batch file as UTF-8, and in what encoding they came."""

from dataclasses import dataclass

from lib import jsonl
from lib.textfile import decode

_MARK = b"\xef\xbb\xbf"
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class BatchText:
    """A file's text."""

    data: bytes
    """As UTF-8, without byte order mark."""

    codec: str = "utf-8"
    """What it was written in."""

    encoding: str = "UTF-8"
    """The same, as people call it."""

    marked: bool = False
    """Whether it began with UTF-8's byte order mark."""

    probably: bool = False
    """Whether the encoding is a guess."""


def batch_text(data: bytes) -> BatchText:
    """The text by its byte order mark and zero bytes; else it is taken for UTF-8 until `legacy_text` is asked."""
    if data.startswith(_MARK):
        return BatchText(jsonl.to_utf8(data), marked=True)
    if not data.startswith(_WIDE_MARKS) and b"\0" not in data[:4]:
        return BatchText(jsonl.to_utf8(data))
    found = decode(data)
    return BatchText(jsonl.to_utf8(data), found.codec, found.encoding)


def legacy_text(data: bytes) -> BatchText | None:
    """The text in the 8-bit or East Asian encoding that it probably is; None if it is UTF-8 with broken bytes."""
    found = decode(data)
    if found.codec == "utf-8" or found.replaced:
        return None
    return BatchText(found.text.encode("utf-8", "replace"), found.codec, found.encoding, probably=found.probably)
