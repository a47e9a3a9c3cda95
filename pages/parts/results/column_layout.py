"""Order and widths of the table's columns on the screen: the answer in sight, room for long texts, little for ids."""

from collections.abc import Mapping, Sequence

import pandas as pd

from lib.join import Joined
from pages.parts.results.table_data import TableData
from pages.parts.shared.formatting import truncated

_SCREEN = 920
"""Pixels of a laptop's screen beside the state and the row's number."""

_ROOM = 540
"""Pixels at least for the columns before the answer: of long answers, the start is then in sight."""

_LEAST, _SHORT, _FIELD, _LONG = 64, 170, 240, 340
"""Pixels of the narrowest column, and at most for a short text, one of several fields of an answer, and a long text."""

_LONG_TEXT = 40
"""Characters from which a text is long."""

_ID_WIDTH = 110
_LETTER, _EDGES = 8, 24
"""Pixels of a letter, and of a cell's edges."""


def state_column(joined: Joined) -> str:
    """The name of the column with the states: another one if the sheet has a column `state`."""
    return joined.own_columns["state"]


def columns_in_order(table: TableData, chosen: Sequence[str], rows: Sequence[int]) -> list[str]:
    """The chosen columns; else all: state, row of the sheet, answer, error, marks in use, and then what is technical.

    If no row of the page has an answer, its error comes first. With more columns in the sheet than fit, the answer
    comes before them.
    """
    if chosen:
        return list(chosen)
    joined, marks = table.joined, table.mark_columns
    answers = _answers(table)
    has_answer = any(joined.columns[joined.answer_column][row] for row in rows)
    answers = [*answers, joined.error_column] if has_answer else [joined.error_column, *answers]
    asked = list(joined.sheet.columns) if joined.sheet else ["prompt"]
    first = [*answers, *asked] if len(asked) * _LEAST > _ROOM else [*asked, *answers]
    own = [name for name in ("note",) if name in joined.columns and name not in asked]
    others = [name for name in table.columns if name not in marks]
    corrections = table.correction_columns(table.corrected.cells)
    return list(dict.fromkeys([state_column(joined), *first, *_marks_in_use(table), *own, *others, *corrections]))


def column_widths(table: TableData, frame: pd.DataFrame) -> tuple[dict[str, int], bool]:
    """Pixels of each column, and whether any text needs more than its line."""
    needed = {name: _EDGES + _LETTER * max(len(name), *frame[name].str.len()) for name in frame.columns}
    widths = {name: min(max(_LEAST, width), _most(table, name, width)) for name, width in needed.items()}
    answers = {*table.answer_columns.field_names, table.joined.answer_column, table.joined.error_column}
    asked = table.joined.sheet.columns if table.joined.sheet else ("prompt",)
    before = [name for name in asked if name in widths and name not in answers]
    room = max(_ROOM, _SCREEN - sum(widths[name] for name in _in_sight(table, frame)))
    most = _fitting([widths[name] for name in before], room)
    widths |= {name: min(widths[name], most) for name in before}
    is_cut = any(needed[name] > widths[name] for name in (*before, *answers) if name in widths)
    return widths, is_cut


def fit_into_lines(frame: pd.DataFrame, widths: Mapping[str, int], lines: int) -> pd.DataFrame:
    """The start of each text that so many lines can show; a word that wraps leaves a part of its line empty."""
    room = {name: lines * (width - _EDGES // 2) // (_LETTER + 1) for name, width in widths.items()}
    fitted = {name: [truncated(text, room[name]) for text in frame[name]] for name in frame.columns}
    return pd.DataFrame(fitted, index=frame.index, dtype=str)


def _answers(table: TableData) -> list[str]:
    """The columns of the answer, without the one that says what is wrong with it."""
    made = table.answer_columns
    return [name for name in made.field_names if name != made.check] or [table.joined.answer_column]


def _in_sight(table: TableData, frame: pd.DataFrame) -> list[str]:
    """The columns right after those of the sheet: the answer; the error if no row of the page has an answer."""
    answers = [name for name in _answers(table) if name in frame]
    error = table.joined.error_column
    has_answer = any(text for name in answers for text in frame[name])
    return answers if has_answer or error not in frame else [error]


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
    """The width to cut wide columns to so that all columns fit into the room; the narrowest column at least."""
    for index, width in enumerate(sorted(widths)):
        share = room // (len(widths) - index)
        if width > share:
            return max(_LEAST, share)
        room -= width
    return max(widths, default=0)
