"""Which rows the file is made of: all, a small sample to try first, or all the others afterwards."""

from dataclasses import replace
from typing import NamedTuple

import streamlit as st

from lib.analysis.value_counts import labels_of, values_of
from lib.common.labels import value_key
from lib.common.phrasing import counted, listed, listed_rows
from lib.compose import Composition, RowSelection
from lib.compose.row_selection import HOW, WHICH, ValueFilter, read_numbers
from lib.sheets import Sheet
from pages.parts.shared.column_picker import NO_COLUMN, choose_one
from pages.parts.shared.formatting import plain
from pages.parts.shared.session import SHEET, derived, digest_of, set_defaults

_SAMPLES = "sample rows"
"""In the session: by their batch's digest, the samples that were downloaded and the last one that was looked at."""


_COLUMN = "rows where"
_OTHERS = "rows where not"
_MOST = 500
"""Values of a column that can be chosen, the most frequent ones."""


class _Sample(NamedTuple):
    sheet: str
    """The sheet's digest."""

    numbers: tuple[int, ...]
    sent: bool = False
    """Whether it was downloaded: only then other rows are left."""


def rows_choice(sheet: Sheet) -> RowSelection:
    """The choice as the widgets hold it, whether they are drawn yet or not."""
    set_defaults({"rows which": WHICH[0], "rows how": HOW[0], "rows count": 10, "rows seed": 1, "rows picked": ""})
    return replace(_which_rows(sheet), where=_where(sheet))


def _which_rows(sheet: Sheet) -> RowSelection:
    said = st.session_state
    which = said["rows which"]
    if which == "All rows":
        return RowSelection()
    if which == "All but the sample":
        return RowSelection(which, numbers=_sampled(sheet)[0])
    how = said["rows how"]
    if how == "Picked rows":
        return RowSelection(which, how, numbers=read_numbers(said["rows picked"] or "")[0])
    seed_of_rows = (said["rows seed"] or 0) if how == "Random rows" else 1
    return RowSelection(which, how, said["rows count"] or 1, seed_of_rows)


def _where(sheet: Sheet) -> ValueFilter | None:
    """The condition, if a column of the sheet and some of its values are chosen."""
    column: str = st.session_state.get(f"{_COLUMN} wanted", NO_COLUMN)
    values = _chosen().get(column, ())
    others = st.session_state.get(_OTHERS, False)
    return ValueFilter(column, values, others) if values and column in sheet.columns else None


def show_choice(sheet: Sheet, composition: Composition) -> None:
    """The widgets, and in words what is not part of the file."""
    _samples()
    about = "Send a few rows first, look at the answers, then send all the others."
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.segmented_control(
            "Rows in the file", WHICH, key="rows which", required=True, help=about, persist_state="session"
        )
        with st.container(width=260):
            column = choose_one(_COLUMN, "Only rows by the values of", sheet.columns, "Any column")
    if column != NO_COLUMN:
        _show_values(sheet, column)
    if composition.outside:
        st.caption(f"{counted(composition.outside, 'row')} with other values: not part of this file.")
    which = st.session_state["rows which"]
    if which == "A test sample":
        _show_sample(sheet, composition)
    elif which == "All but the sample":
        _show_others(sheet)


def _show_values(sheet: Sheet, column: str) -> None:
    """The values of a column that the rows of the file must have, or must not have."""
    counts, many = derived("rows by value", (sheet.digest, column), lambda: _counts(sheet, column), owner=SHEET)
    spelled = {value_key(text): text for text in counts}  # as this sheet does
    chosen = tuple(dict.fromkeys(spelled.get(value_key(text), text) for text in _chosen().get(column, ())))
    options = [*counts, *(text for text in chosen if text not in counts)]
    labels = labels_of(options, [counts.get(text, 0) for text in options])
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
    st.toggle("All but these", key=_OTHERS, persist_state="session")
    if many > _MOST:
        st.caption(f"The {_MOST} most frequent of {counted(many, 'value')} can be chosen.")


def _counts(sheet: Sheet, column: str) -> tuple[dict[str, int], int]:
    """In how many rows each of the most frequent values stands, and how many values there are."""
    found = values_of(sheet.cells[sheet.columns.index(column)], range(len(sheet)))
    return {value.text: len(value.rows) for value in found[:_MOST]}, len(found)


def _chosen() -> dict[str, tuple[str, ...]]:
    """The values that are chosen, by column."""
    chosen: dict[str, tuple[str, ...]] = st.session_state.setdefault("rows values", {})
    return chosen


def _choose(column: str, key: str) -> None:
    _chosen()[column] = tuple(st.session_state[key])


def _show_sample(sheet: Sheet, composition: Composition) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox("Which rows", HOW, key="rows how", width=170, persist_state="session")
        how = st.session_state["rows how"]
        if how == "Picked rows":
            st.text_input("Row numbers", key="rows picked", placeholder="2, 5-9", width=220, persist_state="session")
        else:
            st.number_input("How many", 1, len(sheet), key="rows count", width=130, persist_state="session")
        if how == "Random rows":
            about = "Another seed gives other rows."
            st.number_input("Seed", 0, key="rows seed", width=110, help=about, persist_state="session")
    if how == "Picked rows":
        _show_odd_numbers(sheet)
    numbers = tuple(sheet.numbers[at] for at in composition.rows)
    _keep(composition, numbers)
    if numbers:
        others = counted(composition.not_chosen - composition.outside, "other row")
        st.caption(f"The sample: {listed_rows(numbers)}. {others} can follow with “All but the sample”.")


def _show_odd_numbers(sheet: Sheet) -> None:
    """What was written for row numbers, and is none or none of this sheet."""
    picked, wrong = read_numbers(st.session_state["rows picked"] or "")
    if wrong:
        st.warning(f"Not understood as row numbers: {plain(', '.join(wrong))}.", icon=":material/warning:")
    if absent := sorted(set(picked).difference(sheet.numbers)):
        st.warning(f"No row of this sheet: {listed(absent)}.", icon=":material/warning:")


def _samples() -> dict[str, _Sample]:
    """All samples. That one was downloaded is noted here for good, since only the last few downloads are kept."""
    downloaded = {composition.digest for composition in st.session_state.get("downloaded", [])}
    seen: dict[str, _Sample] = st.session_state.get(_SAMPLES, {})
    noted = {digest: sample._replace(sent=sample.sent or digest in downloaded) for digest, sample in seen.items()}
    st.session_state[_SAMPLES] = noted
    return noted


def _keep(composition: Composition, numbers: tuple[int, ...]) -> None:
    """Remembers a sample; one that was just looked at makes way for it."""
    sent = {digest: sample for digest, sample in _samples().items() if sample.sent}
    st.session_state[_SAMPLES] = {composition.digest: _Sample(composition.sheet.digest, numbers)} | sent


def _sampled(sheet: Sheet) -> tuple[tuple[int, ...], bool]:
    """The rows of all downloaded samples of this sheet, else of the one that was looked at; and whether any was."""
    samples = [sample for sample in _samples().values() if sample.sheet == sheet.digest]
    sent = [sample for sample in samples if sample.sent]
    return tuple(sorted({number for sample in sent or samples for number in sample.numbers})), bool(sent)


def _show_others(sheet: Sheet) -> None:
    numbers, sent = _sampled(sheet)
    if numbers:
        doubt = "" if sent else " It was not downloaded in this session."
        st.caption(f"Without the sample: {listed_rows(numbers)}.{doubt}")
    else:
        st.caption("There was no sample of this sheet yet, so these are all rows.")
