"""What is doubtful about the prompt, beside it: no column, a column in one brace, a column that does not exist."""

from collections.abc import Iterable
from dataclasses import replace

import streamlit as st

from lib.common import Problem
from pages.parts.shared.formatting import plain

PROMPT_KINDS = ("unknown-placeholder", "open-placeholder", "one-brace", "same-prompt")
"""Kinds of the problems that are shown beside the prompt; those that block are listed above the download too."""


def show_prompt_doubts(problems: Iterable[Problem]) -> None:
    """The doubts in one amber box, a line for each."""
    lines = [plain(str(replace(problem, row=None))) for problem in problems if problem.kind in PROMPT_KINDS]
    if lines:
        st.warning("  \n".join(lines), icon=":material/warning:")
