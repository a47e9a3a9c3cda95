"""Problems on the page: as alerts, captions, lists and tables, the same on every page."""

from collections.abc import Sequence
from functools import partial

import pandas as pd
import streamlit as st

from lib.common import Problem, Unreadable
from lib.common.phrasing import counted
from lib.common.problems import by_kind
from lib.export import write_problems
from pages.parts.shared.formatting import plain

_MOST_SHOWN = 100
_MOST_BULLETS = 10
_MOST_NOTES = 2


def show_unreadable(error: Unreadable) -> None:
    """An alert for a file that Batchdesk cannot read at all."""
    st.error(plain(str(error)), icon=":material/error:", title="Batchdesk cannot read this file")


def show_blocking(problems: Sequence[Problem]) -> None:
    """An alert with everything that must be fixed, a line for each kind."""
    blocking = [problem for problem in problems if problem.severity == "blocks"]
    if len(blocking) == 1:
        st.error(plain(str(blocking[0])), icon=":material/error:")
    elif blocking:
        st.error(_bullets(blocking), icon=":material/error:", title="Fix these before the download")


def show_remarks(problems: Sequence[Problem]) -> None:
    """A caption for each note, and a warning for each more serious problem."""
    for problem in problems:
        if problem.severity == "note":
            st.caption(f":material/info: {plain(str(problem))}")
        else:
            st.warning(plain(str(problem)), icon=":material/warning:")


def show_warnings(problems: Sequence[Problem]) -> None:
    """All problems in one warning, a line for each."""
    if problems:
        text = plain(str(problems[0])) if len(problems) == 1 else _bullets(problems)
        st.warning(text, icon=":material/warning:")


def show_notes(notes: Sequence[Problem]) -> None:
    """The problems of a file, warnings first. All but the first few are in a fold."""
    ordered = sorted(notes, key=lambda note: note.severity == "note")
    show_remarks(ordered[:_MOST_NOTES])
    if rest := ordered[_MOST_NOTES:]:
        with st.expander(counted(len(rest), "more note"), icon=":material/notes:"):
            show_remarks(rest)


def show_problem_table(problems: Sequence[Problem], label: str, file_name: str, key: str) -> None:
    """A table of the first problems, and a download of all."""
    first = problems[:_MOST_SHOWN]
    table = pd.DataFrame(
        {
            "Where": [problem.place for problem in first],
            "What is wrong": [problem.message for problem in first],
            "What to do": [problem.hint for problem in first],
        }
    )
    if len(problems) > _MOST_SHOWN:
        st.caption(f"The first {_MOST_SHOWN} of {len(problems):,}. The download has all.")
    st.dataframe(table, hide_index=True, height="content" if len(first) < 8 else 300, alt=label)
    st.download_button(
        f"Download {counted(len(problems), 'problem')} as CSV",
        partial(write_problems, problems),
        file_name,
        "text/csv",
        key=key,
        on_click="ignore",
        icon=":material/download:",
    )


def _bullets(problems: Sequence[Problem]) -> str:
    """A line for each problem, but only one for each kind that is in many rows, with the count of the others."""
    lines = []
    for same in by_kind(problems).values():
        first = same[:1] if same[0].row is not None else same[:_MOST_BULLETS]
        lines += [f"- {plain(str(problem))}" for problem in first]
        if len(same) > len(first):
            lines[-1] += f" (and {len(same) - len(first):,} more like this)"
    return "\n".join(lines)
