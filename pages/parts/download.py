"""What the download will be, and the download."""

from functools import partial

import streamlit as st

from lib.compose import Composition
from lib.package import batch_of, build, plan
from lib.problems import counted
from lib.providers import PROVIDERS
from lib.recipe import Recipe
from lib.recipe_file import write_recipe
from pages.parts.words import megabytes

_MOST_KEPT = 3
"""Batches of this session that Results knows by itself."""


def show_download(composition: Composition | None, recipe: Recipe) -> None:
    """Requests, parts and MB beforehand; then the batch, and the recipe for next time."""
    if composition and len(composition):
        _show_size(composition)
    with st.container(horizontal=True, vertical_alignment="center"):
        _batch_button(composition)
        st.download_button(
            "Save the recipe",
            partial(write_recipe, recipe),
            f"recipe_{recipe.digest[:12]}.json",
            "application/json",
            key="compose_recipe_download",
            on_click="ignore",
            icon=":material/bookmark:",
            help="All settings of this page as a file. Load it with next week's sheet.",
        )
    st.caption(
        ":material/info: Reloading or closing this tab forgets the sheet and the settings. "
        "Save the recipe to keep the settings."
    )


def _show_size(composition: Composition) -> None:
    provider = PROVIDERS[composition.recipe.provider]
    parts = plan(batch_of(composition)).parts
    with st.container(horizontal=True):
        st.metric("Requests", f"{len(composition):,}", border=True, width="content")
        st.metric("Parts", f"{len(parts):,}", border=True, width="content")
        st.metric("Size", megabytes(sum(composition.sizes)), border=True, width="content")
        st.metric("Rows left out", f"{len(composition.skipped):,}", border=True, width="content")
    if len(parts) > 1:
        limits = f"{provider.requests:,} requests or {provider.bytes / 1e6:,.0f} MB"
        st.caption(
            f"{provider.name} takes at most {limits} a file, so you get a zip of {counted(len(parts), 'part')} "
            "with a manifest. Send each part as a batch of its own."
        )


def _batch_button(composition: Composition | None) -> None:
    if composition is None or not composition.ready:
        waiting = "Load a sheet first." if composition is None else "Some things above need you first."
        st.button("Download the batch", key="compose_download", disabled=True, icon=":material/download:", help=waiting)
        return
    package = plan(batch_of(composition))
    zipped = package.file_name.endswith(".zip")
    st.download_button(
        f"Download {counted(len(composition), 'request')} ({'.zip' if zipped else '.jsonl'})",
        partial(_downloaded, composition, st.session_state.setdefault("downloaded", [])),
        package.file_name,
        package.mime,
        key="compose_download",
        on_click="ignore",
        type="primary",
        icon=":material/download:",
    )


def _downloaded(composition: Composition, downloaded: list[Composition]) -> bytes:
    """The file's bytes. What was downloaded is kept as it was, since that is what was sent.

    Streamlit calls this apart from the page, so the list is handed in rather than looked up.
    """
    others = [other for other in downloaded if other.digest != composition.digest]
    downloaded[:] = [*others[1 - _MOST_KEPT :], composition]
    return build(batch_of(composition))
