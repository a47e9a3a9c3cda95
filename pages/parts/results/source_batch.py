"""Which of the session's batches the answers are to: told, or asked where several have their ids."""

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
    """The batches made in this session that the answers are to, if there are any and the switch is on."""
    found = _origins(results, sent, sheets, read_from) if results else []
    if not found:
        return None
    st.session_state.setdefault("results_use_composed", True)
    used = st.toggle(
        "Use the batch composed here",
        key="results_use_composed",
        persist_state="session",
        help="These answers are to its requests, so it says what was sent and from which rows.",
    )
    origin = _choose_origin(found) if used else found[0]
    st.caption(f"Made from {plain(origin.sheet.name)}.{_doubt(origin) if used else ''}")
    return origin if used else None


def _choose_origin(found: Sequence[Origin]) -> Origin:
    """The likeliest, unless the ids stand in other batches too and the user takes one of those."""
    if len(found) == 1:
        return found[0]
    names = [f"{at}. {_name_of(origin)}" for at, origin in enumerate(found, 1)]
    if st.session_state.get("origins offered") != names:
        st.session_state["origins offered"] = names
        st.session_state["results_origin"] = names[0]
    label = "Which batch these answers are to"
    chosen = st.selectbox(label, names, key="results_origin", persist_state="session")
    if not found[0].told:
        said = "The ids of these answers stand in more than one batch of this session, and nothing in the answers tells"
        st.warning(f"{said} which one they are to: choose it, or load the input file.", icon=":material/help:")
    return found[names.index(chosen)]


def _name_of(origin: Origin) -> str:
    """`reviews.csv, gpt-4o-mini, 40 requests of rows 2 to 41: Say in one word ...`"""
    recipes = [batch.recipe for batch in origin.batches]
    models = " / ".join(dict.fromkeys(recipe.model for recipe in recipes))
    asked = " / ".join(dict.fromkeys(" ".join((recipe.prompt or recipe.system).split()) for recipe in recipes))
    rows = [origin.sheet.numbers[at] for batch in origin.batches for at in batch.rows]
    count = f"{counted(len(rows), 'request')} of rows {min(rows):,} to {max(rows):,}"
    return f"{truncated(origin.sheet.name, 40)}, {truncated(models, 40)}, {count}: {truncated(asked, 80)}"


def _doubt(origin: Origin) -> str:
    known = {batch.digest for batch in downloaded_batches()}
    if all(batch.digest in known for batch in origin.batches):
        return ""
    return " It was not downloaded in this session, so what was sent may differ: the input file would tell."


def _origins(
    results: Sequence[Results], sent: Sequence[InputFile], sheets: Sequence[Sheet], read_from: Sequence[str]
) -> list[Origin]:
    """What the answers may be to, beyond the input files: batches that were downloaded, or the one on Compose.

    That one may be another than the answers are to, if its ids are a column's: a sheet that is loaded beside them
    speaks for itself then. Where that is the very sheet of some batches, they are to one of those.
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
    """The batches that were downloaded in this session, the latest first."""
    return list(reversed(st.session_state.get("downloaded", [])))
