"""How certain the model was of its answers, as columns on request and for the sample of the least certain rows."""

from collections.abc import Mapping, Sequence

import streamlit as st

from lib.analysis.certainty import Certainty, CertaintySource, certainties, certainty_source
from lib.analysis.structured_answers import JsonAnswers
from lib.common.labels import tally
from lib.common.own_columns import Cell
from lib.join import Joined
from lib.schema.requested import Path
from pages.parts.shared.session import FILES, derived

SHOWS_CERTAINTY = "results_certainty"
"""Key of the switch."""

ABOUT: Mapping[CertaintySource, str] = {
    "tokens": "Certainty is how probable the model found exactly this value. "
    "It is not the chance that the value is right: a model can be sure and wrong.",
    "repeats": "Certainty is the share of a row's repeated answers that say the same. "
    "It is not the chance that the value is right: a model can repeat a mistake.",
}


def source_of_certainty(joined: Joined, digest: str) -> CertaintySource | None:
    """What tells how certain the model was, if anything does."""
    return derived("certainty source", digest, lambda: certainty_source(joined), owner=FILES)


def show_certainty_switch(joined: Joined, digest: str) -> None:
    """The switch of the columns, where they can be made."""
    if source := source_of_certainty(joined, digest):
        st.toggle("Show certainty", key=SHOWS_CERTAINTY, persist_state="session", help=ABOUT[source])


def certainty_columns(joined: Joined, digest: str, answers: JsonAnswers | None) -> dict[str, Sequence[Cell]]:
    """The certainty of each label in the answers, from 0 to 1 with two decimals, if a person wants to see it."""
    if not st.session_state.get(SHOWS_CERTAINTY) or source_of_certainty(joined, digest) is None:
        return {}
    found = _certainties(joined, digest, answers)
    return {
        f"certainty of {name}": ["" if share is None else f"{share:.2f}" for share in certainty.shares]
        for name, certainty in found.items()
        if any(share is not None for share in certainty.shares)
    }


def certainty_of(joined: Joined, digest: str, answers: JsonAnswers | None, column: str) -> Sequence[float | None]:
    """The certainty of one column of the answers, by row; empty where nothing tells."""
    found = _certainties(joined, digest, answers).get(column)
    return found.shares if found else ()


def _certainties(joined: Joined, digest: str, answers: JsonAnswers | None) -> dict[str, Certainty]:
    def make() -> dict[str, Certainty]:
        with st.spinner("Reading how certain the model was"):
            return certainties(joined, _paths(joined, answers))

    return derived("certainties", digest, make, owner=FILES)


def _paths(joined: Joined, answers: JsonAnswers | None) -> dict[str, Path]:
    """The values that are labels or numbers, rather than texts."""
    if answers is None:
        return {joined.answer_column: ()}
    return {name: path for name, path in answers.paths.items() if _is_label(answers, name)}


def _is_label(answers: JsonAnswers, name: str) -> bool:
    return name in answers.allowed or tally(filter(None, answers.columns[name])) is not None
