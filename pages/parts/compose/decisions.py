"""The questions about rows that need a decision before they can be sent, and the answers."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import streamlit as st

from lib.common import Problem
from lib.common.phrasing import counted, listed, listed_rows
from lib.common.problems import by_kind
from lib.compose import Composition, Recipe, RowDecisions
from lib.compose.recipe import COLUMN_FIELDS, COLUMNS_FIELDS
from lib.compose.template import parse
from lib.sheets import Sheet
from pages.parts.compose.recipe_widgets import IDENTICAL_ONCE
from pages.parts.shared.formatting import plain, truncated
from pages.parts.shared.problem_list import show_problem_table

_TITLES = {
    "bad-cell": ("has a cell that cannot be used", "have a cell that cannot be used"),
    "blank-prompt": ("has an empty prompt", "have an empty prompt"),
    "too-large": ("is too large for a file", "are too large for a file"),
}
_MOST_COLUMNS = 3

DECISIONS = "decisions"
"""The session's key for the decisions, with what they are about."""


@dataclass(frozen=True, slots=True)
class About:
    """The parts of a sheet and a recipe that determine which rows need a decision."""

    sheet: str = ""
    columns: tuple[tuple[str, ...], ...] = ()
    """Columns that each text uses."""

    settings: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


def decisions_for(sheet: Sheet, recipe: Recipe) -> RowDecisions:
    """The decisions about this sheet and these columns. Decisions about others are dropped.

    With other words around the same columns, only the rows that are too large can change.
    """
    stored: tuple[About, RowDecisions] = st.session_state.get(DECISIONS, (About(), RowDecisions()))
    before, decisions = stored
    now = _about(sheet, recipe)
    if now == before:
        return decisions
    return replace(decisions, too_large=None) if now == replace(before, texts=now.texts) else RowDecisions()


def _about(sheet: Sheet, recipe: Recipe) -> About:
    settings = asdict(recipe)
    texts = (recipe.system, *(turn.text for turn in recipe.turns), recipe.prompt)
    columns = tuple(parse(text, sheet.columns).columns for text in texts)
    words = (*texts, recipe.codebook_text) if recipe.codebooks else texts
    return About(sheet.digest, columns, tuple(repr(settings[field]) for field in _SETTINGS), words)


_SETTINGS = ("task", "provider", "endpoint", "limits", *COLUMN_FIELDS, *COLUMNS_FIELDS)


def show_decisions(composition: Composition) -> None:
    """A question for each kind of row that needs a decision, and the decisions so far."""
    asked = (problem for problem in composition.problems if problem.severity == "ask")
    open_problems = [problem for problem in asked if problem.row is not None]
    for kind, problems in by_kind(open_problems).items():
        _ask(composition, kind, problems)
    if not open_problems:
        _offer_identical_once(composition)
    _show_decided(composition)


def show_all_problems(composition: Composition) -> None:
    """All problems and notes as a table, in a fold."""
    problems = [*composition.problems, *composition.skipped]
    if any(problem.row is not None for problem in problems) or len(problems) > 1:
        with st.expander(f"All problems and notes ({len(problems):,})", icon=":material/list:"):
            file_name = f"problems_{composition.digest}.csv"
            show_problem_table(problems, "Problems of the sheet, row by row", file_name, "compose_problems")


def _ask(composition: Composition, kind: str, problems: Sequence[Problem]) -> None:
    rows = _rows(problems)
    with st.container(gap="xsmall"):
        title = f"{counted(len(rows), 'row')} {_title(kind, problems)}"
        st.warning(_what_to_do(problems), title=title, icon=":material/help:")
        with st.container(horizontal=True):
            leave = "Leave this row out" if len(rows) == 1 else f"Leave these {len(rows):,} rows out"
            _button(composition, kind, "leave out", leave, ":material/playlist_remove:")
            if kind == "blank-variable":
                _button(composition, kind, "send", "Send anyway", ":material/playlist_add_check:")


def _rows(problems: Iterable[Problem]) -> list[int]:
    return [problem.row for problem in problems if problem.row is not None]


def _what_to_do(problems: Sequence[Problem]) -> str:
    """A line for each thing to do, with its rows; where several lines are needed, with the first of them in words."""
    same: dict[str, list[Problem]] = {}
    for problem in problems:
        same.setdefault(problem.hint, []).append(problem)
    if len(same) == 1:
        return f"{listed_rows(_rows(problems), 'Row')}. {plain(problems[0].hint)}"
    lines = [
        f"- {listed_rows(_rows(group), 'Row')} ({counted(len(group), 'row')}): {plain(group[0].message)} {plain(hint)}"
        for hint, group in same.items()
    ]
    return "\n".join(lines)


def _title(kind: str, problems: Sequence[Problem]) -> str:
    """What the rows of these problems have in common, after their count."""
    single = len(problems) == 1
    if kind != "blank-variable":
        return _TITLES[kind][0 if single else 1]
    columns = list(dict.fromkeys(problem.column for problem in problems if problem.column))
    named = plain(listed([truncated(column, 40) for column in columns], _MOST_COLUMNS, " or "))
    return f"{'has' if single else 'have'} an empty {named}"


def _button(composition: Composition, kind: str, choice: str, label: str, icon: str) -> None:
    sheet, recipe = composition.sheet, composition.recipe
    change: dict[str, Any] = {kind.replace("-", "_"): choice}
    decisions = replace(decisions_for(sheet, recipe), **change)
    # The callback must not hold a table: Streamlit keeps a callback's arguments even after Forget.
    args = (_about(sheet, recipe), decisions)
    st.button(label, icon=icon, key=f"decide {kind} {choice}", on_click=_decide, args=args)


def _offer_identical_once(composition: Composition) -> None:
    """Rows with equal requests, and the offer to send each request once. Nothing waits for it."""
    if not composition.identical:
        return
    equal = len(composition.identical)
    with st.container(horizontal=True, vertical_alignment="center"):
        if composition.sends_identical_once:
            shared = counted(equal, "row shares", "rows share")
            text = f"{shared} the request of an equal row: {counted(len(composition), 'request')} in all."
            st.caption(f":material/content_copy: {text}", width="content")
            return
        different = counted(len(composition) - equal, "different request")
        text = f"{counted(len(composition), 'row')}, {different}: send each once?"
        st.caption(f":material/content_copy: {text}", width="content")
        about = "Equal rows then share one answer. Results shows it beside each of them. The saved settings keep this."
        icon = ":material/content_copy:"
        st.button("Send each once", icon=icon, key="decide identical once", help=about, on_click=_send_identical_once)


def _send_identical_once() -> None:
    st.session_state[IDENTICAL_ONCE] = True


def _decide(about: About, decisions: RowDecisions) -> None:
    st.session_state[DECISIONS] = (about, decisions)


def _show_decided(composition: Composition) -> None:
    """The rows that are left out, and a button that withdraws all decisions."""
    decisions = decisions_for(composition.sheet, composition.recipe)
    with st.container(horizontal=True, vertical_alignment="center"):
        for blank in (True, False):
            rows = [skipped.row for skipped in composition.skipped if (skipped.kind == "all-blank") == blank]
            if numbers := [row for row in rows if row is not None]:
                reason = "because every column that the prompt uses is empty" if blank else "as you chose"
                count = counted(len(numbers), "row is", "rows are")
                text = f"{count} left out, {reason}: {listed_rows(numbers)}."
                st.caption(f":material/playlist_remove: {text}", width="content")
        if decisions.blank_variable == "send":
            st.caption(":material/send: Rows with empty cells are sent as they are.", width="content")
        if decisions != RowDecisions() or composition.recipe.identical_once:
            st.button("Ask me again", key="undo", type="tertiary", on_click=_undo)


def _undo() -> None:
    st.session_state.pop(DECISIONS, None)
    st.session_state[IDENTICAL_ONCE] = False
