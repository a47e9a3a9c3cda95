"""What the downloads hold: everything, or the table as shown; and how a CSV is guarded."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from lib.common.phrasing import counted
from pages.parts.results.column_layout import page_layout
from pages.parts.results.shown_rows import ShownRows
from pages.parts.results.table_data import TableData
from pages.parts.shared.session import digest_of, set_defaults

SCOPES = EVERYTHING, AS_SHOWN = "All rows and columns", "As shown"


@dataclass(frozen=True, slots=True)
class ExportSettings:
    """What to export of the table, and how."""

    rows: Sequence[int] | None
    """None for all."""

    columns: tuple[str, ...] | None
    """None for all, in the order of an export."""

    is_guarded: bool
    stem: str
    """Start of the files' names, with a digest of everything that their bytes depend on."""

    @property
    def is_whole(self) -> bool:
        """Whether the downloads have all rows and columns."""
        return self.rows is None and self.columns is None


def export_settings(table: TableData, shown: ShownRows, stem: str) -> ExportSettings:
    """The choices about the downloads, read from the session: some of their widgets may be in a closed fold."""
    set_defaults({"results_export_guard": True, "results_export_scope": EVERYTHING})
    state = st.session_state
    rows, columns = None, None
    if state["results_export_scope"] == AS_SHOWN:
        rows = shown.rows if shown.is_narrowed else None
        page = shown.rows[: shown.view.settings.page_size]
        columns = tuple(page_layout(table, shown.view.settings.columns, page).widths)
    is_guarded = bool(state["results_export_guard"])
    parts = (rows is not None and shown.digest, columns, is_guarded, table.review.digest, table.labels.digest)
    digest = "" if parts == (False, None, True, "", "") else f"_{digest_of(*parts)[:6]}"
    return ExportSettings(rows, columns, is_guarded, f"{stem}_results_{table.digest}{digest}")


def choose_scope() -> None:
    """The choice between everything and what is shown."""
    st.selectbox(
        "What the files hold",
        SCOPES,
        key="results_export_scope",
        label_visibility="collapsed",
        persist_state="session",
        width=205,
        help="“As shown” exports the filtered rows in their order, with the columns on the page. "
        "What the page hides is not in the file.",
    )


def show_guard() -> None:
    """The switch of the CSV's guard."""
    st.toggle(
        "Guard cells that Excel could run as formulas (CSV)",
        key="results_export_guard",
        persist_state="session",
        help="Puts an apostrophe before each formula in them. Without it, the CSV has every text unchanged.",
    )


def scope_words(table: TableData, settings: ExportSettings) -> str:
    """Which rows and columns the downloads have: `2 of 8 rows and 5 of 13 columns, as shown`."""
    rows = counted(len(table.joined.rows), "row")
    columns = counted(len(table.columns), "column")
    if settings.is_whole:
        return f"all {rows} and all columns"
    if settings.rows is not None:
        rows = f"{len(settings.rows):,} of {rows}"
    if settings.columns is not None:
        columns = f"{len(settings.columns):,} of {columns}"
    return f"{rows} and {columns}, as shown"


def filter_words(shown: ShownRows) -> list[str]:
    """What narrows the rows that are shown, and how they are sorted."""
    view = shown.view
    values = [f"{wanted.column}: {', '.join(wanted.texts)}" for wanted in view.column_filters]
    words = [*view.states, *view.flags, *values]
    words += [f"marked {verdict}" if verdict else "not checked" for verdict in view.verdicts]
    words += [f"with the text {view.text}"] if view.text else []
    words += ["of one cause"] if view.cause else []
    if view.settings.sort:
        order = ", Z to A" if view.settings.descending else ""
        words.append(f"sorted by {view.settings.sort}{order}")
    return words
