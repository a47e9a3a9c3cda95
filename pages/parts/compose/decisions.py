"""What the user decides about rows that cannot just be sent."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import streamlit as st

from lib.common import Problem
from lib.common.phrasing import counted, listed_rows
from lib.common.problems import by_kind
from lib.compose import Composition, Recipe, RowDecisions
from lib.compose.recipe import COLUMN_FIELDS, COLUMNS_FIELDS
from lib.compose.template import parse
from lib.sheets import Sheet
from pages.parts.shared.problem_list import show_table

_TITLES = {
    "bad-cell": ("has a cell that cannot be used", "have a cell that cannot be used"),
    "blank-prompt": ("has a blank prompt", "have a blank prompt"),
    "blank-variable": ("has an empty cell that is used", "have an empty cell that is used"),
    "too-large": ("is too large for a file", "are too large for a file"),
}


@dataclass(frozen=True, slots=True)
class _About:
    """What decisions were made about: it tells which rows stand in the way."""

    sheet: str = ""
    columns: tuple[tuple[int, ...], ...] = ()
    """Those that each text uses."""

    settings: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


def decisions_for(sheet: Sheet, recipe: Recipe) -> RowDecisions:
    """The decisions made about this sheet and these columns; others would be about other rows.

    Other words around the same columns only make other rows too large.
    """
    made: tuple[_About, RowDecisions] = st.session_state.get("decisions", (_About(), RowDecisions()))
    before, decisions = made
    now = _about(sheet, recipe)
    if now == before:
        return decisions
    return replace(decisions, too_large=None) if now == replace(before, texts=now.texts) else RowDecisions()


def _about(sheet: Sheet, recipe: Recipe) -> _About:
    chosen = asdict(recipe)
    texts = (recipe.system, *(turn.text for turn in recipe.turns), recipe.prompt)
    columns = tuple(parse(text, sheet.columns).columns for text in texts)
    return _About(sheet.digest, columns, tuple(repr(chosen[field]) for field in _SETTINGS), texts)


_SETTINGS = ("task", "provider", "endpoint", "limits", *COLUMN_FIELDS, *COLUMNS_FIELDS)


def show_decisions(composition: Composition) -> None:
    """A question for each kind of row that needs one; what was decided; all problems as a table."""
    asked = [problem for problem in composition.problems if problem.severity == "ask"]
    for kind, problems in by_kind(asked).items():
        _ask(composition, kind, problems)
    _show_decided(composition)
    everything = [*composition.problems, *composition.skipped]
    rows = [problem for problem in everything if problem.row is not None]
    if rows or len(everything) > 1:
        waiting = any(problem.severity != "note" for problem in rows)
        with st.expander(f"Everything found ({len(everything):,})", waiting, icon=":material/list:"):
            file_name = f"problems_{composition.digest}.csv"
            show_table(everything, "Problems of the sheet, row by row", file_name, "compose_problems")


def _ask(composition: Composition, kind: str, problems: Sequence[Problem]) -> None:
    one, many = _TITLES[kind]
    rows = [problem.row for problem in problems if problem.row is not None]
    with st.container(border=True):
        title = f"{counted(len(rows), 'row')} {one if len(rows) == 1 else many}"
        st.warning(f"{listed_rows(rows, 'Row')}. {problems[0].hint}", title=title, icon=":material/help:")
        with st.container(horizontal=True):
            leave = "Leave this row out" if len(rows) == 1 else f"Leave these {len(rows):,} rows out"
            _button(composition, kind, "leave out", leave, ":material/playlist_remove:")
            if kind == "blank-variable":
                _button(composition, kind, "send", "Send anyway", ":material/send:")


def _button(composition: Composition, kind: str, choice: str, label: str, icon: str) -> None:
    sheet, recipe = composition.sheet, composition.recipe
    made: dict[str, Any] = {kind.replace("-", "_"): choice}
    decided = (_about(sheet, recipe), replace(decisions_for(sheet, recipe), **made))
    # No table is handed in: Streamlit keeps what a widget's callback holds, also after Forget.
    st.button(label, icon=icon, key=f"decide {kind} {choice}", on_click=_decide, args=(decided,))


def _decide(decided: tuple[_About, RowDecisions]) -> None:
    st.session_state["decisions"] = decided


def _show_decided(composition: Composition) -> None:
    """The rows that are left out, and the way to take a decision back."""
    decisions = decisions_for(composition.sheet, composition.recipe)
    with st.container(horizontal=True, vertical_alignment="center"):
        for blank in (True, False):
            rows = [skipped.row for skipped in composition.skipped if (skipped.kind == "all-blank") == blank]
            if numbers := [row for row in rows if row is not None]:
                why = ", since every column that the prompt uses is empty" if blank else ", as you chose"
                said = f"{counted(len(numbers), 'row is', 'rows are')} left out{why}: {listed_rows(numbers)}."
                st.caption(f":material/playlist_remove: {said}", width="content")
        if decisions.blank_variable == "send":
            st.caption(":material/send: Rows with empty cells are sent as they are.", width="content")
        if decisions != RowDecisions():
            st.button("Ask me again", key="undo", type="tertiary", on_click=_undo)


def _undo() -> None:
    st.session_state.pop("decisions", None)
