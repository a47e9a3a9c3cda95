"""Text from bytes of unknown encoding, and whether the encoding is a guess.

A byte order mark, valid UTF-8 or the zero bytes of UTF-16 decide. Otherwise `legacy_encodings` ranks the
encodings that were usual before, by the words with other characters than ASCII.
"""

import codecs
import re
import unicodedata
from typing import NamedTuple

from lib.common.encoding_names import ENCODINGS, known_codec
from lib.common.legacy_encodings import rank_encodings
from lib.common.mixed_encodings import decode_mixed, find_mixed

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),  # before UTF-16: its mark starts with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_WORDS = 3
_NOT_PLAIN = re.compile(rb"[^\x00\t\n\r\x20-\x7e]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_NOT_ASCII_WORD = re.compile(r"[^\s,;|\t\"]*[^\x00-\x7f][^\s,;|\t\"]*")
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_LETTERS = rb"charset+encoding\n"
"""ASCII that reads differently in codecs that are not for text files, such as UTF-7 and IDNA."""

_MAGIC = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"{\\rtf", b"PAR1")
"""First bytes of PDF, zip, PNG, JPEG, GIF, gzip, RTF and Parquet files."""


class DecodedText(NamedTuple):
    """Decoded text, its codec, the encoding's name for people, and whether the encoding is a guess."""

    text: str
    codec: str
    encoding: str
    probably: bool = False
    replaced: int = 0
    """Number of characters that could not be decoded and became U+FFFD."""

    rivals: tuple[str, ...] = ()
    """The codecs that are nearly as likely and give another text, if the encoding is a guess."""


def decode(data: bytes, codec: str | None = None) -> DecodedText:
    """Decodes by the byte order mark, else as UTF-8, UTF-16 or UTF-32, else in the likeliest older encoding.

    It never raises: what the codec cannot decode becomes U+FFFD and is counted.
    """
    if codec:
        return _replacing(data, codec)
    for mark, marked, name in _MARKS:
        if data.startswith(mark):
            return _replacing(data, marked)._replace(codec=marked.removesuffix("-sig"), encoding=name)
    if wide := _wide_without_mark(data):
        return _replacing(data, wide)
    try:
        return DecodedText(data.decode("utf-8"), "utf-8", "UTF-8")
    except UnicodeDecodeError:
        return _damaged_utf8(data) or _legacy(data)


def utf8_start(data: bytes, least: int) -> str:
    """The first characters, at least so many if there are, of what `decode` would take for UTF-8 without a mark.

    Empty if it would not. Bytes that are not UTF-8 may still follow.
    """
    start = data[: 4 * least]
    if b"\0" in start:  # it may be UTF-16
        return ""
    try:
        return codecs.utf_8_decode(start, "strict", len(start) == len(data))[0]
    except UnicodeDecodeError:
        return ""


def decode_by_declaration(data: bytes, text: DecodedText) -> DecodedText:
    """The text of a web page or of XML in the encoding that it declares, unless its bytes show a Unicode encoding.

    Args:
        text: the same data, decoded without a look at the declaration.
    """
    declared = _DECLARED.search(data[:2000])
    if declared is None or text.codec.startswith("utf"):
        return text
    try:
        codec = known_codec(declared[1].decode())
        if _LETTERS.decode(codec) != _LETTERS.decode():  # the declaration itself was found as ASCII
            return text
        return DecodedText(data.decode(codec), codec, ENCODINGS.get(codec, codec))
    except (LookupError, UnicodeError):  # Python has codecs for other uses, with errors of their own
        return text


def sample_words(text: str) -> list[str]:
    """A few words that would look different in another encoding."""
    words = _NOT_ASCII_WORD.finditer(text)
    seen = dict.fromkeys(word[0][:40] for word, _ in zip(words, range(_WORDS * 5), strict=False))
    return list(seen)[:_WORDS]


def undecodable_lines(data: bytes, codec: str) -> list[int]:
    """The numbers of the lines, from 1, with bytes that the codec cannot decode; none for UTF-16 and UTF-32."""
    if codec.startswith(("utf-16", "utf-32")):
        return []
    strict = codec.partition("+")[0]
    return [
        number for number, line in enumerate(data.split(b"\n"), 1) if not line.isascii() and not _decodes(line, strict)
    ]


def is_binary(data: bytes) -> bool:
    """Whether the bytes are not text: another kind of file, or mostly control characters."""
    if data.startswith(_MAGIC):
        return True
    sample = data[:65536]
    if sample.startswith(tuple(mark for mark, _, _ in _MARKS)) or _wide_without_mark(sample):
        return False
    controls = sum(sample.count(bytes([code])) for code in range(32) if code not in (9, 10, 12, 13))
    return controls > 5 + len(sample) / 20


def _replacing(data: bytes, codec: str) -> DecodedText:
    text = decode_mixed(data, codec) if "+" in codec else data.decode(codec, "replace")
    replaced = text.count("\ufffd") if "\ufffd" in text else 0
    return DecodedText(text.lstrip("\ufeff"), codec, ENCODINGS.get(codec, codec), replaced=replaced)


def _decodes(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _damaged_utf8(data: bytes) -> DecodedText | None:
    """UTF-8 with at least as many whole characters and words as broken ones, by a cut or by text pasted from Windows.

    With ten times as many whole characters, words do not matter: Chinese has no spaces between them.
    """
    text = data.decode("utf-8", "replace")
    replaced = text.count("\ufffd")
    valid = len(_NOT_ASCII.findall(text)) - replaced
    if replaced > valid:
        return None
    broken = [("\ufffd" in word) for word in _NOT_ASCII_WORD.findall(text)] if replaced * 10 > valid else []
    if 2 * sum(broken) > len(broken):
        return None
    return DecodedText(text, "utf-8", "UTF-8", replaced=replaced)


def _legacy(data: bytes) -> DecodedText:
    """Text in the likeliest 8-bit or East Asian encoding that decodes all of the data, but for words in UTF-8."""
    ranked = rank_encodings(data)
    if mixed := find_mixed(data, ranked):
        return _replacing(data, mixed[0])._replace(probably=True, rivals=tuple(mixed[1:3]))
    decodable = [codec for codec in ranked.codecs if _decodes(data, codec)][:3]
    if not decodable:
        return _replacing(data, "latin-1")._replace(probably=True)
    best, *rivals = decodable
    probably = not ranked.certain or best != ranked.codecs[0]
    return DecodedText(data.decode(best), best, ENCODINGS[best], probably, rivals=tuple(rivals) if probably else ())


def _wide_without_mark(data: bytes) -> str:
    """The UTF-16 or UTF-32 codec of text without a mark, by where its zero bytes are; empty if it has another one."""
    sample = data[:4096]
    zeros = [sample[offset::4].count(0) for offset in range(4)]
    if not any(zeros):
        return ""
    quarter = len(sample) // 4
    if zeros[0] < quarter * 0.1 and min(zeros[2], zeros[3]) > quarter * 0.9:
        return "utf-32-le" if _is_wide_text(sample, "utf-32-le") else ""
    if zeros[3] < quarter * 0.1 and min(zeros[0], zeros[1]) > quarter * 0.9:
        return "utf-32-be" if _is_wide_text(sample, "utf-32-be") else ""
    if sample.count(0) * 10 < len(sample) * 4 and not _NOT_PLAIN.search(sample):
        return ""  # stray NULs in ASCII text: in wide ASCII text nearly every second byte is a NUL
    return next((codec for codec in ("utf-16-le", "utf-16-be") if _is_wide_text(sample, codec)), "")


def _is_wide_text(sample: bytes, codec: str) -> bool:
    """Whether a sample is text in a wide codec: it has a delimiter or line end, and nothing that text lacks."""
    text = sample.decode(codec, "ignore")
    if not any(mark in text for mark in "\n\r,;\t") or 2 * len(text) < len(sample) // 2 - 1:
        return False
    return not any(unicodedata.category(letter) in _NOT_TEXT for letter in set(text) - set("\t\n\r"))


_NOT_TEXT = ("Cc", "Cn", "Co", "Cs")
"""Categories of control characters, and of numbers that are not characters."""
