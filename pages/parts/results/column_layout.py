"""Order and widths of the table's columns on the screen: the answer and the error in sight, room for long texts."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

import pandas as pd

from lib.common.own_columns import Cell
from lib.join import Joined
from pages.parts.results.table_data import TableData
from pages.parts.shared.formatting import truncated

CELL_CHARACTERS = 200
"""Most characters of a cell on the screen."""

WHOLE_WIDTH, BESIDE_DETAIL = 920, 420
"""Pixels for columns behind the row's number and the state, in a laptop's screen: without and with a row's detail."""

_NARROW_TEXT, _ERROR = 100, 160
"""Pixels at least for a long text, and at most for an error beside answers."""

_LEAST, _SHORT, _FIELD, _LONG, _WIDEST = 64, 170, 240, 340, 560
"""Pixels of the narrowest column; at most for a short text, a field of several, and a long text; and of the widest."""

_LONG_TEXT = 40
"""Characters from which a text is long."""

_ID_WIDTH = 110
_LETTER, _EDGES = 8, 24
"""Pixels of a letter, and of a cell's edges."""

_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\U0001f300-\U0001faff\U00020000-\U0003fffd]"
)
"""Signs that are as wide as two letters."""


class PageLayout(NamedTuple):
    """The columns of one page of the table."""

    widths: Mapping[str, int]
    """Pixels of each column, in the order of the screen."""

    is_cut: bool
    """Whether any text needs more than its line."""


def page_layout(table: TableData, chosen: Sequence[str], rows: Sequence[int], room: int = WHOLE_WIDTH) -> PageLayout:
    """The chosen columns; else all: the state, what a reader needs in sight, marks in use, and then what is technical.

    Args:
        chosen: columns in the order that a person wants; empty for all.
        room: pixels in sight behind the state.
    """
    columns = {name: table.columns[name] for name in chosen} if chosen else table.columns
    in_one_line = {name: _needed(name, cells, rows) for name, cells in columns.items()}
    needed = dict(in_one_line)
    state = state_column(table.joined)
    if chosen:
        order, fitted = list(chosen), [name for name in chosen if name != state]
    else:
        first, fitted = _in_sight(table, rows, needed, room)
        order = _with_all_others(table, [state, *first])
    widths = {name: min(needed[name], _most(table, name, needed[name])) for name in order}
    if _are_readable(fitted, needed, room):
        cut = min(_WIDEST, _fitting([needed[name] for name in fitted], room))
        widths |= {name: min(needed[name], cut) for name in fitted}
    texts = {*fitted, *_asked(table), *_answers(table)}
    return PageLayout(widths, any(in_one_line[name] > widths[name] for name in texts if name in widths))


def state_column(joined: Joined) -> str:
    """The name of the column with the states: another one if the sheet has a column `state`."""
    return joined.own_columns["state"]


def fit_into_lines(frame: pd.DataFrame, widths: Mapping[str, int], lines: int) -> pd.DataFrame:
    """The start of each text that so many lines can show; a word that wraps leaves a part of its line empty."""
    room = {name: lines * (width - _EDGES // 2) // (_LETTER + 1) for name, width in widths.items()}
    fitted = {name: [_start(text, room[name]) for text in frame[name]] for name in frame.columns}
    return pd.DataFrame(fitted, index=frame.index, dtype=str)


def _start(text: str, room: int) -> str:
    """The start of a text that is as wide as so many letters."""
    if _letters(text) <= room:
        return text
    ends = accumulate(map(_letters, text))
    return truncated(text, sum(end <= room for end in ends))


def _letters(text: str) -> int:
    """The width of a text in letters: Chinese, Japanese and Korean signs and emoji are as wide as two."""
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


def _in_sight(table: TableData, rows: Sequence[int], needed: dict[str, int], room: int) -> tuple[list[str], list[str]]:
    """The columns to read, in order, and those of them that share the room.

    They are the row of the sheet, the answer, and the error where the page has one. Of a sheet that is too wide,
    only the longest text comes before the answer. Where the answer and the error do not fit, the error comes first.
    """
    answers = [name for name in _answers(table) if _any_text(table.columns[name], rows)]
    errors = [table.joined.error_column] if _any_text(table.columns[table.joined.error_column], rows) else []
    if answers and errors:
        needed[errors[0]] = min(needed[errors[0]], _ERROR)
    asked = [name for name in _asked(table) if name not in answers]
    longest = max(asked, key=needed.__getitem__)
    for leading in (asked, [longest], []):
        fitted = [*leading, *answers, *errors]
        if _are_readable(fitted, needed, room):
            return [*fitted, *asked], fitted
    return [*errors, *answers, *asked], errors


def _with_all_others(table: TableData, first: Sequence[str]) -> list[str]:
    """All columns: the first ones, answer and error, marks in use, the note, and then what is technical."""
    marks = table.mark_columns
    own = [name for name in ("note",) if name in table.joined.columns and name not in _asked(table)]
    others = [name for name in table.columns if name not in marks]
    corrections = table.correction_columns(table.corrected.cells)
    answers = [*_answers(table), table.joined.error_column]
    used = [*_marks_in_use(table), *table.label_columns]
    return list(dict.fromkeys([*first, *answers, *used, *own, *others, *corrections]))


def _asked(table: TableData) -> list[str]:
    """The columns of the sheet; without one, the prompt."""
    sheet = table.joined.sheet
    return list(sheet.columns) if sheet else ["prompt"]


def _answers(table: TableData) -> list[str]:
    """The columns of the answer, without the one that says what is wrong with it."""
    made = table.answer_columns
    return [name for name in made.field_names if name != made.check] or [table.joined.answer_column]


def _any_text(cells: Sequence[Cell], rows: Sequence[int]) -> bool:
    return any(cells[row] not in ("", None) for row in rows)


def _needed(name: str, cells: Sequence[Cell], rows: Sequence[int]) -> int:
    """Pixels that show each text of the page in one line."""
    texts = (str(cells[row]) for row in rows if cells[row] is not None)
    longest = max(_letters(name), min(CELL_CHARACTERS, max(map(_letters, texts), default=0)))
    return max(_LEAST, _EDGES + _LETTER * longest)


def _are_readable(names: Iterable[str], needed: Mapping[str, int], room: int) -> bool:
    """Whether the columns fit into the room if long texts get only what three lines of them need."""
    enough = max(_NARROW_TEXT, room // 5)
    return sum(min(needed[name], enough) for name in names) <= room


def _most(table: TableData, name: str, needed: int) -> int:
    if name == "custom_id":
        return _ID_WIDTH
    fields = table.answer_columns.field_names
    if name in fields and len(fields) > 1:
        return _FIELD
    is_technical = name == table.joined.answer_column and bool(table.answer_columns.field_names)
    return _LONG if needed > _EDGES + _LETTER * _LONG_TEXT and not is_technical else _SHORT


def _marks_in_use(table: TableData) -> list[str]:
    """The columns of verdicts and notes, where any mark has one."""
    marks = table.review.marks.values()
    used = [any(mark.verdict for mark in marks), any(mark.note for mark in marks)]
    return [name for name, is_used in zip(table.mark_columns, used, strict=False) if is_used]


def _fitting(widths: Sequence[int], room: int) -> int:
    """The width to cut wide columns to so that all columns fit into the room."""
    for index, width in enumerate(sorted(widths)):
        share = room // (len(widths) - index)
        if width > share:
            return share
        room -= width
    return max(widths, default=0)
