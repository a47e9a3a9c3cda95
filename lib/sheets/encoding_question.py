"""The questions about a text file's encoding: which one it has, and what its damaged characters were."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from lib.common import Problem
from lib.common.encoding_names import ENCODINGS
from lib.common.encodings import DecodedText, decode, sample_words, undecodable_lines
from lib.common.mixed_encodings import UTF8_LETTER, likely_mixed
from lib.common.phrasing import counted, listed_rows, shorten
from lib.sheets.question import Question, Reading
from lib.sheets.raw_table import ImportOptions

_SHOWN_ROWS = 3
_SHOWN_LINES = 4
_SAMPLE_LINES = 1000
_IN_UTF8 = "UTF-8 with some "
_UNNAMED = "the file does not name its encoding, and few characters show it"


def ask_encoding(
    data: bytes, text: DecodedText, rows: Sequence[Sequence[str]], options: ImportOptions
) -> Iterator[Problem]:
    """The doubts about a text's encoding; a chosen encoding is not asked about again.

    Args:
        rows: the file's rows as `text` has them.
    """
    if text.replaced:
        yield _damaged(data, text, options)
    affected = _affected(rows) if text.probably else []
    words = sample_words("\n".join("\t".join(row) for row in affected))
    if not words:
        return
    reason = "some words of the file are in UTF-8, others are not" if "+" in text.codec else _UNNAMED
    message = f"{reason}: {', '.join(words)}."
    if not text.rivals:
        hint = "Choose another encoding under Import options if these words are wrong."
        yield Problem("probable-encoding", message, hint, "ask")
        return
    yield Question(
        "probable-encoding",
        message,
        "Which reading looks right?",
        "ask",
        readings=tuple(
            Reading(ENCODINGS.get(codec, codec), replace(options, encoding=codec), shown)
            for codec, shown in _shown(data, text, affected)
        ),
    )


def _shown(
    data: bytes, text: DecodedText, affected: Sequence[Sequence[str]]
) -> Iterator[tuple[str, tuple[tuple[str, ...], ...]]]:
    """Each likely codec with the first rows that show the difference; lines where a file has two encodings."""
    lines = _lines_in_two(data) if "+" in text.codec else []
    for codec in (text.codec, *text.rivals):
        yield codec, _lines(data, lines, codec) if lines else _transcoded(affected, text.codec, codec)


def _lines_in_two(data: bytes) -> list[int]:
    """The first lines with letters in UTF-8, and the first with other ones, by number."""
    lines = enumerate(data.split(b"\n"), 1)
    utf8 = (number for number, line in lines if UTF8_LETTER.search(line))
    return sorted({*islice(utf8, 2), *undecodable_lines(data, "utf-8")[:2]})


def _damaged(data: bytes, text: DecodedText, options: ImportOptions) -> Problem:
    """The question about characters that became U+FFFD: in UTF-8 they are often letters pasted from Windows."""
    lines = undecodable_lines(data, text.codec)
    where = f" in {listed_rows(lines, 'line')}" if lines else ""
    characters = counted(text.replaced, "character", "characters")
    message = f"{characters}{where} {'is' if text.replaced == 1 else 'are'} not valid in {text.encoding}"
    if text.codec != "utf-8":
        hint = "The file may be damaged or cut off: save or download it again, or choose another encoding."
        return Problem("undecodable", f"{message}, shown as \ufffd.", hint, "ask")
    if options.encoding:
        return Problem("undecodable", f"{message}, shown as \ufffd.")
    written = data.split(b"\n")
    sample = b"\n".join(written[number - 1] for number in lines[:_SAMPLE_LINES])
    mixed = ((f"Read them as {ENCODINGS[codec].removeprefix(_IN_UTF8)}", codec) for codec in likely_mixed(sample))
    readings = tuple(
        Reading(label, replace(options, encoding=codec), _lines(data, lines, codec))
        for label, codec in (("Keep \ufffd in their place", "utf-8"), *mixed)
    )
    hint = "Which reading looks right?"
    return Question("undecodable", f"{message}, as after pasting from Windows.", hint, "ask", readings=readings)


def _lines(data: bytes, numbers: Sequence[int], codec: str) -> tuple[tuple[str, ...], ...]:
    """The first of these lines in an encoding."""
    wanted = set(numbers[:_SHOWN_LINES])
    lines = islice(data.split(b"\n"), max(wanted, default=0))
    return tuple((shorten(decode(line, codec).text, 200),) for n, line in enumerate(lines, 1) if n in wanted)


def _affected(rows: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """The first row, and the first others with characters that another encoding would change."""
    affected = (row for row in rows[1:] if not all(map(str.isascii, row)))
    return [*rows[:1], *islice(affected, _SHOWN_ROWS)]


def _transcoded(rows: Sequence[Sequence[str]], written: str, codec: str) -> tuple[tuple[str, ...], ...]:
    """Rows read in one encoding as another one shows them."""
    return tuple(tuple(cell.encode(written, "replace").decode(codec, "replace") for cell in row) for row in rows)
