"""How rows were matched: in words, with the question where nothing proves it, and the choices about it."""

from collections.abc import Sequence

import streamlit as st

from lib.common.phrasing import counted
from lib.compose.row_ids import parse_row_id
from lib.join import Joined, MatchChoices
from lib.join.notes import how_matched
from lib.join.question import Candidate, Question
from lib.sheets import Sheet
from pages.parts.shared.formatting import option_label, plain, truncated

FIND_IT = ""
"""The id column's value for finding it automatically: no column has this name."""

_BY_TEXT = "\0by text"
"""The id column's value for matching by the texts that were sent: no column has this name."""

_NUMBER_SHEET = "by number of"
"""The session's key for the digest of the sheet that `results_by_number` is about: another sheet starts without it."""

_CELL = 60
"""Characters of a cell in the evidence."""

_REASONS = {
    "several columns": "Several columns hold the ids of this batch. Which one is right?",
    "plain numbers": "The ids are plain numbers, which other columns may hold by chance. Is this the right column?",
    "other texts": "A column holds the ids, but most of its rows have another text than was sent. What is right?",
}


def match_choices(sheet: Sheet) -> MatchChoices:
    """What the user chose in the panel about this sheet."""
    state = st.session_state
    chosen = state.get(_column_key(sheet)) or None
    by_text = chosen == _BY_TEXT
    return MatchChoices(
        id_column=None if by_text else chosen,
        by_request=by_text,
        by_number=state.get(_NUMBER_SHEET) == sheet.digest and bool(state.get("results_by_number")),
        share_requests=bool(state.get(_key("share requests", sheet))),
    )


def show_matching(joined: Joined) -> None:
    """How the rows of a sheet were matched, the question first where there is one."""
    match, sheet = joined.match, joined.sheet
    if match is None or sheet is None:
        return
    st.markdown("**How rows were matched**")
    if match.question:
        _show_question(joined, sheet, match.question)
    if sentences := how_matched(match):
        st.markdown("\n".join(f"- {plain(sentence)}" for sentence in sentences))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _choose_column(sheet)
        _choose_switches(joined, sheet)


def _show_question(joined: Joined, sheet: Sheet, question: Question) -> None:
    st.warning(_REASONS[question.reason], icon=":material/help:")
    for candidate in question.candidates:
        with st.container(border=True, gap="small"):
            _show_candidate(joined, sheet, question, candidate)


def _show_candidate(joined: Joined, sheet: Sheet, question: Question, candidate: Candidate) -> None:
    """Three rows as this candidate would match them, beside what was sent or answered, and its button."""
    name = "the text that was sent" if candidate.column is None else f'the column "{candidate.column}"'
    facts = counted(len(candidate.rows), "row")
    if candidate.agreeing is not None:
        facts += f", {candidate.agreeing:,} of them with exactly the text that was sent"
    st.markdown(f"**By {plain(name)}**: {facts}")
    ids = question.examples(candidate)
    asked = any(request is not None for request in joined.rows.requests)
    columns = {
        "id": ids,
        "row": [str(sheet.numbers[candidate.rows[custom_id]]) for custom_id in ids],
        "cells of the row": [_cells(sheet, candidate.rows[custom_id]) for custom_id in ids],
        "what was sent" if asked else "answer": _beside(joined, ids, asked),
    }
    st.dataframe(columns, hide_index=True, height="content", alt=f"Three rows matched by {name}")
    st.button(
        f"Match by {plain(name)}",
        key=f"match by {candidate.column}",
        icon=":material/check:",
        on_click=_choose,
        args=(_column_key(sheet), candidate.column or _BY_TEXT),
    )


def _cells(sheet: Sheet, row: int) -> str:
    return " | ".join(truncated(cell, _CELL) for cell in sheet.row(row) if cell)


def _beside(joined: Joined, ids: Sequence[str], asked: bool) -> list[str]:
    index_of = {custom_id: index for index, custom_id in enumerate(joined.rows.custom_ids) if custom_id}
    texts = []
    for custom_id in ids:
        index = index_of.get(custom_id)
        request = None if index is None else joined.rows.requests[index]
        if asked and request is not None:
            texts.append(truncated(joined.sent[request[0]].prompt(request[1]), 4 * _CELL))
        else:
            result = None if index is None else joined.result(index)
            texts.append(truncated(result.answer or result.error, 4 * _CELL) if result else "")
    return texts


def _choose(key: str, value: str) -> None:
    st.session_state[key] = value


def _choose_column(sheet: Sheet) -> None:
    with st.container(key="results_id_column", width=280):
        st.selectbox(
            "Column with the ids",
            [FIND_IT, *sheet.columns, _BY_TEXT],
            key=_column_key(sheet),
            format_func=_column_label,
            persist_state="session",
            help="“Find it” matches rows by proof and asks where there is none. "
            "Choose a column if you know that it holds the ids of the batch.",
        )


def _column_label(column: str) -> str:
    return "None: match by the text that was sent" if column == _BY_TEXT else option_label(column, "Find it")


def _choose_switches(joined: Joined, sheet: Sheet) -> None:
    """The switches, each where it can change something."""
    if any(map(parse_row_id, joined.rows.custom_ids)):
        if st.session_state.get(_NUMBER_SHEET) != sheet.digest:
            st.session_state[_NUMBER_SHEET] = sheet.digest
            st.session_state["results_by_number"] = False
        st.toggle(
            "Match by row number alone",
            key="results_by_number",
            persist_state="session",
            help="For a sheet that was edited after sending. Only right if no row was moved, added or removed.",
        )
    if joined.match is not None and joined.match.equal_rows:
        st.toggle(
            "Identical rows share an answer",
            key=_key("share requests", sheet),
            persist_state="session",
            help="Switch this on if identical requests were sent only once.",
        )


def _column_key(sheet: Sheet) -> str:
    return _key("id column", sheet)


def _key(what: str, sheet: Sheet) -> str:
    return f"{what} {sheet.digest}"
