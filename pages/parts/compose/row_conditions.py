"""The conditions that a row must meet to be in the file: a line for each, with the column, the test and its values."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count

import streamlit as st

from lib.analysis.value_counts import column_values, value_labels
from lib.common.labels import value_key
from lib.common.phrasing import counted
from lib.compose.row_conditions import TESTS, Condition, rows_without_number
from lib.sheets import Sheet
from pages.parts.shared.formatting import plain
from pages.parts.shared.session import SHEET, derived

CONDITIONS = "rows conditions"
"""The session's key for the conditions by their numbers."""

_MOST = 500
"""The number of a column's most frequent values that can be chosen."""


def chosen_conditions(sheet: Sheet) -> tuple[Condition, ...]:
    """The conditions on columns of this sheet that say enough to be tested."""
    return tuple(one for one in _conditions().values() if one.is_complete and one.column in sheet.columns)


def show_conditions(sheet: Sheet, *, left_out: int) -> None:
    """A line for each condition, and the button for one more.

    Args:
        left_out: number of rows that do not meet the conditions.
    """
    for number, condition in _conditions().items():
        if condition.column in sheet.columns:
            _show_condition(number, condition, sheet)
        else:
            _show_waiting(number, condition)
    st.button(
        "Add a condition", icon=":material/filter_alt:", key="condition more", on_click=_add, args=(sheet.columns[0],)
    )
    if left_out:
        do = "does not meet the conditions" if left_out == 1 else "do not meet all conditions"
        st.caption(f"{counted(left_out, 'row')} {do} and will not be sent.")


def _conditions() -> dict[str, Condition]:
    conditions: dict[str, Condition] = st.session_state.setdefault(CONDITIONS, {})
    return conditions


def _add(column: str) -> None:
    conditions = _conditions()
    number = next(str(number) for number in count(1) if str(number) not in conditions)
    conditions[number] = Condition(column)


def _remove(number: str) -> None:
    _conditions().pop(number, None)


def _show_condition(number: str, condition: Condition, sheet: Sheet) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        _choose(number, "column", "Only rows where", sheet.columns, condition.column)
        _choose(number, "test", "Test", TESTS, condition.test)
        _show_values(number, condition, sheet)
        _remove_button(number)
    if condition.test == "is a number from … to" and (without := _without_number(condition, sheet)):
        has = "has a cell that is" if without == 1 else "have a cell that is"
        st.caption(f":material/info: {counted(without, 'row')} {has} not certainly a number, and left out.")


def _show_waiting(number: str, condition: Condition) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        text = f"A condition waits for a sheet with the column {plain(condition.column)}."
        st.caption(f":material/filter_alt_off: {text}", width="content")
        _remove_button(number)


def _remove_button(number: str) -> None:
    label, key = "Remove condition", f"condition {number} remove"
    st.button(label, key=key, icon=":material/close:", type="tertiary", on_click=_remove, args=(number,))


def _choose(number: str, part: str, label: str, options: Sequence[str], chosen: str) -> None:
    key = f"condition {number} {part}"
    st.session_state[key] = chosen
    st.selectbox(label, options, key=key, width=190, format_func=_one_line, on_change=_take, args=(number, part, key))


def _one_line(option: str) -> str:
    return " ".join(option.split()) or option


def _take(number: str, part: str, key: str) -> None:
    """Takes the value of a widget into its condition; another column needs other values."""
    condition, value = _conditions().get(number), st.session_state.get(key)
    if condition is None:
        return
    match part:
        case "values":
            changed = replace(condition, values=tuple(value or ()))
        case "text":
            changed = replace(condition, values=(value,) if value else ())
        case "column" if value != condition.column:
            changed = Condition(str(value), condition.test)
        case _:
            changed = replace(condition, **{part: value})  # type: ignore[arg-type]
    if _kind(changed) != _kind(condition):
        changed = replace(changed, values=(), low=None, high=None)
    _conditions()[number] = changed


def _kind(condition: Condition) -> str:
    """What the values of a condition are: those of another kind mean nothing to its test."""
    return "text" if "contain" in condition.test else "values" if "one of" in condition.test else condition.test


def _show_values(number: str, condition: Condition, sheet: Sheet) -> None:
    shown: dict[str, Callable[[str, Condition, Sheet], None]] = {
        "values": _choose_values,
        "text": _type_text,
        "is a number from … to": _type_range,
    }
    if show := shown.get(_kind(condition)):
        show(number, condition, sheet)


def _choose_values(number: str, condition: Condition, sheet: Sheet) -> None:
    """The values of the column, the most frequent first, each with its number of rows."""
    column = condition.column
    counts, total = derived(f"values {number}", (sheet.digest, column), lambda: _counts(sheet, column), owner=SHEET)
    spelled = {value_key(text): text for text in counts}  # in this sheet's spelling
    chosen = tuple(dict.fromkeys(spelled.get(value_key(text), text) for text in condition.values))
    options = [*counts, *(text for text in chosen if text not in counts)]
    labels = value_labels(options, [counts.get(text, 0) for text in options])
    key = f"condition {number} values"
    st.session_state[key] = list(chosen)
    st.multiselect(
        "Values",
        options,
        key=key,
        format_func=labels.__getitem__,
        placeholder="Any value",
        help=f"The {_MOST} most frequent of {counted(total, 'value')}." if total > _MOST else None,
        on_change=_take,
        args=(number, "values", key),
    )


def _counts(sheet: Sheet, column: str) -> tuple[dict[str, int], int]:
    """The number of rows with each of the most frequent values, and the number of all values."""
    values = column_values(sheet.column(column), range(len(sheet)))
    return {value.text: len(value.rows) for value in values[:_MOST]}, len(values)


def _type_text(number: str, condition: Condition, _: Sheet) -> None:
    key = f"condition {number} text"
    st.session_state[key] = condition.values[0] if condition.values else ""
    st.text_input("Text", key=key, width=220, on_change=_take, args=(number, "text", key))


def _type_range(number: str, condition: Condition, _: Sheet) -> None:
    for part, label, value in (("low", "From", condition.low), ("high", "To", condition.high)):
        key = f"condition {number} {part}"
        st.session_state[key] = value
        st.number_input(
            label,
            value=None,
            key=key,
            width=130,
            format="%g",
            placeholder="Any",
            on_change=_take,
            args=(number, part, key),
        )


def _without_number(condition: Condition, sheet: Sheet) -> int:
    key = (sheet.digest, condition.column)
    return derived(
        f"without number {condition.column}",
        key,
        lambda: len(rows_without_number(condition, range(len(sheet)), sheet)),
        owner=SHEET,
    )
