"""The batch of this session that the answers belong to; the user chooses where several have their ids."""

from collections.abc import Sequence

import streamlit as st

from lib.batch import InputFile
from lib.common.phrasing import counted
from lib.compose import Composition
from lib.join.source_batch import Origin, has_more, origins
from lib.results import Results
from lib.sheets import Sheet
from pages.parts.shared.formatting import plain, truncated
from pages.parts.shared.session import FILES, derived, slot_value


def choose_source_batch(
    results: Sequence[Results], sent: Sequence[InputFile], sheets: Sequence[Sheet], read_from: Sequence[str]
) -> Origin | None:
    """The batches of this session that the answers belong to, if there are any and the switch is on."""
    candidates = _origins(results, sent, sheets, read_from) if results else []
    if not candidates:
        return None
    st.session_state.setdefault("results_use_composed", True)
    used = st.toggle(
        "Use the batch composed here",
        key="results_use_composed",
        persist_state="session",
        help="The answers match its requests. Batchdesk takes what was sent, and from which rows, from this batch.",
    )
    origin = _choose_origin(candidates) if used else candidates[0]
    st.caption(f"Made from {plain(origin.sheet.name)}.{_doubt(origin) if used else ''}")
    return origin if used else None


def _choose_origin(candidates: Sequence[Origin]) -> Origin:
    """The most probable one, unless the user chooses another that has the ids too."""
    if len(candidates) == 1:
        return candidates[0]
    names = [f"{number}. {_name_of(origin)}" for number, origin in enumerate(candidates, 1)]
    if st.session_state.get("origins offered") != names:
        st.session_state["origins offered"] = names
        st.session_state["results_origin"] = names[0]
    label = "Batch these answers belong to"
    chosen = st.selectbox(label, names, key="results_origin", persist_state="session")
    if not candidates[0].told:
        st.warning(
            "More than one batch of this session has the ids of these answers. "
            "Choose the batch, or load the input file.",
            icon=":material/help:",
        )
    return candidates[names.index(chosen)]


def _name_of(origin: Origin) -> str:
    """`reviews.csv, gpt-4o-mini, 40 requests of rows 2 to 41: Say in one word ...`"""
    recipes = [batch.recipe for batch in origin.batches]
    models = " / ".join(dict.fromkeys(recipe.model for recipe in recipes))
    prompts = " / ".join(dict.fromkeys(" ".join((recipe.prompt or recipe.system).split()) for recipe in recipes))
    rows = [origin.sheet.numbers[row] for batch in origin.batches for row in batch.rows]
    count = f"{counted(len(rows), 'request')} of rows {min(rows):,} to {max(rows):,}"
    return f"{truncated(origin.sheet.name, 40)}, {truncated(models, 40)}, {count}: {truncated(prompts, 80)}"


def _doubt(origin: Origin) -> str:
    known = {batch.digest for batch in downloaded_batches()}
    if all(batch.digest in known for batch in origin.batches):
        return ""
    return (
        " You did not download it in this session, so you may have sent another batch. Load the input file to be sure."
    )


def _origins(
    results: Sequence[Results], sent: Sequence[InputFile], sheets: Sequence[Sheet], read_from: Sequence[str]
) -> list[Origin]:
    """The batches that the answers may belong to, beyond the input files: downloaded ones, or the one on Compose.

    The one on Compose is left out if its ids come from a column and a sheet is loaded: other batches may have such
    ids. If the loaded sheet is the sheet of some downloaded batches, only these count.
    """
    loaded = {sheet.digest for sheet in sheets}
    live: Composition | None = slot_value("composition")
    if live is not None and not (live.ready and (live.recipe.id_column is None or not sheets)):
        live = None
    made = downloaded_batches()
    made = [batch for batch in made if batch.sheet.digest in loaded] or made
    key = (*(batch.digest for batch in made), live and live.digest, *read_from, *(file.name for file in sent))
    return derived(
        "answered",
        key,
        lambda: [origin for origin in origins(made, live, results) if has_more(origin, sent)],
        owner=FILES,
    )


def downloaded_batches() -> list[Composition]:
    """The batches downloaded in this session, the latest first."""
    return list(reversed(st.session_state.get("downloaded", [])))
