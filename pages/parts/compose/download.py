"""The size and cost of the batch, and the buttons that download it."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.batch import build, plan
from lib.batch.bundle import Package, stem_of
from lib.common.phrasing import counted
from lib.compose import Composition, Recipe, batch_of, keyed_columns
from lib.compose.recipe_file import write_recipe
from lib.export import XLSX_MIME, Selection, select, write_csv, write_xlsx
from lib.providers import Provider
from pages.parts.compose.advanced_form import Places
from pages.parts.compose.cost import estimate_tokens, prefill_prices, show_metrics, show_prices
from pages.parts.compose.layout import SIZE
from pages.parts.compose.next_steps import show_next_steps
from pages.parts.compose.open_points import Doubts, is_ready, open_points
from pages.parts.compose.replication import show_replication_download
from pages.parts.compose.send import show_send
from pages.parts.shared.formatting import file_size
from pages.parts.shared.saved_work import saving
from pages.parts.shared.sent_batches import composed_batches, keep_composition
from pages.parts.shared.session import SHEET, derived


class DownloadArea(NamedTuple):
    """Containers for the size and the buttons, made before their content is known."""

    size: DeltaGenerator
    buttons: DeltaGenerator
    batch: DeltaGenerator
    """Container of the first button, the batch's."""

    send: DeltaGenerator
    """Container of the button that sends it from here."""

    next_steps: DeltaGenerator


def download_area() -> DownloadArea:
    """Empty containers, for `hold_download` and `show_batch_download` to fill."""
    size = st.container()
    buttons = st.container(horizontal=True, vertical_alignment="center", gap="xsmall")
    return DownloadArea(size, buttons, buttons.empty(), buttons.empty(), st.container(gap="xsmall"))


def hold_download(area: DownloadArea) -> None:
    """Replaces the download button while a new batch is written, so that no one downloads the old batch."""
    area.batch.button("Updating", key="compose_updating", disabled=True, icon=":material/hourglass_top:")


def show_batch_download(
    composition: Composition | None, doubts: Doubts, recipe: Recipe, area: DownloadArea, places: Places
) -> None:
    """Requests, files, MB, tokens and cost; the buttons for the batch and for the settings; and what follows."""
    package = _package(composition) if composition is not None else None
    if composition and package and len(composition):
        _show_size(composition, package, area.size, places.prices)
        with places.keyed_sheet:
            _keyed_buttons(composition)
            show_replication_download(composition)
    with area.batch:
        _batch_button(composition, doubts, package)
    with area.send:
        show_send(composition, doubts)
    settings_name = _settings_name(recipe)
    with area.buttons:
        st.download_button(
            "Save these settings",
            saving("settings", partial(write_recipe, recipe)),
            settings_name,
            "application/json",
            key="compose_recipe_download",
            on_click="ignore",
            type="tertiary",
            icon=":material/bookmark:",
            help="Downloads all settings of this page as a file. Load it with your next sheet: at the top of an empty "
            "page, or under Advanced, Files.",
        )
    with area.next_steps:
        if composition and package and len(composition):
            show_next_steps(composition, package, settings_name)
        st.caption(
            ":material/info: A tab that you reload or open again within 30 minutes has everything back. "
            "“Save everything” keeps it for longer."
        )


def _settings_name(recipe: Recipe) -> str:
    """`reviews_settings_2026-11-29.json`"""
    stem = f"{stem_of(recipe.sheet_name)}_" if recipe.sheet_name else ""
    return f"{stem}settings_{date.today():%Y-%m-%d}.json"


def _package(composition: Composition) -> Package:
    """The files of the batch, planned again only when the requests or the limits change."""
    key = (composition.sheet.name, composition.digest)
    return derived("package", key, lambda: plan(batch_of(composition)), owner=SHEET)


def _show_size(composition: Composition, package: Package, place: DeltaGenerator, prices: DeltaGenerator) -> None:
    price, tokens = prefill_prices(composition), estimate_tokens(composition)
    with place:
        with st.container(horizontal=True, gap="small", key=SIZE):
            about = "One request for each row that is sent."
            st.metric("Requests", f"{len(composition):,}", width="content", help=about)
            st.metric("Files", f"{len(package.parts):,}", width="content")
            st.metric("Size", file_size(sum(composition.sizes)), width="content")
            show_metrics(tokens)
        if len(package.parts) > 1:
            most = _limits(composition.provider, composition.recipe.is_chat)
            st.caption(
                f"{most}, so you get a zip of {counted(len(package.parts), 'file')} "
                "and a list of the files. Send each file as a batch of its own."
            )
    with prices:
        show_prices(price, composition.recipe.model, tokens)


def _limits(provider: Provider, chat: bool) -> str:
    """The limits of one file as the start of a sentence."""
    limits = [counted(provider.requests, "request"), f"{provider.bytes / 1e6:,.6g} MB"]
    if provider.embedding_inputs is not None and not chat:
        limits.append(f"{counted(provider.embedding_inputs, 'text')} to embed")
    if provider.tokens is not None:
        limits.append(f"{provider.tokens:,} tokens")
    one = " of one model" if provider.one_model else ""
    return f"A file for {provider.name} may have {', '.join(limits[:-1])} or {limits[-1]}{one}"


def _batch_button(composition: Composition | None, doubts: Doubts, package: Package | None) -> None:
    if composition is None or package is None or not is_ready(composition, doubts):
        reason = "Load a sheet first." if composition is None else f"{open_points(composition, doubts)}."
        st.button("Download the batch", key="compose_download", disabled=True, icon=":material/download:", help=reason)
        return
    zipped = package.file_name.endswith(".zip")
    st.download_button(
        f"Download {counted(len(composition), 'request')} ({'.zip' if zipped else '.jsonl'})",
        saving("settings", partial(_downloaded, composition, composed_batches())),
        package.file_name,
        package.mime,
        key="compose_download",
        on_click="ignore",
        type="primary",
        icon=":material/download:",
    )


def _keyed_buttons(composition: Composition) -> None:
    """Downloads of the sheet with a column of the requests' ids, as a workbook and as CSV."""
    st.markdown("**Sheet for matching later**")
    st.caption(
        "Your sheet with one more column: the id (custom_id) under which each row is sent. With it, any tool can "
        "match the answers to their rows. Results does not need it; it also matches your own sheet. In the CSV, "
        "an apostrophe precedes every text that Excel would run as a formula. Results reads such ids correctly."
    )
    stem = f"{stem_of(composition.sheet.name)}_with_ids_{composition.digest}"
    with st.container(horizontal=True):
        for ending, write, mime in (("xlsx", write_xlsx, XLSX_MIME), ("csv", write_csv, "text/csv")):
            st.download_button(
                f"Download the sheet (.{ending})",
                partial(_keyed, composition, write),
                f"{stem}.{ending}",
                mime,
                key=f"compose_keyed_{ending}",
                on_click="ignore",
                icon=":material/download:",
            )


def _keyed(composition: Composition, write: Callable[[Selection], bytes]) -> bytes:
    return write(select(keyed_columns(composition), sheet=composition.sheet))


def _downloaded(composition: Composition, downloaded: list[Composition]) -> bytes:
    """The file's bytes. The batch is added to `downloaded`, because it is what the user sends.

    Streamlit calls this outside a run of the page, where the session cannot be looked up.
    """
    keep_composition(composition, downloaded)
    return build(batch_of(composition))
