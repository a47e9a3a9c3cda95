"""Text from bytes of unknown encoding, and whether the encoding is a guess.

A byte order mark or valid UTF-8 decides. Otherwise a detector proposes encodings, and the text itself
shows which of them is implausible.
"""

import codecs
import re
import unicodedata
from typing import NamedTuple

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "utf-32": "UTF-32",
    "cp1252": "Windows-1252 (Western)",
    "iso8859-15": "Latin-9 (Western)",
    "cp1250": "Windows-1250 (Central European)",
    "iso8859-2": "Latin-2 (Central European)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "koi8-r": "KOI8-R (Cyrillic)",
    "iso8859-5": "ISO-8859-5 (Cyrillic)",
    "cp866": "DOS 866 (Cyrillic)",
    "cp1253": "Windows-1253 (Greek)",
    "iso8859-7": "ISO-8859-7 (Greek)",
    "cp1254": "Windows-1254 (Turkish)",
    "cp1255": "Windows-1255 (Hebrew)",
    "cp1256": "Windows-1256 (Arabic)",
    "cp1257": "Windows-1257 (Baltic)",
    "cp1258": "Windows-1258 (Vietnamese)",
    "cp874": "Windows-874 (Thai)",
    "cp932": "Shift-JIS (Japanese)",
    "euc-jp": "EUC-JP (Japanese)",
    "gb18030": "GB18030 (Simplified Chinese)",
    "big5": "Big5 (Traditional Chinese)",
    "big5hkscs": "Big5-HKSCS (Hong Kong)",
    "cp949": "EUC-KR (Korean)",
    "mac-roman": "Mac Roman (Western)",
    "cp850": "DOS 850 (Western)",
    "cp437": "DOS 437 (Western)",
    "latin-1": "Latin-1 (Western)",
}
"""The readable encodings: the name for people by codec."""

_DETECTED = [codec for codec in ENCODINGS if not codec.startswith(("utf", "latin", "gb"))] + ["gb18030"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),  # before UTF-16: its mark starts with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_SAMPLE = 200_000
_WORDS = 3
_CONFIDENT = 0.15
"""Confidence from which the detector decides; below it, Western encodings score alike."""

_RARE = ("cp850", "cp437", "mac-roman")
"""Rare Western encodings, which the detector proposes for short Windows-1252 text."""

_TWINS = {
    "cp1250": ("cp1252", "iso8859-2"),
    "iso8859-2": ("cp1250",),
    "iso8859-15": ("cp1252",),
    **dict.fromkeys(_RARE, ("cp1252",)),
}
"""Encodings that share most letters or are mistaken for each other; the first codec wins if the texts are equal."""

_NOT_PLAIN = re.compile(rb"[^\x00\t\n\r\x20-\x7e]")
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_INSIDE_WORD = re.compile(r"(?<=[^\W\d_])[^\x00-\x7f](?=[^\W\d_])")
_SYMBOL_BEFORE_LETTER = re.compile(r"[¡-¿×÷˘˙˛˝](?=[a-zà-ž])")
_CONTROL = re.compile("[\x80-\x84\x86-\x9f]")
_MIXED = re.compile("[A-Za-z][Ͱ-ۿ]|[Ͱ-ۿ][A-Za-z]")
_NOT_LATIN = re.compile("[Ͱ-ۿ]{2}")

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


def decode(data: bytes, codec: str | None = None) -> DecodedText:
    """Decodes by the byte order mark, else as UTF-8, UTF-16 or UTF-32, else as the detector proposes.

    With little evidence it guesses Windows-1252. It never raises: what the codec cannot decode
    becomes U+FFFD and is counted.
    """
    if codec:
        return _replacing(data, codec)
    for mark, marked, name in _MARKS:
        if data.startswith(mark):
            return _replacing(data, marked)._replace(codec=marked.removesuffix("-sig"), encoding=name)
    wide = _wide_without_mark(data)
    if wide:
        return _replacing(data, wide)._replace(probably=True)
    try:
        return DecodedText(data.decode("utf-8"), "utf-8", "UTF-8")
    except UnicodeDecodeError:
        return _damaged_utf8(data) or _legacy(data)


_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)


def decode_by_declaration(data: bytes, text: DecodedText) -> DecodedText:
    """The text of a web page or of XML in the encoding that it declares, unless its bytes show a Unicode encoding.

    Args:
        text: the same data, decoded without a look at the declaration.
    """
    declared = _DECLARED.search(data[:2000])
    if declared is None or text.codec.startswith("utf"):
        return text
    try:
        codec = _known_codec(declared[1].decode())
        return DecodedText(data.decode(codec), codec, ENCODINGS.get(codec, codec))
    except (LookupError, UnicodeDecodeError):
        return text


def sample_words(text: str) -> list[str]:
    """A few words that would look different in another encoding."""
    words = re.finditer(r"[^\s,;|\t\"]*[^\x00-\x7f][^\s,;|\t\"]*", text)
    seen = dict.fromkeys(word[0][:40] for word, _ in zip(words, range(_WORDS * 5), strict=False))
    return list(seen)[:_WORDS]


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
    text = data.decode(codec, "replace")
    replaced = text.count("\ufffd") if "\ufffd" in text else 0
    return DecodedText(text.lstrip("\ufeff"), codec, ENCODINGS.get(codec, codec), replaced=replaced)


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _damaged_utf8(data: bytes) -> DecodedText | None:
    """UTF-8 with a few broken bytes, from a cut or a bad merge, is still UTF-8."""
    text = data.decode("utf-8", "replace")
    replaced = text.count("\ufffd")
    wide = len(_NOT_ASCII.findall(data[:_SAMPLE])) if replaced <= 1000 else 0
    if not wide or replaced * 10 > sum(ord(letter) > 127 for letter in text[:_SAMPLE]):
        return None
    return DecodedText(text, "utf-8", "UTF-8", replaced=replaced)


def _legacy(data: bytes) -> DecodedText:
    """Text in an 8-bit or East Asian encoding: the detector's first proposal that is plausible for all of the data."""
    confidence = _proposals(data)
    best = max(confidence, key=lambda codec: confidence[codec], default="cp1252")
    confident = confidence.get(best, 0) >= _CONFIDENT
    near_western = not confident and confidence.get(best, 0) <= confidence.get("cp1252", 0) + 0.02
    ranked = sorted(confidence, key=lambda codec: -confidence[codec])
    for codec in [*(["cp1252"] if near_western else []), *ranked, "cp1252"]:
        text = _strictly(data, codec)
        if text is not None and not _is_implausible(text, trusted=codec == best):
            codec, text = _likelier_twin(data, codec, text)
            probably = codec in _RARE or not (confident and codec == best)
            return DecodedText(text, codec, ENCODINGS.get(codec, codec), probably)
    return _replacing(data, "latin-1")._replace(probably=True)


def _proposals(data: bytes) -> dict[str, float]:
    """The detector's confidence by codec, from a sample that begins near the first non-ASCII byte."""
    import chardet  # takes 2 MB, and few files need a guess

    first = _NOT_ASCII.search(data)
    start = max(0, (first.start() if first else 0) - 1000)
    guesses = chardet.detect_all(
        data[start : start + _SAMPLE], ignore_threshold=True, include_encodings=_DETECTED, no_match_encoding="cp1252"
    )
    return {_known_codec(guess["encoding"] or "cp1252"): guess["confidence"] for guess in reversed(guesses)}


def _known_codec(name: str) -> str:
    """The key in `ENCODINGS` for the detector's encoding; the Windows codec where it includes the ISO one."""
    python = codecs.lookup(name).name
    wider = {"shift_jis": "cp932", "euc_kr": "cp949", "tis-620": "cp874", "iso8859-1": "cp1252"}
    known = {codecs.lookup(codec).name: codec for codec in ENCODINGS}
    return known.get(wider.get(python, python), wider.get(python, python))


def _likelier_twin(data: bytes, codec: str, text: str) -> tuple[str, str]:
    """The codec, or the one of its twins whose text has fewer symbols before letters, with its text."""
    twins = [(twin, other) for twin in _TWINS.get(codec, ()) if (other := _strictly(data, twin)) is not None]
    same = [pair for pair in twins if pair == ("cp1252", text)]
    odd = _symbols_before_letters(text)
    fewer = [pair for pair in twins if _symbols_before_letters(pair[1]) < odd]
    return [*same, *fewer, (codec, text)][0]


def _symbols_before_letters(text: str) -> int:
    return len(_SYMBOL_BEFORE_LETTER.findall(text[:_SAMPLE]))


def _is_implausible(text: str, trusted: bool) -> bool:
    """Whether a wrong codec seems to have decoded the text.

    Signs are control characters, and words half Latin and half Greek, Cyrillic, Hebrew or Arabic.
    Symbols and capitals inside words only count against a codec that the detector did not rank first.
    """
    sample = text[:_SAMPLE]
    if _CONTROL.search(sample) or len(_MIXED.findall(sample)) > len(_NOT_LATIN.findall(sample)):
        return True
    return not trusted and _is_odd_inside_words(sample)


def _is_odd_inside_words(text: str) -> bool:
    inside = _INSIDE_WORD.findall(text)
    odd = sum(not letter.isalpha() or unicodedata.category(letter) == "Lu" for letter in inside)
    return odd * 4 > len(inside)


def _wide_without_mark(data: bytes) -> str:
    """The UTF-16 or UTF-32 codec, detected by the positions of zero bytes in Western text or at its line ends."""
    sample = data[:4096]
    zeros = [sample[offset::4].count(0) for offset in range(4)]
    quarter = len(sample) // 4
    pairs = {"utf-16-le": (zeros[1] + zeros[3], zeros[0] + zeros[2])}
    pairs["utf-16-be"] = pairs["utf-16-le"][::-1]
    likely = [codec for codec, (many, few) in pairs.items() if many > quarter * 0.2 and few < quarter * 0.02]
    if zeros[0] < quarter * 0.1 and min(zeros[2], zeros[3]) > quarter * 0.9:
        likely.append("utf-32-le")
    if zeros[3] < quarter * 0.1 and min(zeros[0], zeros[1]) > quarter * 0.9:
        likely.append("utf-32-be")
    if b"\0" in sample and sample.count(0) * 10 < len(sample) * 4 and not _NOT_PLAIN.search(sample):
        return ""  # stray NULs in ASCII text: in wide ASCII text nearly every second byte is a NUL
    whole = [codec for codec in likely if len(data) % (4 if "32" in codec else 2) == 0]
    return next((codec for codec in whole if _has_separator(sample, codec)), "")


def _has_separator(sample: bytes, codec: str) -> bool:
    """Whether the text has a line end or a delimiter; a stray NUL in other text gives none."""
    text = sample.decode(codec, "replace")
    return any(mark in text for mark in "\n\r,;\t")
