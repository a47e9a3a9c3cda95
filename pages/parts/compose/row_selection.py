"""The choice of the rows in the file: all, a small sample to try first, or all others afterwards."""

from dataclasses import replace
from typing import NamedTuple

import streamlit as st

from lib.analysis.value_counts import column_values, value_labels
from lib.common.labels import value_key
from lib.common.phrasing import counted, listed_rows
from lib.compose import Composition, RowSelection
from lib.compose.row_selection import ROW_SCOPES, SAMPLE_METHODS, ValueFilter, read_numbers
from lib.sheets import Sheet
from pages.parts.shared.column_picker import NO_COLUMN, choose_column
from pages.parts.shared.formatting import plain
from pages.parts.shared.session import SHEET, derived, digest_of, set_defaults

SAMPLES = "sample rows"
"""The session's key for the samples by their batch's digest: the downloaded ones and the last one that was shown."""

_COLUMN = "rows where"
_OTHERS = "rows where not"
_MOST = 500
"""The number of a column's most frequent values that can be chosen."""


class Sample(NamedTuple):
    sheet: str
    """Digest of the sheet."""

    numbers: tuple[int, ...]
    downloaded: bool = False


def rows_choice(sheet: Sheet) -> RowSelection:
    """The choice that the widgets hold, even before they are drawn."""
    set_defaults(
        {
            "rows which": ROW_SCOPES[0],
            "rows how": SAMPLE_METHODS[0],
            "rows count": 10,
            "rows seed": 1,
            "rows picked": "",
        }
    )
    return replace(_which_rows(sheet), value_filter=_where(sheet))


def _which_rows(sheet: Sheet) -> RowSelection:
    state = st.session_state
    which = state["rows which"]
    if which == "All rows":
        return RowSelection()
    if which == "All but the sample":
        sampled, _ = _sampled_rows(sheet)
        return RowSelection(which, numbers=sampled)
    how = state["rows how"]
    if how == "Picked rows":
        picked, _ = read_numbers(state["rows picked"] or "")
        return RowSelection(which, how, numbers=picked)
    selection = RowSelection(which, how, state["rows count"] or 1)
    return replace(selection, seed=state["rows seed"] or 0) if how == "Random rows" else selection


def _where(sheet: Sheet) -> ValueFilter | None:
    """The filter, if a column of the sheet and some of its values are chosen."""
    column: str = st.session_state.get(f"{_COLUMN} wanted", NO_COLUMN)
    values = _values_by_column().get(column, ())
    others = st.session_state.get(_OTHERS, False)
    return ValueFilter(column, values, others) if values and column in sheet.columns else None


def show_rows_choice(sheet: Sheet, composition: Composition) -> None:
    """The widgets of the choice, and captions that name the rows outside the file."""
    _samples()
    about = "Send a few rows first, read the answers, then send all others."
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.segmented_control(
            "Rows in the file", ROW_SCOPES, key="rows which", required=True, help=about, persist_state="session"
        )
        with st.container(width=260):
            column = choose_column(_COLUMN, "Filter rows by column", sheet.columns, "No filter")
    if column != NO_COLUMN:
        _show_values(sheet, column)
    if composition.filtered:
        st.caption(f"{counted(composition.filtered, 'row has', 'rows have')} other values and will not be sent.")
    which = st.session_state["rows which"]
    if which == "A test sample":
        _show_sample(sheet, composition)
    elif which == "All but the sample":
        _show_others(sheet)


def show_unselected(composition: Composition) -> None:
    """How many rows the choice keeps out of the file, in sight while the choice itself is folded."""
    if composition.unselected:
        count = counted(composition.unselected, "row is", "rows are")
        st.caption(f":material/filter_list: {count} not in this file, as chosen under Advanced, Rows.")


def _show_values(sheet: Sheet, column: str) -> None:
    """The choice of values that the rows of the file have in a column, or do not have."""
    counts, total = derived("rows by value", (sheet.digest, column), lambda: _counts(sheet, column), owner=SHEET)
    spelled = {value_key(text): text for text in counts}  # in this sheet's spelling
    chosen = tuple(dict.fromkeys(spelled.get(value_key(text), text) for text in _values_by_column().get(column, ())))
    options = [*counts, *(text for text in chosen if text not in counts)]
    labels = value_labels(options, [counts.get(text, 0) for text in options])
    key = f"rows values {digest_of(column)}"
    st.session_state[key] = list(chosen)
    st.multiselect(
        "Values",
        options,
        key=key,
        format_func=labels.__getitem__,
        placeholder="All values",
        on_change=_choose,
        args=(column, key),
    )
    st.toggle("Exclude these values", key=_OTHERS, persist_state="session")
    if total > _MOST:
        st.caption(f"You can choose among the {_MOST} most frequent of {counted(total, 'value')}.")


def _counts(sheet: Sheet, column: str) -> tuple[dict[str, int], int]:
    """The number of rows with each of the most frequent values, and the number of all values."""
    values = column_values(sheet.column(column), range(len(sheet)))
    return {value.text: len(value.rows) for value in values[:_MOST]}, len(values)


def _values_by_column() -> dict[str, tuple[str, ...]]:
    """The chosen values by column."""
    chosen: dict[str, tuple[str, ...]] = st.session_state.setdefault("rows values", {})
    return chosen


def _choose(column: str, key: str) -> None:
    _values_by_column()[column] = tuple(st.session_state[key])


def _show_sample(sheet: Sheet, composition: Composition) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox("Which rows", SAMPLE_METHODS, key="rows how", width=170, persist_state="session")
        how = st.session_state["rows how"]
        if how == "Picked rows":
            st.text_input("Row numbers", key="rows picked", placeholder="2, 5-9", width=220, persist_state="session")
        else:
            st.number_input("How many", 1, len(sheet), key="rows count", width=130, persist_state="session")
        if how == "Random rows":
            about = "Another seed gives other rows."
            st.number_input("Seed", 0, key="rows seed", width=110, help=about, persist_state="session")
    if how == "Picked rows":
        _show_bad_numbers(sheet)
    numbers = tuple(sheet.numbers[row] for row in composition.rows)
    _remember(composition, numbers)
    if numbers:
        others = counted(composition.unselected - composition.filtered, "other row")
        st.caption(f"The sample: {listed_rows(numbers)}. Choose “All but the sample” to send the {others}.")


def _show_bad_numbers(sheet: Sheet) -> None:
    """Warnings about texts that are not row numbers, and about numbers that the sheet does not have."""
    picked, wrong = read_numbers(st.session_state["rows picked"] or "")
    if wrong:
        st.warning(f"These are not row numbers: {plain(', '.join(wrong))}.", icon=":material/warning:")
    if absent := sorted(set(picked).difference(sheet.numbers)):
        st.warning(f"This sheet does not have {listed_rows(absent)}.", icon=":material/warning:")


def _samples() -> dict[str, Sample]:
    """All samples. The downloaded ones are marked here, because the session keeps only the last few downloads."""
    downloaded = {composition.digest for composition in st.session_state.get("downloaded", [])}
    samples: dict[str, Sample] = st.session_state.get(SAMPLES, {})
    for digest in downloaded & samples.keys():
        samples[digest] = samples[digest]._replace(downloaded=True)
    return samples


def _remember(composition: Composition, numbers: tuple[int, ...]) -> None:
    """Adds a sample to the session in place of one that was only shown."""
    downloaded = {digest: sample for digest, sample in _samples().items() if sample.downloaded}
    st.session_state[SAMPLES] = {composition.digest: Sample(composition.sheet.digest, numbers)} | downloaded


def _sampled_rows(sheet: Sheet) -> tuple[tuple[int, ...], bool]:
    """The rows of this sheet's downloaded samples, else of the shown one; and whether any was downloaded."""
    samples = [sample for sample in _samples().values() if sample.sheet == sheet.digest]
    downloaded = [sample for sample in samples if sample.downloaded]
    return tuple(sorted({number for sample in downloaded or samples for number in sample.numbers})), bool(downloaded)


def _show_others(sheet: Sheet) -> None:
    numbers, is_downloaded = _sampled_rows(sheet)
    if numbers:
        doubt = "" if is_downloaded else " It was not downloaded in this session."
        st.caption(f"Without the sample: {listed_rows(numbers)}.{doubt}")
    else:
        st.caption("This sheet has no sample yet, so these are all rows.")
