"""The batches of this session, as loaded files of Results: what each matches, and a button to remove it."""

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st

from lib.batch import InputFile
from lib.common.phrasing import counted
from lib.compose import Composition, input_file_of
from lib.join.answers_without_ids import give_ids
from lib.results import Results
from lib.results.results_file import collect_field
from pages.parts.shared.formatting import plain, truncated
from pages.parts.shared.sent_batches import REMOVED_BATCHES
from pages.parts.shared.session import COMPOSITION, FILES, derived, slot_value


class SessionBatch(NamedTuple):
    """A batch composed here, and the loaded answers that have its ids."""

    composition: Composition
    downloaded: bool
    answers: int
    """Answers to its requests, without those that a loaded input file has the request of."""

    def sent(self) -> InputFile:
        """The batch as the input file that was downloaded."""
        return input_file_of(self.composition)


def session_batches(results: Sequence[Results], sent: Sequence[InputFile]) -> list[SessionBatch]:
    """The batches of this session that were not removed, the latest first.

    A batch is used where answers have its ids and no loaded input file has their requests. The one that is still on
    Compose, neither downloaded nor sent, is used only for answers that no other batch has.
    """
    removed: set[str] = st.session_state.get(REMOVED_BATCHES, set())
    loaded = {custom_id for file in sent for custom_id in file.ids}
    answered = set(collect_field(results, "custom_id")) - loaded
    made = _batches()
    taken = {custom_id for batch, is_taken in made if is_taken for custom_id in batch.ids}
    batches = [
        SessionBatch(batch, is_taken, len((answered if is_taken else answered - taken).intersection(batch.ids)))
        for batch, is_taken in made
    ]
    used = [batch for batch in batches if batch.composition.digest not in removed]
    return [_with_answers_without_ids(batch, results) for batch in used] if "" in answered and not sent else used


def _with_answers_without_ids(batch: SessionBatch, results: Sequence[Results]) -> SessionBatch:
    """The batch with the answers that the request in their line matches to it."""
    key = (batch.composition.digest, *map(id, results))
    slot = f"answers without ids {batch.composition.digest}"
    matched = derived(slot, key, lambda: give_ids(results, [batch.sent()]).matched, owner=FILES)
    return batch._replace(answers=batch.answers + matched)


def _batches() -> list[tuple[Composition, bool]]:
    """The downloaded batches, and the one on Compose where its ids hold a digest of their rows."""
    downloaded: list[Composition] = st.session_state.get("downloaded", [])
    batches = [(batch, True) for batch in reversed(downloaded)]
    live: Composition | None = slot_value(COMPOSITION)
    if live is None or not live.ready or live.recipe.id_column or live.digest in {batch.digest for batch in downloaded}:
        return batches
    return [(live, False), *batches]


def show_session_batches(batches: Sequence[SessionBatch]) -> None:
    """A line a batch: what it is, what of it matches, and Remove."""
    for batch in batches:
        composition = batch.composition
        with st.container(horizontal=True, vertical_alignment="center"):
            matching = f"{batch.answers:,} of the answers match" if batch.answers else "not used: no answer matches"
            made = "composed here" if batch.downloaded else "composed here, not downloaded"
            about = f"{counted(len(composition), 'request')}, {made}; {matching}: {_prompt(composition)}"
            name = plain(composition.sheet.name)
            st.markdown(f":material/outbox: **{name}** :gray[:small[{about}]]", width="stretch")
            st.button(
                "Remove batch",
                icon=":material/close:",
                type="tertiary",
                key=f"remove batch {composition.digest}",
                on_click=_remove,
                args=(composition.digest,),
            )


def _prompt(composition: Composition) -> str:
    recipe = composition.recipe
    return plain(truncated(" ".join((recipe.prompt or recipe.system).split()), 60))


def _remove(digest: str) -> None:
    removed: set[str] = st.session_state.setdefault(REMOVED_BATCHES, set())
    removed.add(digest)
