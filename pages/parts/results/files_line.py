"""Files and matching in one line, which unfolds; and the questions about them that a person must see."""

from collections.abc import Iterator, Sequence
from typing import Literal

import streamlit as st

from lib.common import Problem
from lib.common.phrasing import counted
from lib.join import Joined
from pages.parts.results.example_batch import show_example_offer
from pages.parts.results.inputs import LoadedInputs
from pages.parts.results.ledger import lines_sentence
from pages.parts.results.matching_panel import show_matching
from pages.parts.results.sources import JoinOptions, show_sheet_questions, show_sources, use_as_sheet
from pages.parts.shared.example_files import is_example, show_example_notice
from pages.parts.shared.formatting import plain, truncated
from pages.parts.shared.other_page import offer_other_pages, offer_page
from pages.parts.shared.problem_list import show_remarks, show_warnings
from pages.parts.shared.session import FILES, derived, show_inbox
from pages.parts.shared.uploads import LoadedFile, loaded_files, show_files, show_upload_messages

_INBOX = "results_files"
FOLD = "results_fold"
"""Key of the fold."""

_BESIDE_NOTICE = 560
"""Pixels of the line beside the notice about the example."""

_WARNING_CHARACTERS = 110
"""Characters of a warning that fit into one line."""

_LABEL = "Everything you have: output, errors, input, spreadsheet"


def show_empty() -> None:
    """The inbox of an empty page, with what to put into it; the files that are of no use here stay in its list."""
    files = loaded_files()
    show_inbox(_INBOX, _LABEL)
    show_upload_messages()
    show_files(files)
    offer_other_pages(files)
    if show_exports(files):
        return
    if files:
        st.warning("Batchdesk cannot use these files. Load the files the provider returned.", icon=":material/info:")
        return
    st.caption(
        ":material/info: Drop output, error and input files (.jsonl), the spreadsheet, or zip and gz archives of them: "
        "all at once, in any order. Batchdesk recognises each file by its content."
    )
    if st.session_state.get("downloaded"):
        st.caption(":material/outbox: Batchdesk knows the batch you downloaded in this session: its output is enough.")
    show_example_offer()


def show_exports(files: Sequence[LoadedFile]) -> bool:
    """Names each earlier export, to whose rows nothing is matched, and offers it as the sheet; whether there is one."""
    exports = [file for file in files if file.role == "Export"]
    for file in exports:
        with st.container(horizontal=True, vertical_alignment="center", border=True):
            message = f"{plain(file.name)} is a table exported from Results, so no answer is matched to its rows."
            hint = "Load the batch's files and the sheet that it was made from."
            st.markdown(f":material/ios_share: {message} {hint}", width="stretch")
            key = f"use as sheet {file.digest}"
            st.button("Use it as the sheet", key=key, on_click=use_as_sheet, args=(file.digest,))
    return bool(exports)


def show_files_line(
    files: Sequence[LoadedFile], inputs: LoadedInputs, options: JoinOptions, joined: Joined, digest: str
) -> None:
    """How many files, rows and requests there are and whether they match; all about them is in its fold."""
    is_asked = _is_asked(joined)
    with st.container(horizontal=True, gap="small"):
        width: Literal["stretch"] | int = _BESIDE_NOTICE if is_example() else "stretch"
        with st.container(key="results_sources" if is_asked else "results_matching", width=width):
            label = derived("files line", (digest, len(files)), lambda: _label(files, joined), owner=FILES)
            with st.expander(label, icon=":material/folder_open:", key=FOLD, on_change="rerun") as fold:
                show_inbox(_INBOX, _LABEL)
                if fold.open:
                    _show_details(files, inputs, options, joined)
        show_example_notice("results_leave_example")
    show_upload_messages()


def _show_details(files: Sequence[LoadedFile], inputs: LoadedInputs, options: JoinOptions, joined: Joined) -> None:
    show_files(list(files))
    offer_other_pages(files)
    show_sources(inputs, options)
    if not _is_asked(joined):
        show_matching(joined)
    show_remarks([remark for remark in joined.remarks if remark.severity == "note"])
    st.caption(
        f":material/info: {lines_sentence(joined.ledger)} A tab that you close is kept for 30 minutes. Download the "
        "table, or save everything, to keep it for longer."
    )


def show_questions(inputs: LoadedInputs, options: JoinOptions, joined: Joined) -> list[Problem]:
    """What the person should decide before they trust the table; returns what they should know."""
    if _is_asked(joined):
        with st.container(key="results_matching", border=True):
            show_matching(joined)
    notes = show_sheet_questions(inputs, options)
    if joined.sheet is None and not show_exports(loaded_files()) and inputs.results:
        st.caption(":material/table_chart: Load your sheet too: then each answer is beside the row it came from.")
    if not inputs.results:
        _show_next_steps(inputs)
    return [*notes, *(remark for remark in joined.remarks if remark.kind != "question" and remark.severity != "note")]


def show_warning_line(warnings: Sequence[Problem]) -> None:
    """The first warning in one line; a press shows all of them in full."""
    if not warnings:
        return
    count = f"**{counted(len(warnings), 'warning')}**: " if len(warnings) > 1 else ""
    label = f":orange[{count}{plain(truncated(warnings[0].message, _WARNING_CHARACTERS))}]"
    with st.popover(label, icon=":material/warning:", type="tertiary", key="results_warnings"):
        show_warnings(warnings)


def _show_next_steps(inputs: LoadedInputs) -> None:
    """What to do without results, and where else the files can go."""
    st.info("Load the output and error files here when the batch is done.", icon=":material/hourglass_empty:")
    requests = [file for file in loaded_files() if file.role == "Requests"]
    sheets = [file for file in loaded_files() if file.role == "Sheet"]
    with st.container(horizontal=True):
        if requests:
            offer_page(requests, "Check", "Check these requests before you send them", "results_to_check")
        elif sheets:
            offer_page(sheets[:1], "Compose", "Make a batch from this sheet", "results_to_compose")


def _is_asked(joined: Joined) -> bool:
    return joined.match is not None and joined.match.question is not None


def _label(files: Sequence[LoadedFile], joined: Joined) -> str:
    """`4 files · 300 rows, 295 requests · all match · How rows were matched`"""
    return " · ".join([f"**{counted(len(files), 'file')}**", *_facts(joined)])


def _facts(joined: Joined) -> Iterator[str]:
    sheet, sent = joined.sheet, joined.ledger.sent
    sizes = [] if sheet is None else [counted(len(sheet), "row")]
    if sent is not None:
        sizes.append(counted(sent, "request"))
    if sizes:
        yield ", ".join(sizes)
    if sheet is None or joined.match is None:
        return
    with_row = sum(map(bool, joined.rows.custom_ids[: len(sheet)]))
    are_all_matched = all(state == "Unknown" for state in joined.rows.states[len(sheet) :])
    if _is_asked(joined):
        yield ":orange[please say how rows match]"
    elif with_row:
        yield "all match" if are_all_matched else f":orange[{with_row:,} of {len(sheet):,} rows match]"
    elif any(joined.rows.custom_ids):
        yield ":orange[no row matches]"
    yield "How rows were matched"
