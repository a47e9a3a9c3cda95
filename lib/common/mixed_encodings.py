"""Text that is UTF-8 in one place and an older encoding in another, as after joining or pasting files.

The name of both in `ENCODINGS` has a +; it is not one of Python's codecs.
"""

import codecs
import re
import unicodedata
from collections.abc import Callable

from lib.common.byte_search import may_have_utf8_letter
from lib.common.encoding_names import ENCODINGS
from lib.common.legacy_encodings import RankedEncodings, is_odd, rank_encodings

MIXED = "utf-8+cp1252"
"""The key in `ENCODINGS` of UTF-8 into which Windows-1252 text was pasted."""

_CYRILLIC = rb"(?:\xd0[\x81\x84\x86\x87\x90-\xbf]|\xd1[\x80-\x8f\x91\x94\x96\x97]|\xd2[\x90\x91]){2,}"
UTF8_LETTER = re.compile(rb"[\xc2-\xc5][\x80-\xbf]|\xe2[\x80-\x84][\x80-\xbf]|" + _CYRILLIC)
"""UTF-8 of the usual Latin letters, quotation marks and signs, and of two Cyrillic letters or more."""

_ANY_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_NOT_ASCII = re.compile(rb"[\x80-\xff]+")
_UTF8_WORD = re.compile(rb"[!-~]*(?:(?:%s)[!-~]*)+" % UTF8_LETTER.pattern)
_WORD = re.compile(rb"[!-~]*(?:(?:%s)[!-~]*)+" % UTF8_LETTER.pattern)
_WORD = re.compile(rb"[^\x00- ,;|\"]*[\x80-\xff][^\x00- ,;|\"]*")
"""A word with a byte beyond ASCII."""

_ASIAN = frozenset(("cp932", "euc-jp", "gb18030", "big5", "big5hkscs", "cp949", "cp874"))
"""Codecs in which the bytes of several letters may be UTF-8 by chance."""


def find_mixed(data: bytes, ranked: RankedEncodings) -> list[str]:
    """The name of UTF-8 with an older encoding, then the likeliest older ones; empty if the data is not mixed.

    It is if words are UTF-8 and look wrong in the encoding of the other words.

    Args:
        ranked: the older encodings that decode all words.
    """
    if (ranked.certain and ranked.codecs[0] in _ASIAN) or not may_have_utf8_letter(data):
        return []
    words = dict.fromkeys(_WORD.findall(data))
    utf8 = dict.fromkeys(word for word in words if _UTF8_WORD.fullmatch(word))
    if not utf8:
        return []
    others = rank_encodings(b"\n".join(word for word in words if word not in utf8)).codecs
    if not others or others[0] in _ASIAN or not any(_is_garbled(word.decode(others[0], "replace")) for word in utf8):
        return []
    mixed = f"utf-8+{others[0]}"
    return [mixed if mixed in ENCODINGS else MIXED, *others]


def likely_mixed(data: bytes) -> list[str]:
    """The names of UTF-8 with the likeliest encoding of the words that are not UTF-8, and with Windows-1252."""
    words = [word for word in dict.fromkeys(_WORD.findall(data)) if b"\xef\xbf\xbd" in _with_marks(word)]
    best = next(iter(rank_encodings(b"\n".join(words)).codecs), "")
    return list(dict.fromkeys(name for name in (f"utf-8+{best}", MIXED) if name in ENCODINGS))


def _with_marks(word: bytes) -> bytes:
    """The word with U+FFFD for what is not UTF-8."""
    return word.decode("utf-8", "replace").encode()


def _is_garbled(word: str) -> bool:
    """Whether a word has what UTF-8 leaves behind in another encoding."""
    return is_odd(word) or any(unicodedata.category(letter)[0] in "SPZC" for letter in word if letter > "\x7f")


def decode_mixed(data: bytes, codec: str) -> str:
    """The text in UTF-8, and what is not UTF-8 in the encoding after the +."""
    return data.decode("utf-8", f"{_HANDLER}{codec.partition('+')[2]}")


def _decoder(codec: str) -> Callable[[UnicodeError], tuple[str, int]]:
    """An error handler: bytes that are not UTF-8 in an older encoding."""

    def decoded(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)
        run = _NOT_ASCII.match(error.object, error.start)
        letter = _ANY_LETTER.search(error.object, error.start + 1, run.end() if run else error.end)
        end = letter.start() if letter else run.end() if run else error.end
        return error.object[error.start : end].decode(codec, "replace"), end

    return decoded


_HANDLER = "batchdesk-added-"
for _codec in ENCODINGS:
    if "+" in _codec:
        codecs.register_error(f"{_HANDLER}{_codec.partition('+')[2]}", _decoder(_codec.partition("+")[2]))
