"""Leaving out the rows that have a good answer to the same request, by last time's files on Results."""

import streamlit as st

from lib.batch import InputFile
from lib.common.phrasing import counted, listed_rows
from lib.compose import Composition, Recipe, input_file_of
from lib.compose.answered_rows import AnsweredRows, answered_rows
from lib.join.answered_requests import answered_requests
from lib.join.export_as_batch import can_be_batch, export_as_batch, good_rows
from lib.results import Results
from lib.sheets import Sheet
from pages.parts.compose.cost import cost_in_words, estimate_saved
from pages.parts.shared.file_contents import file_value
from pages.parts.shared.formatting import plain, token_range
from pages.parts.shared.progress import progress_bar
from pages.parts.shared.sent_batches import composed_batches
from pages.parts.shared.session import SHEET, derived, show_inbox, take_dropped
from pages.parts.shared.uploads import LoadedFile, add_upload, loaded_files

ONLY_NEW = "compose only new"
"""The session's key for the switch."""

USED_EXPORTS = "exports as batches"
"""The session's key for the exports, by their digests, whose answers are in use."""

_INBOX = "compose_earlier_files"


def take_earlier_files() -> None:
    """Moves last time's files to Results, where the new answers come, too."""
    take_dropped(_INBOX, add_upload)


def left_out_rows(sheet: Sheet, recipe: Recipe) -> frozenset[int]:
    """The rows that have an answer already; none unless the switch is on."""
    found = _found(sheet, recipe)
    return found.rows if found else frozenset()


def _found(sheet: Sheet, recipe: Recipe) -> AnsweredRows | None:
    """What last time's files have for this sheet; None if the switch is off, or they lack requests or answers."""
    if not st.session_state.get(ONLY_NEW):
        return None
    results, sent = _contents()
    if not results or not sent:
        return None
    earlier = (*(f"{file.digest} {file.role}" for file in loaded_files()), *(batch.digest for batch in sent))
    known = derived("answered requests", earlier, lambda: answered_requests(results, sent), owner=SHEET)

    def find() -> AnsweredRows:
        with progress_bar("Comparing with last time's requests") as tick:
            return answered_rows(sheet, recipe, known, tick)

    return derived("answered rows", (sheet.digest, recipe.digest, earlier), find, owner=SHEET)


def _contents() -> tuple[list[Results], list[InputFile]]:
    """The answers on Results, and the requests: of loaded files, and of batches composed here."""
    values = [file_value(file) for file in loaded_files() if file.role in ("Results", "Requests")]
    sent = [value for value in values if isinstance(value, InputFile)]
    composed = map(input_file_of, composed_batches())
    return [value for value in values if isinstance(value, Results)], [*sent, *composed]


def show_only_new_switch(sheet: Sheet, recipe: Recipe) -> None:
    """The switch among the choices of rows, with what it needs and what it found."""
    about = (
        "A row is left out where last time's files have a good answer to exactly the same request. "
        "Results then has the earlier answers and the new ones in one table."
    )
    st.toggle("Leave out rows that have an answer already", key=ONLY_NEW, help=about, persist_state="session")
    if not st.session_state[ONLY_NEW]:
        return
    show_inbox(_INBOX, "Last time's files: what you sent with what came back, or the table you exported")
    for file in loaded_files():
        if file.role in ("Sheet", "Export"):
            _ask_about_export(file, recipe)
    found = _found(sheet, recipe)
    if found is None:
        st.caption("Nothing is left out yet: Results needs answers, and the requests that they are to.")
        return
    if found.reused:
        rows = listed_rows([sheet.numbers[row] for row in found.reused])
        text = (
            f"{rows[0].upper()}{rows[1:]}: another text had the same id last time. Nothing tells their answers apart."
        )
        st.warning(f"{text} Choose Row number under “How rows are recognised later”.", icon=":material/warning:")
    if found.other_settings:
        count = counted(found.other_settings, "row was", "rows were")
        text = f"{count} answered under another model or other settings, so the file has them again."
        st.caption(f":material/info: {text}")


def _ask_about_export(file: LoadedFile, recipe: Recipe) -> None:
    """An export does not hold what was sent: a person says that these settings made it."""
    export = file_value(file)
    used: set[str] = st.session_state.setdefault(USED_EXPORTS, set())
    if file.digest in used or not isinstance(export, Sheet) or not (rows := good_rows(export)):
        return
    if not can_be_batch(export, recipe):
        st.caption(f":material/info: {plain(file.name)} lacks a column that these settings use, so it cannot help.")
        return
    answers = counted(len(rows), "good answer")
    with st.container(horizontal=True, vertical_alignment="center"):
        text = f"{plain(file.name)} has {answers}. Were they made with the settings on this page?"
        st.markdown(f":material/help: {text}", width="content")
        key = f"use export {file.digest}"
        st.button("Yes, use its answers", key=key, on_click=_use_export, args=(file.digest,))


def _use_export(digest: str) -> None:
    """Adds the requests and answers of an export to the files of Results."""
    file = next((file for file in loaded_files() if file.digest == digest), None)
    export, recipe = file and file_value(file), st.session_state.get("recipe")
    if file is None or not isinstance(export, Sheet) or not isinstance(recipe, Recipe):
        return
    requests, answers = export_as_batch(export, recipe)
    stem = file.name.rpartition(".")[0]
    add_upload(requests, f"{stem}_requests.jsonl")
    add_upload(answers, f"{stem}_answers.jsonl")
    used: set[str] = st.session_state.setdefault(USED_EXPORTS, set())
    used.add(digest)


def show_left_out(composition: Composition) -> None:
    """How many rows are left out and what that saves, with the button that sends the answered ones; or the offer."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if composition.answered or composition.filtered:
            st.caption(f":material/update: {_left_out(composition)}", width="content")
        if composition.answered:
            st.button("Send all rows", key="send answered rows", type="tertiary", on_click=_switch, args=(False,))
        elif not st.session_state.get(ONLY_NEW) and any(file.role == "Results" for file in loaded_files()):
            text = "Results has answers. Send only the rows without one?"
            st.caption(f":material/update: {text}", width="content")
            st.button("Only what is new", key="send only new rows", on_click=_switch, args=(True,))


def _left_out(composition: Composition) -> str:
    """Which rows are left out and why, and what they would have taken."""
    saved, answered, filtered = estimate_saved(composition), composition.answered, len(composition.filtered)
    cost = cost_in_words(saved)
    why = {
        "with a good answer to the same request": answered,
        "that do not meet your conditions" if filtered > 1 else "that does not meet your conditions": filtered,
    }
    rows = " and ".join(f"{counted(number, 'row')} {reason}" for reason, number in why.items() if number)
    money = "" if cost == "unknown" else f", {plain(cost)}"
    requests = counted(answered + filtered, "request")
    return f"Left out: {rows}. That saves {requests}, {token_range(*saved.input)} tokens{money}."


def _switch(on: bool) -> None:
    st.session_state[ONLY_NEW] = on
