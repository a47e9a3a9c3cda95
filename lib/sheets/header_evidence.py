"""Whether a row has the names of the rows below it, or is one more of them.

A row has names if it differs from the rows below in a column of numbers, dates, addresses, codes or
yes and no, or if it is like them in no column and some cell is written as a name. It is data if it is
like the rows below and differs in no such column, and is a number above numbers or not written as names;
anything else is unclear.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from lib.sheets.cell_kinds import NUMBER, TEXTS, TYPED, cell_kind, cell_shape
from lib.sheets.column_words import COLUMN_WORDS

Verdict = Literal["names", "data", "unclear"]

_MOST_COLUMNS = 60
_MOSTLY = 0.9
"""The share of a column's cells that makes it a column of numbers, dates, addresses or codes."""


def compare_with_body(row: Sequence[str], body: Sequence[Sequence[str]]) -> Verdict:
    """What a row is to the rows below it, column by column."""
    columns = _columns(row, body)
    differing = sum(_differs_in_kind(name, cells) for name, cells in columns)
    alike = sum(_is_value(name, cells) for name, cells in columns)
    if differing > alike:
        return "names"
    asked = sum(_is_question_above_answers(name, cells) for name, cells in columns)
    named = (
        _count_up(row)
        or asked > 1
        or _share_a_start(row)
        or any(_is_written_as_name(name, cells) for name, cells in columns)
    )
    if alike or any(_is_text_above_texts(name, cells, alone=len(row) == 1) for name, cells in columns):
        numbers = any(_is_number_above_numbers(name, cells) for name, cells in columns)
        return "unclear" if differing or (named and not numbers) else "data"
    return "names" if named else "unclear"


def differs_from_body(row: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Whether words are above most columns of numbers, dates, addresses and codes, and no cell is like those below."""
    columns = _columns(row, body)
    differing = sum(_differs_in_kind(name, cells) for name, cells in columns)
    typed = sum(_differs_in_kind("name", cells) for _, cells in columns)
    return differing * 2 >= typed > 0 and not any(_is_value(name, cells) for name, cells in columns)


def _columns(row: Sequence[str], body: Sequence[Sequence[str]]) -> list[tuple[str, list[str]]]:
    """Each filled cell of a row with the filled cells below it, apart from numbers that count up."""
    counting = _counting(row)
    columns = [
        (name, [cells[column] for cells in body if column < len(cells) and cell_kind(cells[column])])
        for column, name in enumerate(row[:_MOST_COLUMNS])
        if cell_kind(name) and column not in counting
    ]
    return [(name, cells) for name, cells in columns if cells]


def _counting(row: Sequence[str]) -> set[int]:
    """The columns whose names count up, such as the years 2019, 2020 or Q1, Q2."""
    found = [(column, _ENDS_IN_NUMBER.fullmatch(cell.strip())) for column, cell in enumerate(row)]
    numbers = {(match[1], int(match[2])): column for column, match in found if match}
    follow = [(start, number) for start, number in numbers if (start, number + 1) in numbers]
    return {numbers[start, number + step] for start, number in follow for step in (0, 1)}


def _count_up(row: Sequence[str]) -> bool:
    """Whether some names count up after a word, as Q1 and Q2 do, or are three years."""
    names = [row[column].strip() for column in _counting(row)]
    return any(name[0].isalpha() for name in names) or sum(map(bool, map(_YEAR.fullmatch, names))) > 2


_ENDS_IN_NUMBER = re.compile(r"(.{0,40}?)(\d{1,9})")


def _differs_in_kind(name: str, cells: Sequence[str]) -> bool:
    """Whether words are above numbers, dates, addresses, or codes of one shape."""
    kinds = Counter(map(cell_kind, cells))
    kind, count = kinds.most_common(1)[0]
    if kind == "code":
        return cell_kind(name) not in TYPED and len({cell_shape(cell) for cell in cells}) == 1 and len(cells) > 2
    if kind == "answer":
        return cell_kind(name) != "answer" and count == len(cells) > 1
    mostly = kind in TYPED and count >= _MOSTLY * len(cells)
    return mostly and (cell_kind(name) not in TYPED or (cell_kind(name) == "code" and name[:1].isalpha()))


def _is_value(name: str, cells: Sequence[str]) -> bool:
    """Whether a name is a value of its column, but for digits, or has the kind of most: yes or no, or a typed one."""
    if name in cells:
        return True
    kind = cell_kind(name)
    if _YEAR.fullmatch(name.strip()) and not any(_YEAR.fullmatch(cell.strip()) for cell in cells):
        return False
    if kind not in TYPED and _DIGITS.search(name) and _without_digits(name) in map(_without_digits, cells):
        return True
    same = [
        cell for cell in cells if cell_kind(cell) == kind and (kind != "code" or cell_shape(cell) == cell_shape(name))
    ]
    return (kind in TYPED or kind == "answer") and len(same) >= _MOSTLY * len(cells)


def _without_digits(cell: str) -> str:
    return _DIGITS.sub("0", cell)


def _is_number_above_numbers(name: str, cells: Sequence[str]) -> bool:
    """Whether a number above numbers is one of them, and not a year that they are of."""
    if not NUMBER.fullmatch(name) or not all(map(NUMBER.fullmatch, cells)):
        return False
    return not _YEAR.fullmatch(name.strip()) or any(_YEAR.fullmatch(cell.strip()) for cell in cells)


def _is_text_above_texts(name: str, cells: Sequence[str], alone: bool) -> bool:
    """Whether a question is above questions, a sentence above sentences, or in one column four words above these."""
    kind = cell_kind(name)
    same = TEXTS if alone else {kind}
    return (kind in TEXTS or (alone and kind == "word" and name.count(" ") > 2)) and 2 * sum(
        cell_kind(cell) in same for cell in cells
    ) >= len(cells)


def _share_a_start(row: Sequence[str]) -> bool:
    """Whether two long names side by side begin alike, as the parts of a survey question do."""
    starts = [cell[:_START] for cell in row if cell_kind(cell) in TEXTS and len(cell) > _START]
    return any(one == other for one, other in pairwise(starts))


def _is_question_above_answers(name: str, cells: Sequence[str]) -> bool:
    return cell_kind(name) == "question" and "question" not in map(cell_kind, cells)


def _is_written_as_name(name: str, cells: Sequence[str]) -> bool:
    """Whether a name is a usual one, an identifier, or written in another way than all cells of its column."""
    if cell_kind(name) in TEXTS and len(name) > _LONG:
        return False
    usual = sum(map(_is_usual, cells if len(name) < 3 else filter(_is_longer, cells)))
    wordy = name.count(" ") > 1 and 2 * sum(cell.count(" ") > 1 for cell in cells) >= len(cells)
    if _is_usual(name) and 3 * usual <= len(cells) and not wordy:
        return True
    if _IDENTIFIER.fullmatch(name.strip()):
        return not any(_IDENTIFIER.fullmatch(cell.strip()) for cell in cells)
    if len(cells) < 3:
        return False
    repeats = min(Counter(cells).values()) > 1 and (1 - 1 / (len(set(cells)) + 1)) ** len(cells) < _CHANCE
    repeats |= name.count(" ") > 2 and len(set(cells)) < len(cells) and not any(" " in cell.strip() for cell in cells)
    longer = cell_kind(name) == "word" and name.count(" ") < 3 and all(cell_kind(cell) in TEXTS for cell in cells)
    styles = set(map(_style, cells))
    return repeats or longer or (len(styles) == 1 and styles.isdisjoint({_style(name), ""}) and _style(name) != "")


def _is_longer(cell: str) -> bool:
    """Whether a cell has more than two letters: FR and DE are languages or countries."""
    return len(cell) > 2


def _is_usual(name: str) -> bool:
    """Whether a short text is or ends with a usual name, or begins with one before a letter: `Answer B`."""
    if cell_kind(name) in TEXTS:
        return False
    words = _WORD.findall(_HUMP.sub(" ", name).casefold())
    before = words[:1] if all(len(word) < 2 for word in words[1:]) else []
    return len(words) < 5 and not COLUMN_WORDS.isdisjoint(_singulars([*before, *words[-1:], name.strip().casefold()]))


def _singulars(words: Sequence[str]) -> list[str]:
    return [*words, *(word.removesuffix("s") for word in words)]


_LONG = 40
_START = 20
"""The first characters of a name that show that the next one belongs to the same question."""

_CHANCE = 0.02
"""How likely it may be that a value of a column is in its first row alone."""
_DIGITS = re.compile("[0-9]+")
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"(?:\b[^\W\d_]-)?[^\W\d_]+")
"""A word, with one letter before a hyphen: `B-ORG` is a label, not a name that ends in org."""

_IDENTIFIER = re.compile(r"[A-Za-z]\w*_\w+|[a-z]+[A-Z]\w*")


def _style(cell: str) -> str:
    """Whether a text is in capitals, small letters or both; empty for one letter, or where letters have no case."""
    cell = cell.strip()
    if len(cell) < 2:
        return ""
    if cell.islower():
        return "small"
    return "capitals" if cell.isupper() and len(cell) > 2 else "both" if cell[:1].isupper() else ""
