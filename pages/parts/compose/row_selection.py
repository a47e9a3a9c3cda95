"""The choice of the rows in the file: all, a small sample to try first, or all others afterwards."""

from dataclasses import replace
from typing import NamedTuple

import streamlit as st

from lib.common.phrasing import counted, listed_rows
from lib.compose import Composition, RowSelection
from lib.compose.row_selection import ROW_SCOPES, SAMPLE_METHODS, read_numbers
from lib.sheets import Sheet
from pages.parts.compose.row_conditions import chosen_conditions, show_conditions
from pages.parts.shared.formatting import plain
from pages.parts.shared.session import set_defaults

SAMPLES = "sample rows"
"""The session's key for the samples by their batch's digest: the downloaded ones and the last one that was shown."""


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
    return replace(_which_rows(sheet), conditions=chosen_conditions(sheet))


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


def show_rows_choice(sheet: Sheet, composition: Composition) -> None:
    """The widgets of the choice, and captions that name the rows outside the file."""
    _samples()
    about = "Send a few rows first, read the answers, then send all others."
    st.segmented_control(
        "Rows in the file", ROW_SCOPES, key="rows which", required=True, help=about, persist_state="session"
    )
    which = st.session_state["rows which"]
    if which == "A test sample":
        _show_sample(sheet, composition)
    elif which == "All but the sample":
        _show_others(sheet)
    show_conditions(sheet, left_out=len(composition.filtered))


def show_unselected(composition: Composition) -> None:
    """How many rows the choice keeps out of the file, in sight while the choice itself is folded."""
    if others := composition.unselected - len(composition.filtered):
        count = counted(others, "row is", "rows are")
        st.caption(f":material/filter_list: {count} not in this file, as chosen under Advanced, Rows.")


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
        others = counted(composition.unselected - len(composition.filtered), "other row")
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
