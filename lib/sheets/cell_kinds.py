"""The kind of data a cell looks like, such as a number, a date or a sentence.

`header_evidence` compares the kinds of a row's cells with those of the rows below it.
"""

import re

TYPED = frozenset({"number", "date", "address", "code"})
"""Kinds that the name of a column rarely has."""

TEXTS = frozenset({"question", "sentence", "phrase"})
"""Kinds of running text."""

_PHRASE = 5
"""The least words of a phrase."""

_ENOUGH = 100
"""The most characters at both ends of a cell that are looked at."""

_YES_OR_NO = "yes no y n true false ja nein oui non sí si sim não tak nie да нет はい いいえ 是 否"
_ANSWERS = frozenset(_YES_OR_NO.split())
"""Yes and no, in the languages that most sheets are in."""

_MISSING = {"na", "n/a", "n.a.", "nan", "null", "none", "nil", "unknown", "-", "--", "—", "?", ".", "..", "*", "#n/a"}


def cell_kind(cell: str) -> str:
    """The kind of a cell: one of TYPED or TEXTS, `answer` for yes or no, `word` for a short text, empty for no value.

    >>> [cell_kind(cell) for cell in ("1.234,50 €", "2024-02-29", "row-7", "Why?", "Ann", "N/A")]
    ['number', 'date', 'code', 'question', 'word', '']
    """
    cell = (cell if len(cell) <= 2 * _ENOUGH else cell[:_ENOUGH] + cell[-_ENOUGH:]).strip()
    folded = cell.casefold()
    if not cell or folded in _MISSING:
        return ""
    if folded in _ANSWERS:
        return "answer"
    if _DIGITS.search(cell):
        typed = next((kind for kind, pattern in _PATTERNS if pattern.fullmatch(cell)), "")
        if typed:
            return typed
    if ADDRESS.fullmatch(cell):
        return "address"
    if cell.endswith(("?", "？", "؟")):
        return "question"
    if cell.endswith((".", "!", "。", "！", "…")):
        return "sentence"
    return "phrase" if _is_phrase(cell) else "word"


def cell_shape(cell: str) -> str:
    """How a code is made: runs of capitals, small letters and digits.

    >>> cell_shape("AB-1234"), cell_shape("q7")
    ('A-9', 'a9')
    """
    return _DIGITS.sub("9", _SMALL.sub("a", _CAPITALS.sub("A", cell.strip())))


def _is_phrase(cell: str) -> bool:
    """Whether a text has the words of a phrase; scripts without spaces have one in two characters."""
    return cell.count(" ") + 1 >= _PHRASE or len(_WITHOUT_SPACES.findall(cell)) >= 2 * _PHRASE


NUMBER = re.compile(
    r"\s*[-+(]?\s?[€$£¥]?\s?(?:\d+|\d{1,3}(?:[.,'’\s]\d{3})+)?(?:[.,]\d+|(?<=\d)\.?)(?:[eE][-+]?\d+)?\s?[%€$£¥)]?\s*"
)
"""A number, perhaps with groups of digits, a currency or a percent sign."""

ADDRESS = re.compile(r"[\w.+-]{1,80}@[\w.-]{1,80}\.[A-Za-z]{2,}|(?:https?|ftp)://\S+|www\.\S+")
_TIME = r"\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?(?:\s?[AaPp][Mm])?(?:Z|[+-]\d\d:?\d\d)?"
_MONTH = r"[^\W\d_]{3,9}\.?"
_DAY = (
    rf"(?:\d{{4}}[-./]\d{{1,2}}[-./]\d{{1,2}}|\d{{1,2}}[-./]\d{{1,2}}[-./]\d{{2,4}}"
    rf"|\d{{1,2}}[- ]{_MONTH}[- ]\d{{2,4}}|{_MONTH} \d{{1,2}},? \d{{4}})"
)
_PATTERNS = (
    ("number", NUMBER),
    ("date", re.compile(rf"{_DAY}(?:[T ]{_TIME})?(?: UTC)?|{_TIME}")),
    ("code", re.compile(r"\w[\w./#:-]*|[^\W\d_]{1,8} \d{1,9}")),
)
_WITHOUT_SPACES = re.compile("[\u2e80-\U0010ffff]")
_CAPITALS = re.compile("[A-Z]+")
_SMALL = re.compile("[a-z]+")
_DIGITS = re.compile(r"\d+")
