"""The joined table as files."""

from collections.abc import Sequence
from functools import partial
from hashlib import sha256

import streamlit as st

from lib.excel import write_xlsx
from lib.export import Survey, survey, write_csv
from lib.join import Joined
from lib.package import build, plan, stem_of
from lib.problems import counted
from lib.providers import PROVIDERS
from lib.retry import RETRIED, retry_batch
from pages.parts.state import derived

XLSX_MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_exports(joined: Joined, digest: str, filtered: Sequence[int]) -> None:
    """CSV and XLSX of all rows, by choice of the filtered ones, and what they cannot hold as it is."""
    rows = _rows(joined, filtered)
    chosen = "" if rows is None else f"_{sha256(repr(rows).encode()).hexdigest()[:6]}"
    stem = f"{_stem(joined)}_results_{digest}{chosen}"
    with st.container(horizontal=True):
        st.download_button(
            "Download as Excel",
            partial(write_xlsx, joined, rows),
            f"{stem}.xlsx",
            XLSX_MIME,
            key="results_download_xlsx",
            on_click="ignore",
            type="primary",
            icon=":material/download:",
        )
        st.download_button(
            "Download as CSV",
            partial(write_csv, joined, rows),
            f"{stem}.csv",
            "text/csv",
            key="results_download_csv",
            on_click="ignore",
            icon=":material/download:",
        )
        _retry_button(joined, digest)
    found = derived("survey", digest, lambda: survey(joined))
    count = f"all {counted(len(joined.rows), 'row')}" if rows is None else f"the {counted(len(rows), 'row')} shown"
    st.caption(" ".join([f"Excel and CSV have {count}.", *_said(found)]))


def _rows(joined: Joined, filtered: Sequence[int]) -> Sequence[int] | None:
    """The rows to export: None for all, unless the user chose the filtered ones."""
    if len(filtered) == len(joined.rows):
        return None
    return filtered if st.toggle("Export only the rows that the filter shows", key="results_only_filtered") else None


def _retry_button(joined: Joined, digest: str) -> None:
    """The batch of what is worth another try: failed and missing at first, by choice what was cut short or refused."""
    st.session_state.setdefault("results_retry_states", ["Failed", "Missing"])
    states = tuple(st.session_state["results_retry_states"] or ())
    batch = derived("retry", (digest, states), lambda: retry_batch(joined, states, _stem(joined), PROVIDERS["Other"]))
    package, count = plan(batch), len(batch.sizes)
    with st.container(horizontal=True, vertical_alignment="center", width="content"):
        st.download_button(
            f"Retry batch ({counted(count, 'request')})",
            partial(build, batch),
            package.file_name,
            package.mime,
            key="results_download_retry",
            on_click="ignore",
            disabled=not count,
            icon=":material/replay:",
            help="The requests to send again, as they were sent. Load what comes back together with these files."
            if joined.sent
            else "Load the input file: only what was sent can be sent again.",
        )
        with st.popover("Choose", type="tertiary"):
            st.pills(
                "Send again what is",
                RETRIED,
                selection_mode="multi",
                key="results_retry_states",
                persist_state="session",
            )


def _stem(joined: Joined) -> str:
    """The name of the sheet, else of the first file."""
    if joined.sheet:
        return stem_of(joined.sheet.name)
    names = [file.name for file in joined.results] + [file.name for file in joined.sent]
    return stem_of(names[0]) if names else "batch"


def _said(found: Survey) -> list[str]:
    said = []
    if found.guarded:
        said.append(
            f"In the CSV {counted(found.guarded, 'cell')} that Excel would run as a formula get an apostrophe in front."
        )
    if found.replaced:
        said.append(f"In the Excel file control characters in {counted(found.replaced, 'cell')} become �.")
    if found.cut:
        longer = f"{counted(found.cut, 'cell')} longer than the 32,767 characters that Excel holds"
        said.append(f"In the Excel file {longer} are cut there, with a mark; the CSV has them whole.")
    return said
