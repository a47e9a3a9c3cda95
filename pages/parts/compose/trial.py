"""Asking a few rows at once, before a batch is made, with the answers of the last try beside the new ones."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd
import streamlit as st

from lib.analysis.structured_answers import json_answers
from lib.batch import read_requests
from lib.common.own_columns import Cell, free_name
from lib.common.phrasing import counted
from lib.compose import Composition
from lib.compose.marked_turns import unused_columns
from lib.join import Joined, join
from lib.providers.prices import Rates, cost_range
from lib.results import read_results
from lib.sending import CallError, ask_now, trial_request
from lib.sending.trial import MOST_REQUESTS
from pages.parts.compose.cost import entered_rates
from pages.parts.shared.account import ConnectedAccount, connected_account
from pages.parts.shared.call_errors import show_call_error
from pages.parts.shared.formatting import plain, row_heading
from pages.parts.shared.progress import progress_bar
from pages.parts.shared.sending_policy import can_send

_TRIES = "trials"
"""The session's key for the last two tries, the newest last."""

_ROWS = "compose_trial_rows"
_MOST_USED = 3
"""Columns of the sheet beside the answers."""

_ROW_HEIGHT = 70
"""Pixels of a row, for three lines of text."""

_DETAILS = {
    "state": "State",
    "error": "Error",
    "prompt_tokens": "Tokens read",
    "completion_tokens": "Tokens written",
}
"""The joined table's own columns that are shown, under plain names."""


class Trial(NamedTuple):
    """The answers to a few rows, as a table."""

    digest: str
    """Digest of the composition that was asked."""

    numbers: Sequence[int]
    """Row numbers in the sheet."""

    asked: Mapping[str, Sequence[str]]
    """Cells of the sheet's columns that the prompt uses."""

    answers: Mapping[str, Sequence[Cell]]
    """Cells of the columns made from the answers."""

    tokens: tuple[int, int]
    """Tokens read and written."""


def show_trial(composition: Composition) -> None:
    """A fold with the rows to ask, the button, and the answers."""
    if not can_send() or not len(composition):
        return
    with st.expander("Test a few rows now", icon=":material/science:", key="compose_trial"):
        account = connected_account()
        if account is None:
            st.markdown("See real answers before you make the batch. Connect your account first.")
            st.page_link("pages/batches.py", label="Open Batches to connect", icon=":material/link:")
            return
        _show_form(composition, account)
        tries: list[Trial] = st.session_state.get(_TRIES, [])
        if tries:
            _show_tries(tries, composition)


def _show_form(composition: Composition, account: ConnectedAccount) -> None:
    most = min(MOST_REQUESTS, len(composition))
    st.session_state[_ROWS] = min(st.session_state.get(_ROWS, 5), most)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        count = st.number_input("Rows", 1, most, key=_ROWS, width=110, persist_state="session")
        is_blocked = any(problem.severity == "blocks" for problem in composition.problems)
        is_pressed = st.button(
            f"Ask {counted(count, 'row')} now",
            key="compose_try",
            icon=":material/send:",
            disabled=is_blocked,
            help="Fix what stops the download first." if is_blocked else None,
        )
    st.caption(f"Asks the first rows at {plain(account.name)}, at the full price instead of the batch price.")
    if is_pressed:
        _ask(composition, account, count)


def _ask(composition: Composition, account: ConnectedAccount, count: int) -> None:
    """Asks the first rows, with exactly the bytes that the batch would send."""
    lines = list(composition.lines(range(count)))
    answers: list[bytes] = []
    try:
        with progress_bar("Answers") as tick:
            for answer in ask_now([trial_request(line) for line in lines], account.client):
                answers.append(answer.line)
                tick(len(answers), count)
    except CallError as error:
        show_call_error(error)
        return
    results, sent = read_results(b"".join(answers), "answers"), read_requests(b"".join(lines), "requests")
    trial = _trial(join([results], [sent]), composition, count)
    st.session_state[_TRIES] = [*st.session_state.get(_TRIES, [])[-1:], trial]


def _trial(joined: Joined, composition: Composition, count: int) -> Trial:
    sheet, rows = composition.sheet, composition.rows[:count]
    used = [name for name in sheet.columns if name not in unused_columns(composition)][:_MOST_USED]
    asked = {name: sheet.column(name).take(rows) for name in used}
    fields = json_answers(joined)
    answers: dict[str, Sequence[Cell]] = dict(fields.columns) if fields else {}
    if not answers or (fields and fields.broken):
        answers["Answer"] = joined.columns["answer"]
    answers |= {title: joined.columns[name] for name, title in _DETAILS.items() if any(joined.columns[name])}
    read, written = (_total(joined.columns[name]) for name in ("prompt_tokens", "completion_tokens"))
    return Trial(composition.digest, [sheet.numbers[row] for row in rows], asked, answers, (read, written))


def _total(cells: Sequence[Cell]) -> int:
    return sum(cell for cell in cells if isinstance(cell, int))


def _show_tries(tries: Sequence[Trial], composition: Composition) -> None:
    newest, before = tries[-1], tries[0] if len(tries) > 1 else None
    if newest.digest != composition.digest:
        st.caption(":material/info: You changed something after this try. Ask again to see the answers to it.")
    columns: dict[str, Sequence[Cell]] = {row_heading(newest.asked): newest.numbers, **newest.asked}
    for name, cells in newest.answers.items():
        columns[free_name(name, columns)] = cells
        if before and name in before.answers and name not in _DETAILS.values():
            known = dict(zip(before.numbers, before.answers[name], strict=True))
            columns[free_name(f"{name} (last try)", columns)] = [known.get(number, "") for number in newest.numbers]
    st.dataframe(
        pd.DataFrame(columns),
        hide_index=True,
        height="content",
        row_height=_ROW_HEIGHT,
        column_config={name: st.column_config.Column(width="small") for name in _DETAILS.values() if name != "Error"},
        alt="The answers to the rows that were asked",
    )
    st.caption(_paid(newest))


def _paid(trial: Trial) -> str:
    """What the try took: tokens, and money where the prices are known."""
    read, written = trial.tokens
    taken = f"{counted(read, 'token')} read and {written:,} written"
    rates = entered_rates(writes=bool(written))
    if rates is None:
        return f"{taken}. Enter prices under Advanced to see the cost."
    full = Rates(rates.input, rates.output, 0.0)
    cost, _ = cost_range((read, read), (written, written), full)
    return plain(f"{taken}: ${cost:,.4f} at the full price.")
