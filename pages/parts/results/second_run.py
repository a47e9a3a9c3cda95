"""A second run among the files of the first: one press moves it to the comparison."""

from collections.abc import Collection, Sequence

import streamlit as st

from lib.join import Joined
from pages.parts.results.table_link import open_view
from pages.parts.shared.uploads import FIRST, SECOND, LoadedFile, loaded_files


def offer_comparison(joined: Joined, files: Sequence[LoadedFile]) -> None:
    """A button that moves the files of the second run to the view Compare."""
    results = [file for file in files if file.role == "Results"]
    second = {results[run.second].digest for run in joined.second_runs if run.second < len(results)}
    if second:
        st.button(
            "Compare the runs",
            key="results_compare_runs",
            icon=":material/compare:",
            on_click=_move,
            args=(second,),
            help="Moves the second run to the view Compare. The table then shows the first run.",
        )


def _move(digests: Collection[str]) -> None:
    """Moves files from the first run to the second, and opens the comparison."""
    first, second = loaded_files(FIRST), loaded_files(SECOND)
    already = {file.digest for file in second}
    second += [file for file in first if file.digest in digests and file.digest not in already]
    first[:] = [file for file in first if file.digest not in digests]
    open_view("Compare")
