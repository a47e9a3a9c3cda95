"""What the download will be, and the download."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.batch import build, plan
from lib.batch.bundle import Package, stem_of
from lib.common.phrasing import counted
from lib.compose import Composition, Recipe
from lib.compose.composition import batch_of, keyed_columns
from lib.compose.recipe_file import write_recipe
from lib.export import Selection, select, write_csv, write_xlsx
from lib.export.excel import XLSX_MIME
from lib.providers import Provider
from pages.parts.compose.cost import prefill_prices, show_metrics, show_prices, tokens_of
from pages.parts.shared.formatting import megabytes
from pages.parts.shared.session import SHEET, derived

_MOST_KEPT = 4
"""Batches of this session that Results knows by itself."""


class Places(NamedTuple):
    """Where the size and the buttons stand, whatever is above them."""

    size: DeltaGenerator
    buttons: DeltaGenerator
    batch: DeltaGenerator
    """The first of the buttons."""


def download_places() -> Places:
    """To be filled in later."""
    size, buttons = st.container(), st.container(horizontal=True, vertical_alignment="center")
    return Places(size, buttons, buttons.empty())


def hold_download(places: Places) -> None:
    """While the batch is being written, nobody can take the one before it for it."""
    places.batch.button("Updating", key="compose_updating", disabled=True, icon=":material/hourglass_top:")


def show_download(composition: Composition | None, recipe: Recipe, places: Places) -> None:
    """Requests, parts, MB, tokens and cost beforehand; then the batch, and the recipe for next time."""
    package = _package(composition) if composition is not None else None
    if composition and package and len(composition):
        with places.size:
            _show_size(composition, package)
    with places.batch:
        _batch_button(composition, package)
    with places.buttons:
        if composition and len(composition):
            _keyed_buttons(composition)
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


def _package(composition: Composition) -> Package:
    """The parts, worked out anew only when the requests or the limits changed."""
    key = (composition.sheet.name, composition.digest)
    return derived("package", key, lambda: plan(batch_of(composition)), owner=SHEET)


def _show_size(composition: Composition, package: Package) -> None:
    price, tokens = prefill_prices(composition), tokens_of(composition)
    with st.container(horizontal=True):
        st.metric("Requests", f"{len(composition):,}", border=True, width="content")
        st.metric("Parts", f"{len(package.parts):,}", border=True, width="content")
        st.metric("Size", megabytes(sum(composition.sizes)), border=True, width="content")
        st.metric("Rows left out", f"{len(composition.skipped):,}", border=True, width="content")
        show_metrics(tokens)
    if len(package.parts) > 1:
        most = _limits(composition.provider, composition.recipe.chat)
        st.caption(
            f"{most}, so you get a zip of {counted(len(package.parts), 'part')} "
            "with a manifest. Send each part as a batch of its own."
        )
    show_prices(price, composition.recipe.model)


def _limits(provider: Provider, chat: bool) -> str:
    """What a file may have at most, in words."""
    most = [counted(provider.requests, "request"), f"{provider.bytes / 1e6:,.6g} MB"]
    if provider.embedding_inputs is not None and not chat:
        most.append(f"{counted(provider.embedding_inputs, 'text')} to embed")
    if provider.tokens is not None:
        most.append(f"{provider.tokens:,} tokens")
    one = " of one model" if provider.one_model else ""
    return f"A file for {provider.name} may have {', '.join(most[:-1])} or {most[-1]}{one}"


def _batch_button(composition: Composition | None, package: Package | None) -> None:
    if composition is None or package is None or not composition.ready:
        waiting = "Load a sheet first." if composition is None else "Some things above need you first."
        st.button("Download the batch", key="compose_download", disabled=True, icon=":material/download:", help=waiting)
        return
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


def _keyed_buttons(composition: Composition) -> None:
    """The sheet with its ids, in both forms."""
    with st.popover("Sheet with ids", icon=":material/key:"):
        st.caption(
            "Your sheet with the custom_id of every row that is sent. With it, answers can be joined to their rows "
            "in any tool; here, Results takes the sheet as it is. In the CSV, an apostrophe stands before what Excel "
            "would run as a formula, ids included; Results knows them again."
        )
        stem = f"{stem_of(composition.sheet.name)}_with_ids_{composition.digest}"
        for ending, write, mime in (("xlsx", write_xlsx, XLSX_MIME), ("csv", write_csv, "text/csv")):
            st.download_button(
                f"Download the sheet with ids (.{ending})",
                partial(_keyed, composition, write),
                f"{stem}.{ending}",
                mime,
                key=f"compose_keyed_{ending}",
                on_click="ignore",
                icon=":material/download:",
            )


def _keyed(composition: Composition, write: Callable[[Selection], bytes]) -> bytes:
    return write(select(keyed_columns(composition)))


def _downloaded(composition: Composition, downloaded: list[Composition]) -> bytes:
    """The file's bytes. What was downloaded is kept as it was, since that is what was sent.

    Streamlit calls this apart from the page, so the list is handed in rather than looked up.
    """
    others = [other for other in downloaded if other.digest != composition.digest]
    downloaded[:] = [*others[1 - _MOST_KEPT :], composition]
    return build(batch_of(composition))
