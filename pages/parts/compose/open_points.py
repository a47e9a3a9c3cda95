"""What the user must settle before the batch can be downloaded: problems of requests, and doubts about the sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

import streamlit as st

from lib.common import Problem
from lib.common.problems import by_kind
from lib.compose import Composition
from pages.parts.shared.formatting import plain

Doubts: TypeAlias = Mapping[str, Sequence[Problem]]
"""The open doubts about the sheet, by kind."""


def is_ready(composition: Composition, doubts: Doubts) -> bool:
    """Whether the batch can be downloaded."""
    return composition.ready and not doubts


def open_points(composition: Composition, doubts: Doubts) -> str:
    """The number of things to settle, as on the badge: `2 things to fix first`."""
    waiting = by_kind(problem for problem in composition.problems if problem.severity in ("blocks", "ask"))
    count = len(waiting) + len(doubts)
    return f"{count} {'thing' if count == 1 else 'things'} to fix first"


def show_open_doubts(doubts: Doubts) -> None:
    """A reminder beside the download of what the sheet's card asks."""
    if doubts:
        lines = [f"- {plain(str(replace(problems[0], hint='')))}" for problems in doubts.values()]
        title = "Answer the question under your sheet" if len(doubts) == 1 else "Answer the questions under your sheet"
        st.warning("\n".join(lines), icon=":material/help:", title=title)
