"""The likeliest encodings of a text that is neither ASCII nor UTF-8, and whether the evidence suffices.

A detector compares the words with other characters than ASCII with those of many languages. Its confidence is
multiplied by the squares of two shares: of words that look whole, and of words with the letters of one language.
The first encoding is certain if the words have ten such bytes, and each other encoding has four fifths of its
score at most, or more odd words.

Measured on 1,050 samples of 42 languages and encodings: where this rule is certain, none is wrong; of the others, the
right encoding is first in 89 %, and among the first three in 99.8 %.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from lib.common.encoding_names import ENCODINGS, known_codec
from lib.common.latin_alphabets import language_share

_DETECTED = [codec for codec in ENCODINGS if not codec.startswith(("utf", "latin", "gb"))] + ["gb18030"]
_WESTERN = 0.02
"""What Windows-1252 gets beside the detector's confidence: most files with a few odd characters have it."""

_USUAL = ("cp1252", "cp1250", "cp1251", "mac-roman")

_ENOUGH_BYTES = 10
_NEXT = 0.8
"""The share of the first encoding's score from which another one makes it doubtful."""

_IN_NO_LANGUAGE = 0.25
"""What is left of a score, before it is squared, if no word has the letters of one language."""

_CHUNK = 1_000_000
_MOST_BYTES = 20_000
_CHECKED_WORDS = 500

_SEPARATORS = bytes(32 if code < 0x30 or code in b":;<=>?" else code for code in range(256))
"""Makes a space of what may be between words; East Asian encodings have no such byte within a character."""


class RankedEncodings(NamedTuple):
    """Codecs that give different texts, the likeliest first."""

    codecs: list[str]
    certain: bool
    """Whether the first one needs no question."""


def rank_encodings(data: bytes) -> RankedEncodings:
    """The older encodings that decode the words of a text."""
    words = _words(data)
    sample = b" ".join(words)
    scores: dict[str, float] = {}
    odd: dict[str, int] = {}
    texts: set[str] = set()
    for codec, confidence in _proposals(sample).items():
        text = _plain_text(sample, codec)
        if text is None or text in texts or (codec == "iso8859-15" and b"\xa4" not in sample):
            continue  # Latin-9 differs from Windows-1252 by the euro sign and letters that hardly occur
        texts.add(text)
        checked = text.split(" ")[:_CHECKED_WORDS]
        odd[codec] = sum(map(is_odd, checked))
        in_language = _IN_NO_LANGUAGE + (1 - _IN_NO_LANGUAGE) * language_share(checked)
        scores[codec] = confidence * (1 - odd[codec] / max(1, len(checked))) ** 2 * in_language**2
    ranked = sorted(scores, key=lambda codec: -scores[codec])
    best = ranked[0] if ranked else ""
    near = [codec for codec in ranked[1:] if scores[codec] > scores[best] * _NEXT and odd[codec] <= odd[best]]
    enough = sum(byte > 127 for byte in sample) >= _ENOUGH_BYTES
    return RankedEncodings(ranked, enough and not near)


def _words(data: bytes) -> list[bytes]:
    """The first distinct words with other bytes than ASCII."""
    words: dict[bytes, None] = {}
    size = 0
    for chunk in _chunks(data):
        for word in () if chunk.isascii() else chunk.translate(_SEPARATORS).split():
            if not word.isascii() and word not in words:
                words[word] = None
                size += len(word)
        if size > _MOST_BYTES:
            break
    return list(words)[:3000]


def _chunks(data: bytes) -> Iterator[bytes]:
    """Pieces of about a megabyte that end with a line."""
    start = 0
    while start < len(data):
        stop = data.find(b"\n", start + _CHUNK) + 1 or len(data)
        yield data[start:stop]
        start = stop


def _proposals(sample: bytes) -> dict[str, float]:
    """The detector's confidence by codec; it proposes none for a few bytes, but a question needs a choice."""
    import chardet  # takes 2 MB, and few files need a guess

    guesses = chardet.detect_all(
        sample[:_MOST_BYTES],
        ignore_threshold=True,
        include_encodings=_DETECTED,
        no_match_encoding="cp1252",
        empty_input_encoding="cp1252",
    )
    confidence = dict.fromkeys(_USUAL, 0.0)
    for guess in guesses:
        codec = known_codec(guess["encoding"] or "cp1252")
        if codec in ENCODINGS:  # the detector adds relatives of those it was asked for
            confidence[codec] = max(confidence.get(codec, 0), guess["confidence"])
    confidence["cp1252"] += _WESTERN
    return confidence


def _plain_text(sample: bytes, codec: str) -> str | None:
    """The sample in an encoding; None if that gives control characters, or fails."""
    try:
        text = sample.decode(codec)
    except UnicodeDecodeError:
        return None
    return None if _CONTROL.search(text) else text


def is_odd(word: str) -> bool:
    """Whether a word looks as if it were read in a wrong encoding."""
    return _ODD.search(word) is not None


def _class(*codes: int | range, test: str) -> str:
    """The characters of a regular expression's class, by the start of their category."""
    letters = (chr(code) for part in codes for code in (part if isinstance(part, range) else (part,)))
    return "".join(
        re.escape(letter) for letter in letters if unicodedata.category(letter).startswith(tuple(test.split()))
    )


_CONTROL = re.compile("[\x80-\x84\x86-\x9f]")
_LOWER = "a-z" + _class(range(0x80, 0x530), test="Ll")
_UPPER = _class(range(0x80, 0x530), test="Lu")
_SYMBOLS = _class(range(0x80, 0x250), range(0x2000, 0x2FFF), test="S P N").translate(
    {ord(mark): None for mark in "’‘·–—-"}
)
_ODD = re.compile(
    f"[{_LOWER}][{_UPPER}]"
    "|[A-Za-zÀ-ɏ][Ͱ-\u0e7f]|[Ͱ-\u0e7f][A-Za-zÀ-ɏ]"
    rf"|[^\W\d_][{_SYMBOLS}ªº][^\W\d_]"
    f"|[¤¦¨¬¯±´¶¸][{_LOWER}]"
)
"""What a wrong encoding leaves in words: a capital or symbol inside, two scripts, an accent before a letter."""
